"""Mass send 群发: one call to all followers, found out by its number, its event or its link."""

import contextlib
from datetime import datetime
from typing import Final

from hefa.publish import pace
from hefa.publish.account import Wire
from hefa.publish.article.outcome import note_removed, settle_by_pages, unread
from hefa.publish.callback.events import addresses_told
from hefa.publish.models import Publication, PublicationState
from hefa.publish.queries import timeline
from hefa.publish.turn import Turn, hold, move, stop
from hefa.wechat.errors import CallFailed
from hefa.wechat.mass import MassStatus, mass_state
from hefa.wechat.values import MsgId

State = PublicationState

FAILED: Final = "publish.mass_send_failed"


def client_msg_id(publication: Publication) -> str:
    """Return the number by which WeChat knows a repeat, at most 32 bytes.

    It changes only after a mass send that certainly failed, so that a new one is no repeat.
    """
    failures = timeline(publication).filter(kind="publish.failed").count()
    return f"{publication.op_id}-{failures}" if failures else publication.op_id


def poll(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMITTED or unclear with a number: ask how the mass send stands.

    Sent: its pages are looked for (HANDED), since no list of WeChat shows it. Failed: nothing is
    out. Deleted since: REMOVED, or a person where it held several. After 24 hours without an end
    a person is asked.
    """
    publication = turn.publication
    since = publication.state_since
    later = pace.next_poll(since, turn.moment)
    try:
        answer = wire.call(mass_state, MsgId(publication.msg_id))
    except CallFailed as failed:
        return unread(turn, failed, later)
    if answer.status is MassStatus.DONE:
        move(turn, State.HANDED, "publish.mass_sent", {}, is_unclear=True, intent_at=None)
        return None
    if answer.status is MassStatus.FAILED:
        stop(turn, State.FAILED, FAILED)
        return None
    if answer.status is MassStatus.DELETED:
        _deleted(turn)
        return None
    if turn.moment - since >= pace.SUBMITTED_UNTIL:
        stop(turn, State.NEEDS_HUMAN, "publish.still_in_progress")
        return None
    return later


def _deleted(turn: Turn) -> None:
    """Write that it is out no more; of several articles WeChat does not say which are gone."""
    code = "publish.deleted_at_wechat"
    if turn.publication.items.count() == 1:
        note_removed(turn, code, "", {})
    else:
        stop(turn, State.NEEDS_HUMAN, "publish.mass_deleted")


def look(turn: Turn, wire: Wire) -> datetime | None:
    """HANDED after a mass send: read the pages that an event named, or ask for the link.

    By its number WeChat tells only that it was deleted since.
    """
    publication = turn.publication
    later = pace.next_glance(publication.state_since, turn.moment)
    addresses = addresses_told(publication)
    standing = publication.items.filter(removed_at=None).values_list("position", flat=True)
    if set(standing) <= set(addresses):
        return settle_by_pages(turn, wire, addresses, later=later)
    with contextlib.suppress(CallFailed):
        if wire.call(mass_state, MsgId(publication.msg_id)).status is MassStatus.DELETED:
            _deleted(turn)
            return None
    is_late = turn.moment - publication.state_since >= pace.ADDRESSES_TOLD_BY
    return hold(turn, "publish.mass_link_wanted" if is_late else "", later)
