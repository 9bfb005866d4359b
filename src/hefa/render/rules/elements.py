"""The rules on elements: which may stand in an article, how they nest, and pictures."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from hefa.render.clean import ATTRIBUTES, TAGS
from hefa.render.rules.seen import Seen, is_empty
from hefa.render.rules.violation import SHOWN, Violation

_MOST_NESTED: Final = 8
_MOST_CHILDREN, _MOST_EMPTY = 20, 15
_MOST_COLUMNS: Final = 8
_ALONE: Final = frozenset("img video audio iframe svg a hr br".split())  # noqa: SIM905
_BLOCKS: Final = frozenset(
    "section p div h1 h2 h3 h4 h5 h6 table ul ol li blockquote pre figure".split()  # noqa: SIM905
)
_LISTS: Final = frozenset({"ul", "ol", "li"})
_LIFE: Final = frozenset({"animate", "animatetransform", "animatemotion", "set"})
# Their own word for a few; anything else unknown is a `tag`.
_NAMED: Final = {"pre": "pre", "a": "link", "svg": "svg"}
_BY_ATTRIBUTE: Final = {"data-no-dark": "no-dark", "data-ignore-dm": "ignore-dm"}
_KNOWN: Final = ATTRIBUTES["*"] | {"leaf", "nodeleaf", "data-ignore-width"}
_TABLE_FORM: Final = {"width": "100%", "table-layout": "fixed", "word-break": "break-all"}
_REFUSED_KINDS: Final = ("webp", "svg", "heic", "heif", "avif", "bmp")


def element_violations(seen: Seen, hosts: frozenset[str]) -> Iterator[Violation]:
    """Yield the rules that an element breaks by being what and where it is."""
    for rule, found in _broken(seen, hosts):
        yield Violation(rule=rule, found=found[:SHOWN], text=seen.shown, place=seen.place)


def _broken(seen: Seen, hosts: frozenset[str]) -> Iterator[tuple[str, str]]:
    tag = seen.tag
    if tag in _LIFE:
        yield "animate-begin", tag
    elif tag in _LISTS:
        yield "list", tag
    elif tag not in TAGS and tag != "h1":
        yield _NAMED.get(tag, "tag"), tag
    yield from _structure(seen)
    yield from _attributes(seen)
    if tag == "img":
        yield from _picture(seen, hosts)
    elif tag == "table":
        yield from _table(seen)


def _structure(seen: Seen) -> Iterator[tuple[str, str]]:
    if seen.alike == _MOST_NESTED and seen.tag not in _ALONE:
        yield "nestNodes", seen.tag
    if len(seen.children) > _MOST_CHILDREN and seen.tag not in ("tr", "tbody", "table"):
        empty = sum(map(is_empty, seen.children))
        if empty > _MOST_EMPTY:
            yield "empty", str(empty)
    if "leaf" in seen.attributes and seen.tag == "span":
        for inner in seen.children:
            if inner.tag in _BLOCKS:
                yield "leaf", inner.tag or ""
    if "nodeleaf" in seen.attributes and (
        len(seen.children) != 1 or seen.children[0].tag in _BLOCKS
    ):
        yield "nodeleaf", seen.tag


def _attributes(seen: Seen) -> Iterator[tuple[str, str]]:
    for name in seen.attributes:
        if name in _BY_ATTRIBUTE:
            yield _BY_ATTRIBUTE[name], name
        elif name not in _KNOWN and name not in ATTRIBUTES.get(seen.tag, ()):
            yield "attribute", name


def _picture(seen: Seen, hosts: frozenset[str]) -> Iterator[tuple[str, str]]:
    address = seen.attributes.get("src") or seen.attributes.get("data-src") or ""
    parts = urlsplit(address)
    if parts.hostname not in hosts:
        yield "picture-address", address
    if any(
        parts.path.lower().endswith(f".{kind}") or f"wx_fmt={kind}" in parts.query
        for kind in _REFUSED_KINDS
    ):
        yield "picture-kind", address
    if not seen.attributes.get("data-w") or not seen.attributes.get("data-ratio"):
        yield "picture-size", address
    if not seen.style.get("width", "").endswith("%"):
        yield "width", seen.style.get("width", "")


def _table(seen: Seen) -> Iterator[tuple[str, str]]:
    if any(seen.style.get(name) != value for name, value in _TABLE_FORM.items()):
        yield "table-form", "table"
    row = seen.node.css_first("tr")
    if row is not None:
        cells = [cell.attributes.get("colspan") or "1" for cell in row.iter() if cell.tag]
        count = sum(int(span) for span in cells if span.isdigit())
        if count > _MOST_COLUMNS:
            yield "table-columns", str(count)
