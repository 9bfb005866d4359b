"""The one normal form of a document: what is signed, compared and kept."""

import re
from collections.abc import Mapping

from hefa.core.document.schema import MARKS, MAX_DEPTH, NODES, Attribute, Node
from hefa.core.errors import Refused, reason

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


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
    elif kind in ("tableCell", "tableHeader", "box"):
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
