"""The submission, VERIFIED to SUBMIT_UNKNOWN: at most one effect, found out by reading."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Refused
from hefa.publish import crash, pace, send
from hefa.publish.account import Wire, forget_token, token_of
from hefa.publish.door import OpenPermit, Use, issue_permit, items_of
from hefa.publish.drafting import refuse_at_door
from hefa.publish.look import carries_marks, every_published, expected_of
from hefa.publish.models import PublicationState
from hefa.publish.outcome import settle
from hefa.publish.turn import Turn, enter, hold, move, stop, write
from hefa.wechat.drafts import get_draft
from hefa.wechat.errors import CallFailed, Outcome
from hefa.wechat.values import MediaId, Published

State = PublicationState


def submit(turn: Turn, wire: Wire) -> datetime | None:
    """VERIFIED: permit, state and intent in one transaction, then exactly one call.

    Source: docs/design/publication.md, the submission.
    """
    stale_before = turn.publication.trouble_code == "wechat.token_stale"
    token_of(wire)  # had before the intent is written, so that one call follows it and no other
    try:
        permit = _intend(turn)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    crash.point("submit_intent")
    try:
        submitted = send.send_submission(wire, permit, turn.publication.media_id)
    except send.PermitSpent:
        move(turn, State.VERIFIED, "publish.permit_too_old", {}, intent_at=None)
        return pace.soon(turn.moment)
    except CallFailed as failed:
        return _answered_otherwise(turn, wire, failed, stale_before=stale_before)
    move(turn, State.SUBMITTED, "publish.submitted", {}, publish_id=submitted.publish_id)
    crash.point("publish_id_saved")
    return pace.next_poll(turn.publication.state_since, turn.moment)


def lost(turn: Turn, _: Wire) -> datetime | None:
    """SUBMITTING found at rest: the process died during the call, so nothing is known."""
    code = {"code": "publish.worker_died"}
    move(turn, State.SUBMIT_UNKNOWN, "publish.submit_unclear", code, is_unclear=True)
    return None


def find_out(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMIT_UNKNOWN: look at the list, then at the draft; never submit again from here.

    In the list: published. Draft gone: on the way, or a person after 30 minutes. Draft still
    there after the waiting floor: a person may submit the same draft again.
    """
    since = turn.publication.intent_at or turn.publication.state_since
    age = turn.moment - since
    try:
        published = _in_list(turn, wire)
        if published is not None:
            return settle(turn, wire, published)
        is_there = _is_in_box(turn, wire)
    except CallFailed as failed:
        if age >= pace.CLEAR_BY:
            stop(turn, State.NEEDS_HUMAN, "publish.unclear_unread", {"code": failed.code})
            return None
        return hold(turn, failed.code, pace.next_look(since, turn.moment))
    if is_there and age >= pace.waiting_floor():
        stop(turn, State.NEEDS_HUMAN, "publish.unclear_draft_there", {"draft": "there"})
        return None
    if not is_there and age >= pace.CLEAR_BY:
        stop(turn, State.NEEDS_HUMAN, "publish.unclear_draft_gone", {"draft": "gone"})
        return None
    return hold(turn, "publish.unclear", pace.next_look(since, turn.moment))


@transaction.atomic
def _intend(turn: Turn) -> OpenPermit:
    """Pass the door and spend the permit: state and ledger entry before any call."""
    publication = turn.publication
    rendered = {item.position: item.rendered_sha256 for item in items_of(publication)}
    permit = issue_permit(publication, Use.SUBMIT, rendered, turn.moment)
    write(turn, state=State.SUBMITTING, attempt=publication.attempt, intent_at=turn.moment)
    listed = [rendered[position] for position in sorted(rendered)]
    enter(publication, "publish.submit_intended", turn.moment, rendered_sha256s=listed)
    return permit


def _answered_otherwise(
    turn: Turn, wire: Wire, failed: CallFailed, *, stale_before: bool
) -> datetime | None:
    """Go on after a call without a receipt: a definite no, or not known.

    Source: WeChat 40001 and 42001 token, 45009 quota, 48001 permission, 40007 draft gone.
    """
    code = {"code": failed.code}
    if failed.outcome is Outcome.UNKNOWN or failed.code == "wechat.material_gone":
        move(turn, State.SUBMIT_UNKNOWN, "publish.submit_unclear", code, is_unclear=True)
        return pace.next_look(turn.publication.state_since, turn.moment)
    if failed.outcome is Outcome.NEW_TOKEN and not stale_before:
        forget_token(wire)
    elif failed.outcome is not Outcome.RETRY_LATER:
        stop(turn, State.FAILED, failed.code, dict(failed.detail))
        return None
    move(
        turn,
        State.VERIFIED,
        "publish.submit_refused",
        code,
        intent_at=None,
        trouble_code=failed.code,
    )
    if failed.outcome is Outcome.NEW_TOKEN:
        return None
    return pace.after_refusal(failed.code, turn.moment)


def _in_list(turn: Turn, wire: Wire) -> Published | None:
    """Return the listed publication that bears the marks of all our items."""
    expected = expected_of(list(items_of(turn.publication)))
    return next(
        (shown for shown in every_published(wire) if carries_marks(expected, shown.articles)), None
    )


def _is_in_box(turn: Turn, wire: Wire) -> bool:
    try:
        wire.call(get_draft, MediaId(turn.publication.media_id))
    except CallFailed as failed:
        if failed.code != "wechat.material_gone":
            raise
        return False
    return True
