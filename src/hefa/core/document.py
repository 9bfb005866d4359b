"""The document schema: the one description of an article's text, for reader, editor and renderer.

A document is a ProseMirror tree as JSON: `{"type", "attrs"?, "content"?, "marks"?, "text"?}`.
Lengths are integers: `indent` and `spacing` in 1/100 em, `percent` in 1/100 of the text's width.
Pictures stand in it by SHA-256, never by address.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from hefa.core.errors import Refused, reason

SCHEMA_NUMBER = 1
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
    """What one kind of node may carry: its attributes and the kinds of its children."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    content: tuple[str, ...] = ()


def _choice(*choices: str) -> Attribute:
    return Attribute(default=choices[0], choices=choices)


def _whole(default: int, low: int, high: int) -> Attribute:
    return Attribute(default=default, low=low, high=high)


def _matching(pattern: re.Pattern[str], *, is_required: bool = False) -> Attribute:
    return Attribute(default=None, pattern=pattern.pattern, is_required=is_required)


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FREE_TEXT = Attribute(default="", pattern=r"[^\x00-\x08\x0b\x0c\x0e-\x1f]*")
_ALIGN = _choice("left", "center", "right", "justify")
_INLINE = ("text", "hardBreak")
_FLOW = ("paragraph", "image")
_CELL = NodeKind(
    attributes={
        "colspan": _whole(1, 1, 64),
        "rowspan": _whole(1, 1, 1000),
        "background": _matching(COLOUR),
    },
    content=_FLOW,
)

NODES: Mapping[str, NodeKind] = {
    "doc": NodeKind(content=("heading", "paragraph", "table", "image", "horizontalRule")),
    "heading": NodeKind(attributes={"level": _whole(1, 1, 3), "align": _ALIGN}, content=_INLINE),
    "paragraph": NodeKind(
        attributes={"align": _ALIGN, "indent": _whole(0, 0, 2000), "spacing": _whole(0, 0, 1000)},
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
    ),
    "horizontalRule": NodeKind(attributes={"color": _matching(COLOUR)}),
    "hardBreak": NodeKind(),
    "text": NodeKind(),
}

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


def normalise(document: object) -> Node:
    """Return `document` in its one normal form; doing it twice changes nothing.

    Defaults are dropped, marks stand in schema order, neighbouring text with equal marks is
    joined, empty text goes. Raises Refused for anything the schema does not know.
    """
    node = _node(document, expected=("doc",), depth=0)
    if not node.get("content"):
        node["content"] = [{"type": "paragraph"}]
    return node


def normalise_typed(document: object) -> Node:
    """Return what was typed or pasted in normal form: tabs wide spaces, other controls gone."""
    return normalise(_without_controls(document))


def is_empty(document: Node) -> bool:
    """Whether a reader would see nothing: no text and no picture."""
    return not text_of(document).strip() and not picture_sha256s(document)


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and every node below it in reading order."""
    yield node
    for child in node.get("content", ()):
        yield from walk(child)


def blocks(document: Node) -> Iterator[Node]:
    """Yield every block that holds text itself (headings and paragraphs, also in tables)."""
    return (node for node in walk(document) if node["type"] in ("heading", "paragraph"))


def block_text(block: Node) -> str:
    """Return the text of one block; a line break counts as a newline."""
    return "".join(
        child["text"] if child["type"] == "text" else "\n" for child in block.get("content", ())
    )


def text_of(document: Node) -> str:
    """Return the plain text, a line a block."""
    return "\n".join(block_text(block) for block in blocks(document))


def picture_sha256s(document: Node) -> tuple[str, ...]:
    """Return the pictures in reading order, each once."""
    found = (node["attrs"]["sha256"] for node in walk(document) if node["type"] == "image")
    return tuple(dict.fromkeys(found))


def _node(value: object, *, expected: tuple[str, ...], depth: int) -> Node:
    """Return one node in normal form, or raise Refused naming what is wrong with it."""
    if not isinstance(value, dict) or depth > MAX_DEPTH:
        raise Refused(reason("core.document_malformed"))
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in expected:
        raise Refused(reason("core.document_node_unknown", node=str(kind)[:40]))
    if kind == "text":
        return _text(value)
    shape = NODES[kind]
    node: Node = {"type": kind}
    if attrs := _attributes(value.get("attrs"), shape.attributes, of=kind):
        node["attrs"] = attrs
    children = value.get("content") or []
    if not isinstance(children, list) or (children and not shape.content):
        raise Refused(reason("core.document_malformed"))
    content = [_node(child, expected=shape.content, depth=depth + 1) for child in children]
    if content := _joined(content):
        node["content"] = content
    elif kind in ("tableCell", "tableHeader"):
        node["content"] = [{"type": "paragraph"}]
    return node


def _text(value: Node) -> Node:
    """Return one run of text with its marks in schema order."""
    text = value.get("text")
    given = value.get("marks") or []
    if not isinstance(text, str) or not isinstance(given, list):
        raise Refused(reason("core.document_malformed"))
    if _CONTROL.search(text):
        raise Refused(reason("core.text_control_character"))
    node: Node = {"type": "text", "text": text}
    marks = {_mark_name(mark): mark.get("attrs") for mark in given}
    if marks:
        node["marks"] = [_mark(name, marks[name], MARKS[name]) for name in MARKS if name in marks]
    return node


def _without_controls(value: object) -> object:
    if isinstance(value, list):
        return [_without_controls(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_controls(entry) for key, entry in value.items()}
    text = kept.get("text")
    if isinstance(text, str):
        kept["text"] = _CONTROL.sub("", text.replace("\t", "\u2003"))
    return kept


def _mark_name(mark: object) -> str:
    name = mark.get("type") if isinstance(mark, dict) else None
    if not isinstance(name, str) or name not in MARKS:
        raise Refused(reason("core.document_mark_unknown", mark=str(name)[:40]))
    return name


def _mark(name: str, given: object, shape: Mapping[str, Attribute]) -> Node:
    attrs = _attributes(given, shape, of=name)
    return {"type": name, "attrs": attrs} if attrs else {"type": name}


def _attributes(given: object, shape: Mapping[str, Attribute], *, of: str) -> Node:
    """Return the attributes that differ from their defaults, each checked."""
    values = given if given is not None else {}
    if not isinstance(values, dict):
        raise Refused(reason("core.document_malformed"))
    if unknown := sorted(set(values) - set(shape)):
        raise Refused(reason("core.document_attribute_unknown", node=of, name=str(unknown[0])[:40]))
    kept: Node = {}
    for name, attribute in shape.items():
        value = values.get(name, attribute.default)
        if value is None and attribute.is_required:
            raise Refused(reason("core.document_attribute_missing", node=of, name=name))
        if value is None or _is_default(value, attribute):
            continue
        if not _is_allowed(value, attribute):
            raise Refused(reason("core.document_attribute_wrong", node=of, name=name))
        kept[name] = value
    return kept


def _is_default(value: object, attribute: Attribute) -> bool:
    """Whether `value` says nothing new; 1.0 and true are not 1."""
    return type(value) is type(attribute.default) and value == attribute.default


def _is_allowed(value: object, attribute: Attribute) -> bool:
    if attribute.choices:
        return value in attribute.choices
    if attribute.pattern:
        return isinstance(value, str) and re.fullmatch(attribute.pattern, value) is not None
    return type(value) is int and attribute.low <= value <= attribute.high


def _joined(content: list[Node]) -> list[Node]:
    """Return `content` with equal neighbours of text joined and empty text gone."""
    joined: list[Node] = []
    for node in content:
        if node["type"] == "text" and not node["text"]:
            continue
        last = joined[-1] if joined else None
        if (
            last is not None
            and last["type"] == node["type"] == "text"
            and last.get("marks") == node.get("marks")
        ):
            joined[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            joined.append(node)
    return joined
