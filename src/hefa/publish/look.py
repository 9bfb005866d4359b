"""Reading what WeChat holds, and telling whether it is what was released."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hefa.collect.packages import package_of
from hefa.core.canonical import Json
from hefa.core.package import Package
from hefa.publish.account import Wire
from hefa.publish.models import PublicationItem
from hefa.render.article import MARKER
from hefa.render.compare import Difference, differences
from hefa.render.shape import Shape, fingerprint_of_html, folded
from hefa.wechat.articles import MOST_PER_PAGE
from hefa.wechat.drafts import list_drafts
from hefa.wechat.publishing import list_published
from hefa.wechat.values import Draft, Published, StoredArticle

_MARKER_DIGITS = 16
_MOST_PAGES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one item of a publication must look like wherever it is read."""

    item: PublicationItem
    package: Package
    shape: Shape
    has_digest: bool


def expected_of(items: Sequence[PublicationItem]) -> tuple[Expected, ...]:
    """Return what is expected of each item, from its package and the bytes that were sent.

    WeChat takes the digest text only in drafts of one article. Raises Tampered.
    """
    return tuple(
        Expected(
            item=item,
            package=(package := package_of(item.version)),
            shape=fingerprint_of_html(item.rendered_html, title=package.title),
            has_digest=len(items) == 1 and bool(package.digest),
        )
        for item in items
    )


def differences_of(expected: Expected, stored: StoredArticle) -> tuple[Json, ...]:
    """Return every difference between what was released and an article as WeChat stores it."""
    package = expected.package
    seen = fingerprint_of_html(stored.content, title=stored.title)
    pairs = [
        ("author", package.author, stored.author),
        ("source_url", package.source_url, stored.content_source_url),
        ("comments", str(int(package.comments)), str(int(stored.need_open_comment))),
    ]
    if expected.has_digest:
        pairs.append(("digest", package.digest, stored.digest))
    fields: list[Json] = [
        {"kind": name, "where": 0, "released": released[:300], "seen": found[:300]}
        for name, released, found in pairs
        if folded(released) != folded(found)
    ]
    return (*as_json(differences(expected.shape, seen)), *fields)


def as_json(found: Sequence[Difference]) -> tuple[Json, ...]:
    """Return differences as plain JSON: kind, where (block from 1, 0 the whole), both sides."""
    return tuple(
        {
            "kind": difference.kind.value,
            "where": difference.block,
            "released": difference.released[:300],
            "seen": difference.seen[:300],
        }
        for difference in found
    )


def carries_marks(expected: Sequence[Expected], stored: Sequence[StoredArticle]) -> bool:
    """Whether these articles bear, in order, the marks of all these packages."""
    return len(stored) == len(expected) and all(
        f'{MARKER}="{wanted.item.package_sha256[:_MARKER_DIGITS]}"' in article.content
        for wanted, article in zip(expected, stored, strict=True)
    )


def matches(expected: Sequence[Expected], stored: Sequence[StoredArticle]) -> bool:
    """Whether these articles are, in order, exactly these items: by mark and by content."""
    return carries_marks(expected, stored) and not any(
        differences_of(wanted, article) for wanted, article in zip(expected, stored, strict=True)
    )


def every_draft(wire: Wire) -> Iterator[Draft]:
    """Yield every draft in the box; the order is not promised, so all pages are read."""
    for page_number in range(_MOST_PAGES):
        offset = page_number * MOST_PER_PAGE
        page = wire.call(list_drafts, offset=offset)
        yield from page.drafts
        if not page.drafts or offset + MOST_PER_PAGE >= page.total_count:
            return


def every_published(wire: Wire) -> Iterator[Published]:
    """Yield every publication that the list shows; mass-sent ones are never in it."""
    for page_number in range(_MOST_PAGES):
        offset = page_number * MOST_PER_PAGE
        page = wire.call(list_published, offset=offset)
        yield from page.publications
        if not page.publications or offset + MOST_PER_PAGE >= page.total_count:
            return
