"""What the pages of the register show: prepared values for templates."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from hefa.review.models import ReviewSheet
from hefa.review.pages import row_of as review_row_of
from hefa.review.register.models import ArchivedSheet, SavedView
from hefa.review.register.queries import VOID

OVER = "过了期限"


def rows_of(
    sheets: Iterable[ReviewSheet], categories: Mapping[str, str], now: datetime
) -> list[dict[str, Any]]:
    """Return the rows of a page; `categories` are labels by key."""
    return [_row(sheet, categories, now) for sheet in sheets]


def archived_of(sheet: ReviewSheet) -> ArchivedSheet | None:
    """Return what the archive knows of `sheet`, None while it is not there."""
    return getattr(sheet, "archived", None)


def views_of(views: Iterable[SavedView], current: str) -> list[dict[str, Any]]:
    """Return the saved views as links, the one that is looked at marked."""
    return [
        {
            "pk": view.pk,
            "name": view.name,
            "is_default": view.is_default,
            "is_current": str(view.pk) == current,
            "url": address_of(view),
        }
        for view in views
    ]


def address_of(view: SavedView) -> str:
    """Return the address under which the register is seen as `view` says."""
    query = f"{view.query}&" if view.query else ""
    return f"{reverse('review:register')}?{query}view={view.pk}"


def _row(sheet: ReviewSheet, categories: Mapping[str, str], now: datetime) -> dict[str, Any]:
    archived = archived_of(sheet)
    is_late = not sheet.ended and sheet.due_at is not None and sheet.due_at < now
    return {
        **review_row_of(sheet, categories),
        "pk": sheet.pk,
        "submitted_at": sheet.submitted_at,
        "is_void": sheet.ended in VOID,
        "late": OVER if is_late else "",
        "archived": archived,
        "may_be_archived": archived is None and bool(sheet.ended) and not sheet.awaits,
    }
