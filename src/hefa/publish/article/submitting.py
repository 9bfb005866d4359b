"""The submission, VERIFIED to SUBMIT_UNKNOWN: at most one effect, found out by reading."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Refused
from hefa.core.package import Channel
from hefa.publish import crash, pace, send
from hefa.publish.account import Wire, forget_token, token_of
from hefa.publish.article import mass_sending, outcome, resubmitting
from hefa.publish.article.outcome import settle
from hefa.publish.door import OpenPermit, Use, issue_permit, items_of
from hefa.publish.falling_back import fall_back
from hefa.publish.hand import halting, handing
from hefa.publish.look import expected_of, is_draft_there, listed_one
from hefa.publish.models import Publication, PublicationState
from hefa.publish.refusing import refuse_at_door
from hefa.publish.turn import Turn, ending, enter, hold, move, stop, write
from hefa.wechat.errors import CallFailed, Outcome

State = PublicationState


def submit(turn: Turn, wire: Wire) -> datetime | None:
    """VERIFIED: permit, state and intent in one transaction, then exactly one call.

    Source: docs/design/publication.md, the submission.
    """
    if turn.publication.channel != Channel.API:
        return handing.hand_draft_over(turn, wire)
    stale_before = turn.publication.trouble_code == "wechat.token_stale"
    token_of(wire)  # had before the intent is written, so that one call follows it and no other
    try:
        permit = _intend(turn)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    crash.point("submit_intent")
    try:
        numbers = _send(wire, permit, turn.publication)
    except send.PermitSpent:
        move(turn, State.VERIFIED, "publish.permit_too_old", {}, intent_at=None)
        return pace.soon(turn.moment)
    except CallFailed as failed:
        return _answered_otherwise(turn, wire, failed, stale_before=stale_before)
    until = pace.next_poll(turn.moment, turn.moment)
    move(turn, State.SUBMITTED, "publish.submitted", {}, **ending(until), **numbers)
    crash.point("submit_saved")
    return until


def lost(turn: Turn, _: Wire) -> datetime | None:
    """SUBMITTING found at rest: the process died during the call, so nothing is known."""
    code = {"code": "publish.worker_died"}
    move(turn, State.SUBMIT_UNKNOWN, "publish.submit_unclear", code, is_unclear=True)
    return None


def find_out(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMIT_UNKNOWN: look at the list, then at the draft.

    In the list: published. Draft gone: on the way, or a person after 30 minutes. Draft still
    there after the waiting floor: a person may submit the same draft again, or it is submitted by
    itself where that is known to be safe. A mass send whose number is known is asked for by it.
    """
    if turn.publication.msg_id:
        return mass_sending.poll(turn, wire)
    return _find_out_by_reading(turn, wire)


def _find_out_by_reading(turn: Turn, wire: Wire) -> datetime | None:
    since = turn.publication.intent_at or turn.publication.state_since
    age = turn.moment - since
    try:
        published = listed_one(wire, expected_of(list(items_of(turn.publication))))
        if published is not None:
            return settle(turn, wire, published)
        is_there = is_draft_there(wire, turn.publication.media_id)
    except CallFailed as failed:
        if age >= pace.CLEAR_BY:
            stop(turn, State.NEEDS_HUMAN, "publish.unclear_unread", {"code": failed.code})
            return None
        return hold(turn, failed.code, pace.next_look(since, turn.moment))
    if is_there and age >= pace.waiting_floor():
        if not resubmitting.submit_again(turn):
            stop(turn, State.NEEDS_HUMAN, _unclear_draft_there(turn), {"draft": "there"})
        return None
    if not is_there and age >= pace.CLEAR_BY:
        stop(turn, State.NEEDS_HUMAN, "publish.unclear_draft_gone", {"draft": "gone"})
        return None
    return hold(turn, "publish.unclear", pace.next_look(since, turn.moment))


def _send(wire: Wire, permit: OpenPermit, publication: Publication) -> dict[str, str]:
    """Make the one call, to publish or to mass-send, and return the numbers WeChat gave it."""
    media_id = publication.media_id
    if not publication.mass_send:
        submitted = send.send_submission(wire, permit, media_id)
        return {"publish_id": submitted.publish_id, "msg_data_id": submitted.msg_data_id}
    number = mass_sending.client_msg_id(publication)
    sent = send.send_to_followers(wire, permit, media_id, client_msg_id=number)
    return {"msg_id": sent.msg_id, "msg_data_id": sent.msg_data_id}


def poll(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMITTED: ask how it stands, by the number that WeChat gave."""
    ask = mass_sending.poll if turn.publication.msg_id else outcome.poll
    return ask(turn, wire)


def look(turn: Turn, wire: Wire) -> datetime | None:
    """HANDED: look whether what a person publishes, or what was mass-sent, can be seen.

    Addresses known from an earlier look are looked at again.
    """
    known = {
        item.position: item.article_url
        for item in items_of(turn.publication)
        if item.removed_at is None
    }
    if all(known.values()):
        later = pace.next_glance(turn.publication.state_since, turn.moment)
        return outcome.settle_by_pages(turn, wire, known, later=later)
    if turn.publication.msg_id:
        return mass_sending.look(turn, wire)
    glance = halting.look if halting.is_reached(turn.publication) else handing.look
    return glance(turn, wire)


@transaction.atomic
def _intend(turn: Turn) -> OpenPermit:
    """Pass the door and spend the permit: state and ledger entry before any call."""
    publication = turn.publication
    permit = issue_permit(publication, Use.SUBMIT, None, turn.moment)
    rendered = permit.rendered_sha256s
    write(turn, state=State.SUBMITTING, attempt=publication.attempt, intent_at=turn.moment)
    listed = [rendered[position] for position in sorted(rendered)]
    enter(publication, "publish.submit_intended", turn.moment, rendered_sha256s=listed)
    return permit


def _answered_otherwise(
    turn: Turn, wire: Wire, failed: CallFailed, *, stale_before: bool
) -> datetime | None:
    """Go on after a call without a receipt: a definite no, or not known.

    Source: WeChat 40001 and 42001 token, 45009 and 45028 quota, 48001 permission, 40007 draft
    gone, 45065 mass-sent before, 53503 refused.
    """
    code = {"code": failed.code}
    if failed.code == "wechat.mass_sent_before" and failed.msg_id:
        move(turn, State.SUBMITTED, "publish.mass_sent_before", {}, msg_id=failed.msg_id)
        return None
    if kind := resubmitting.kind_of_doubt(turn.publication, failed):
        move(turn, State.SUBMIT_UNKNOWN, kind, code, is_unclear=True)
        return pace.next_look(turn.publication.state_since, turn.moment)
    if failed.outcome is Outcome.NEW_TOKEN and not stale_before:
        forget_token(wire)
    elif failed.outcome is not Outcome.RETRY_LATER:
        if fall_back(turn, failed):
            return None
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


def _unclear_draft_there(turn: Turn) -> str:
    is_refused = resubmitting.was_refused_again(turn.publication)
    return "publish.refused_again_draft_there" if is_refused else "publish.unclear_draft_there"
