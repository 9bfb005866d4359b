"""The fields sent with an act of the console, from JSON or from a form alike."""

from typing import Any


class ActError(Exception):
    """The act cannot be done; `status` is the HTTP status, the text says why."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        self.status = status
        super().__init__(message)


Fields = dict[str, Any]


def text(fields: Fields, name: str, default: str | None = None) -> str:
    """Return the field as text; raises ActError when it is missing and has no default."""
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise ActError(f"{name}: text expected")
    return value


def optional_text(fields: Fields, name: str) -> str | None:
    """Return the field as text, or None when it was not sent."""
    return text(fields, name) if name in fields else None


def whole_number(fields: Fields, name: str, default: int | None = None) -> int:
    """Return the field as a whole number; a form's digits count too."""
    value = fields.get(name, default)
    if type(value) is int:
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    raise ActError(f"{name}: whole number expected")


def seconds(fields: Fields, name: str, default: float | None = None) -> float:
    """Return the field as a number of seconds, 0 or more."""
    try:
        value = float(str(fields.get(name, default)))
    except ValueError:
        raise ActError(f"{name}: seconds expected") from None
    if not 0 <= value < 10**10:
        raise ActError(f"{name}: seconds expected")
    return value


def yes_or_no(fields: Fields, name: str) -> bool | None:
    """Return the field as a truth value, or None when it was not sent."""
    value = fields.get(name)
    if value in (None, ""):
        return None
    if value in (True, "true", "1"):
        return True
    if value in (False, "false", "0"):
        return False
    raise ActError(f"{name}: true or false expected")


def one_of(fields: Fields, name: str, choices: list[str], default: str | None = None) -> str:
    """Return the field when it is one of `choices`; raises ActError naming them otherwise."""
    value = fields.get(name, default)
    if value not in choices:
        raise ActError(f"{name}: one of {', '.join(choices)} expected")
    return str(value)
