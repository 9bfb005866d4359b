"""A small edit of what is out: a person makes it at WeChat; once seen, it is expected there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from hefa.collect.packages import package_of
from hefa.core.canonical import Json, sha256_hex
from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.publish import crash, pace, send
from hefa.publish.account import Wire
from hefa.publish.door import Use, issue_permit, items_of
from hefa.publish.look import Expected, as_json, differences_of, expected_of
from hefa.publish.models import PublicationItem, PublicationState
from hefa.publish.orders.taking_down import Step, target_of
from hefa.publish.refusing import refuse_at_door
from hefa.publish.turn import Turn, enter, hold, stop, write
from hefa.render.article import RENDERER_VERSION, render
from hefa.render.compare import differences
from hefa.render.page import PageState, parse_page
from hefa.render.shape import fingerprint_of_html
from hefa.wechat.errors import CallFailed
from hefa.wechat.publishing import get_published
from hefa.wechat.values import ArticleId

State = PublicationState


def start(turn: Turn, wire: Wire) -> datetime | None:
    """QUEUED: render the corrected text, pass the door, and let the operator edit the article.

    Nothing is sent: WeChat has no call that edits a published article.
    """
    item = next(items_of(turn.publication))
    package = package_of(item.version)
    addresses = send.body_addresses(wire, package.picture_sha256s)
    item.rendered_html = render(package, addresses)
    item.rendered_sha256 = sha256_hex(item.rendered_html.encode())
    item.renderer_version = RENDERER_VERSION
    try:
        _hand_over(turn, item)
    except Refused as refused:
        return refuse_at_door(turn, refused.reasons)
    return pace.next_glance(turn.publication.state_since, turn.moment)


def see_corrected(turn: Turn, wire: Wire) -> datetime | None:
    """HANDED: read the article until it shows the corrected text; then that is expected.

    The former text means that nobody has edited it yet; any third text goes to a person.
    """
    item = next(items_of(turn.publication))
    former = target_of(turn)
    later = pace.next_glance(turn.publication.state_since, turn.moment)
    found = {wanted.item.pk: seen_otherwise(wire, wanted) for wanted in _both(item, former)}
    if found[item.pk] is None:
        return hold(turn, "publish.correction_unseen", later)
    if not found[item.pk]:
        _switch(turn, item, former)
        return None
    if not found[former.pk]:
        return hold(turn, "publish.correction_by_hand", later)
    unequal = list(found[item.pk] or ())[:50]
    detail: dict[str, Json] = {"differences": unequal}
    stop(turn, State.NEEDS_HUMAN, "publish.correction_differs", detail)
    return None


STEPS: Final[Mapping[str, Step]] = {State.QUEUED: start, State.HANDED: see_corrected}


def awaited(items: Sequence[PublicationItem]) -> dict[int, PublicationItem]:
    """Return by the key of a published item the correction that a person is making of it now."""
    rows = PublicationItem.objects.filter(
        acts_on__in=list(items),
        publication__kind=Kind.CORRECTION,
        publication__state__in=(State.HANDED, State.NEEDS_HUMAN),
    ).select_related("version", "publication", "acts_on__publication")
    return {row.acts_on_id: row for row in rows if row.acts_on_id is not None}


def seen_otherwise(wire: Wire, wanted: Expected) -> tuple[Json, ...] | None:
    """Return what differs from `wanted` in article and page; None when neither could be read."""
    item = wanted.item
    former = item.acts_on or item
    found: list[Json] = []
    is_read = False
    try:
        page = parse_page(wire.page(former.article_url).html)
        if page.state is PageState.SEEN:
            is_read = True
            shape = fingerprint_of_html(page.body_html, title=page.title)
            found += as_json(differences(wanted.shape, shape))
    except CallFailed:
        pass
    try:
        shown = wire.call(get_published, ArticleId(former.publication.article_id))
        article = shown.articles[former.position - 1]
        is_read = is_read or not article.is_deleted
        found += differences_of(wanted, article)
    except (CallFailed, IndexError):
        pass
    return tuple(found) if is_read else None


def _both(item: PublicationItem, former: PublicationItem) -> tuple[Expected, ...]:
    """Return what is expected after the correction, and what was before it."""
    before = list(
        PublicationItem.objects.filter(publication=former.publication_id).select_related("version")
    )
    known = {wanted.item.pk: wanted for wanted in expected_of(before)}
    return (*expected_of([item]), known[former.pk])


@transaction.atomic
def _hand_over(turn: Turn, item: PublicationItem) -> None:
    """Pass the door: the new bytes, the permit in the operator's name, state and ledger at once."""
    publication = turn.publication
    operator = publication.ordered_by
    item.save(update_fields=["rendered_html", "rendered_sha256", "renderer_version"])
    rendered = {item.position: item.rendered_sha256}
    issue_permit(publication, Use.CORRECTION, rendered, turn.moment, operator=operator)
    write(
        turn,
        state=State.HANDED,
        attempt=publication.attempt,
        intent_at=turn.moment,
        trouble_code="publish.correction_by_hand",
        trouble_detail={},
    )
    enter(
        publication,
        "publish.correction_handed",
        turn.moment,
        operator=operator.key,
        rendered_sha256=item.rendered_sha256,
    )


@transaction.atomic
def _switch(turn: Turn, item: PublicationItem, former: PublicationItem) -> None:
    """From the moment the edit was seen, the corrected text is what is expected there."""
    now = turn.moment
    PublicationItem.objects.filter(pk=item.pk).update(
        article_url=former.article_url, published_at=now
    )
    PublicationItem.objects.filter(pk=former.pk).update(removed_at=now)
    write(
        turn,
        state=State.PUBLISHED,
        article_id=former.publication.article_id,
        trouble_code="",
        trouble_detail={},
        intent_at=None,
    )
    enter(turn.publication, "publish.corrected", now, article_id=former.publication.article_id)
    crash.point("outcome_saved")
