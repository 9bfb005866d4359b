"""Canonical form, documents and packages over whatever can be made up, with counts."""

import copy
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st
from tests.property.drawn import TEXT, counted

from hefa.core.canonical import canonical_bytes
from hefa.core.document import MARKS, NODES, normalise, walk

WORDS = st.text(st.sampled_from("注见附件 1.、"), min_size=1, max_size=6)


COLOURS = st.sampled_from(["#FF0000", "#00AA12", "#123ABC"])


@st.composite
def marks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return marks in any order, some twice."""
    names = draw(st.lists(st.sampled_from(sorted(MARKS)), max_size=4))
    made = []
    for name in names:
        mark: dict[str, Any] = {"type": name}
        if name == "link":
            mark["attrs"] = {"href": draw(st.sampled_from(["https://a.cn/", "http://b.cn/x?y=1"]))}
        elif name in ("color", "highlight"):
            mark["attrs"] = {"value": draw(COLOURS)}
        elif draw(st.booleans()):
            mark["attrs"] = {}
        made.append(mark)
    return made


@st.composite
def inline(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.integers(0, 5)) == 0:
        return {"type": "hardBreak"}
    if draw(st.integers(0, 9)) == 0:
        return {"type": "footnote", "attrs": {"words": draw(WORDS)}}
    node: dict[str, Any] = {"type": "text", "text": draw(TEXT)}
    if found := draw(marks()):
        node["marks"] = found
    return node


@st.composite
def paragraph(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.integers(0, 4)) == 0:
        attrs = {
            "level": draw(st.integers(1, 3)),
            "align": draw(st.sampled_from(["left", "center"])),
        }
        return {"type": "heading", "attrs": attrs, "content": draw(st.lists(inline(), max_size=3))}
    attrs = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "align": st.sampled_from(["left", "center", "right", "justify"]),
                "indent": st.integers(0, 2000),
                "inset": st.integers(0, 2000),
                "spacing": st.integers(0, 1000),
            },
        )
    )
    return {"type": "paragraph", "attrs": attrs, "content": draw(st.lists(inline(), max_size=4))}


@st.composite
def image(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "type": "image",
        "attrs": {
            "sha256": draw(st.sampled_from(["a" * 64, "0" * 64])),
            "alt": draw(TEXT),
            "percent": draw(st.integers(500, 10000)),
        },
    }


def _is_paragraph(node: dict[str, Any]) -> bool:
    return bool(node["type"] == "paragraph")


@st.composite
def table(draw: st.DrawFn) -> dict[str, Any]:
    flow = st.lists(paragraph().filter(_is_paragraph) | image(), max_size=2)
    cell = st.builds(
        lambda content, span, kind: {"type": kind, "attrs": {"colspan": span}, "content": content},
        flow,
        st.integers(1, 3),
        st.sampled_from(["tableCell", "tableHeader"]),
    )
    rows = draw(st.lists(st.lists(cell, max_size=2), max_size=2))
    return {"type": "table", "content": [{"type": "tableRow", "content": row} for row in rows]}


@st.composite
def box(draw: st.DrawFn) -> dict[str, Any]:
    attrs = {"kind": draw(st.sampled_from(["notice", "quote", "contact"])), "title": draw(TEXT)}
    flow = st.lists(paragraph().filter(_is_paragraph) | image(), max_size=2)
    return {"type": "box", "attrs": attrs, "content": draw(flow)}


@st.composite
def rare(draw: st.DrawFn) -> dict[str, Any]:
    """Return a rule, the head of an official document, or an attachment."""
    kind = draw(st.sampled_from(["horizontalRule", "redHead", "attachment"]))
    if kind == "horizontalRule":
        return {"type": kind}
    if kind == "attachment":
        return {"type": kind, "attrs": {"sha256": "e" * 64, "name": draw(WORDS)}}
    content = draw(st.lists(inline(), max_size=2))
    return {"type": kind, "attrs": {"number": draw(TEXT)}, "content": content}


DOCUMENTS = st.builds(
    lambda content: {"type": "doc", "content": content},
    st.lists(paragraph() | paragraph() | image() | table() | box() | rare(), max_size=4),
)


def test_normalising_twice_changes_nothing() -> None:
    def check(document: dict[str, Any], tally: Counter[str]) -> None:
        kept = copy.deepcopy(document)
        once = normalise(document)
        assert normalise(once) == once
        assert canonical_bytes(normalise(once)) == canonical_bytes(once)
        assert document == kept
        tally["changed by the first"] += once != document
        tally.update(node["type"] for node in walk(once))

    tally = counted(check, DOCUMENTS, 400)
    assert tally["changed by the first"] > 50
    assert all(tally[kind] > 10 for kind in NODES if kind != "tableHeader"), tally


def test_normal_form_has_no_defaults_no_empty_text_and_no_equal_neighbours() -> None:
    order = list(MARKS)

    def check(document: dict[str, Any], tally: Counter[str]) -> None:
        for node in walk(normalise(document)):
            for name, value in node.get("attrs", {}).items():
                assert value != NODES[node["type"]].attributes[name].default
            names = [mark["type"] for mark in node.get("marks", ())]
            assert names == sorted(set(names), key=order.index)
            tally["marked"] += len(names) > 1
            children = node.get("content", ())
            for one, other in pairwise(children):
                assert not (
                    one["type"] == other["type"] == "text"
                    and one.get("marks") == other.get("marks")
                )
            assert node["type"] != "text" or node["text"]

    assert counted(check, DOCUMENTS)["marked"] > 20


def test_any_changed_code_point_changes_the_bytes() -> None:
    strange = st.sampled_from(["e\u0301", "\u00e9", "ﬁ", "fi", "１", "1", "　", " ", "\u200b", ""])

    def check(drawn: tuple[str, str, str], tally: Counter[str]) -> None:
        before, one, other = drawn
        assume(one != other)
        made = [
            canonical_bytes(
                normalise(
                    {"type": "doc", "content": [{"type": "paragraph", "content": [
                        {"type": "text", "text": before + text}]}]}
                )
            )
            for text in (one, other)
        ]  # fmt: skip
        assert made[0] != made[1]
        tally["compared"] += 1

    assert counted(check, st.tuples(TEXT, strange | TEXT, strange | TEXT))["compared"] > 100


ATTRIBUTES = [
    ("heading", "level", [1, 2, 3]),
    ("heading", "align", ["left", "center", "right", "justify"]),
    ("paragraph", "align", ["left", "center", "right", "justify"]),
    ("paragraph", "indent", [0, 1, 200, 2000]),
    ("paragraph", "spacing", [0, 1, 1000]),
    ("paragraph", "inset", [0, 1, 2000]),
    ("redHead", "number", ["", "青社发〔2026〕1 号", "青社发〔2026〕2 号"]),
    ("box", "kind", ["notice", "quote", "contact"]),
    ("box", "title", ["", "提示"]),
    ("footnote", "words", ["见附件", "见附件。"]),
    ("attachment", "sha256", ["a" * 64, "b" * 64]),
    ("attachment", "name", ["名单.xlsx", "名单.docx"]),
    ("tableCell", "width", [0, 1, 10000]),
    ("tableHeader", "width", [0, 5000]),
    ("image", "sha256", ["a" * 64, "b" * 64]),
    ("image", "alt", ["", "图", "图 "]),
    ("image", "source", ["", "自摄"]),
    ("image", "licence", ["", "已授权"]),
    ("image", "width", [0, 1, 20000]),
    ("image", "height", [0, 1]),
    ("image", "percent", [500, 9999, 10000]),
    ("horizontalRule", "color", [None, "#000000", "#FFFFFF"]),
    ("tableCell", "colspan", [1, 2, 64]),
    ("tableCell", "rowspan", [1, 2]),
    ("tableHeader", "colspan", [1, 2]),
    ("tableHeader", "rowspan", [1, 2]),
    ("tableCell", "background", [None, "#EEEEEE"]),
    ("tableHeader", "background", [None, "#EEEEEE"]),
]


def holding(kind: str, attrs: dict[str, Any]) -> dict[str, Any]:
    """Return a document with one node of `kind` in a place where it may stand."""
    node: dict[str, Any] = {"type": kind, "attrs": attrs}
    if kind in ("image", "attachment"):
        attrs.setdefault("sha256", "c" * 64)
    if kind == "attachment":
        attrs.setdefault("name", "附件")
    if kind == "footnote":
        node = {"type": "paragraph", "content": [node]}
    if kind.startswith("table"):
        node = {"type": "table", "content": [{"type": "tableRow", "content": [node]}]}
    return {"type": "doc", "content": [node]}


def test_the_table_of_attributes_is_complete() -> None:
    listed = {(kind, name) for kind, name, _ in ATTRIBUTES}

    assert listed == {(kind, name) for kind in NODES for name in NODES[kind].attributes}


@pytest.mark.parametrize(("kind", "name", "values"), ATTRIBUTES)
def test_any_changed_attribute_changes_the_bytes(kind: str, name: str, values: list[Any]) -> None:
    made = {canonical_bytes(normalise(holding(kind, {name: value}))) for value in values}

    assert len(made) == len(values)


def test_any_changed_mark_changes_the_bytes() -> None:
    given_marks: list[list[dict[str, Any]]] = [[]]
    for name in MARKS:
        if name == "link":
            given_marks += [
                [{"type": name, "attrs": {"href": f"https://a.cn/{n}"}}] for n in (1, 2)
            ]
        elif MARKS[name]:
            given_marks += [[{"type": name, "attrs": {"value": c}}] for c in ("#000000", "#111111")]
        else:
            given_marks.append([{"type": name}])
    made = {
        canonical_bytes(
            normalise(
                {"type": "doc", "content": [{"type": "paragraph", "content": [
                    {"type": "text", "text": "字", "marks": found}]}]}
            )
        )
        for found in given_marks
    }  # fmt: skip

    assert len(made) == len(given_marks) == 13
