"""The form of a column change 栏目变动审核单: what a regulation asks on it, and what is missing."""

from collections.abc import Iterable
from typing import Final

from hefa.core.asked import asked_of_author, reasons_lacking
from hefa.core.change import Change
from hefa.core.errors import Reason
from hefa.core.regulation import FormField, Regulation

FORM: Final = "column_change"
REASON: Final = "reason"
PHONE: Final = "phone"
# The fields that a person fills in; names, places and cycles are read from the trees.
FILLED_IN: Final = frozenset({
    "change_type", REASON, "purpose", "provider", "owner", "legacy_plan", "impact", "due_on",
    "announced", "note", PHONE,
})  # fmt: skip


def asked_by(regulation: Regulation | None) -> tuple[FormField, ...]:
    """Return the fields that the form of `regulation` asks a person to fill in, in its order."""
    return asked_of_author(regulation, FORM, FILLED_IN)


def reasons_against_column_form(
    regulation: Regulation, change: Change, *, phone: str
) -> tuple[Reason, ...]:
    """Return the one reason that names what the form requires and nobody filled in; or none.

    A missing reason for the change is told by `reasons_against_change`, whatever the form says.
    Source: 12(5) a column change has its own form.
    """
    form = regulation.form(FORM)
    if form is None:
        return ()
    missing = _missing(regulation, change, phone)
    return reasons_lacking("core.column_form_missing", form.clause, missing)


def _missing(regulation: Regulation, change: Change, phone: str) -> Iterable[FormField]:
    told = {**change, PHONE: phone}
    for field in asked_by(regulation):
        is_told = field.key == REASON or str(told.get(field.key) or "").strip()
        if field.is_required and not is_told:
            yield field
