"""The outcome: SUBMITTED is asked until it is known, PUBLISHED only by what was read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from hefa.core.canonical import Json
from hefa.jobs.wake import wake
from hefa.publish import crash, pace
from hefa.publish.account import Wire
from hefa.publish.article.resubmitting import learn_from
from hefa.publish.changes import note_out
from hefa.publish.door import items_of
from hefa.publish.look import (
    Expected,
    carries_marks,
    differences_of,
    every_published,
    expected_of,
    page_at,
    page_differences,
)
from hefa.publish.models import PublicationItem, PublicationState
from hefa.publish.turn import Turn, enter, hold, stop, write
from hefa.render.page import PageState
from hefa.wechat.errors import CallFailed
from hefa.wechat.publishing import get_published, publish_state
from hefa.wechat.values import Published, PublishId, PublishState, PublishStatus, StoredArticle

State = PublicationState

_REFUSALS = {
    PublishStatus.NOT_ORIGINAL: "publish.not_original",
    PublishStatus.FAILED: "publish.refused_by_wechat",
    PublishStatus.REVIEW_REFUSED: "publish.review_refused",
}
_GONE = {
    PublishStatus.ALL_DELETED: "publish.deleted_at_wechat",
    PublishStatus.ALL_BLOCKED: "publish.blocked_at_wechat",
}
_GONE_PAGES = {
    PageState.DELETED: "publish.deleted_at_wechat",
    PageState.BLOCKED: "publish.blocked_at_wechat",
}


def poll(turn: Turn, wire: Wire) -> datetime | None:
    """SUBMITTED: ask how it stands; after 24 hours without an answer a person is asked."""
    publication = turn.publication
    since = publication.state_since
    later = pace.next_poll(since, turn.moment)
    try:
        answer = wire.call(publish_state, PublishId(publication.publish_id))
        crash.point("polled")
        if answer.status is PublishStatus.DONE:
            shown = wire.call(get_published, answer.article_id)
            urls = {item.position: item.url for item in answer.items}
            return settle(turn, wire, shown, urls=urls)
        if answer.status in _REFUSALS:
            return _refused(turn, wire, answer)
        if answer.status in _GONE:
            note_removed(turn, _GONE[answer.status], answer.article_id, {})
            return None
    except CallFailed as failed:
        return unread(turn, failed, later)
    if turn.moment - since >= pace.SUBMITTED_UNTIL:
        stop(turn, State.NEEDS_HUMAN, "publish.still_in_progress")
        return None
    return later


def unread(turn: Turn, failed: CallFailed, later: datetime) -> datetime | None:
    """Ask again for the outcome; a person is asked once it can no longer be read.

    That is when the account has lost the permission to ask, or after 24 hours of trying.
    """
    waited = turn.moment - turn.publication.state_since
    if failed.code == "wechat.no_permission" or waited >= pace.SUBMITTED_UNTIL:
        stop(turn, State.NEEDS_HUMAN, "publish.outcome_unread", {"code": failed.code})
        return None
    return hold(turn, failed.code, max(later, pace.after_refusal(failed.code, turn.moment)))


def settle(
    turn: Turn, wire: Wire, shown: Published, *, urls: Mapping[int, str] | None = None
) -> datetime | None:
    """Compare what is out with what was released, page by page, and keep the outcome.

    Equal: PUBLISHED. Different: NEEDS_HUMAN, with the addresses kept so that patrol sees it. All
    deleted: REMOVED. An item that was taken down is not compared any more.
    A page behind WeChat's wall is noted; the list's own text then stands as evidence.
    """
    expected = expected_of(list(items_of(turn.publication)))
    found: list[Json] = []
    pages: list[Json] = []
    addresses: dict[int, str] = {}
    if len(shown.articles) != len(expected):
        found.append({"kind": "count", "where": 0, "released": "", "seen": ""})
    for wanted, article in zip(expected, shown.articles, strict=False):
        position = wanted.item.position
        addresses[position] = (urls or {}).get(position) or article.url
        if wanted.item.removed_at is not None:
            continue
        state, unequal = _seen(wire, wanted, article, addresses[position])
        pages.append({"position": position, "url": addresses[position], "page": state})
        found += unequal
    if shown.articles and all(article.is_deleted for article in shown.articles):
        note_removed(turn, "publish.deleted_at_wechat", shown.article_id, addresses)
    else:
        _keep(turn, shown.article_id, addresses=addresses, pages=pages, found=found)
    crash.point("outcome_saved")
    return None


def _seen(wire: Wire, wanted: Expected, article: StoredArticle, url: str) -> tuple[str, list[Json]]:
    """Return what the public page showed, and the differences in list and page."""
    found = list(differences_of(wanted, article))
    page, code = page_at(wire, url)
    if page.state is PageState.SEEN:
        found += page_differences(wanted, page)
    elif page.state in _GONE_PAGES or article.is_deleted:
        found.append(_as_gone(page.code))
    return code, found


def settle_by_pages(
    turn: Turn, wire: Wire, addresses: Mapping[int, str], *, later: datetime
) -> datetime | None:
    """Compare the pages at `addresses` with what was released, where no list shows it.

    Only a page that was seen is evidence, or one that says that the article is gone: while one
    is neither, everything waits until `later`. What was taken down is not looked at. With all
    of them gone it is REMOVED.
    """
    found: list[Json] = []
    pages: list[Json] = []
    gone: list[str] = []
    items = [item for item in items_of(turn.publication) if item.removed_at is None]
    is_new = turn.moment - _out_since(turn, items) < pace.SHOWN_BY
    for wanted in expected_of(items):
        position = wanted.item.position
        page, code = page_at(wire, addresses[position])
        if page.state in _GONE_PAGES and not is_new:
            gone.append(_GONE_PAGES[page.state])
            found.append(_as_gone(code))
        elif page.state is not PageState.SEEN:
            return hold(turn, code, later)
        else:
            found += page_differences(wanted, page)
        pages.append({"position": position, "url": addresses[position], "page": code})
    if len(gone) == len(items):
        code = gone[0] if gone else "publish.deleted_at_wechat"
        note_removed(turn, code, turn.publication.article_id, addresses)
    else:
        _keep(turn, "", addresses=addresses, pages=pages, found=found)
    crash.point("outcome_saved")
    return None


def _out_since(turn: Turn, items: Sequence[PublicationItem]) -> datetime:
    """Return since when the pages of `items` may be expected to show them."""
    known = [item.published_at for item in items if item.published_at is not None]
    return min(known, default=turn.publication.state_since)


def _as_gone(code: str) -> Json:
    """Return the difference of an article that readers do not find any more."""
    return {"kind": "page", "where": 0, "released": "", "seen": code}


@transaction.atomic
def _keep(
    turn: Turn,
    article_id: str,
    *,
    addresses: Mapping[int, str],
    pages: list[Json],
    found: list[Json],
) -> None:
    """Write the outcome: the article, its addresses, and when it was first seen to be out."""
    publication = turn.publication
    note_out(publication, addresses, now=turn.moment)
    if found:
        stop(
            turn,
            State.NEEDS_HUMAN,
            "publish.out_differs",
            {"differences": found[:50], "pages": pages, "out": 1},
            article_id=article_id,
        )
        return
    write(
        turn,
        state=State.PUBLISHED,
        article_id=article_id,
        trouble_code="",
        trouble_detail={},
        intent_at=None,
    )
    enter(publication, "publish.published", turn.moment, article_id=article_id, pages=pages)
    learn_from(turn)
    wake("ledger.checkpoint", "", now=turn.moment)


def _refused(turn: Turn, wire: Wire, answer: PublishState) -> datetime | None:
    """WeChat refused it: FAILED once the list shows none of it, else a person is asked."""
    expected = expected_of(list(items_of(turn.publication)))
    is_out = any(
        carries_marks([wanted], [article])
        for shown in every_published(wire)
        for article in shown.articles
        for wanted in expected
    )
    detail: dict[str, Json] = {"positions": list(answer.failed_positions)}
    if is_out:
        stop(turn, State.NEEDS_HUMAN, "publish.out_in_part", detail)
    else:
        stop(turn, State.FAILED, _REFUSALS[answer.status], detail)
    return None


@transaction.atomic
def note_removed(turn: Turn, code: str, article_id: str, addresses: Mapping[int, str]) -> None:
    """It was out and is no longer: REMOVED; its versions are never published again."""
    publication = turn.publication
    for position, url in addresses.items():
        publication.items.filter(position=position).update(article_url=url)
    publication.items.filter(removed_at=None).update(removed_at=turn.moment)
    write(
        turn,
        state=State.REMOVED,
        article_id=article_id,
        intent_at=None,
        trouble_code=code,
        trouble_detail={},
    )
    enter(publication, "publish.removed", turn.moment, code=code)
