"""Reads that prove a control: each name is the claim it proves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hefa.core.canonical import sha256_hex
from hefa.publish import pace
from hefa.publish.door import Use, reasons_against_release
from hefa.publish.models import PermitLine, Publication, PublicationItem, PublicationState
from hefa.publish.queries import in_trouble, published_items
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
            permit__kind=Use.SUBMIT.value,
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


def no_publication_is_left_unclear(now: datetime) -> Proof:
    """Whether no publication has been open or doubtful for over 30 minutes."""
    open_ = Publication.objects.exclude(
        state__in=(PublicationState.PUBLISHED, PublicationState.CANCELLED)
    )
    late = in_trouble(now).filter(state_since__lte=now - pace.CLEAR_BY)
    return Proof(count=open_.count(), against=tuple(entry.op_id for entry in late))


def _published(since: datetime, until: datetime) -> Iterator[PublicationItem]:
    yield from published_items().filter(published_at__gte=since, published_at__lt=until)


def _proof(items: list[PublicationItem], against: list[PublicationItem]) -> Proof:
    return Proof(
        count=len(items),
        against=tuple(f"{item.publication.op_id}/{item.position}" for item in against),
    )
