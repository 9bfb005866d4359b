"""The state machine: one worker's turn with one publication, as far as it goes without waiting."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hefa.core.errors import Conflict, Refused, Tampered
from hefa.publish import crash, drafting, outcome, pace, submitting
from hefa.publish.account import Wire, connected
from hefa.publish.models import Publication, PublicationState
from hefa.publish.turn import AT_AN_END, AWAITING_PERSON, Turn, claim, hold, release, stop
from hefa.wechat.errors import CallFailed

Step = Callable[[Turn, Wire], datetime | None]

STEPS: Mapping[str, Step] = {
    PublicationState.QUEUED: drafting.start,
    PublicationState.DRAFTING: drafting.draft,
    PublicationState.DRAFT_UNKNOWN: drafting.find_draft,
    PublicationState.DRAFTED: drafting.read_back,
    PublicationState.VERIFIED: submitting.submit,
    PublicationState.SUBMITTING: submitting.lost,
    PublicationState.SUBMIT_UNKNOWN: submitting.find_out,
    PublicationState.SUBMITTED: outcome.poll,
}


def advance(publication_id: int, *, now: datetime) -> datetime | None:
    """Take the publication as far as it goes; return when to come again, None when at rest.

    Harmless to call at any time and from several workers: only one holds the lease, and what a
    worker writes after losing it is refused. Source: docs/design/publication.md.
    """
    turn = claim(publication_id, now=now)
    if turn is None:
        return _when(publication_id)
    until: datetime | None = None
    try:
        with connected(turn.publication.account, now=now) as wire:
            until = _walk(turn, wire)
    except Conflict:
        return _when(publication_id)
    except Refused as refused:  # the account cannot be reached as it is set up
        until = hold(turn, refused.reasons[0].code, now + pace.LEASE)
    finally:
        release(turn, until)
    crash.point("acknowledged")
    return until


def _walk(turn: Turn, wire: Wire) -> datetime | None:
    """Do step after step until one must wait or none is left."""
    while (step := STEPS.get(turn.publication.state)) is not None:
        try:
            until = step(turn, wire)
        except CallFailed as failed:  # the token could not be had: nothing was sent
            return hold(turn, failed.code, pace.after_refusal(failed.code, turn.moment))
        except (Refused, Tampered) as error:  # a file or package is not what was signed
            stop(turn, PublicationState.NEEDS_HUMAN, error.reasons[0].code)
            return None
        if until is not None:
            return until
        if turn.seconds > pace.LONGEST_TURN_SECONDS:
            return turn.moment
    return None


def _when(publication_id: int) -> datetime | None:
    """Return when the publication is due for another worker, or None when it is at rest."""
    row = Publication.objects.filter(pk=publication_id).first()
    if row is None or row.state in AT_AN_END | AWAITING_PERSON:
        return None
    return max((moment for moment in (row.lease_until, row.next_at) if moment), default=None)
