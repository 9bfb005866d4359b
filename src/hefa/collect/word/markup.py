"""XML of a Word file: safe parsing, names, and a walk through its wrappers."""

from collections.abc import Iterator
from typing import Final, Protocol

from lxml import etree
from lxml.etree import _Element

from hefa.core.errors import Refused, reason

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHART_EX: Final = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741  the prefix of the format itself
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

# ISO/IEC 29500 Strict names the same things differently.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
_OFF = frozenset({"0", "false", "off", "none"})
_GONE = {
    W + "del": "collect.deleted_text_dropped",
    W + "moveFrom": "collect.moved_text_dropped",
}
_WRAPPERS = frozenset(
    W + name for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo")
)
_CONTENT = (W + "t", W + "delText", W + "drawing", W + "pict", W + "object", W + "sym")
_PURL = b"http://purl.oclc.org/ooxml/"


class Reporter(Protocol):
    """Whoever writes down what was passed over."""

    def add(self, code: str, place: str = "") -> None:
        """Write down one occurrence of `code`."""


def parse(content: bytes) -> _Element:
    """Return the root of one XML part; entities, network and huge trees are off.

    Raises Refused for XML that is not well-formed, and for any document type declaration.
    """
    if _PURL in content:
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(reason("collect.word_broken")) from None
    if root.getroottree().docinfo.doctype:
        raise Refused(reason("collect.word_broken"))
    return root


def inner(element: _Element, report: Reporter) -> Iterator[_Element]:
    """Yield the children that count, walking through wrappers.

    Insertions and moved-to text are accepted, deletions and moved-from text are passed over and
    reported; of alternatives the first choice is taken and never the fallback, which repeats it.
    Source: ECMA-376 part 1, 17.13.5 (revisions), 17.5.2 (sdt); part 3, 10.2 (alternatives).
    """
    for child in element:
        tag = child.tag
        if tag in _WRAPPERS:
            yield from inner(child, report)
        elif tag in _GONE:
            if holds_content(child) and not _continues(child):
                report.add(_GONE[tag])
        elif tag == W + "sdt":
            if child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                report.add("collect.placeholder_kept")
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from inner(content, report)
        elif tag == MC + "AlternateContent":
            choice = child.find(MC + "Choice")
            taken = choice if choice is not None else child.find(MC + "Fallback")
            if taken is not None:
                yield from inner(taken, report)
        else:
            yield child


def _continues(element: _Element) -> bool:
    """Whether this is one revision with the element before it: a run each is usual."""
    before = element.getprevious()
    return before is not None and before.tag == element.tag and holds_content(before)


def holds_content(element: _Element) -> bool:
    """Whether anything a reader could have seen stands inside `element`."""
    return next(element.iter(*_CONTENT), None) is not None


def value(parent: _Element | None, name: str) -> str | None:
    """Return `w:val` of the child `w:name`, or None when there is none."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(W + "val") if child is not None else None


def is_on(element: _Element | None) -> bool:
    """Whether a switch such as `w:b` is there and not turned off."""
    return element is not None and element.get(W + "val", "1").lower() not in _OFF


def whole(text: str | None, default: int = 0) -> int:
    """Return `text` as a whole number, or `default` when it is none."""
    try:
        return round(float(text)) if text is not None else default
    except (ValueError, OverflowError):
        return default
