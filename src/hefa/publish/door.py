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
from hefa.publish import rows
from hefa.publish.conditions import against_moment, against_package
from hefa.publish.models import Publication, PublicationItem, PublicationState
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

# Written out, and only here.
_PERMIT = (
    "INSERT INTO publish_permit (publication_id, kind, attempt, operator_id, issued_at)"
    " VALUES (%s, %s, %s, %s, %s)"
)
_LINE = (
    "INSERT INTO publish_permitline"
    " (permit_id, position, version_id, package_sha256, rendered_sha256)"
    " SELECT id, %s, %s, %s, %s FROM publish_permit"
    " WHERE publication_id = %s AND kind = %s AND attempt = %s"
)
_HALTED = "SELECT 1 FROM publish_publishinghalt WHERE account_id = %s AND lifted_at IS NULL LIMIT 1"

_FROM = {
    Use.PICTURES: (PublicationState.QUEUED, PublicationState.DRAFTING),
    Use.DRAFT: (PublicationState.QUEUED, PublicationState.DRAFTING),
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
    sheets = rows.sheets_of({item.version_id: item.version for item in items})
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
    _write_permit(publication, use, rendered_sha256s, items, operator=operator, now=now)
    return OpenPermit(
        use=use,
        publication_id=publication.pk,
        rendered_sha256s=dict(rendered_sha256s),
        opened_at=opened_at,
    )


def _write_permit(
    publication: Publication,
    use: Use,
    rendered_sha256s: Mapping[int, str],
    items: Sequence[PublicationItem],
    *,
    operator: Person | None,
    now: datetime,
) -> None:
    """Write the permit of this attempt with one line per item."""
    named = (publication.pk, use.value, publication.attempt)
    issued_at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_PERMIT, [*named, operator.pk if operator else None, issued_at])
        for item in items:
            rendered_sha256 = rendered_sha256s.get(item.position, "")
            line = (item.position, item.version_id, item.package_sha256, rendered_sha256)
            cursor.execute(_LINE, [*line, *named])


def items_of(publication: Publication) -> Iterator[PublicationItem]:
    """Yield the items in order, each with what was signed of its version, read afresh."""
    yield from rows.items_of(publication.pk)


def _against_time_and_house(publication: Publication, now: datetime) -> Iterator[Reason]:
    """Yield what stands against any publication of this account at this moment."""
    if is_in_doubt() or any(missing_triggers()):
        yield reason("ledger.not_sound", clause="14")
    for problem in key_problems():
        yield reason(problem.code, clause="14")
    halts = rows.asked(_HALTED, [publication.account_id])
    if halts and publication.kind != Kind.TAKE_DOWN:  # what does harm may go at any time
        yield reason("publish.halted", clause="5(4)")
    if publication.kind == Kind.ARTICLE:
        yield from against_moment(publication, now)


def _against_item(
    publication: Publication, item: PublicationItem, signed: rows.Signed | None, now: datetime
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


def _against_rendering(
    items: list[PublicationItem], rendered_sha256s: Mapping[int, str]
) -> Iterator[Reason]:
    for item in items:
        kept = sha256_hex(item.rendered_html.encode())
        if not kept == item.rendered_sha256 == rendered_sha256s.get(item.position):
            yield reason("publish.rendered_altered", clause="12(4)")


def _sha256_of_kept(item: PublicationItem) -> str:
    return sha256_hex(bytes(item.version.package or b""))
