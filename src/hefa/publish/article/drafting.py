"""From the queue to a draft that has been read back: QUEUED, DRAFTING, DRAFT_UNKNOWN, DRAFTED."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from hefa.collect.covers import crops_of
from hefa.collect.packages import package_of
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Refused
from hefa.core.package import Channel, Package
from hefa.publish import crash, pace, rows, send
from hefa.publish.account import Wire
from hefa.publish.conditions import cover_sha256_of
from hefa.publish.door import OpenPermit, Use, issue_permit, items_of, reasons_against_opening
from hefa.publish.falling_back import fall_back
from hefa.publish.hand.handing import hand_text_over
from hefa.publish.look import cover_id_of, draft_differences, every_draft, expected_of, matches
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.refusing import refuse_at_door
from hefa.publish.turn import Turn, enter, hold, move, stop, write
from hefa.render.article import RENDERER_VERSION, render
from hefa.wechat.drafts import get_draft
from hefa.wechat.errors import CallFailed, Outcome
from hefa.wechat.values import Article, MediaId

State = PublicationState

MOST_DRAFTS = 6


def start(turn: Turn, wire: Wire) -> datetime | None:
    """QUEUED: hand the text over to a person, or begin with the draft."""
    if turn.publication.channel == Channel.MANUAL:
        return hand_text_over(turn, wire)
    return _draft(turn, wire)


def draft(turn: Turn, wire: Wire) -> datetime | None:
    """DRAFTING: go on with the draft; an intent found here means that its answer is lost."""
    if turn.publication.intent_at is not None:  # left by a process that died
        move(turn, State.DRAFT_UNKNOWN, "publish.draft_unclear", {"code": "publish.worker_died"})
        return None
    return _draft(turn, wire)


def _draft(turn: Turn, wire: Wire) -> datetime | None:
    """Send the pictures that WeChat lacks, render, write the intent, then add the draft once.

    Nothing is sent before the door was passed for it: for the pictures, and for the draft.
    """
    items = list(items_of(turn.publication))
    packages = [package_of(item.version) for item in items]
    covers = [cover_sha256_of(package) for package in packages]
    bodies = [sha256 for package in packages for sha256 in package.picture_sha256s]
    try:
        if missing := send.missing_pictures(wire, covers=covers, bodies=bodies):
            _let_pictures_out(turn)
            still_open = partial(demand_open, turn)
            send.send_pictures(wire, turn.publication, missing, demand_open=still_open)
        render_items(wire, items, packages)
        permit = _intend(turn, items)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    except CallFailed as failed:
        return _not_sent(turn, failed)
    crash.point("draft_intent")
    return _add(turn, wire, permit, articles_of(wire, items, packages), covers)


def find_draft(turn: Turn, wire: Wire) -> datetime | None:
    """DRAFT_UNKNOWN: adopt the one draft whose items all match in order, else add again.

    A second draft is harmless; a second publication is not.
    """
    publication = turn.publication
    earliest = pace.settled(publication.state_since)
    if turn.moment < earliest:
        return earliest
    expected = expected_of(list(items_of(publication)))
    known = set(Publication.objects.exclude(media_id="").values_list("media_id", flat=True))
    try:
        found = [
            box.media_id
            for box in every_draft(wire)
            if box.media_id not in known and matches(expected, box.articles)
        ]
    except CallFailed as failed:
        return hold(turn, failed.code, pace.soon(turn.moment))
    if len(found) == 1:
        move(turn, State.DRAFTED, "publish.draft_found", {}, media_id=found[0], intent_at=None)
        crash.point("draft_saved")
    elif publication.permits.filter(kind=Use.DRAFT.value).count() >= MOST_DRAFTS:
        stop(turn, State.NEEDS_HUMAN, "publish.draft_never_stored")
    else:
        move(turn, State.DRAFTING, "publish.draft_not_found", {"found": len(found)}, intent_at=None)
    return None


def read_back(turn: Turn, wire: Wire) -> datetime | None:
    """DRAFTED: read the draft and compare every item with what was rendered."""
    publication = turn.publication
    expected = expected_of(list(items_of(publication)))
    try:
        stored = wire.call(get_draft, MediaId(publication.media_id))
    except CallFailed as failed:
        if failed.code != "wechat.material_gone":
            return hold(turn, failed.code, pace.after_refusal(failed.code, turn.moment))
        body = {"code": "publish.draft_gone"}
        moment = turn.moment
        move(
            turn,
            State.SUBMIT_UNKNOWN,
            "publish.submit_unclear",
            body,
            intent_at=moment,
            is_unclear=True,
        )
        return None
    found = draft_differences(wire, expected, stored)
    if found is not None:
        stop(turn, State.NEEDS_HUMAN, "publish.draft_differs", {"differences": found})
    else:
        move(turn, State.VERIFIED, "publish.draft_verified", {})
        crash.point("verified")
    return None


def render_items(wire: Wire, items: Sequence[PublicationItem], packages: Sequence[Package]) -> None:
    """Set the very bytes that will be sent on each item; not yet stored."""
    wanted = [sha256 for package in packages for sha256 in package.picture_sha256s]
    addresses = send.body_addresses(wire, wanted)
    for item, package in zip(items, packages, strict=True):
        item.rendered_html = render(package, addresses)
        item.rendered_sha256 = sha256_hex(item.rendered_html.encode())
        item.renderer_version = RENDERER_VERSION


def articles_of(
    wire: Wire, items: Sequence[PublicationItem], packages: Sequence[Package]
) -> list[Article]:
    """Return the articles of a draft as they are sent, their pictures being at WeChat."""
    return [_article(wire, *pair) for pair in zip(items, packages, strict=True)]


def demand_open(turn: Turn) -> None:
    """Keep the lease while pictures go up one after the other, and see that they still may.

    Raises Refused with every reason once the door has shut, Conflict once another has it.
    """
    write(turn)
    if reasons := reasons_against_opening(turn.publication, turn.moment):
        raise Refused(reasons)


@transaction.atomic
def _let_pictures_out(turn: Turn) -> None:
    """Pass the door for the pictures; the permit for them is written once each time it begins."""
    publication = turn.publication
    if publication.state == State.DRAFTING and send.may_send_pictures(publication):
        demand_open(turn)
        return
    issue_permit(publication, Use.PICTURES, {}, turn.moment)
    write(turn, state=State.DRAFTING, attempt=publication.attempt, intent_at=None)
    enter(publication, "publish.started", turn.moment)


@transaction.atomic
def _intend(turn: Turn, items: Sequence[PublicationItem]) -> OpenPermit:
    """Write down that a draft is about to be added: bytes, permit, state and ledger at once."""
    publication = turn.publication
    rows.keep_rendered(items)
    rendered = {item.position: item.rendered_sha256 for item in items}
    permit = issue_permit(publication, Use.DRAFT, rendered, turn.moment)
    begun = {"state": State.DRAFTING} if publication.state == State.QUEUED else {}
    write(turn, attempt=publication.attempt, intent_at=turn.moment, **begun)
    listed = [rendered[position] for position in sorted(rendered)]
    enter(publication, "publish.draft_intended", turn.moment, rendered_sha256s=listed)
    return permit


def _add(
    turn: Turn, wire: Wire, permit: OpenPermit, articles: Sequence[Article], covers: Sequence[str]
) -> datetime | None:
    """Add the draft once and keep its id, or say what is known."""
    try:
        media_id = send.send_draft(wire, permit, articles)
    except send.PermitSpent:
        write(turn, intent_at=None)
        return pace.soon(turn.moment)
    except CallFailed as failed:
        if failed.outcome is Outcome.UNKNOWN:
            code = {"code": failed.code}
            move(turn, State.DRAFT_UNKNOWN, "publish.draft_unclear", code)
            return None
        drafts = turn.publication.permits.filter(kind=Use.DRAFT.value).count()
        if failed.code == "wechat.material_gone" and drafts < MOST_DRAFTS:
            send.forget_covers(wire, covers)
            return hold(turn, failed.code, pace.soon(turn.moment), intent_at=None)
        return _not_sent(turn, failed, intent_at=None)
    move(turn, State.DRAFTED, "publish.drafted", {}, media_id=media_id, intent_at=None)
    crash.point("draft_saved")
    return None


def _not_sent(turn: Turn, failed: CallFailed, **columns: None) -> datetime | None:
    """Take a lesser road or wait where that helps; otherwise it has failed, with nothing out."""
    if fall_back(turn, failed):
        return None
    if failed.outcome in (Outcome.GIVE_UP, Outcome.ASK_PERSON):
        stop(turn, State.FAILED, failed.code, dict(failed.detail), **columns)
        return None
    until = pace.after_refusal(failed.code, turn.moment)
    return hold(turn, failed.code, until, **columns)


def _article(wire: Wire, item: PublicationItem, package: Package) -> Article:
    wide, square = crops_of(cover_sha256_of(package))
    return Article(
        title=package.title,
        content=item.rendered_html,
        thumb_media_id=MediaId(cover_id_of(wire, package)),
        author=package.author,
        digest=package.digest,
        content_source_url=package.source_url,
        need_open_comment=package.comments,
        pic_crop_235_1=wide,
        pic_crop_1_1=square,
    )
