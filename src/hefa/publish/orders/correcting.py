"""A small edit of what is out: a person makes it at WeChat; once seen, it is expected there."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from hefa.collect.packages import package_of
from hefa.core.canonical import Json, sha256_hex
from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.publish import crash, pace, send
from hefa.publish.account import Wire
from hefa.publish.changes import settle_when_gone
from hefa.publish.door import Use, issue_permit, items_of
from hefa.publish.look import (
    Expected,
    differences_of,
    expected_of,
    page_at,
    shape_differences,
)
from hefa.publish.models import PublicationItem, PublicationState
from hefa.publish.orders.taking_down import Step, target_of
from hefa.publish.refusing import refuse_at_door
from hefa.publish.turn import Turn, enter, hold, stop, write
from hefa.registry.channels import is_connected
from hefa.render.article import RENDERER_VERSION, render
from hefa.render.page import Page, PageState
from hefa.wechat.errors import CallFailed
from hefa.wechat.publishing import get_published
from hefa.wechat.values import ArticleId, StoredArticle

State = PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What readers and the interface are shown of one published item; None: it was not read."""

    page: Page
    article: StoredArticle | None

    @property
    def is_gone(self) -> bool:
        """Whether page or article say that it was deleted."""
        is_deleted = self.article is not None and self.article.is_deleted
        return is_deleted or self.page.state in (PageState.DELETED, PageState.BLOCKED)

    @property
    def is_read(self) -> bool:
        """Whether a text could be read, and neither place says that it was deleted."""
        return not self.is_gone and (self.page.state is PageState.SEEN or self.article is not None)


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
    crash.point("handed")
    return pace.next_glance(turn.publication.state_since, turn.moment)


def see_corrected(turn: Turn, wire: Wire) -> datetime | None:
    """HANDED: read the article until it shows the corrected text; then that is expected.

    The former text means that nobody has edited it yet, also where only page or article still
    has it; any third text goes to a person.
    """
    item = next(items_of(turn.publication))
    former = target_of(turn)
    later = pace.next_glance(turn.publication.state_since, turn.moment)
    seen = _shown(wire, former)
    crash.point("polled")
    if not seen.is_read:
        gone = "publish.former_gone" if seen.is_gone else "publish.correction_unseen"
        return hold(turn, gone, later)
    after, before = (_otherwise(wanted, seen) for wanted in _both(item, former))
    if not any(after):
        _switch(turn, item, former)
        crash.point("outcome_saved")
        return None
    third = [entry for new, old in zip(after, before, strict=True) if old for entry in new]
    if not third:
        return hold(turn, "publish.correction_by_hand", later)
    detail: dict[str, Json] = {"differences": third[:50]}
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
    seen = _shown(wire, wanted.item.acts_on or wanted.item)
    if not seen.is_read:
        return None
    return tuple(entry for found in _otherwise(wanted, seen) for entry in found)


def _shown(wire: Wire, item: PublicationItem) -> _Shown:
    """Return what page and article of a published item show now, each read once."""
    page, _ = page_at(wire, item.article_url)
    article = None
    if item.publication.article_id and is_connected(wire.account):
        with contextlib.suppress(CallFailed, IndexError):
            shown = wire.call(get_published, ArticleId(item.publication.article_id))
            article = shown.articles[item.position - 1]
    return _Shown(page=page, article=article)


def _otherwise(wanted: Expected, seen: _Shown) -> tuple[tuple[Json, ...], ...]:
    """Return what differs from `wanted` in each place that was read."""
    found: list[tuple[Json, ...]] = []
    if seen.page.state is PageState.SEEN:
        found.append(shape_differences(wanted, seen.page.body_html, title=seen.page.title))
    if seen.article is not None and not seen.article.is_deleted:
        found.append(differences_of(wanted, seen.article))
    return tuple(found)


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
    settle_when_gone(former.publication_id, State.PUBLISHED, now=now)
    write(
        turn,
        state=State.PUBLISHED,
        article_id=former.publication.article_id,
        trouble_code="",
        trouble_detail={},
        intent_at=None,
    )
    enter(turn.publication, "publish.corrected", now, article_id=former.publication.article_id)
