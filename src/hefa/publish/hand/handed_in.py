"""What a person sees where WeChat shows Hefa a wall: the page as text or as a saved file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Final

from hefa.core.errors import Reason, reason
from hefa.ledger.append import MACHINE, append
from hefa.publish.look import Expected
from hefa.publish.models import Publication, PublicationItem
from hefa.publish.turn import fact
from hefa.render.page import Page, PageState, parse_page
from hefa.render.shape import folded

MOST_CHARACTERS: Final = 200_000
MOST_BYTES: Final = 8 * 1024 * 1024
SEEN_BY_PERSON: Final = "publish.seen_by_person"
# Handed in, but not a page of this article: another is asked for.
WANTED: Final = frozenset(
    {
        "publish.seen_no_page",
        "publish.seen_without_title",
        "publish.seen_without_account",
        "publish.seen_too_big",
    }
)
TEXT, HTML = "text/plain", "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A page as a person saw it: the bytes they handed in, as copied text or as a saved page."""

    content: bytes
    media_type: str

    @property
    def name(self) -> str:
        """The name under which it is kept."""
        return "seen.html" if self.media_type == HTML else "seen.txt"


def page_from(
    seen: HandedIn, wanted: Expected, *, account: str
) -> tuple[Expected, Page, tuple[Reason, ...]]:
    """Return what can be expected of what was handed in, the page it shows, and why it is none.

    Names of pictures are lost where a browser saves a page, pictures, links and frames where its
    text is copied: what is left is compared as ever. Copied text is read from the title to the
    last block, since around it stands what belongs to WeChat.
    """
    text = seen.content.decode("utf-8", "replace")
    title = wanted.package.title
    if seen.media_type == HTML:
        page = parse_page(text)
        is_seen = page.state is PageState.SEEN
        none_of_it = reason("publish.seen_no_page", title=title)
        return replace(wanted, is_pasted=True), page, () if is_seen else (none_of_it,)
    lines = [line for raw in text.splitlines() if (line := folded(raw))]
    if against := tuple(_against_text(lines, title, account)):
        return wanted, Page(state=PageState.UNKNOWN), against
    body = _body(lines[lines.index(folded(title)) + 1 :], wanted.shape.blocks)
    html = "".join(f"<p>{escape(line)}</p>" for line in body)
    words_alone = replace(wanted.shape, pictures=(), links=(), counts=())
    page = Page(state=PageState.SEEN, title=title, body_html=html)
    return replace(wanted, shape=words_alone), page, ()


def _against_text(lines: Sequence[str], title: str, account: str) -> Iterator[Reason]:
    """Yield why copied lines are no page of this article of this account."""
    if folded(title) not in lines:
        yield reason("publish.seen_without_title", title=title)
    elif not any(folded(account) in line for line in lines):
        yield reason("publish.seen_without_account", title=title, account=account)


def _body(lines: Sequence[str], blocks: Sequence[str]) -> Sequence[str]:
    """Return the lines from the first block to the last, as far as those are found."""
    if not blocks:
        return lines
    begins = [place for place, line in enumerate(lines) if blocks[0].startswith(line)]
    ends = [place for place, line in enumerate(lines) if blocks[-1].endswith(line)]
    first = begins[0] if begins else 0
    last = ends[-1] if ends else len(lines) - 1
    return lines[first : last + 1]


def seen_by_person(publication: Publication) -> dict[int, str]:
    """Return the SHA-256 of what a person handed in as the page of each item, by position."""
    pages = publication.trouble_detail.get("seen") or publication.trouble_detail.get("pages") or []
    return {page["position"]: page["seen_sha256"] for page in pages if "seen_sha256" in page}


def note_read(read: Iterable[PublicationItem], *, now: datetime) -> None:
    """Write down, in the caller's transaction, that Hefa has read what only a person had seen."""
    positions: dict[int, set[int]] = {}
    for item in read:
        positions.setdefault(item.publication_id, set()).add(item.position)
    found = Publication.objects.filter(pk__in=positions, trouble_code=SEEN_BY_PERSON)
    for publication in found.select_related("account"):
        wanted = {entry["position"] for entry in publication.trouble_detail.get("seen", [])}
        rows = Publication.objects.filter(pk=publication.pk, trouble_code=SEEN_BY_PERSON)
        if wanted <= positions[publication.pk] and rows.update(trouble_code=""):
            append(fact(publication, "publish.read_at_last", {}), actor=MACHINE, now=now)
