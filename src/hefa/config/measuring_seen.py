"""What can be seen in a Word file's raw XML, and in what a reader made of it: countable things."""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from lxml import html

from hefa.collect.second_reading import second_reading
from hefa.collect.word import WordImport
from hefa.core.document import asides, block_text, blocks, walk

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DIGITS = re.compile(r"\d+")
_DARK = re.compile(r"auto|(?:[0-3][0-9A-Fa-f]){3}")
_ALIGNED = re.compile(r"text-align:\s*(?:center|right)")
_ASIDE: Final = ("center", "right", "end")
_BLOCKS: Final = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "div", "tr", "br", "dt", "dd")
)


@dataclass(slots=True, kw_only=True)
class Seen:
    """What was seen: the title where it stands apart, lines, and counts of how they look."""

    title: str = ""
    lines: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)  # lines that stand behind a computed number
    aligned: int = 0
    coloured: int = 0
    spans: int = 0

    @property
    def signs(self) -> Counter[str]:
        """The visible characters."""
        return Counter("".join("".join(self.lines).split()))

    @property
    def digits(self) -> Counter[str]:
        """The strings of digits."""
        return Counter(_DIGITS.findall("\n".join(self.lines)))

    def numbers_typed_in(self, other: "Seen") -> int:
        """Return for how many numbered lines `other` has the number typed before the words."""
        if other is self:
            return len(self.numbered)
        lines = ["".join(line.split()) for line in other.lines]
        return sum(
            any(line.endswith(text) and line != text for line in lines) for text in self.numbered
        )


def seen_in_xml(content: bytes, *, title: str) -> Seen:
    """Return what the raw XML says outright; styles are not asked, nor is the title."""
    root = _body(content)
    for hidden in [*root.iter(f"{_W}del"), *root.iter(f"{_W}moveFrom")]:
        hidden.clear()
    lines = second_reading(content).lines
    seen = Seen(
        title=title,
        lines=[line.text for line in lines],
        numbered=[line.folded for line in lines if line.is_numbered and line.folded],
        spans=_spans(root),
    )
    for paragraph in root.iter(f"{_W}p"):
        text = "".join("".join(part.text or "" for part in paragraph.iter(f"{_W}t")).split())
        if not text or text in "".join(title.split()):
            continue
        side = paragraph.find(f"{_W}pPr/{_W}jc")
        seen.aligned += side is not None and side.get(f"{_W}val") in _ASIDE
        seen.coloured += sum(map(_coloured, paragraph.iter(f"{_W}r")))
    return seen


def seen_in_document(read: WordImport) -> Seen:
    """Return what the document shows; a red head is red and centred by what it is."""
    nodes = list(walk(read.document))
    heads = [node for node in nodes if node["type"] == "redHead"]
    return Seen(
        title=read.title,
        lines=[
            read.title,
            *map(block_text, blocks(read.document)),
            *asides(read.document),
        ],
        aligned=sum(node.get("attrs", {}).get("align") in _ASIDE for node in nodes)
        + sum(1 + bool(head.get("attrs")) for head in heads),
        coloured=sum(
            len(node["text"])
            for node in nodes
            if any(mark["type"] == "color" for mark in node.get("marks", ()))
        )
        + sum(len(block_text(head)) for head in heads),
        spans=sum(_is_span(node.get("attrs", {})) for node in nodes),
    )


def seen_in_html(text: str) -> Seen:
    """Return what HTML shows, by the styles written into it."""
    root = html.fromstring(f"<div>{text}</div>")
    seen = Seen()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        style = element.get("style", "")
        seen.aligned += bool(_ALIGNED.search(style)) or element.get("align") in _ASIDE
        seen.spans += _is_span(element.attrib)
        if re.search(r"(?<![-\w])color:", style):
            seen.coloured += len(element.text_content())
        if element.get("alt"):
            element.tail = f"\n{element.get('alt')}\n{element.tail or ''}"
        if element.tag in _BLOCKS:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
    seen.lines = [line for line in root.text_content().split("\n") if line.strip()]
    return seen


def _body(content: bytes) -> ET.Element:
    """Return the main part of a Word file, whatever its name, in the usual name space."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = map(archive.read, archive.namelist())
        main = next(part for part in parts if b"<w:body" in part)
    return ET.fromstring(main.replace(_STRICT, _W[1:-1].encode()))  # noqa: S314  # our own files


def _spans(root: ET.Element) -> int:
    """Return how many cells reach over several columns or rows."""
    wide = sum(int(span.get(f"{_W}val", "1")) > 1 for span in root.iter(f"{_W}gridSpan"))
    tall = sum(span.get(f"{_W}val") == "restart" for span in root.iter(f"{_W}vMerge"))
    return wide + tall


def _coloured(run: ET.Element) -> int:
    """Return how many characters of a run have a colour of their own that is not near black."""
    colour = run.find(f"{_W}rPr/{_W}color")
    value = colour.get(f"{_W}val", "auto") if colour is not None else "auto"
    if _DARK.fullmatch(value) or run.find(f"{_W}rPr/{_W}vanish") is not None:
        return 0
    return sum(len(part.text or "") for part in run.findall(f"{_W}t"))


def _is_span(attributes: object) -> bool:
    """Whether a cell reaches over more than one column or row."""
    assert hasattr(attributes, "get")  # noqa: S101  # a mapping of either sort
    return any(int(attributes.get(name, 1)) > 1 for name in ("colspan", "rowspan"))
