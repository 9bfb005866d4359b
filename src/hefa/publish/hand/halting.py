"""A stop reaches what a person has in hand: it is told them, and the draft is taken from them."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from hefa.core.package import Channel, Kind
from hefa.jobs.wake import wake
from hefa.notify.models import MessageKind
from hefa.notify.outbox import News, tell
from hefa.publish import pace, send
from hefa.publish.account import Wire
from hefa.publish.article.outcome import settle
from hefa.publish.changes import hurry
from hefa.publish.hand import handing
from hefa.publish.look import is_draft_there
from hefa.publish.models import Publication, PublicationState, PublishingHalt
from hefa.publish.turn import Turn, enter, hold, stop, write
from hefa.wechat.errors import CallFailed

State = PublicationState

_STOPPED: Final = "publish.halted_in_hand"
_TAKEN: Final = "publish.halted_draft_taken"
_OVER: Final = "publish.halted_taken_back"
_SINCE: Final = "withdrawn_at"


def reach_in_hand(halt: PublishingHalt, *, now: datetime) -> list[Publication]:
    """Return what people of the stopped account have in hand; each is told not to publish it.

    A worker takes the drafts from the box at once. In the caller's transaction.
    """
    found = Publication.objects.filter(
        account=halt.account, state=State.HANDED, msg_id="", kind=Kind.ARTICLE
    )
    reached = list(found.select_related("ordered_by").order_by("pk"))
    for publication in reached:
        hurry(publication, now)
        wake("publish.advance", str(publication.pk), now=now)
        news = News(
            kind=MessageKind.HALT,
            about=f"publication:{publication.op_id}",
            occasion=f"halt:{halt.pk}",
            path=reverse("publish:operator", args=[publication.op_id]),
            act="publish.do_not_publish",
        )
        tell(news, [publication.ordered_by], now=now, groups=False)
    return reached


def is_stopped_in_hand(publication: Publication) -> bool:
    """Whether a person has it in hand while its account is stopped: they are not to publish it."""
    has_it = publication.state == State.HANDED and not publication.msg_id
    return has_it and publication.kind != Kind.TAKE_DOWN and _is_halted(publication)


def is_reached(publication: Publication) -> bool:
    """Whether the draft that a person has in hand is to be taken, or has been."""
    has_draft = publication.channel == Channel.DRAFT and not publication.is_unclear
    return has_draft and (_SINCE in publication.trouble_detail or _is_halted(publication))


def look(turn: Turn, wire: Wire) -> datetime | None:
    """HANDED under a stop: delete the draft, then see for half an hour that nothing came out.

    One that was gone before is looked for as without a stop. Stopped for good it has no draft any
    more: going on makes a new one.
    """
    try:
        is_there = is_draft_there(wire, turn.publication.media_id)
        if is_there:
            return _take(turn, wire)
    except CallFailed as failed:
        return hold(turn, failed.code, pace.soon(turn.moment))
    if _SINCE not in turn.publication.trouble_detail:
        return handing.look_for_what_is_gone(turn, wire)
    return _see_nothing_out(turn, wire)


def _take(turn: Turn, wire: Wire) -> datetime:
    """Write the intent, then delete the draft that the publication was let through to keep."""
    publication = turn.publication
    if _SINCE not in publication.trouble_detail:
        with transaction.atomic():
            detail = {_SINCE: turn.moment.isoformat()}
            write(turn, trouble_code=_STOPPED, trouble_detail=detail)
            enter(publication, "publish.hand_draft_withdrawn", turn.moment)
    code = _STOPPED
    if send.remove_draft(wire, publication):
        code = _TAKEN
        write(turn, trouble_detail={**publication.trouble_detail, "is_removed": 1})
    return hold(turn, code, pace.soon(turn.moment))


def _see_nothing_out(turn: Turn, wire: Wire) -> datetime | None:
    """Stop it once the list has shown nothing for half an hour.

    Where the deletion was not answered, somebody may have been quicker, so that the list must be
    read: it is tried for a day. Where the account may not read it, the link is asked for at once.
    """
    detail = turn.publication.trouble_detail
    later = pace.next_glance(turn.publication.state_since, turn.moment)
    waited = turn.moment - datetime.fromisoformat(detail[_SINCE])
    unread = ""
    try:
        if (shown := handing.listed(turn, wire)) is not None:
            return settle(turn, wire, shown)
    except CallFailed as failed:
        unread = "" if "is_removed" in detail else failed.code
    if waited < pace.CLEAR_BY:
        return hold(turn, _TAKEN, later)
    if unread == "wechat.no_permission" or (unread and waited >= pace.SUBMITTED_UNTIL):
        return handing.look_for_what_is_gone(turn, wire)
    if unread:
        return hold(turn, unread, later)
    stop(turn, State.HALTED, _OVER, {}, media_id="", intent_at=None)
    return None


def _is_halted(publication: Publication) -> bool:
    halts = PublishingHalt.objects.filter(account=publication.account_id, lifted_at__isnull=True)
    return halts.exists()
