"""What reviewers see of what the author stated, where the machine saw otherwise, what lacks."""

from typing import Any

from hefa.check.queries import Look, personal_in
from hefa.collect.column_form import reasons_against_column_change
from hefa.collect.models import Version
from hefa.collect.packages import package_shown
from hefa.collect.stated import reasons_against, rows_of
from hefa.core.regulation import Regulation
from hefa.core.stated import PII
from hefa.ui.words import clause_label, reason_sentence


def stated_of(version: Version, look: Look, regulation: Regulation | None) -> dict[str, Any]:
    """Return the content as stated in the package of `version`, in the words of its form.

    Raises Tampered when what was signed is no longer what is kept.
    """
    stated = package_shown(version).stated
    personal = personal_in(look) if stated.get(PII) == "no" else 0
    return {"rows": rows_of(stated, regulation), "personal": personal}


def lacking_of(version: Version, regulation: Regulation | None) -> list[dict[str, str]]:
    """Return what still speaks against submitting the open `version`, as its form has it."""
    against = reasons_against_column_change(version, regulation)
    return [
        {"text": reason_sentence(entry), "clause": clause_label(entry.clause)}
        for entry in (*against, *reasons_against(version, regulation))
    ]
