"""Numbers as a page or an address gives them: bounded, and never an error."""

_DIGITS = 9  # Fits every column that a number is looked up in.


def number_of(given: str | None) -> int | None:
    """Return the whole number that `given` says in plain digits, or None when it says none."""
    text = given or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def count_of(given: str | None) -> int:
    """Return the count that a form carried, or -1, which fits nothing."""
    found = number_of(given)
    return -1 if found is None else found
