"""What a worker does when the door stays shut: wait for the moment, or stop."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from hefa.core.errors import Reason
from hefa.publish import pace
from hefa.publish.conditions import end_of_quiet
from hefa.publish.models import PublicationState
from hefa.publish.quota import next_mass_send_on
from hefa.publish.turn import Turn, hold, stop
from hefa.registry.access import HERE

State = PublicationState

_PASSING = frozenset(
    {
        "publish.too_early",
        "publish.quiet_hours",
        "publish.mass_send_used",
        "publish.former_still_out",
        "ledger.not_sound",
    }
)


def refuse_at_door(turn: Turn, reasons: Sequence[Reason]) -> datetime | None:
    """Stop or wait, as the door's reasons say; a halt and a passing doubt are not faults."""
    codes = [entry.code for entry in reasons]
    if set(codes) <= _PASSING:
        until = max(_opens_at(turn, code) for code in codes)
        told = next((entry for entry in reasons if entry.code != "publish.too_early"), None)
        detail = dict(told.detail) if told else {}
        return hold(turn, told.code if told else "", until, trouble_detail=detail)
    if "publish.halted" in codes:
        stop(turn, State.HALTED, "publish.halted")
    else:
        stop(turn, State.NEEDS_HUMAN, codes[0], {"codes": list(dict.fromkeys(codes))})
    return None


def _opens_at(turn: Turn, code: str) -> datetime:
    """Return when the door may open again after refusing for the moment only."""
    moment, publication = turn.moment, turn.publication
    if code == "publish.too_early" and publication.planned_at is not None:
        return publication.planned_at
    if code == "publish.quiet_hours":
        return end_of_quiet(moment) or moment
    if code == "publish.mass_send_used":
        today = moment.astimezone(HERE).date()
        day = next_mass_send_on(publication.account, today, now=moment, besides=publication.pk)
        return datetime.combine(day, time(), tzinfo=HERE) + timedelta(minutes=1)
    return moment + pace.LEASE
