"""Reads that prove a control: each name is the claim it proves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from hefa.core.canonical import sha256_hex
from hefa.core.review import State
from hefa.publish import pace
from hefa.publish.door import LETS_OUT, PREVIEW, reasons_against_release
from hefa.publish.models import PermitLine, Publication, PublicationItem, PublicationState
from hefa.publish.queries import in_trouble, published_items
from hefa.registry.days import DayHere
from hefa.review.models import ReviewSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How many cases a claim was tried on, and those it does not hold for, by id."""

    count: int
    against: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the claim holds for every case."""
        return not self.against


def every_publication_had_a_released_sheet(since: datetime, until: datetime) -> Proof:
    """Whether all that went out in the period had a complete route over the bytes sent.

    Source: 10(1), 12(1)-(4).
    """
    items = list(_published(since, until))
    sheets = {
        sheet.version_id: sheet
        for sheet in ReviewSheet.objects.filter(version__in=[item.version_id for item in items])
        .select_related("version", "regulation", "unit", "author")
        .prefetch_related("opinions__person")
    }
    against = [
        item
        for item in items
        if (sheet := sheets.get(item.version_id)) is None
        or reasons_against_release(sheet)
        or sheet.package_sha256 != item.package_sha256
    ]
    return _proof(items, against)


def every_publication_had_a_permit(since: datetime, until: datetime) -> Proof:
    """Whether all that went out in the period was let out by the door, byte for byte."""
    items = list(_published(since, until))
    lines = set(
        PermitLine.objects.filter(
            permit__kind__in=LETS_OUT,
            permit__publication__in=[item.publication_id for item in items],
        ).values_list("permit__publication_id", "position", "package_sha256", "rendered_sha256")
    )
    against = [
        item
        for item in items
        if (
            item.publication_id,
            item.position,
            item.package_sha256,
            sha256_hex(item.rendered_html.encode()),
        )
        not in lines
    ]
    return _proof(items, against)


@dataclass(frozen=True, slots=True, kw_only=True)
class Let:
    """How many items went out, how many without a released sheet, how many without a permit."""

    count: int
    without_sheet: int
    without_permit: int


def published_between(since: datetime, until: datetime) -> QuerySet[PublicationItem]:
    """Return what went out in the period, the newest first; `until` belongs to it."""
    items = PublicationItem.objects.filter(published_at__gte=since, published_at__lte=until)
    return items.order_by("-published_at", "-pk")


def out_at(since: datetime, at: datetime) -> QuerySet[PublicationItem]:
    """Return what went out since `since` and is still out at `at`, the newest first."""
    is_out = Q(removed_at__isnull=True) | Q(removed_at__gt=at)
    return published_between(since, at).filter(is_out)


def let_out(since: datetime, until: datetime) -> Let:
    """Return how all that went out in the period was let out. One query.

    The sheet is released over the very package, and a permit names that package and the bytes;
    whether a sheet's route is complete is tried sheet by sheet. Source: 10(1), 12 lead.
    """
    counted = (
        published_between(since, until)
        .annotate(has_sheet=_has_sheet(), has_permit=_has_permit())
        .aggregate(
            count=Count("pk"),
            without_sheet=Count("pk", filter=Q(has_sheet=False)),
            without_permit=Count("pk", filter=Q(has_permit=False)),
        )
    )
    return Let(**counted)


def out_without(since: datetime, until: datetime) -> QuerySet[PublicationItem]:
    """Return what went out without a released sheet or without a permit, newest first."""
    return published_between(since, until).filter(~_has_sheet() | ~_has_permit())


def out_without_sheet(since: datetime, until: datetime) -> QuerySet[PublicationItem]:
    """Return what went out without a released sheet over the same package, newest first."""
    return published_between(since, until).filter(~_has_sheet())


def days_of_publication(since: datetime, until: datetime) -> list[datetime]:
    """Return the first moment of each day on which something went out. One query."""
    days = (
        published_between(since, until)
        .order_by()
        .annotate(day=DayHere("published_at"))
        .values("day")
        .annotate(first=Min("published_at"))
    )
    return sorted(days.values_list("first", flat=True))


def no_publication_is_left_unclear(now: datetime) -> Proof:
    """Whether no publication has been open or doubtful for over 30 minutes."""
    open_ = Publication.objects.exclude(kind=PREVIEW).exclude(
        state__in=(PublicationState.PUBLISHED, PublicationState.CANCELLED)
    )
    late = in_trouble(now).filter(state_since__lte=now - pace.CLEAR_BY)
    return Proof(count=open_.count(), against=tuple(entry.op_id for entry in late))


def _has_sheet() -> Exists:
    """Return the condition that an item's version was released before it went out."""
    return Exists(
        ReviewSheet.objects.filter(
            version=OuterRef("version"),
            package_sha256=OuterRef("package_sha256"),
            ended=State.RELEASED,
            ended_at__lte=OuterRef("published_at"),
        )
    )


def _has_permit() -> Exists:
    """Return the condition that a permit let out an item's package and its bytes."""
    return Exists(
        PermitLine.objects.filter(
            permit__kind__in=LETS_OUT,
            permit__publication=OuterRef("publication"),
            position=OuterRef("position"),
            package_sha256=OuterRef("package_sha256"),
            rendered_sha256=OuterRef("rendered_sha256"),
        )
    )


def _published(since: datetime, until: datetime) -> Iterator[PublicationItem]:
    yield from published_items().filter(published_at__gte=since, published_at__lt=until)


def _proof(items: list[PublicationItem], against: list[PublicationItem]) -> Proof:
    return Proof(
        count=len(items),
        against=tuple(f"{item.publication.op_id}/{item.position}" for item in against),
    )
