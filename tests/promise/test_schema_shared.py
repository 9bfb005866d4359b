"""One description of a document for both sides: the editor holds, keeps and merges what we store.

The editor's own code runs under Node on documents made from the schema itself, so that a new
node or attribute is in these tests as soon as it is described.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hefa.core.document import (
    MARKS,
    NODES,
    Node,
    as_json,
    block_text,
    blocks,
    normalise,
    walk,
)
from hefa.core.document.schema import Attribute
from hefa.core.errors import Refused
from hefa.render.contrast import READABLE_RATIO, legibility

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
EDITOR = FRONTEND / "src" / "editor"
SEED = 20261123
COUNT = 80
TEXTS = ("水", "供暖 3 号楼", "𠮷野家", "ئۇيغۇر", "1.", "a\u200bb", "“引”", "é")
PATTERNED = {
    "sha256": ("ab" * 32, "0f" * 32),
    "href": ("https://example.org/a?b=1&c=2", "http://例子.中国/"),
    "color": ("#C00000", "#17607D"),
    "background": ("#FFF2CC",),
    "value": ("#1F6B45", "#DDF0E4"),
}
WORDS = ("一句话", "𠮷" * 120, "两行\n也行", "'\"<>&")


def drawn(random: Random, kind: str, *, depth: int = 0) -> Node:
    """Return one node of this kind, made from its description alone."""
    if kind == "text":
        return _text(random)
    shape = NODES[kind]
    node: Node = {"type": kind}
    if attrs := _attributes(random, shape.attributes):
        node["attrs"] = attrs
    if shape.content:
        count = random.randint(0 if depth else 1, 5)
        chosen = random.choices(shape.content, k=count)
        node["content"] = [drawn(random, child, depth=depth + 1) for child in chosen]
    return node


def _text(random: Random) -> Node:
    names = [name for name in MARKS if random.random() < 0.2]
    marks: list[Node] = []
    for name in names:
        attrs = _attributes(random, MARKS[name])
        marks.append({"type": name, "attrs": attrs} if attrs else {"type": name})
    node: Node = {"type": "text", "text": random.choice(TEXTS)}
    return {**node, "marks": marks} if marks else node


def _attributes(random: Random, shapes: Any) -> Node:
    return {
        name: _value(random, name, shape)
        for name, shape in shapes.items()
        if shape.is_required or random.random() < 0.5
    }


def _value(random: Random, name: str, shape: Attribute) -> str | int:
    if shape.choices:
        return random.choice(shape.choices)
    if shape.pattern:
        return random.choice(PATTERNED.get(name, WORDS))
    return random.choice((shape.low, shape.high, random.randint(shape.low, shape.high)))


def through_the_editor(**given: Any) -> dict[str, list[Any]]:
    """Run the editor's own code on `given` and return what it makes of it."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from build_frontend import find_node  # noqa: PLC0415  # a script, on the path only here

    found = find_node()
    assert found is not None, "the editor's tests need Node, as its build does"
    ran = subprocess.run(
        [str(found[0]), "roundtrip.mjs"],
        cwd=FRONTEND,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, list[Any]] = json.loads(ran.stdout)
    return answer


@pytest.fixture(scope="module")
def documents() -> list[Node]:
    """Make documents in normal form that hold every kind of node, mark and attribute."""
    random = Random(SEED)  # noqa: S311  # for documents, not for secrets
    return [normalise(drawn(random, "doc")) for _ in range(COUNT)]


def test_the_editor_is_built_from_the_servers_own_description() -> None:
    written = json.loads((EDITOR / "schema.json").read_text(encoding="utf-8"))

    assert written == as_json(), "run scripts/write_schema.py"
    assert list(written["marks"]) == list(MARKS)


def test_nothing_in_the_schema_is_left_out_of_the_drawn_documents(documents: list[Node]) -> None:
    seen: Counter[str] = Counter()
    for document in documents:
        for node in walk(document):
            seen[node["type"]] += 1
            seen.update(f"{node['type']}.{name}" for name in node.get("attrs", {}))
            seen.update(mark["type"] for mark in node.get("marks", ()))

    wanted = {*NODES, *MARKS}
    wanted |= {f"{kind}.{name}" for kind, shape in NODES.items() for name in shape.attributes}
    assert wanted - set(seen) == set()


def test_a_document_through_the_editor_is_the_same_document(documents: list[Node]) -> None:
    first = through_the_editor(documents=documents)["documents"]
    kept = [normalise(document) for document in first if document is not None]
    second = through_the_editor(documents=kept)["documents"]

    assert None not in first
    assert second == first
    # The one thing an editor cannot hold is a table without rows.
    whole = [(one, other) for one, other in zip(documents, first, strict=True) if _has_rows(one)]
    assert len(whole) > COUNT / 3
    for stored, returned in whole:
        assert returned == stored


def _has_rows(document: Node) -> bool:
    return all(node.get("content") for node in walk(document) if node["type"] == "table")


def test_marks_stand_where_the_server_counted(documents: list[Node]) -> None:
    random = Random(SEED + 1)  # noqa: S311  # for places, not for secrets
    whole = [document for document in documents if _has_rows(document)]
    findings, wanted = [], []
    for document in whole:
        places, words = [], []
        for index, text in enumerate(map(block_text, blocks(document))):
            start, end = sorted(random.choices(range(len(text) + 1), k=2))
            places.append((index, start, end))
            words.append(text[start:end])
        findings.append({"document": document, "places": places})
        wanted.append(words)

    found = through_the_editor(findings=findings)["findings"]

    assert sum(map(len, wanted)) > COUNT
    assert any("𠮷" in words for row in wanted for words in row)
    assert found == wanted


FORBIDDEN: tuple[Node, ...] = (
    {"type": "script"},
    {"type": "heading", "attrs": {"level": 4}},
    {"type": "paragraph", "attrs": {"align": "start"}},
    {"type": "paragraph", "attrs": {"inset": 2001}},
    {"type": "box", "attrs": {"kind": "advertisement"}},
    {"type": "box", "content": [{"type": "table", "content": [{"type": "tableRow"}]}]},
    {"type": "image", "attrs": {"sha256": "no fingerprint"}},
    {"type": "paragraph", "content": [{"type": "footnote", "attrs": {"words": ""}}]},
)


def test_the_editor_opens_nothing_the_schema_forbids() -> None:
    documents = [{"type": "doc", "content": [block]} for block in FORBIDDEN]

    for document in documents:
        with pytest.raises(Refused):
            normalise(document)
    assert through_the_editor(documents=documents)["documents"] == [None] * len(FORBIDDEN)


def _blocks(letters: str) -> list[Node]:
    return [{"type": "paragraph", "content": [{"type": "text", "text": one}]} for one in letters]


# Both began from 甲乙丙, a letter a block; what each stretch is said to be, in any order.
MERGES: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("甲乙丙", "甲乙丙", {"nobody": 1}),
    ("甲乙改", "甲乙丙", {"nobody": 1, "me": 1}),
    ("甲乙丙", "改乙丙", {"nobody": 1, "them": 1}),
    ("甲我丙", "甲他丙", {"nobody": 2, "both": 1}),
    ("我乙丙", "甲乙他", {"nobody": 1, "me": 1, "them": 1}),
    ("甲丙", "甲乙丙", {"nobody": 2, "me": 1}),
    ("甲乙丙", "甲丙", {"nobody": 2, "them": 1}),
    ("甲乙新丙", "甲乙丙", {"nobody": 2, "me": 1}),
    ("", "甲乙丙", {"me": 1}),
)


def test_merging_says_who_changed_what_and_loses_nothing() -> None:
    threes = [
        {"base": _blocks("甲乙丙"), "mine": _blocks(mine), "theirs": _blocks(theirs)}
        for mine, theirs, _ in MERGES
    ]

    found = through_the_editor(threes=threes)["threes"]

    assert [Counter(one["by"]) for one in found] == [by for _, _, by in MERGES]
    for given, one in zip(threes, found, strict=True):
        assert (one["mine"], one["theirs"]) == (given["mine"], given["theirs"])


def test_colours_offered_read_well_by_day_and_by_night() -> None:
    palette = json.loads((EDITOR / "palette.json").read_text(encoding="utf-8"))
    inks = [ink["value"] for ink in palette["inks"]]
    grounds = [ground["value"] for ground in palette["grounds"]]

    for ground in ("#FFFFFF", *grounds):
        for ink in ("#333333", *inks):
            assert (legibility(ink, ground) or 0) >= READABLE_RATIO, (ink, ground)
