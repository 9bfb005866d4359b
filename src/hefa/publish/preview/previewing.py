"""A preview to named staff: a draft of its own, shown to them, deleted afterwards; never out.

It is a publication of its own kind that claims nothing, so that it can never count as one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction

from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.canonical import Json, sha256_hex
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import append
from hefa.people.models import Person
from hefa.publish import pace, send
from hefa.publish.account import Wire
from hefa.publish.article.drafting import articles_of, demand_open, render_items
from hefa.publish.changes import compose_preview
from hefa.publish.conditions import cover_sha256_of
from hefa.publish.door import OpenPermit, Use, issue_permit, items_of, reasons_against_opening
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.turn import Turn, enter, fact, hold, move, stop, write
from hefa.registry.access import actor_of
from hefa.registry.channels import is_connected
from hefa.registry.models import OfficialAccount
from hefa.wechat.drafts import get_draft
from hefa.wechat.errors import CallFailed, Outcome
from hefa.wechat.values import MediaId

State = PublicationState

KEPT_FOR: Final = timedelta(hours=24)
SENT, BY_LINK, NOT_SENT = "sent", "link", "not_sent"


@transaction.atomic
def order_preview(
    version: Version, recipients: Sequence[Person], *, person: Person, now: datetime
) -> Publication:
    """Return the preview of a released `version`, to be shown to `recipients` and to nobody else.

    Raises Refused: nobody named, somebody without a WeChat name, or a reason of the door.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    if not recipients:
        raise Refused(reason("publish.preview_to_nobody"))
    if without := [one for one in recipients if not one.wechat_name]:
        names = "、".join(one.display_name for one in without)
        raise Refused(reason("publish.preview_name_missing", names=names))
    account = OfficialAccount.objects.filter(key=package_of(version).account).first()
    if account is None or not is_connected(account):
        name = account.name if account else ""
        raise Refused(reason("publish.account_not_connected", account=name))
    publication = compose_preview(version, package_of(version), person=person, now=now)
    if found := reasons_against_opening(publication, now):
        raise Refused(found)
    people = [one.key for one in recipients]
    publication.trouble_detail = {"to": people}
    publication.save(update_fields=["trouble_detail"])
    ordered = fact(publication, "publish.preview_ordered", {"to": list(people)})
    append(ordered, actor=person.key, now=now)
    wake("publish.advance", str(publication.pk), now=now)
    return publication


def show(turn: Turn, wire: Wire) -> datetime | None:
    """QUEUED: keep a draft for the preview under a permit of its own, and show it once."""
    publication = turn.publication
    items = list(items_of(publication))
    packages = [package_of(item.version) for item in items]
    try:
        with transaction.atomic():
            issue_permit(publication, Use.PREVIEW, {}, turn.moment)
            write(turn, attempt=publication.attempt)
    except Refused as refused:
        stop(turn, State.FAILED, refused.reasons[0].code)
        return None
    covers = [cover_sha256_of(package) for package in packages]
    bodies = [sha256 for package in packages for sha256 in package.picture_sha256s]
    try:
        missing = send.missing_pictures(wire, covers=covers, bodies=bodies)
        still_open = partial(demand_open, turn)
        send.send_pictures(wire, publication, missing, demand_open=still_open)
        render_items(wire, items, packages)
        permit = _intend(turn, items)
        media_id = send.send_draft(wire, permit, articles_of(wire, items, packages))
    except (send.PermitSpent, Refused, Conflict):
        return pace.soon(turn.moment)
    except CallFailed as failed:
        return _not_kept(turn, failed)
    write(turn, media_id=media_id)
    shown = {**publication.trouble_detail, **_shown_to(turn, wire)}
    with transaction.atomic():
        write(turn, state=State.SUBMITTED, trouble_code="", trouble_detail=shown, intent_at=None)
        enter(publication, "publish.preview_shown", turn.moment, results=shown["results"])
    return turn.moment + KEPT_FOR


def lost(turn: Turn, _: Wire) -> datetime | None:
    """DRAFTING found at rest: the process died, and a draft may lie there; it goes after a day."""
    _leave(turn, "publish.worker_died")
    return None


def clear_away(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMITTED: after a day the preview's draft is deleted, and the preview is over."""
    publication = turn.publication
    until = publication.state_since + KEPT_FOR
    if turn.moment < until:
        return until
    try:
        send.remove_draft(wire, publication)
    except CallFailed as failed:
        return hold(turn, failed.code, pace.after_refusal(failed.code, turn.moment))
    with transaction.atomic():
        write(turn, state=State.CANCELLED, media_id="", next_at=None)
        enter(publication, "publish.preview_over", turn.moment)
    return None


def _not_kept(turn: Turn, failed: CallFailed) -> datetime | None:
    """Go on after a call that did not keep the draft: later, or not at all.

    Where the answer was lost a draft may lie there all the same.
    """
    if failed.outcome in (Outcome.RETRY_LATER, Outcome.NEW_TOKEN):
        until = pace.after_refusal(failed.code, turn.moment)
        if turn.publication.state == State.DRAFTING:
            move(turn, State.QUEUED, "publish.preview_put_off", {}, **_again(turn))
        return hold(turn, failed.code, until)
    if failed.outcome is Outcome.UNKNOWN and turn.publication.state == State.DRAFTING:
        _leave(turn, failed.code)
    else:
        stop(turn, State.FAILED, failed.code, intent_at=None)
    return None


@transaction.atomic
def _leave(turn: Turn, code: str) -> None:
    """Give the preview up; after a day the draft that may lie there is looked for."""
    stop(turn, State.FAILED, code)
    publication = turn.publication
    wake("publish.tidy", str(publication.pk), run_after=turn.moment + KEPT_FOR, now=turn.moment)


def _again(turn: Turn) -> dict[str, Any]:
    """Return the columns with which a preview begins again: who is to see it stays."""
    return {"intent_at": None, "trouble_detail": turn.publication.trouble_detail}


STEPS: Final[Mapping[str, Any]] = {
    State.QUEUED: show,
    State.DRAFTING: lost,
    State.SUBMITTED: clear_away,
}


@transaction.atomic
def _intend(turn: Turn, items: Sequence[PublicationItem]) -> OpenPermit:
    """Write down that a draft is about to be added for the preview, with its very bytes."""
    publication = turn.publication
    for item in items:
        item.save(update_fields=["rendered_html", "rendered_sha256", "renderer_version"])
    rendered = {item.position: sha256_hex(item.rendered_html.encode()) for item in items}
    permit = issue_permit(publication, Use.PREVIEW, rendered, turn.moment)
    write(turn, state=State.DRAFTING, attempt=publication.attempt, intent_at=turn.moment)
    listed: list[Json] = [rendered[position] for position in sorted(rendered)]
    enter(publication, "publish.preview_intended", turn.moment, rendered_sha256s=listed)
    return permit


def _shown_to(turn: Turn, wire: Wire) -> dict[str, Any]:
    """Send the draft to each recipient; where the account may not, return its passing link."""
    publication = turn.publication
    people = Person.objects.filter(key__in=publication.trouble_detail.get("to", []))
    results: list[dict[str, str]] = []
    may_send = True
    for person in people.order_by("pk"):
        code = ""
        if may_send:
            try:
                send.send_preview(wire, publication, person.wechat_name)
            except CallFailed as failed:
                code = failed.code
                may_send = code != "wechat.no_permission"
        else:
            code = "wechat.no_permission"
        way = SENT if not code else BY_LINK if code == "wechat.no_permission" else NOT_SENT
        results.append({"person": person.key, "way": way, "code": code})
    is_sent = all(result["way"] == SENT for result in results)
    return {"results": results, "link": "" if is_sent else _link(wire, publication)}


def _link(wire: Wire, publication: Publication) -> str:
    """Return the draft's passing preview address, or nothing when it cannot be read."""
    try:
        stored = wire.call(get_draft, MediaId(publication.media_id))
    except CallFailed:
        return ""
    return stored.articles[0].url if stored.articles else ""
