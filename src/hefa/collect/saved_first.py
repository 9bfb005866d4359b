"""What the editor shows when somebody else saved first: their text beside one's own."""

from typing import Any

from django.forms import BoundField

from hefa.collect.forms import VersionForm
from hefa.collect.models import Version


def saved_first(version: Version, form: VersionForm) -> dict[str, Any]:
    """Return the save that came first: text, fields as their inputs hold them, who and when.

    `form` is unbound and of the stored `version`. Source: 7(1) only its author writes a draft.
    """
    return {
        "document": version.document,
        "fields": {
            field.name: _held(field) for field in form if field.name not in ("document", "lock")
        },
        "lock": version.edit,
        "saved_at": version.saved_at.isoformat(),
        "who": version.manuscript.author.display_name,
    }


def _held(field: BoundField) -> str:
    """Return the value of a field as its input in the page holds it."""
    value = field.value()
    widget = field.field.widget
    shown = value if hasattr(widget, "choices") else widget.format_value(value)
    return "" if shown is None else str(shown)
