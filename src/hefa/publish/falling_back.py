"""Taking a lesser road when WeChat refuses the better one for want of permission.

Source: docs/adr/0006-a-lesser-road-is-allowed.md; WeChat 48001, 53504, 53505.
"""

from typing import Final

from django.db import transaction

from hefa.core.package import Channel
from hefa.publish.channels import below
from hefa.publish.models import PublicationState
from hefa.publish.turn import Turn, enter, write
from hefa.registry.knowledge import note_refused_channel
from hefa.wechat.errors import CallFailed

State = PublicationState

_NO_PERMISSION: Final = "wechat.no_permission"
# WeChat wants this very draft published by a person; other drafts go as before.
_THIS_DRAFT_BY_HAND: Final = frozenset({"wechat.publish_by_hand", "wechat.save_by_hand"})
_GOES_ON_FROM: Final = {Channel.DRAFT: State.VERIFIED, Channel.MANUAL: State.QUEUED}


@transaction.atomic
def fall_back(turn: Turn, failed: CallFailed) -> bool:
    """Return whether the publication goes on by the next lesser road after a definite no.

    What is asked of the account from now on is remembered with it. Never where a submission was
    left unclear: then it may be out already, and a person is asked.
    """
    publication = turn.publication
    lesser = below(publication.channel)
    refused = publication.channel
    is_by_hand = refused == Channel.API and failed.code in _THIS_DRAFT_BY_HAND
    if lesser is None or publication.is_unclear:
        return False
    if failed.code != _NO_PERMISSION and not is_by_hand:
        return False
    if _is_before_the_draft(turn):  # without drafts there is neither of the better roads
        lesser, refused = Channel.MANUAL, Channel.DRAFT.value
    if not is_by_hand:
        note_refused_channel(publication.account, refused, now=turn.moment)
    write(
        turn,
        state=_GOES_ON_FROM[lesser],
        channel=lesser.value,
        intent_at=None,
        next_at=None,
        trouble_code="",
        trouble_detail={},
    )
    enter(
        publication,
        "publish.fell_back",
        turn.moment,
        code=failed.code,
        refused=refused,
        channel=lesser.value,
    )
    return True


def _is_before_the_draft(turn: Turn) -> bool:
    return turn.publication.state == State.DRAFTING
