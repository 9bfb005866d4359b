"""The state machine: one worker's turn with one publication, as far as it goes without waiting."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from hefa.core.errors import Conflict, Refused, Tampered
from hefa.core.package import Channel, Kind
from hefa.publish import crash, pace
from hefa.publish.account import Wire, connected, reading
from hefa.publish.article import drafting, submitting
from hefa.publish.door import PREVIEW
from hefa.publish.models import Publication, PublicationState
from hefa.publish.orders import correcting, menus, taking_down
from hefa.publish.preview import previewing
from hefa.publish.turn import AT_AN_END, AWAITING_PERSON, Turn, claim, hold, release, stop
from hefa.wechat.errors import CallFailed

Step = Callable[[Turn, Wire], datetime | None]

_ARTICLE: Mapping[str, Step] = {
    PublicationState.QUEUED: drafting.start,
    PublicationState.DRAFTING: drafting.draft,
    PublicationState.DRAFT_UNKNOWN: drafting.find_draft,
    PublicationState.DRAFTED: drafting.read_back,
    PublicationState.VERIFIED: submitting.submit,
    PublicationState.SUBMITTING: submitting.lost,
    PublicationState.SUBMIT_UNKNOWN: submitting.find_out,
    PublicationState.SUBMITTED: submitting.poll,
    PublicationState.HANDED: submitting.look,
}

# What is done with a publication, by its kind and its state.
STEPS: Mapping[str, Mapping[str, Step]] = {
    Kind.ARTICLE: _ARTICLE,
    PREVIEW: previewing.STEPS,
    Kind.TAKE_DOWN: taking_down.STEPS,
    Kind.CORRECTION: correcting.STEPS,
    Kind.COLUMN_CHANGE: menus.STEPS,
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
        with _connected(turn.publication, now) as wire:
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
    steps = STEPS.get(turn.publication.kind, {})
    while (step := steps.get(turn.publication.state)) is not None:
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


def _connected(publication: Publication, now: datetime) -> AbstractContextManager[Wire]:
    """Lend a connection; what a person does by hand alone needs no token."""
    lend = reading if publication.channel == Channel.MANUAL else connected
    return lend(publication.account, now=now)


def _when(publication_id: int) -> datetime | None:
    """Return when the publication is due for another worker, or None when it is at rest."""
    row = Publication.objects.filter(pk=publication_id).first()
    if row is None or row.state in AT_AN_END | AWAITING_PERSON:
        return None
    return max((moment for moment in (row.lease_until, row.next_at) if moment), default=None)
