"""The document schema: the one description of an article's text, for reader, editor and renderer.

A document is a ProseMirror tree as JSON: `{"type", "attrs"?, "content"?, "marks"?, "text"?}`.
Lengths are integers: `indent`, `inset` and `spacing` in 1/100 em, `percent` and a cell's `width`
in 1/100 of the width they stand in. Pictures and attachments stand in it by SHA-256, never by
address. The editor reads the same description from `as_json`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

SCHEMA_NUMBER = 2
READABLE = frozenset({1, SCHEMA_NUMBER})  # every document of schema 1 is one of schema 2
MAX_DEPTH = 12

Node: TypeAlias = dict[str, Any]

COLOUR = re.compile(r"#[0-9A-F]{6}")
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """What one attribute may hold: its default, and either choices, a range or a pattern."""

    default: str | int | None
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    pattern: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKind:
    """What one kind of node may carry: its attributes and the kinds of its children.

    `says` names the attributes whose words readers see.
    """

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    content: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def _choice(*choices: str) -> Attribute:
    return Attribute(default=choices[0], choices=choices)


def _whole(default: int, low: int, high: int) -> Attribute:
    return Attribute(default=default, low=low, high=high)


def _matching(pattern: re.Pattern[str], *, is_required: bool = False) -> Attribute:
    return Attribute(default=None, pattern=pattern.pattern, is_required=is_required)


_PRINTED = r"[^\x00-\x08\x0b\x0c\x0e-\x1f]"
_FREE_TEXT = Attribute(default="", pattern=f"{_PRINTED}*")
_SHORT_TEXT = Attribute(default="", pattern=f"{_PRINTED}{{0,120}}")
_WORDS = Attribute(default=None, pattern=f"{_PRINTED}{{1,1000}}", is_required=True)
_ALIGN = _choice("left", "center", "right", "justify")
_INLINE = ("text", "hardBreak", "footnote")
_FLOW = ("paragraph", "image")
_CELL = NodeKind(
    attributes={
        "colspan": _whole(1, 1, 64),
        "rowspan": _whole(1, 1, 1000),
        "background": _matching(COLOUR),
        "width": _whole(0, 0, 10000),  # 0: as wide as its share
    },
    content=_FLOW,
)

NODES: Mapping[str, NodeKind] = {
    "doc": NodeKind(
        content=(
            "redHead", "heading", "paragraph", "table", "image", "box", "horizontalRule",
            "attachment",
        ),
    ),
    # The head of an official document 红头: who issues it, its number, the rule beneath.
    "redHead": NodeKind(attributes={"number": _SHORT_TEXT}, content=_INLINE, says=("number",)),
    "heading": NodeKind(attributes={"level": _whole(1, 1, 3), "align": _ALIGN}, content=_INLINE),
    # A list is a row of paragraphs with their numbers typed and an inset.
    "paragraph": NodeKind(
        attributes={
            "align": _ALIGN,
            "indent": _whole(0, 0, 2000),
            "inset": _whole(0, 0, 2000),
            "spacing": _whole(0, 0, 1000),
        },
        content=_INLINE,
    ),
    "table": NodeKind(content=("tableRow",)),
    "tableRow": NodeKind(content=("tableCell", "tableHeader")),
    "tableCell": _CELL,
    "tableHeader": _CELL,
    "image": NodeKind(
        attributes={
            "sha256": _matching(SHA256, is_required=True),
            "alt": _FREE_TEXT,
            "source": _FREE_TEXT,
            "licence": _FREE_TEXT,
            "width": _whole(0, 0, 20000),
            "height": _whole(0, 0, 20000),
            "percent": _whole(10000, 500, 10000),
        },
        says=("alt", "source", "licence"),
    ),
    "box": NodeKind(
        attributes={"kind": _choice("notice", "quote", "contact"), "title": _SHORT_TEXT},
        content=_FLOW,
        says=("title",),
    ),
    "horizontalRule": NodeKind(attributes={"color": _matching(COLOUR)}),
    "attachment": NodeKind(
        attributes={"sha256": _matching(SHA256, is_required=True), "name": _WORDS},
        says=("name",),
    ),
    # Stands in the line at its mark; the renderer numbers it and puts its words at the end.
    "footnote": NodeKind(attributes={"words": _WORDS}, says=("words",)),
    "hardBreak": NodeKind(),
    "text": NodeKind(),
}  # fmt: skip

# The order here is the order of marks in canonical form.
MARKS: Mapping[str, Mapping[str, Attribute]] = {
    "link": {
        "href": Attribute(default=None, pattern=r"https?://[^\s\"'<>]{1,1000}", is_required=True)
    },
    "bold": {},
    "italic": {},
    "underline": {},
    "strike": {},
    "superscript": {},
    "subscript": {},
    "color": {"value": _matching(COLOUR, is_required=True)},
    "highlight": {"value": _matching(COLOUR, is_required=True)},
}


def as_json() -> dict[str, Any]:
    """Return the schema as plain values: what the editor is built from."""
    return {
        "number": SCHEMA_NUMBER,
        "nodes": {
            name: {"attributes": _plain(kind.attributes), "content": list(kind.content)}
            for name, kind in NODES.items()
        },
        "marks": {name: _plain(attributes) for name, attributes in MARKS.items()},
    }


def _plain(attributes: Mapping[str, Attribute]) -> dict[str, Any]:
    return {
        name: {
            "default": attribute.default,
            "choices": list(attribute.choices),
            "low": attribute.low,
            "high": attribute.high,
            "pattern": attribute.pattern,
            "required": attribute.is_required,
        }
        for name, attribute in attributes.items()
    }
