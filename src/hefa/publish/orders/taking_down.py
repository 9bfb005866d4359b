"""Taking an article down 撤稿: at most one deletion a permit, what came of it found by reading."""

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.jobs.wake import wake
from hefa.publish import crash, pace, send
from hefa.publish.account import Wire, token_of
from hefa.publish.changes import settle_when_gone
from hefa.publish.door import OpenPermit, Use, issue_permit, items_of
from hefa.publish.hand.handing import hand_act_over
from hefa.publish.look import mark_of, page_at
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.refused import BY_HAND, Otherwise, answered_otherwise
from hefa.publish.refusing import refuse_at_door
from hefa.publish.turn import Turn, enter, hold, move, stop, write
from hefa.render.page import PageState
from hefa.render.shape import folded
from hefa.wechat.errors import CallFailed
from hefa.wechat.publishing import get_published
from hefa.wechat.values import ArticleId, Published

State = PublicationState
Step = Callable[[Turn, Wire], datetime | None]

MOST_DELETIONS: Final = 3
_GONE: Final = (PageState.DELETED, PageState.BLOCKED)
_BY_HAND: Final = "publish.take_down_by_hand"
CONFIRM: Final = "publish.take_down_confirm"


class NotFound(Exception):
    """The article of that id does not hold the item that is to go."""


def start(turn: Turn, wire: Wire) -> datetime | None:
    """QUEUED: read where the article stands now, pass the door, then delete it there once.

    What the API does not reach is handed to a person: mass-sent, or without permission.
    Source: docs/design/publication.md, taking down.
    """
    target = target_of(turn)
    if target.publication.mass_send or not target.publication.article_id:
        return _hand_over(turn, "publish.out_of_reach")
    try:
        place = _place_now(wire, target)
    except NotFound:
        stop(turn, State.NEEDS_HUMAN, "publish.take_down_not_found")
        return None
    except CallFailed as failed:
        if failed.code == BY_HAND:
            return _hand_over(turn, failed.code)
        return hold(turn, failed.code, pace.after_refusal(failed.code, turn.moment))
    crash.point("looked")
    if place is None:
        _gone(turn, "publish.gone_already")
        return None
    return _delete(turn, wire, place)


def lost(turn: Turn, _: Wire) -> datetime | None:
    """SUBMITTING found at rest: the process died during the call, so nothing is known."""
    code = {"code": "publish.worker_died"}
    move(turn, State.SUBMIT_UNKNOWN, "publish.take_down_unclear", code, is_unclear=True)
    return None


def find_out(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMIT_UNKNOWN: read the article and its page; never delete again from here.

    Still there after the waiting floor: begin again, which reads first and deletes under a new
    permit; after several such tries a person is asked.
    """
    publication = turn.publication
    since = publication.intent_at or publication.state_since
    if has_gone(wire, target_of(turn)):
        _gone(turn, "publish.taken_down")
        return None
    if turn.moment - since < pace.waiting_floor():
        return hold(turn, "publish.take_down_unsure", pace.next_look(since, turn.moment))
    if publication.permits.filter(kind=Use.TAKE_DOWN.value).count() >= MOST_DELETIONS:
        stop(turn, State.NEEDS_HUMAN, "publish.take_down_without_effect")
        return None
    move(turn, State.QUEUED, "publish.take_down_again", {}, intent_at=None, is_unclear=False)
    return None


def see_gone(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMITTED, HANDED: look until the article or its page says that it is gone.

    Where a person has it in hand and neither could be read for half an hour, they are asked.
    """
    since = turn.publication.state_since
    is_late = turn.moment - since >= pace.CLEAR_BY
    seen = has_gone(wire, target_of(turn))
    if seen:
        _gone(turn, "publish.taken_down")
        return None
    if turn.publication.state == State.HANDED:
        code = CONFIRM if seen is None and is_late else _BY_HAND
        return hold(turn, code, pace.next_glance(since, turn.moment))
    if is_late:
        stop(turn, State.NEEDS_HUMAN, "publish.take_down_without_effect")
        return None
    return pace.next_poll(since, turn.moment)


STEPS: Final[Mapping[str, Step]] = {
    State.QUEUED: start,
    State.SUBMITTING: lost,
    State.SUBMIT_UNKNOWN: find_out,
    State.SUBMITTED: see_gone,
    State.HANDED: see_gone,
}


def target_of(turn: Turn) -> PublicationItem:
    """Return the published item that is acted on, read afresh."""
    return PublicationItem.objects.select_related("publication", "version").get(
        acted_on_by__publication=turn.publication
    )


def note_removed(target: PublicationItem, now: datetime) -> None:
    """Note in the caller's transaction that an item is out no more, and its publication with it."""
    PublicationItem.objects.filter(pk=target.pk, removed_at=None).update(removed_at=now)
    left = PublicationItem.objects.filter(publication=OuterRef("pk"), removed_at=None)
    Publication.objects.filter(
        ~Exists(left), pk=target.publication_id, state=State.PUBLISHED
    ).update(state=State.REMOVED, state_since=now)
    settle_when_gone(target.publication_id, State.REMOVED, now=now)


def _delete(turn: Turn, wire: Wire, place: int) -> datetime | None:
    """Pass the door, call once, and keep what is known of it."""
    token_of(wire)  # had before the intent is written, so that one call follows it and no other
    try:
        permit = _intend(turn, place)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    crash.point("submit_intent")
    article_id = ArticleId(target_of(turn).publication.article_id)
    try:
        send.send_deletion(wire, permit, article_id, position=place)
    except send.PermitSpent:
        move(turn, State.QUEUED, "publish.take_down_too_late", {}, intent_at=None)
        return pace.soon(turn.moment)
    except CallFailed as failed:
        return answered_otherwise(turn, wire, failed, _otherwise())
    move(turn, State.SUBMITTED, "publish.take_down_taken", {"place": place})
    crash.point("submit_saved")
    return None


def _place_now(wire: Wire, target: PublicationItem) -> int | None:
    """Return the place, from 1, where the item stands now; None when it is gone.

    It is found by its mark, since nobody promises that places stay after a deletion. An article
    that WeChat does not know is gone unless its page still shows. Raises NotFound when the
    article holds something else, CallFailed when it cannot be read.
    """
    shown = _article(wire, target)
    if shown is None or not shown.articles:
        if _page_state(wire, target) is PageState.SEEN:
            raise NotFound
        return None
    marked = [
        place
        for place, article in enumerate(shown.articles, start=1)
        if mark_of(target) in article.content
    ]
    if not marked:
        return _place_unmarked(shown, target)
    standing = [place for place in marked if not shown.articles[place - 1].is_deleted]
    return standing[0] if standing else None


def _place_unmarked(shown: Published, target: PublicationItem) -> int | None:
    """Return the item's own place where it stands there by its title; marks get lost by hand."""
    own = shown.articles[target.position - 1 : target.position]
    if own and own[0].is_deleted:
        return None
    if not own or folded(own[0].title) != folded(target.version.title):
        raise NotFound
    return target.position


def _article(wire: Wire, target: PublicationItem) -> Published | None:
    """Return the article as it stands, or None when WeChat knows no such article."""
    try:
        return wire.call(get_published, ArticleId(target.publication.article_id))
    except CallFailed as failed:
        if failed.code != "wechat.article_id_wrong":
            raise
        return None


def has_gone(wire: Wire, target: PublicationItem) -> bool | None:
    """Whether the public page or the article says that it is gone; None when neither was read."""
    page = _page_state(wire, target)
    seen = True if page in _GONE else False if page is PageState.SEEN else None
    if not seen and target.publication.article_id and not target.publication.mass_send:
        with contextlib.suppress(CallFailed):
            seen = _is_placed_nowhere(wire, target)
    crash.point("polled")
    return seen


def _is_placed_nowhere(wire: Wire, target: PublicationItem) -> bool:
    """Whether the article was read and does not hold the item any more. Raises CallFailed."""
    try:
        return _place_now(wire, target) is None
    except NotFound:
        return False


def _page_state(wire: Wire, target: PublicationItem) -> PageState:
    """Return what the public page is like; unknown where it cannot be read."""
    return page_at(wire, target.article_url)[0].state


@transaction.atomic
def _intend(turn: Turn, place: int) -> OpenPermit:
    """Pass the door: permit, state and ledger entry before any call."""
    publication = turn.publication
    permit = issue_permit(publication, Use.TAKE_DOWN, {}, turn.moment)
    write(turn, state=State.SUBMITTING, attempt=publication.attempt, intent_at=turn.moment)
    enter(publication, "publish.take_down_intended", turn.moment, place=place)
    return permit


def _otherwise() -> Otherwise:
    return Otherwise(
        unclear="publish.take_down_unclear",
        refused="publish.take_down_refused",
        hand_over=_hand_over,
    )


def _hand_over(turn: Turn, code: str) -> datetime | None:
    """Let a person delete it in WeChat's back end, under a permit in their name."""
    return hand_act_over(
        turn,
        Use.TAKE_DOWN,
        "publish.take_down_handed",
        trouble=_BY_HAND,
        code=code,
    )


def let_successor_go(publication: Publication, now: datetime) -> None:
    """Wake what is to be published in its place and waited for it to be gone."""
    version = next(items_of(publication)).version_id
    waiting = Publication.objects.filter(
        kind=Kind.ARTICLE, state=State.QUEUED, items__version=version
    )
    for successor in waiting:
        Publication.objects.filter(pk=successor.pk, state=State.QUEUED).update(next_at=None)
        wake("publish.advance", str(successor.pk), now=now)


def _gone(turn: Turn, kind: str) -> None:
    """Write the outcome: the item is out no more."""
    with transaction.atomic():
        note_removed(target_of(turn), turn.moment)
        write(
            turn,
            state=State.PUBLISHED,
            trouble_code="",
            trouble_detail={},
            intent_at=None,
            is_unclear=False,
        )
        enter(turn.publication, kind, turn.moment)
        let_successor_go(turn.publication, turn.moment)
    crash.point("outcome_saved")
