"""A column change carried out: the menu through the API or by a person, then the columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from hefa.collect.packages import package_of
from hefa.core.change import changes_menu, side
from hefa.core.errors import Refused
from hefa.publish import crash, pace, send
from hefa.publish.account import Wire, token_of
from hefa.publish.door import OpenPermit, Use, issue_permit, items_of
from hefa.publish.hand.handing import hand_act_over
from hefa.publish.models import PublicationState
from hefa.publish.orders.columns import moved_on, put_as_signed
from hefa.publish.orders.menu_trees import from_buttons, keep_menu, same_menu, to_buttons
from hefa.publish.orders.refused import BY_HAND, Otherwise, answered_otherwise
from hefa.publish.orders.taking_down import Step
from hefa.publish.refusing import refuse_at_door
from hefa.publish.turn import Turn, enter, hold, move, stop, write
from hefa.registry.channels import is_connected
from hefa.wechat.errors import CallFailed, NotSent, Outcome
from hefa.wechat.menu import current_menu

State = PublicationState
Tree = Sequence[Mapping[str, Any]]

MOST_TRIES: Final = 3


def start(turn: Turn, wire: Wire) -> datetime | None:
    """QUEUED: keep the menu there is, pass the door, then put the new one there once.

    Without a change of the menu only the columns of the register change, under a permit too.
    """
    change = _change(turn)
    if code := moved_on(change):
        stop(turn, State.NEEDS_HUMAN, code)
        return None
    return _change_menu(turn, wire, change) if changes_menu(change) else _columns_only(turn)


def lost(turn: Turn, _: Wire) -> datetime | None:
    """SUBMITTING found at rest: the process died during the call, so nothing is known."""
    code = {"code": "publish.worker_died"}
    move(turn, State.SUBMIT_UNKNOWN, "publish.menu_unclear", code, is_unclear=True)
    return None


def read_back(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMITTED, SUBMIT_UNKNOWN: read the menu until it is the one that was signed.

    One that stays as it was, or that the account may not read any more, is begun again after the
    waiting floor, and a few times at most: to be set anew, or to be handed to a person.
    """
    since = turn.publication.intent_at or turn.publication.state_since
    later = pace.next_look(since, turn.moment)
    is_early = turn.moment - since < pace.waiting_floor()
    try:
        seen = _menu_within_reach(wire)
    except CallFailed as failed:
        if is_early or failed.code != BY_HAND:
            return hold(turn, failed.code, later)
        return _begin_again(turn)
    crash.point("polled")
    if same_menu(seen, side(_change(turn), "menu", "after")):
        _done(turn, "publish.column_changed", menu=seen)
        return None
    return hold(turn, "publish.menu_unsure", later) if is_early else _begin_again(turn)


def see_set(turn: Turn, wire: Wire) -> datetime | None:
    """HANDED: read the menu until a person has set the one that was signed.

    Where it may not be read, they say so. They are stopped once others have changed columns or
    menu since the review.
    """
    change = _change(turn)
    since = turn.publication.intent_at or turn.publication.state_since
    later = pace.next_glance(since, turn.moment)
    seen, code = None, "publish.menu_by_hand"
    try:
        seen = _menu_within_reach(wire)
    except CallFailed as failed:
        if failed.code != BY_HAND:
            return hold(turn, failed.code, later)
        code = "publish.menu_confirm"
    crash.point("polled")
    if seen is not None and same_menu(seen, side(change, "menu", "after")):
        _done(turn, "publish.column_changed", menu=seen)
        return None
    if moved := moved_on(change, seen):
        stop(turn, State.NEEDS_HUMAN, moved)
        return None
    return hold(turn, code, later)


STEPS: Final[Mapping[str, Step]] = {
    State.QUEUED: start,
    State.SUBMITTING: lost,
    State.SUBMIT_UNKNOWN: read_back,
    State.SUBMITTED: read_back,
    State.HANDED: see_set,
}


def read_menu(wire: Wire) -> list[dict[str, Any]]:
    """Return the menu that followers see, as a package has it. Raises CallFailed."""
    seen = wire.call(current_menu)
    return from_buttons(seen.buttons) if seen.is_open else []


def finish(turn: Turn, *, kind: str = "publish.column_changed") -> None:
    """Write in the caller's transaction that it is done: columns of the register, state, ledger.

    Raises Refused where others changed the columns meanwhile.
    """
    change = _change(turn)
    columns = put_as_signed(change)
    write(
        turn,
        state=State.PUBLISHED,
        trouble_code="",
        trouble_detail={},
        intent_at=None,
        is_unclear=False,
    )
    enter(
        turn.publication,
        kind,
        turn.moment,
        columns=columns,
        menu=int(changes_menu(change)),
    )


def _begin_again(turn: Turn) -> datetime | None:
    """Start over, which reads first; after several tries a person is asked."""
    publication = turn.publication
    if publication.permits.filter(kind=Use.MENU.value).count() >= MOST_TRIES:
        stop(turn, State.NEEDS_HUMAN, "publish.menu_differs")
        return None
    move(turn, State.QUEUED, "publish.menu_again", {}, intent_at=None, is_unclear=False)
    return None


def _change(turn: Turn) -> Mapping[str, Any]:
    return package_of(next(items_of(turn.publication)).version).change


def _menu_within_reach(wire: Wire) -> list[dict[str, Any]]:
    """Return the menu as `read_menu` does; an account without an API is one that may not read."""
    if not is_connected(wire.account):
        raise NotSent(outcome=Outcome.GIVE_UP, code=BY_HAND, path="")
    return read_menu(wire)


def _change_menu(turn: Turn, wire: Wire, change: Mapping[str, Any]) -> datetime | None:
    """Set the menu, where it is still the one that was reviewed."""
    try:
        before = _menu_within_reach(wire)
    except CallFailed as failed:
        if failed.code == BY_HAND:
            return _hand_over(turn, failed.code)
        return hold(turn, failed.code, pace.after_refusal(failed.code, turn.moment))
    crash.point("looked")
    if same_menu(before, side(change, "menu", "after")):
        _done(turn, "publish.column_changed", menu=before)
        return None
    if moved := moved_on(change, before):
        stop(turn, State.NEEDS_HUMAN, moved)
        return None
    return _create(turn, wire, before)


def _create(turn: Turn, wire: Wire, before: Tree) -> datetime | None:
    """Pass the door, call once, and keep what is known of it."""
    token_of(wire)  # had before the intent is written, so that one call follows it and no other
    try:
        permit = _intend(turn, before)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    crash.point("submit_intent")
    buttons = to_buttons(side(_change(turn), "menu", "after"))
    try:
        send.send_menu(wire, permit, buttons)
    except send.PermitSpent:
        move(turn, State.QUEUED, "publish.menu_too_late", {}, intent_at=None)
        return pace.soon(turn.moment)
    except CallFailed as failed:
        return answered_otherwise(turn, wire, failed, _otherwise())
    move(turn, State.SUBMITTED, "publish.menu_taken", {})
    crash.point("submit_saved")
    return None


@transaction.atomic
def _intend(turn: Turn, before: Tree) -> OpenPermit:
    """Pass the door: the former menu, permit, state and ledger entry before any call."""
    publication = turn.publication
    keep_menu(publication.account, before, now=turn.moment)
    permit = issue_permit(publication, Use.MENU, {}, turn.moment)
    write(turn, state=State.SUBMITTING, attempt=publication.attempt, intent_at=turn.moment)
    enter(publication, "publish.menu_intended", turn.moment)
    return permit


def _columns_only(turn: Turn) -> datetime | None:
    """Change the columns of the register at once; WeChat has no part in it."""
    publication = turn.publication
    try:
        with transaction.atomic():
            issue_permit(publication, Use.MENU, {}, turn.moment)
            write(turn, attempt=publication.attempt)
            finish(turn)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    return None


def _otherwise() -> Otherwise:
    return Otherwise(
        unclear="publish.menu_unclear", refused="publish.menu_refused", hand_over=_hand_over
    )


def _hand_over(turn: Turn, code: str) -> datetime | None:
    """Let a person set the menu in WeChat's back end, under a permit in their name."""
    return hand_act_over(
        turn, Use.MENU, "publish.menu_handed", trouble="publish.menu_by_hand", code=code
    )


def _done(turn: Turn, kind: str, *, menu: Tree) -> None:
    """Write the outcome: the menu that was seen, and the columns with it.

    Columns that others changed meanwhile are left alone, and a person is asked.
    """
    publication = turn.publication
    with transaction.atomic():
        keep_menu(publication.account, menu, publication=publication, now=turn.moment)
        try:
            finish(turn, kind=kind)
        except Refused as refused:
            code = refused.reasons[0].code
            stop(turn, State.NEEDS_HUMAN, code, {}, intent_at=None, is_unclear=False)
    crash.point("outcome_saved")
