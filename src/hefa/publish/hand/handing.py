"""HANDED: a person publishes at WeChat under a permit, and Hefa looks until it sees it out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hefa.collect.packages import package_of
from hefa.core.canonical import Json, sha256_hex
from hefa.core.errors import Refused
from hefa.core.package import Channel
from hefa.jobs.wake import wake
from hefa.publish import crash, pace
from hefa.publish.account import Wire
from hefa.publish.article.outcome import settle
from hefa.publish.door import Use, issue_permit, items_of
from hefa.publish.look import draft_differences, expected_of, listed_one, place_of_picture
from hefa.publish.models import PublicationItem, PublicationState
from hefa.publish.refusing import refuse_at_door
from hefa.publish.telling import tell_operator
from hefa.publish.turn import Turn, enter, hold, stop, write
from hefa.registry.channels import is_connected
from hefa.render.article import RENDERER_VERSION, render
from hefa.wechat.drafts import get_draft
from hefa.wechat.errors import CallFailed
from hefa.wechat.values import MediaId, Published

State = PublicationState

_LATE = "publish.hand_waits_long"


def hand_draft_over(turn: Turn, _: Wire) -> datetime | None:
    """VERIFIED on the road `draft`: let the operator publish the draft that was read back."""
    items = list(items_of(turn.publication))
    try:
        _hand_over(turn, items)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    return _next_look(turn)


def hand_text_over(turn: Turn, _: Wire) -> datetime | None:
    """QUEUED on the road `manual`: render with places for pictures, and let the operator paste.

    Nothing is sent to WeChat. The bytes are kept and stand on the permit's lines.
    """
    items = list(items_of(turn.publication))
    for item in items:
        package = package_of(item.version)
        places = {
            sha256: place_of_picture(number)
            for number, sha256 in enumerate(package.picture_sha256s, start=1)
        }
        item.rendered_html = render(package, places)
        item.rendered_sha256 = sha256_hex(item.rendered_html.encode())
        item.renderer_version = RENDERER_VERSION
    try:
        with transaction.atomic():
            for item in items:
                item.save(update_fields=["rendered_html", "rendered_sha256", "renderer_version"])
            _hand_over(turn, items)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    return _next_look(turn)


def look(turn: Turn, wire: Wire) -> datetime | None:
    """HANDED: look at the draft, then at the list; what is shown there is out.

    A draft that was edited goes to a person. One that is gone may be published: from then on it
    is unclear whether it is out, until the list or a pasted link shows it.
    """
    publication = turn.publication
    later = _next_look(turn)
    if publication.channel == Channel.MANUAL or publication.is_unclear:
        return _look_at_list(turn, wire, later)
    try:
        stored = wire.call(get_draft, MediaId(publication.media_id))
    except CallFailed as failed:
        if failed.code != "wechat.material_gone":
            return hold(turn, failed.code, later)
        return look_for_what_is_gone(turn, wire)
    found = draft_differences(wire, expected_of(list(items_of(publication))), stored)
    if found is not None:
        stop(turn, State.NEEDS_HUMAN, "publish.draft_differs", {"differences": found})
        return None
    return hold(turn, _waits_long(turn, ""), later)


def look_for_what_is_gone(turn: Turn, wire: Wire) -> datetime | None:
    """Write down that the draft is gone, whoever took it, and look for what may be out."""
    with transaction.atomic():
        write(turn, is_unclear=True)
        enter(turn.publication, "publish.hand_draft_gone", turn.moment)
    return _look_at_list(turn, wire, _next_look(turn))


def _look_at_list(turn: Turn, wire: Wire, later: datetime) -> datetime | None:
    """Look for the items in the list of what is published, where the account may read it."""
    try:
        shown = listed(turn, wire)
    except CallFailed as failed:
        code = failed.code
        if code == "wechat.no_permission":
            code = _wanted(turn)
        return hold(turn, code, later)
    if shown is not None:
        return settle(turn, wire, shown)
    return hold(turn, _wanted(turn), later)


def listed(turn: Turn, wire: Wire) -> Published | None:
    """Return the listed publication that is this one, where the list may be read at all."""
    if not is_connected(wire.account):
        return None
    return listed_one(wire, expected_of(list(items_of(turn.publication))))


def _wanted(turn: Turn) -> str:
    """Return what the page asks for: the link, at once where the draft is gone."""
    is_gone = turn.publication.channel == Channel.DRAFT
    return "publish.hand_link_wanted" if is_gone else _waits_long(turn, "")


def _waits_long(turn: Turn, otherwise: str) -> str:
    """Return the code of what has waited for half an hour; its operator is then reminded."""
    if turn.moment - turn.publication.state_since < pace.CLEAR_BY:
        return otherwise
    if turn.publication.trouble_code != _LATE:
        wake("report.remind", "", now=turn.moment)
    return _LATE


def _next_look(turn: Turn) -> datetime:
    return pace.next_glance(turn.publication.state_since, turn.moment)


def hand_act_over(turn: Turn, use: Use, kind: str, *, trouble: str, code: str) -> datetime | None:
    """Let the operator do at WeChat what the API may not, under a permit in their name.

    `kind` is the ledger's entry, `trouble` what the page asks for, `code` WeChat's refusal.
    """
    publication = turn.publication
    operator = publication.ordered_by
    try:
        with transaction.atomic():
            issue_permit(publication, use, {}, turn.moment, operator=operator)
            write(
                turn,
                state=State.HANDED,
                attempt=publication.attempt,
                intent_at=turn.moment,
                trouble_code=trouble,
                trouble_detail={"code": code},
            )
            enter(publication, kind, turn.moment, operator=operator.key)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    crash.point("handed")
    return pace.next_glance(publication.state_since, turn.moment)


@transaction.atomic
def _hand_over(turn: Turn, items: Sequence[PublicationItem]) -> None:
    """Pass the door and write down who may publish what: permit, state and ledger at once."""
    publication = turn.publication
    operator = publication.ordered_by
    rendered = {item.position: item.rendered_sha256 for item in items}
    issue_permit(publication, Use.BY_HAND, rendered, turn.moment, operator=operator)
    write(
        turn,
        state=State.HANDED,
        attempt=publication.attempt,
        intent_at=turn.moment,
        trouble_code="",
        trouble_detail={},
    )
    listed: list[Json] = [rendered[position] for position in sorted(rendered)]
    enter(
        publication,
        "publish.handed",
        turn.moment,
        operator=operator.key,
        channel=publication.channel,
        rendered_sha256s=listed,
    )
    tell_operator(publication, now=turn.moment)
    crash.point("handed")
