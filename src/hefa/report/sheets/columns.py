"""Every column of a unit's form with what fills it: review's own, and what happened afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Max

from hefa.core.regulation import Regulation
from hefa.patrol.models import Observation
from hefa.publish.models import PublicationItem
from hefa.registry.adopted import regulation_now
from hefa.registry.labels import category_labels
from hefa.review.models import ReviewSheet
from hefa.review.register.columns import CELLS, SHEET

AFTER: Final = ("published_by", "published_at", "published_url", "post_check")
CATEGORY: Final = "category"
_WIDE: Final = frozenset({"title", "digest", "reason", "first_review", "approval", "purpose"})
_TIMES: Final = frozenset({"submitted_at", "planned_at", "published_at", "filled_on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One column: the field of the form it shows, its label, and its width in characters."""

    key: str
    label: str
    width: int


def headings(form: str, chosen: Sequence[str], now: datetime) -> list[Heading]:
    """Return the columns of `form` in its own order and words: printed ones that can be filled.

    Only `chosen` ones where any is.
    """
    return [
        heading
        for heading in _fillable(form, regulation_now(now))
        if not chosen or heading.key in chosen
    ]


def rows_of(
    sheets: Iterable[ReviewSheet], columns: Sequence[Heading], form: str
) -> list[list[Any]]:
    """Return the values of `sheets`, a row each; in a fixed number of queries."""
    listed = list(sheets)
    cells = CELLS[form]
    keys = {heading.key for heading in columns}
    after = _afterwards(listed) if keys & set(AFTER) else {}
    labels = category_labels() if CATEGORY in keys else {}
    return [
        [_value(heading.key, sheet, cells, after.get(sheet.version_id, {}), labels)
         for heading in columns]
        for sheet in listed
    ]  # fmt: skip


def _value(
    key: str,
    sheet: ReviewSheet,
    cells: Mapping[str, Any],
    after: Mapping[str, Any],
    labels: Mapping[str, str],
) -> Any:
    if key in cells:
        return cells[key](sheet)
    if key == CATEGORY:
        return labels.get(sheet.version.category, sheet.version.category)
    return after.get(key, "")


def _fillable(form: str, regulation: Regulation | None) -> list[Heading]:
    found = regulation.form(form) if regulation is not None else None
    known = {*CELLS[form], *((*AFTER, CATEGORY) if form == SHEET else ())}
    return [
        Heading(key=field.key, label=field.label, width=_width(field.key, field.label))
        for field in (found.fields if found is not None else ())
        if field.is_printed and field.key in known
    ]


def _width(key: str, label: str) -> int:
    if key in _WIDE:
        return 40
    return 17 if key in _TIMES else max(12, 2 * len(label))


def _afterwards(sheets: Sequence[ReviewSheet]) -> dict[int, dict[str, Any]]:
    """Return by version what became of each sheet at WeChat. Two queries."""
    versions = [sheet.version_id for sheet in sheets]
    items = list(
        PublicationItem.objects.filter(version__in=versions, published_at__isnull=False)
        .select_related("publication__ordered_by")
        .order_by("pk")
    )
    seen = _seen([item.pk for item in items])
    return {
        item.version_id: {
            "published_by": item.publication.ordered_by.display_name,
            "published_at": item.published_at,
            "published_url": item.article_url,
            "post_check": seen.get(item.pk, ""),
        }
        for item in items
    }


def _seen(items: Sequence[int]) -> dict[int, str]:
    """Return what the latest look at each item found, in a word. One query."""
    newest = (
        Observation.objects.filter(item__in=items)
        .order_by()
        .values("item")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    found = Observation.objects.filter(pk__in=newest)
    return {one.item_id: one.get_result_display() for one in found if one.item_id is not None}
