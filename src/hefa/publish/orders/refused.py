"""What an order does when its one call was answered otherwise than with a plain yes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hefa.publish import pace
from hefa.publish.account import Wire, forget_token
from hefa.publish.models import PublicationState
from hefa.publish.turn import Turn, hold, move, stop
from hefa.wechat.errors import CallFailed, Outcome

State = PublicationState

BY_HAND: Final = "wechat.no_permission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """The ledger's words of an order for an answer that never came and for a definite no."""

    unclear: str
    refused: str
    hand_over: Callable[[Turn, str], datetime | None]


def answered_otherwise(
    turn: Turn, wire: Wire, failed: CallFailed, order: Otherwise
) -> datetime | None:
    """Go on after a call without a plain yes: not known, to a person, given up, or later."""
    code = {"code": failed.code}
    if failed.outcome is Outcome.UNKNOWN:
        move(turn, State.SUBMIT_UNKNOWN, order.unclear, code, is_unclear=True)
        return pace.next_look(turn.publication.state_since, turn.moment)
    if failed.outcome is Outcome.NEW_TOKEN:
        forget_token(wire)
    move(turn, State.QUEUED, order.refused, code, intent_at=None)
    if failed.code == BY_HAND:
        return order.hand_over(turn, failed.code)
    if failed.outcome in (Outcome.GIVE_UP, Outcome.ASK_PERSON):
        stop(turn, State.NEEDS_HUMAN, failed.code, dict(failed.detail))
        return None
    return hold(turn, failed.code, pace.after_refusal(failed.code, turn.moment))
