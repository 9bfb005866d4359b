"""The fields of a form that its author fills in, and the one reason that names what lacks."""

from collections.abc import Collection, Iterable

from hefa.core.errors import Reason, reason
from hefa.core.regulation import FormField, Regulation


def asked_of_author(
    regulation: Regulation | None, form: str, among: Collection[str]
) -> tuple[FormField, ...]:
    """Return the fields `among` these that `form` of `regulation` asks for, in its order."""
    found = regulation.form(form) if regulation is not None else None
    fields = found.fields if found is not None else ()
    return tuple(field for field in fields if field.is_asked and field.key in among)


def reasons_lacking(code: str, clause: str, lacking: Iterable[FormField]) -> tuple[Reason, ...]:
    """Return the one reason that names the fields `lacking` by their labels; none without any."""
    labels = "、".join(f"“{field.label}”" for field in lacking)
    return (reason(code, clause=clause, labels=labels),) if labels else ()
