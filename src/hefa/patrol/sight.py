"""What one look at an account showed, and what it means for each item."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from hefa.core.canonical import Json
from hefa.core.errors import Tampered
from hefa.patrol.models import Result
from hefa.publish.account import Wire
from hefa.publish.look import (
    Expected,
    differences_of,
    every_published,
    expected_of,
    matches,
    same_content,
    shape_differences,
)
from hefa.publish.models import PublicationItem
from hefa.publish.orders.correcting import awaited, seen_otherwise
from hefa.registry.channels import is_connected
from hefa.render.page import Page, PageState, parse_page
from hefa.wechat.errors import CallFailed
from hefa.wechat.values import Published, StoredArticle

GRACE: Final = timedelta(minutes=10)
_GONE = (PageState.DELETED, PageState.BLOCKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The list of published articles by their id; not whole when reading it failed with `code`."""

    published: Mapping[str, Published]
    code: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether an article that is not in it is not listed."""
        return not self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of one article; `item` is None where nobody released it."""

    item: PublicationItem | None
    article_id: str
    position: int
    title: str
    url: str
    result: Result
    differences: tuple[Json, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """Return it as plain JSON, for the round's fingerprint in the ledger."""
        return {
            "item": self.item.pk if self.item else None,
            "article_id": self.article_id,
            "position": self.position,
            "title": self.title,
            "url": self.url,
            "result": self.result.value,
            "differences": self.differences,
        }


def read_list(wire: Wire) -> Listing:
    """Return the whole list, or what could be read of it with the code of the failure."""
    published: dict[str, Published] = {}
    if not is_connected(wire.account):
        return Listing(published=published, code="patrol.list_out_of_reach")
    try:
        for shown in every_published(wire):
            published[shown.article_id] = shown
    except CallFailed as failed:
        return Listing(published=published, code=failed.code)
    return Listing(published=published)


def look_at_items(
    wire: Wire, items: Sequence[PublicationItem], listing: Listing, *, now: datetime
) -> Iterator[Seen]:
    """Yield what readers see of each published item, fetching its public page.

    While a person makes a small edit of one, its corrected text is as good as its former one.
    """
    ordered = sorted(items, key=lambda item: (item.publication_id, item.position))
    for _, group in groupby(ordered, key=lambda item: item.publication_id):
        of_one = list(group)
        try:
            expected = expected_of(of_one)
        except Tampered as tampered:
            code = tampered.reasons[0].code
            for item in of_one:
                yield _seen(item, Result.UNKNOWN, (_noted("package", code),))
            continue
        for wanted in expected:
            seen = _look_at(wire, wanted, listing, now=now)
            if seen.result is Result.CHANGED:  # asked only now: it may just have been handed over
                seen = _or_corrected(wire, seen, awaited([wanted.item]).values())
            yield seen


def as_ordered_since(
    found: Iterable[Seen], *, standing: Container[int], going: Container[int]
) -> Iterator[Seen]:
    """Yield what holds of `found` by what was ordered while it was looked at.

    An item not in `standing` any more is nobody's to find; one in `going` is being deleted on the
    strength of a sheet, so its absence says nothing.
    """
    for seen in found:
        key = seen.item.pk if seen.item else None
        if key not in standing:
            continue
        if seen.result is Result.MISSING and key in going:
            noted = (_noted("page", "patrol.being_taken_down"),)
            yield replace(seen, result=Result.UNKNOWN, differences=noted)
        else:
            yield seen


def unauthorised(
    listing: Listing,
    known: Mapping[str, int],
    under_way: Sequence[Sequence[PublicationItem]],
) -> Iterator[Seen]:
    """Yield every listed article that nobody released.

    `known` gives the number of our articles under each id; `under_way` the items of publications
    whose outcome is not yet written down, told by mark and content.
    """
    awaited = [expected for items in under_way if (expected := _expected(items))]
    for shown in listing.published.values():
        if any(_is_awaited(expected, shown) for expected in awaited):
            continue
        for position, article in enumerate(shown.articles, start=1):
            if position > known.get(shown.article_id, 0) and not article.is_deleted:
                yield Seen(
                    item=None,
                    article_id=shown.article_id,
                    position=position,
                    title=article.title[:200],
                    url=article.url[:500],
                    result=Result.UNAUTHORISED,
                )


def _is_awaited(expected: Sequence[Expected], shown: Published) -> bool:
    """Whether this is what is on its way out; what a person pasted bears no marks."""
    return matches(expected, shown.articles) or same_content(expected, shown.articles)


def _look_at(wire: Wire, wanted: Expected, listing: Listing, *, now: datetime) -> Seen:
    """Return what is seen of one item: the page readers open first, then the list."""
    item = wanted.item
    listed = _listed(item, listing)
    page, code = _page(wire, item.article_url)
    if page.state is PageState.SEEN:
        unequal = shape_differences(wanted, page.body_html, title=page.title)
        found = [*unequal, *_listed_otherwise(wanted, listed)]
        return _seen(item, Result.CHANGED if found else Result.SAME, _once(found))
    has_place = bool(item.publication.article_id)  # mass-sent items stand in no list
    is_unlisted = has_place and listing.is_whole and (listed is None or listed.is_deleted)
    if page.state in _GONE or is_unlisted:
        is_new = item.published_at is not None and now - item.published_at < GRACE
        result = Result.UNKNOWN if is_new else Result.MISSING
        return _seen(item, result, (_noted("page", "patrol.in_grace" if is_new else code),))
    if found := _listed_otherwise(wanted, listed):
        return _seen(item, Result.CHANGED, _once(found))
    return _seen(item, Result.UNKNOWN, (_noted("page", code),))


def _or_corrected(wire: Wire, seen: Seen, corrections: Iterable[PublicationItem]) -> Seen:
    """Return `seen`, or that it is the same where it is the corrected text already."""
    unequal = [seen_otherwise(wire, wanted) for wanted in _expected(list(corrections))]
    return replace(seen, result=Result.SAME, differences=()) if unequal == [()] else seen


def _expected(items: Sequence[PublicationItem]) -> tuple[Expected, ...]:
    """Return what is expected of the items; nothing where their package was altered."""
    try:
        return expected_of(items)
    except Tampered:
        return ()


def _page(wire: Wire, url: str) -> tuple[Page, str]:
    """Return what the public page shows, and the code of its state or of the failure."""
    try:
        page = parse_page(wire.page(url).html)
    except CallFailed as failed:
        return Page(state=PageState.UNKNOWN), failed.code
    return page, page.code


def _listed(item: PublicationItem, listing: Listing) -> StoredArticle | None:
    shown = listing.published.get(item.publication.article_id)
    if shown is None or item.position > len(shown.articles):
        return None
    return shown.articles[item.position - 1]


def _listed_otherwise(wanted: Expected, listed: StoredArticle | None) -> list[Json]:
    return list(differences_of(wanted, listed)) if listed and not listed.is_deleted else []


def _once(found: Iterable[Json]) -> tuple[Json, ...]:
    """Return the differences without repetition, in order, at most a hundred."""
    kept: list[Json] = []
    for entry in found:
        if entry not in kept:
            kept.append(entry)
    return tuple(kept[:100])


def _noted(kind: str, code: str) -> Json:
    return {"kind": kind, "where": 0, "released": "", "seen": code}


def _seen(item: PublicationItem, result: Result, found: tuple[Json, ...]) -> Seen:
    return Seen(
        item=item,
        article_id=item.publication.article_id,
        position=item.position,
        title=item.version.title,
        url=item.article_url,
        result=result,
        differences=found,
    )
