"""Submitting the same draft again by itself, where WeChat is known to take a draft only once.

Source: docs/adr/0007-a-draft-is-submitted-again-only-where-that-is-known-to-be-refused.md.
"""

from typing import Final

from hefa.publish.models import Publication, PublicationState
from hefa.publish.queries import timeline
from hefa.publish.turn import Turn, move
from hefa.registry.knowledge import note_resubmission_refused, takes_a_draft_once
from hefa.wechat.errors import CallFailed, Outcome

State = PublicationState

MOST_AGAIN: Final = 2
AGAIN: Final = "publish.submit_again"
REFUSED_AGAIN: Final = "publish.submit_refused_again"
_REFUSES: Final = "wechat.precheck_failed"  # WeChat 53503


def submit_again(turn: Turn) -> bool:
    """Return whether the draft goes out for submission again; it is there and nowhere listed.

    It is read back first, as ever, and each submission passes the door. Never for a mass send,
    which no list shows, and twice at most.
    """
    publication = turn.publication
    if publication.mass_send or not takes_a_draft_once(publication.account):
        return False
    before = timeline(publication).filter(kind=AGAIN).count()
    if before >= MOST_AGAIN:
        return False
    move(turn, State.DRAFTED, AGAIN, {"number": before + 1}, intent_at=None)
    return True


def kind_of_doubt(publication: Publication, failed: CallFailed) -> str:
    """Return what the ledger says of a failed submission after which it may be out; empty if not.

    A refusal may mean that an earlier submission, whose answer was lost, was taken.
    """
    if failed.outcome is Outcome.UNKNOWN or failed.code == "wechat.material_gone":
        return "publish.submit_unclear"
    return REFUSED_AGAIN if publication.is_unclear and failed.code == _REFUSES else ""


def was_refused_again(publication: Publication) -> bool:
    """Whether a second submission of the draft has been refused."""
    return timeline(publication).filter(kind=REFUSED_AGAIN).exists()


def learn_from(turn: Turn) -> None:
    """Remember with the account, in the caller's transaction, that the second was refused.

    That is what happened when it came out although WeChat took no submission after the first.
    """
    publication = turn.publication
    if not publication.is_unclear:
        return
    kinds = set(timeline(publication).values_list("kind", flat=True))
    if REFUSED_AGAIN in kinds and "publish.submitted" not in kinds:
        note_resubmission_refused(publication.account, publication.op_id, now=turn.moment)
