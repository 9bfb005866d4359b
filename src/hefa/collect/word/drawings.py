"""What is drawn in a paragraph: pictures, text boxes, lines; the rest is named and reported.

Source: ECMA-376 part 1, 20.4 (drawings), 20.1.8 (blip, crop); part 4, 14 (VML).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from hefa.collect.pictures import NO_CROP, Crop, Picture, prepare_picture
from hefa.collect.word.colours import hex_colour
from hefa.collect.word.compose import boxed
from hefa.collect.word.markup import (
    CHART,
    CHART_EX,
    DIAGRAM,
    PIC,
    WP,
    WPS,
    A,
    O,
    R,
    V,
    W,
    inner,
    whole,
)
from hefa.collect.word.model import Block, Paragraph, Piece
from hefa.collect.word.story import Story, stand_in
from hefa.core.errors import Refused

_EMU_PER_POINT: Final = 12_700
_FULL_WIDTH: Final = 10_000
_LEAST_WIDTH: Final = 500
_AS_GOOD_AS_FULL: Final = 9_000
_VML_FRACTION: Final = 65_536
_POINTS = re.compile(r"(?:^|;)\s*width\s*:\s*([\d.]+)pt")
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_CHARTS = frozenset({CHART + "chart", CHART_EX + "chart", DIAGRAM + "relIds"})
_LINE_SHAPES = frozenset({"line", "straightConnector1"})
_FILE_NAME = re.compile(r"[\\/]|\.(?:png|jpe?g|gif|bmp|webp|tiff?|emf|wmf)$", re.IGNORECASE)
_SHAPES = frozenset(
    {WPS + "wsp", WPS + "cxnSp", V + "shape", V + "rect", V + "roundrect", V + "oval", V + "line"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the drawing says about all that stands in it."""

    alt: str = ""
    width_emu: int = 0


def drawn(element: _Element, story: Story) -> tuple[Block, ...]:
    """Return the blocks of a `w:drawing`, `w:pict` or `w:object`, each once."""
    if element.tag == W + "object":
        story.report.add("collect.object_dropped")
        return (stand_in("个嵌入对象"),)
    properties = element.find(f".//{WP}docPr")
    if properties is not None and properties.get("hidden") in {"1", "true"}:
        story.report.add("collect.hidden_text_dropped")
        return ()
    extent = element.find(f".//{WP}extent")
    frame = Frame(
        alt=_alternative(properties.get("descr", "") if properties is not None else ""),
        width_emu=whole(extent.get("cx")) if extent is not None else 0,
    )
    if properties is not None and properties.find(A + "hlinkClick") is not None:
        story.report.add("collect.picture_link_dropped")
    before = story.report.total
    blocks = tuple(_shapes(element, frame, story))
    if not blocks and story.report.total == before:
        story.report.add("collect.shape_dropped")
    return blocks


def _shapes(element: _Element, frame: Frame, story: Story) -> Iterator[Block]:
    """Yield the blocks below `element` in order."""
    for child in inner(element, story.report):
        tag = child.tag
        if tag == PIC + "pic":
            yield from _picture(child, frame, story)
        elif tag == V + "imagedata":
            yield from _vml_picture(child, story)
        elif tag == W + "txbxContent":
            yield from _box(child, frame, story)
        elif tag == V + "textpath":
            yield from _word_art(child)
        elif tag in _CHARTS:
            story.report.add("collect.chart_dropped")
            yield stand_in("个图表")
        elif tag in _SHAPES:
            yield from _shape(child, frame, story)
        else:
            yield from _shapes(child, frame, story)


def _box(content: _Element, frame: Frame, story: Story) -> list[Block]:
    """Return the blocks of a text box, to stand after its anchor."""
    inside = story.inside(width_emu=frame.width_emu)
    blocks = boxed(inside.blocks(content), story.report)
    if blocks:
        story.report.add("collect.text_box_moved")
    return blocks


def _word_art(path: _Element) -> Iterator[Block]:
    """Yield the words that are drawn along a path, a heading of old documents."""
    if words := " ".join(path.get("string", "").split()):
        yield Paragraph(pieces=(Piece(text=words),), align="center")


def _shape(shape: _Element, frame: Frame, story: Story) -> Iterator[Block]:
    """Yield what a shape holds; a long line is a rule, an empty shape is dropped and reported."""
    blocks = list(_shapes(shape, frame, story))
    if blocks:
        yield from blocks
    elif _is_rule(shape, frame, story):
        colour = _line_colour(shape, story)
        yield {"type": "horizontalRule", "attrs": {"color": colour} if colour else {}}
    elif shape.find(f".//{W}txbxContent") is None and shape.find(f".//{V}imagedata") is None:
        story.report.add("collect.shape_dropped")


def _is_rule(shape: _Element, frame: Frame, story: Story) -> bool:
    if shape.get(O + "hr") is not None:
        return True
    if shape.tag == V + "line":
        return _is_level(shape.get("from", ""), shape.get("to", ""))
    if shape.get(O + "connectortype") == "straight":
        width = _POINTS.search(shape.get("style", ""))
        long_enough = width is not None and whole(width[1]) * _EMU_PER_POINT * 2
        return bool(long_enough) and long_enough >= story.width_emu
    geometry = shape.find(f".//{A}prstGeom")
    is_line = geometry is not None and geometry.get("prst") in _LINE_SHAPES
    return is_line and frame.width_emu * 2 >= story.width_emu


def _is_level(start: str, end: str) -> bool:
    """Whether a line runs across the page rather than down."""
    ends = [[abs(float(number)) for number in _NUMBERS.findall(text)[:2]] for text in (start, end)]
    if any(len(point) < 2 for point in ends):  # noqa: PLR2004  across and down
        return True
    (left, top), (right, bottom) = ends
    return abs(right - left) >= abs(bottom - top)


def _line_colour(shape: _Element, story: Story) -> str | None:
    """Return the colour of a line: given as such, by the theme, or by the shape's style."""
    colour = shape.find(f".//{A}ln/{A}solidFill/{A}srgbClr")
    if colour is not None:
        return hex_colour(colour.get("val"))
    for place in (f".//{A}ln/{A}solidFill/{A}schemeClr", f"{WPS}style/{A}lnRef/{A}schemeClr"):
        if found := story.shared.theme.of_drawing(shape.find(place)):
            return found
    return hex_colour((shape.get("strokecolor") or "").split(" ")[0])


def _picture(element: _Element, frame: Frame, story: Story) -> Iterator[Block]:
    blip = element.find(f"{PIC}blipFill/{A}blip")
    if blip is None:
        return
    cut = element.find(f"{PIC}blipFill/{A}srcRect")
    crop = NO_CROP
    if cut is not None:
        left, top, right, bottom = (max(whole(cut.get(side)), 0) for side in "ltrb")
        crop = Crop(left=left, top=top, right=right, bottom=bottom)
    placed = element.find(f"{PIC}spPr/{A}xfrm")
    if placed is not None and (whole(placed.get("rot")) or placed.get("flipH") in {"1", "true"}):
        story.report.add("collect.picture_turned")
    embedded, linked = blip.get(R + "embed"), blip.get(R + "link")
    yield _image(embedded, crop, frame, story, is_linked=not embedded and bool(linked))


def _vml_picture(element: _Element, story: Story) -> Iterator[Block]:
    shape = element.getparent()
    style = shape.get("style", "") if shape is not None else ""
    width = _POINTS.search(style)
    frame = Frame(
        alt=_alternative(shape.get("alt", "") if shape is not None else ""),
        width_emu=whole(width[1]) * _EMU_PER_POINT if width else 0,
    )
    sides = {side: _fraction(element.get(f"crop{side}")) for side in _SIDES}
    identity = element.get(R + "id") or element.get(R + "pict")
    yield _image(identity, Crop(**sides), frame, story, is_linked=bool(element.get(R + "href")))


_SIDES: Final = ("left", "top", "right", "bottom")


def _fraction(text: str | None) -> int:
    """Return a VML fraction, written .25 or 16384f, in 1/1000 of a percent."""
    if not text:
        return 0
    is_fixed = text.endswith("f")
    try:
        number = float(text.rstrip("f"))
    except ValueError:
        return 0
    return max(round((number / _VML_FRACTION if is_fixed else number) * 100_000), 0)


def _image(
    identity: str | None, crop: Crop, frame: Frame, story: Story, *, is_linked: bool
) -> Block:
    """Return the picture as a node, or what stands for it when it cannot be read."""
    relation = story.part.relations.get(identity or "")
    if is_linked or (relation is not None and relation.is_external):
        story.report.add("collect.linked_picture_dropped")
        return stand_in("张外链图片")
    picture = _from_album(relation.target, crop, story) if relation is not None else None
    if picture is None:
        story.report.add("collect.picture_not_readable")
        return stand_in("张图")
    share = frame.width_emu * _FULL_WIDTH // max(story.width_emu, 1)
    is_full = not share or share >= _AS_GOOD_AS_FULL
    return {
        "type": "image",
        "attrs": {
            "sha256": picture.sha256,
            "alt": frame.alt,
            "width": picture.width,
            "height": picture.height,
            "percent": _FULL_WIDTH if is_full else max(share, _LEAST_WIDTH),
        },
    }


def _from_album(name: str, crop: Crop, story: Story) -> Picture | None:
    """Return the prepared picture, or None when it is none; each is prepared once."""
    album = story.shared.album
    key = (name, crop)
    if key not in album:
        content = story.shared.container.read(name)
        try:
            album[key] = prepare_picture(content, crop=crop) if content else None
        except Refused:
            album[key] = None
    return album[key]


def _alternative(text: str) -> str:
    """Return a written description; a file's name or path is none, and tells of the author."""
    words = " ".join(text.split())
    return "" if _FILE_NAME.search(words) else words
