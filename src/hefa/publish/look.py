"""Reading what WeChat holds, and telling whether it is what was released."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hefa.collect.packages import package_of
from hefa.core.canonical import Json
from hefa.core.package import Package
from hefa.publish import rows
from hefa.publish.account import Wire
from hefa.publish.conditions import cover_sha256_of
from hefa.publish.models import PublicationItem
from hefa.render.article import MARKER
from hefa.render.compare import Difference, differences
from hefa.render.page import Page, PageState, parse_page
from hefa.render.shape import Shape, fingerprint_of_html, folded
from hefa.wechat.articles import MOST_PER_PAGE
from hefa.wechat.drafts import get_draft, list_drafts
from hefa.wechat.errors import CallFailed
from hefa.wechat.publishing import list_published
from hefa.wechat.values import Draft, MediaId, Published, StoredArticle

_MARKER_DIGITS = 16
_PLACE = "https://picture.invalid/"  # no host by RFC 2606
_IMAGE_PLACE = re.compile(rf'<img src="{re.escape(_PLACE)}(\d+)"[^>]*>')
_MOST_PAGES = 500
_MARK_OF_PAGES = "#rd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What one item of a publication must look like wherever it is read.

    Of an article that a person pasted only number and place of the pictures are known.
    """

    item: PublicationItem
    package: Package
    shape: Shape
    has_digest: bool
    is_pasted: bool = False


def is_draft_there(wire: Wire, media_id: str) -> bool:
    """Whether the draft still lies in the draft box. Raises CallFailed when that is not known."""
    try:
        wire.call(get_draft, MediaId(media_id))
    except CallFailed as failed:
        if failed.code != "wechat.material_gone":
            raise
        return False
    return True


def expected_of(items: Sequence[PublicationItem]) -> tuple[Expected, ...]:
    """Return what is expected of each item, from its package and the bytes that were sent.

    WeChat takes the digest text only in drafts of one article. Raises Tampered.
    """
    return tuple(
        Expected(
            item=item,
            package=(package := package_of(item.version)),
            shape=fingerprint_of_html(item.rendered_html, title=package.title),
            has_digest=_stands_alone(items) and bool(package.digest),
            is_pasted=_PLACE in item.rendered_html,
        )
        for item in items
    )


def _stands_alone(items: Sequence[PublicationItem]) -> bool:
    """Whether the article they are is the only one of its publication; a correction's is older."""
    former = items[0].acts_on if len(items) == 1 else None
    return len(items) == 1 and (former is None or former.publication.items.count() == 1)


def place_of_picture(number: int) -> str:
    """Return the address that stands for picture `number`, from 1, where a person puts it in."""
    return f"{_PLACE}{number}"


def pictures_placed(html: str, label: str) -> str:
    """Return `html` with `label` and its number where a person puts a picture in."""
    return _IMAGE_PLACE.sub(lambda match: label.format(number=match[1]), html)


def shape_differences(expected: Expected, html: str, *, title: str) -> tuple[Json, ...]:
    """Return what a reader would find different in an article's body and title."""
    released, seen = expected.shape, fingerprint_of_html(html, title=title)
    if expected.is_pasted:
        released, seen = _unnamed(released), _unnamed(seen)
    return as_json(differences(released, seen))


def differences_of(expected: Expected, stored: StoredArticle) -> tuple[Json, ...]:
    """Return every difference between what was released and an article as WeChat stores it."""
    package = expected.package
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
    return (*shape_differences(expected, stored.content, title=stored.title), *fields)


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


def draft_differences(wire: Wire, expected: Sequence[Expected], stored: Draft) -> list[Json] | None:
    """Return what differs in a draft, by item; None when it is what was rendered.

    An empty list says that even the number of articles is another.
    """
    if len(stored.articles) != len(expected):
        return []
    found: list[Json] = [
        {"position": wanted.item.position, "differences": list(unequal)}
        for wanted, article in zip(expected, stored.articles, strict=True)
        if (unequal := differences_of(wanted, article))
        or article.thumb_media_id != cover_id_of(wire, wanted.package)
    ]
    return found or None


def cover_id_of(wire: Wire, package: Package) -> str:
    """Return the id under which WeChat keeps the signed cover; empty before it went up."""
    sha256 = cover_sha256_of(package)
    kept = rows.pictures_of(wire.account.pk, [sha256]).get((sha256, "cover"))
    return kept.media_id if kept else ""


def page_at(wire: Wire, url: str) -> tuple[Page, str]:
    """Return what the public page at `url` shows, and the code of its state or of the failure."""
    try:
        page = parse_page(wire.page(url).html)
    except CallFailed as failed:
        return Page(state=PageState.UNKNOWN), failed.code
    return page, page.code


def page_differences(expected: Expected, page: Page) -> tuple[Json, ...]:
    """Return every difference between what was released and a public page that was seen."""
    package = expected.package
    pairs = (
        ("author", package.author, page.author),
        ("source_url", *map(_unmarked, (package.source_url, page.source_url))),
    )
    fields: list[Json] = [
        {"kind": name, "where": 0, "released": released[:300], "seen": found[:300]}
        for name, released, found in pairs
        if found and folded(released) != folded(found)
    ]
    return (*shape_differences(expected, page.body_html, title=page.title), *fields)


def _unmarked(url: str) -> str:
    """Return `url` without the mark that article pages put behind the link to the original."""
    return url.removesuffix(_MARK_OF_PAGES)


def mark_of(item: PublicationItem) -> str:
    """Return the mark that an item bears wherever WeChat keeps it."""
    return f'{MARKER}="{item.package_sha256[:_MARKER_DIGITS]}"'


def carries_marks(expected: Sequence[Expected], stored: Sequence[StoredArticle]) -> bool:
    """Whether these articles bear, in order, the marks of all these packages."""
    return len(stored) == len(expected) and all(
        mark_of(wanted.item) in article.content
        for wanted, article in zip(expected, stored, strict=True)
    )


def matches(expected: Sequence[Expected], stored: Sequence[StoredArticle]) -> bool:
    """Whether these articles are, in order, exactly these items: by mark and by content."""
    return carries_marks(expected, stored) and not any(
        differences_of(wanted, article) for wanted, article in zip(expected, stored, strict=True)
    )


def same_content(expected: Sequence[Expected], stored: Sequence[StoredArticle]) -> bool:
    """Whether readers of these articles read, in order, exactly these items, marked or not.

    Marks are lost where a person pasted the text. Cover and by-line do not count here.
    """
    return len(stored) == len(expected) and not any(
        shape_differences(wanted, article.content, title=article.title)
        for wanted, article in zip(expected, stored, strict=True)
    )


def listed_one(wire: Wire, expected: Sequence[Expected]) -> Published | None:
    """Return the listed publication that is these items, by their marks or by their content."""
    return next(
        (
            shown
            for shown in every_published(wire)
            if carries_marks(expected, shown.articles) or same_content(expected, shown.articles)
        ),
        None,
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


def _unnamed(shape: Shape) -> Shape:
    """Return `shape` with its pictures all alike: how many there are, and where."""
    return replace(shape, pictures=tuple(replace(one, value="1") for one in shape.pictures))
