"""The one door to WeChat: whether a publication may go out now, and the permit to do so."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from hefa.core.canonical import sha256_hex
from hefa.core.errors import Reason, Refused, reason
from hefa.core.package import Kind, package_from
from hefa.core.review import reasons_against_publication
from hefa.ledger.doubt import is_in_doubt
from hefa.ledger.key import key_problems
from hefa.ledger.verify import missing_triggers
from hefa.people.models import Person
from hefa.publish.conditions import against_moment, against_package
from hefa.publish.models import (
    Permit,
    PermitLine,
    Publication,
    PublicationItem,
    PublicationState,
    PublishingHalt,
)
from hefa.publish.orders.acting import ACTING, against_acting
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet

MOST_ITEMS = 8
PREVIEW = "preview"  # the kind of a publication that shows its items to named staff only


class Use(StrEnum):
    """What a permit lets out."""

    PICTURES = "pictures"
    DRAFT = "draft"
    SUBMIT = "submit"
    BY_HAND = "by_hand"
    PREVIEW = "preview"
    TAKE_DOWN = "take_down"
    CORRECTION = "correction"
    MENU = "menu"


# With one of these in hand an item may reach readers: by the API, or by the operator.
LETS_OUT = (Use.SUBMIT.value, Use.BY_HAND.value, Use.CORRECTION.value)

_UNRENDERED = (Use.PICTURES, Use.PREVIEW, Use.TAKE_DOWN, Use.MENU)

Signed = tuple[ReviewSheet, list[Opinion]]

# What the door reads, and no more: each permit reads it anew.
_READ = (
    *("publication_id", "position", "version_id", "account_id", "acts_on_id", "package_sha256"),
    *("rendered_html", "rendered_sha256", "renderer_version", "article_url", "claims"),
    *("published_at", "removed_at"),
    *("version__title", "version__package", "version__package_sha256"),
)
_JUDGED = (
    *("version_id", "route", "package_sha256", "ended"),
    *("regulation__text", "regulation__text_sha256", "unit__key", "author__key"),
)
_OPINED = ("sheet_id", "step", "act", "package_sha256", "person__key")

_FROM = {
    Use.PICTURES: (PublicationState.QUEUED,),
    Use.DRAFT: (PublicationState.DRAFTING,),
    Use.SUBMIT: (PublicationState.VERIFIED,),
    Use.BY_HAND: (PublicationState.QUEUED, PublicationState.VERIFIED),
    Use.PREVIEW: (PublicationState.QUEUED, PublicationState.DRAFTING),
    Use.TAKE_DOWN: (PublicationState.QUEUED,),
    Use.CORRECTION: (PublicationState.QUEUED,),
    Use.MENU: (PublicationState.QUEUED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPermit:
    """A permit in the hands of the process that was given it, and when by its steady clock."""

    use: Use
    publication_id: int
    rendered_sha256s: Mapping[int, str]
    opened_at: float

    @property
    def age_seconds(self) -> float:
        """How long ago the door was passed; sleeping counts."""
        return time.monotonic() - self.opened_at


def reasons_against_opening(publication: Publication, now: datetime) -> tuple[Reason, ...]:
    """Every reason `publication` may not go out now; empty when it may.

    For each item: a released sheet with a complete route, by the people it demands, over the
    very bytes that are kept. Source: 10(1), 12(1)-(4).
    """
    return _reasons_against(publication, list(items_of(publication)), now)


def _reasons_against(
    publication: Publication, items: Sequence[PublicationItem], now: datetime
) -> tuple[Reason, ...]:
    """Return what `reasons_against_opening` says, over items that were read this moment."""
    found = [*_against_time_and_house(publication, now)]
    if not 1 <= len(items) <= MOST_ITEMS:
        found.append(reason("publish.item_count", count=len(items)))
    sheets = _sheets_of(items)
    for item in items:
        found += _against_item(publication, item, sheets.get(item.version_id), now)
    return tuple(entry for place, entry in enumerate(found) if entry not in found[:place])


def reasons_against_release(
    sheet: ReviewSheet, opinions: Sequence[Opinion] | None = None
) -> tuple[Reason, ...]:
    """Every reason the version of `sheet` may not be published on the strength of it.

    `opinions` are all those on it, where they are read already.
    """
    version = sheet.version
    content_sha256 = sha256_hex(bytes(version.package or b""))
    found = list(reasons_against_publication(core_sheet(sheet, opinions), content_sha256))
    if content_sha256 != version.package_sha256:
        found.append(reason("publish.package_altered", clause="12(4)"))
    if sha256_hex(sheet.regulation.text.encode()) != sheet.regulation.text_sha256:
        found.append(reason("publish.regulation_altered", clause="12(1)"))
    return tuple(found)


def issue_permit(
    publication: Publication,
    use: Use,
    rendered_sha256s: Mapping[int, str] | None,
    now: datetime,
    *,
    operator: Person | None = None,
) -> OpenPermit:
    """Return a one-use permit, written in the caller's transaction with one line per item.

    `rendered_sha256s` are the bytes that are let out, by position; None stands for those kept
    with the items. `operator` is the person who is let through, where a person does it. Everything
    is read anew in that transaction and nothing taken over. Raises Refused with every reason when
    the door stays shut. The number of the attempt goes up by one; the caller keeps it with the
    state.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(use)
    items = list(items_of(publication))
    if rendered_sha256s is None:
        rendered_sha256s = {item.position: item.rendered_sha256 for item in items}
    found = list(_reasons_against(publication, items, now))
    if publication.state not in _FROM[use]:
        found.append(reason("publish.wrong_state", state=publication.state))
    if rendered_sha256s or use not in _UNRENDERED:
        found += _against_rendering(items, rendered_sha256s)
    if found:
        raise Refused(found)
    opened_at = time.monotonic()
    publication.attempt += 1
    permit = Permit.objects.create(
        publication=publication,
        attempt=publication.attempt,
        kind=use.value,
        operator=operator,
        issued_at=now,
    )
    PermitLine.objects.bulk_create(
        PermitLine(
            permit=permit,
            position=item.position,
            version=item.version,
            package_sha256=item.package_sha256,
            rendered_sha256=rendered_sha256s.get(item.position, ""),
        )
        for item in items
    )
    return OpenPermit(
        use=use,
        publication_id=publication.pk,
        rendered_sha256s=dict(rendered_sha256s),
        opened_at=opened_at,
    )


def items_of(publication: Publication) -> Iterator[PublicationItem]:
    """Yield the items in order, each with its version, read afresh.

    Of a version comes what was signed; the text as it was written is not needed any more.
    """
    yield from (
        PublicationItem.objects.filter(publication_id=publication.pk)
        .select_related("version")
        .only(*_READ)
        .order_by("position")
    )


def _against_time_and_house(publication: Publication, now: datetime) -> Iterator[Reason]:
    """Yield what stands against any publication of this account at this moment."""
    if is_in_doubt() or any(missing_triggers()):
        yield reason("ledger.not_sound", clause="14")
    for problem in key_problems():
        yield reason(problem.code, clause="14")
    halts = PublishingHalt.objects.filter(account=publication.account_id, lifted_at__isnull=True)
    if halts.exists() and publication.kind != Kind.TAKE_DOWN:  # what does harm may go at any time
        yield reason("publish.halted", clause="5(4)")
    if publication.kind == Kind.ARTICLE:
        yield from against_moment(publication, now)


def _against_item(
    publication: Publication, item: PublicationItem, signed: Signed | None, now: datetime
) -> Iterator[Reason]:
    """Yield what stands against one item, whose version has this sheet with its opinions."""
    version = item.version
    if not item.claims and publication.kind != PREVIEW:
        yield reason("publish.claim_lost")
    if not item.package_sha256 == version.package_sha256 == _sha256_of_kept(item):
        yield reason("publish.package_altered", clause="12(4)")
    if signed is None:
        yield reason("review.not_released", clause="10(1)")
        return
    yield from reasons_against_release(*signed)
    try:
        package = package_from(json.loads(bytes(version.package or b"")))
    except (ValueError, KeyError, TypeError, Refused):
        yield reason("publish.package_altered", clause="12(4)")
        return
    if publication.kind in ACTING:
        yield from against_acting(publication, item, package, now)
    else:
        yield from against_package(publication, package, now)


def _sheets_of(items: Sequence[PublicationItem]) -> dict[int, Signed]:
    """Return the sheets of the items by version, each with its opinions. Two queries."""
    versions = {item.version_id: item.version for item in items}
    sheets = list(
        ReviewSheet.objects.filter(version__in=versions)
        .select_related("regulation", "unit", "author")
        .only(*_JUDGED)
    )
    opinions: dict[int, list[Opinion]] = {sheet.pk: [] for sheet in sheets}
    for opinion in (
        Opinion.objects.filter(sheet__in=opinions).select_related("person").only(*_OPINED)
    ):
        opinions[opinion.sheet_id].append(opinion)
    for sheet in sheets:
        sheet.version = versions[sheet.version_id]
    return {sheet.version_id: (sheet, opinions[sheet.pk]) for sheet in sheets}


def _against_rendering(
    items: list[PublicationItem], rendered_sha256s: Mapping[int, str]
) -> Iterator[Reason]:
    for item in items:
        kept = sha256_hex(item.rendered_html.encode())
        if not kept == item.rendered_sha256 == rendered_sha256s.get(item.position):
            yield reason("publish.rendered_altered", clause="12(4)")


def _sha256_of_kept(item: PublicationItem) -> str:
    return sha256_hex(bytes(item.version.package or b""))
