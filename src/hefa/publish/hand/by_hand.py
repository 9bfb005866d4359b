"""What people do about an article that is published by hand: tell its link, or take it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from django.db import transaction

from hefa.collect.files import keep_file
from hefa.core.canonical import Json
from hefa.core.errors import Reason, Refused, reason
from hefa.core.package import Channel
from hefa.core.rights import Right, demand
from hefa.jobs.wake import wake
from hefa.ledger.append import append
from hefa.people.models import Person
from hefa.publish import pace
from hefa.publish.account import Wire, connected, reading
from hefa.publish.changes import change, current, let_go, note_out
from hefa.publish.door import items_of
from hefa.publish.hand.handed_in import SEEN_BY_PERSON, HandedIn, page_from
from hefa.publish.look import (
    Expected,
    expected_of,
    is_draft_there,
    listed_one,
    page_at,
    page_differences,
)
from hefa.publish.models import Publication, PublicationState
from hefa.publish.queries import takes_links
from hefa.publish.turn import fact
from hefa.registry.access import actor_of
from hefa.registry.channels import is_connected
from hefa.render.page import Page, PageState
from hefa.render.shape import folded
from hefa.wechat.errors import CallFailed
from hefa.wechat.pages import page_address

State = PublicationState

_CLOCKS_DIFFER: Final = timedelta(minutes=10)
_UNSEEN: Final = {
    PageState.DELETED: "publish.link_deleted",
    PageState.BLOCKED: "publish.link_deleted",
    PageState.WALL: "publish.link_wall",
    PageState.UNKNOWN: "publish.link_unread",
}
# What Hefa may be unable to read though a person can.
UNREADABLE: Final = frozenset({"publish.link_wall", "publish.link_unread"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """What the page at a pasted link showed; no differences means: what was released.

    `handed_in` is what a person saw there, where Hefa could not read the page.
    """

    position: int
    url: str
    code: str
    differences: tuple[Json, ...] = field(default=())
    handed_in: HandedIn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What can be read before a hand-over is taken back; None where it cannot be read."""

    is_draft_there: bool | None = None
    is_listed: bool | None = None


def read_links(
    publication: Publication,
    links: Mapping[int, str],
    handed_in: Mapping[int, HandedIn] = MappingProxyType({}),
    *,
    now: datetime,
) -> tuple[PageSeen, ...]:
    """Return what the pasted links show, one an item. WeChat is asked; nothing is written.

    What is known to be gone needs none. Raises Refused with every reason: no link, not WeChat's,
    not this account's, not an article, another article. An article of the same title that went
    out since the hand-over is this one, equal or not. Behind WeChat's wall what a person saw there
    stands in, by position.
    """
    if not takes_links(publication):
        raise Refused(reason("publish.wrong_state", state=publication.state))
    found: list[Reason] = []
    seen: list[PageSeen] = []
    with reading(publication.account, now=now) as wire:
        standing = [item for item in items_of(publication) if item.removed_at is None]
        for wanted in expected_of(standing):
            position = wanted.item.position
            link = links.get(position, "").strip()
            page, against = _seen_at(wire, publication, wanted, link, handed_in.get(position))
            found += against
            seen.append(page)
    if found:
        raise Refused(found)
    return tuple(seen)


@transaction.atomic
def accept_links(
    publication: Publication, seen: Sequence[PageSeen], *, person: Person, now: datetime
) -> Publication:
    """Keep the links that `read_links` saw, and return the publication: published, or differing.

    Only a page that shows what was released makes it published. One that differs is kept with
    its address, for patrol to watch, and goes to a person. Raises Refused, Conflict.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    found = current(publication)
    if not takes_links(found) or len(seen) != found.items.filter(removed_at=None).count():
        raise Refused(reason("publish.wrong_state", state=found.state))
    pages: list[Json] = [_kept(page, now) for page in seen]
    by_person = [entry for entry, page in zip(pages, seen, strict=True) if page.handed_in]
    differences: list[Json] = [entry for page in seen for entry in page.differences]
    note_out(found, {page.position: page.url for page in seen}, now=now)
    if differences:
        detail = {"differences": differences[:50], "pages": pages, "out": 1, "from": State.HANDED}
        trouble = {"trouble_code": "publish.out_differs", "trouble_detail": detail}
        change(found, now, state=State.NEEDS_HUMAN, next_at=None, **trouble)
        body: dict[str, Json] = {"code": "publish.out_differs", "pages": pages}
        append(fact(found, "publish.needs_human", body), actor=person.key, now=now)
        return found
    change(
        found,
        now,
        state=State.PUBLISHED,
        trouble_code=SEEN_BY_PERSON if by_person else "",
        trouble_detail={"seen": by_person} if by_person else {},
        intent_at=None,
        next_at=None,
    )
    append(fact(found, "publish.published", {"pages": pages}), actor=person.key, now=now)
    wake("ledger.checkpoint", "", now=now)
    return found


def _kept(page: PageSeen, now: datetime) -> dict[str, Json]:
    """Return what the ledger says of a page; what a person handed in is kept by its SHA-256."""
    told: dict[str, Json] = {"position": page.position, "url": page.url, "page": page.code}
    if page.handed_in is None:
        return told
    kept = page.handed_in
    file = keep_file(kept.content, name=kept.name, media_type=kept.media_type, now=now)
    return {**told, "seen_sha256": file.sha256}


def whereabouts(publication: Publication, *, now: datetime) -> Whereabouts:
    """Return what WeChat shows of what was handed over. WeChat is asked; nothing is written."""
    if not is_connected(publication.account):
        return Whereabouts()
    with connected(publication.account, now=now) as wire:
        return Whereabouts(
            is_draft_there=draft_seen(wire, publication),
            is_listed=_is_listed(wire, publication),
        )


@transaction.atomic
def withdraw_by_hand(
    publication: Publication,
    seen: Whereabouts,
    *,
    is_sure: bool,
    person: Person,
    words: str,
    now: datetime,
) -> None:
    """Take back what was handed over; its versions may be queued anew.

    That takes the person's word that nothing was published, and that what can be read does not
    say otherwise. Where the draft went unseen the word counts after half an hour, and the
    versions stay claimed: the text goes out only from a new review. Raises Refused.
    """
    demand(Right.ORDER_PUBLICATION, actor_of(person, now))
    found = current(publication)
    asked = _against_withdrawal(found, seen, is_sure=is_sure, words=words, now=now)
    if reasons := tuple(asked):
        raise Refused(reasons)
    change(found, now, state=State.CANCELLED, next_at=None, intent_at=None)
    if not found.is_unclear:
        let_go(found)
    withdrawn = fact(found, "publish.withdrawn", {}, personal={"words": words.strip()})
    append(withdrawn, actor=person.key, now=now)
    wake("publish.tidy", str(found.pk), now=now)


def _seen_at(
    wire: Wire, publication: Publication, wanted: Expected, link: str, handed_in: HandedIn | None
) -> tuple[PageSeen, tuple[Reason, ...]]:
    """Return what the page at `link` showed, and every reason why it is not this item's.

    What was handed in counts only where Hefa could not read the page itself.
    """
    url, page, code = _page(wire, link)
    against: tuple[Reason, ...] = ()
    if code not in UNREADABLE:
        handed_in = None
    if handed_in is not None:
        wanted, page, against = page_from(handed_in, wanted, account=publication.account.name)
        code = SEEN_BY_PERSON
    seen = PageSeen(
        position=wanted.item.position,
        url=url,
        code=code,
        differences=page_differences(wanted, page) if page.state is PageState.SEEN else (),
        handed_in=handed_in,
    )
    return seen, against or tuple(_against(publication, wanted, page, code))


def _page(wire: Wire, link: str) -> tuple[str, Page, str]:
    """Return address, page and code of a pasted link; the code says when it is none of WeChat's."""
    if not link:
        return "", Page(state=PageState.UNKNOWN), "publish.link_missing"
    try:
        url = page_address(link, base_url=wire.client.base_url)
    except ValueError:
        return "", Page(state=PageState.UNKNOWN), "publish.link_foreign"
    page, code = page_at(wire, url)
    return url, page, _UNSEEN.get(page.state, code)


def _against(publication: Publication, wanted: Expected, page: Page, code: str) -> Iterable[Reason]:
    """Yield why the page at a link is not this item's."""
    detail = {"title": wanted.package.title}
    if page.state is not PageState.SEEN:
        yield reason(code, **detail)
    elif page.account_name and folded(page.account_name) != folded(publication.account.name):
        yield reason("publish.link_other_account", account=page.account_name[:60], **detail)
    elif page_differences(wanted, page) and not _is_this_article(publication, wanted, page):
        yield reason("publish.link_other_article", seen=page.title[:60], **detail)


def _is_this_article(publication: Publication, wanted: Expected, page: Page) -> bool:
    """Whether a page that differs is this item all the same: its title, and no older.

    What WeChat says it has mass-sent is out for certain, under whatever title.
    """
    if not publication.msg_id and folded(page.title) != folded(wanted.package.title):
        return False
    handed_at = publication.intent_at or publication.created_at
    return page.published_at is None or page.published_at >= handed_at - _CLOCKS_DIFFER


def _against_withdrawal(
    publication: Publication, seen: Whereabouts, *, is_sure: bool, words: str, now: datetime
) -> Iterable[Reason]:
    if publication.state != State.HANDED or publication.msg_id:
        yield reason("publish.too_late_to_cancel", state=publication.state)
        return
    if not words.strip():
        yield reason("publish.words_missing")
    if not is_sure:
        yield reason("publish.withdraw_not_sure")
    if seen.is_listed:
        yield reason("publish.withdraw_is_out")
    elif publication.channel == Channel.DRAFT and seen.is_draft_there is not True:
        handed_at = publication.intent_at or publication.state_since
        if not publication.is_unclear or now - handed_at < pace.CLEAR_BY:
            yield reason("publish.withdraw_draft_gone")


def draft_seen(wire: Wire, publication: Publication) -> bool | None:
    """Whether its draft lies in the box; None where it has none or that could not be read."""
    if not publication.media_id:
        return None
    try:
        return is_draft_there(wire, publication.media_id)
    except CallFailed:
        return None


def _is_listed(wire: Wire, publication: Publication) -> bool | None:
    try:
        return listed_one(wire, expected_of(list(items_of(publication)))) is not None
    except CallFailed:
        return None
