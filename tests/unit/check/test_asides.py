"""What stands beside the text is looked at like the text: notes, boxes, pictures, names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import named, reloaded, written

from hefa.check.actions import Reply, answer_finding
from hefa.check.engine import check
from hefa.check.queries import look_at
from hefa.check.rules import ATTACHED, sample
from hefa.check.words import WORDS, place
from hefa.collect.changes import save_draft
from hefa.core.document import NODES, Node
from hefa.core.finding import Finding, Verdict

KEY = b"a key of this test"
NUMBER = "13812345678"
SHA256 = "a" * 64


def note(words: str) -> Node:
    foot = {"type": "footnote", "attrs": {"words": words}}
    return {"type": "paragraph", "content": [{"type": "text", "text": "正文"}, foot]}


def doc(*blocks: Node) -> Node:
    return {"type": "doc", "content": list(blocks)}


def found_in(document: Node, **given: Any) -> list[Finding]:
    subject = replace(sample(), document=document, **given)
    return [finding for finding in check(subject, key=KEY) if finding.rule == "P03"]


def saying(kind: str, name: str) -> Node:
    """Return a document in which only this attribute of this node says the number."""
    required = {"sha256": SHA256} if "sha256" in NODES[kind].attributes else {}
    node: Node = {"type": kind, "attrs": {**required, name: f"电话 {NUMBER}"}}
    if kind == "attachment" and name != "name":
        node["attrs"]["name"] = "表"
    return doc({"type": "paragraph", "content": [node]} if kind == "footnote" else node)


SAID = [(kind, name) for kind, node in NODES.items() for name in node.says]


@pytest.mark.parametrize(("kind", "name"), SAID)
def test_number_is_found_wherever_readers_meet_it(kind: str, name: str) -> None:
    (finding,) = found_in(saying(kind, name))

    assert (finding.field, finding.ordinal, finding.block) == (f"{kind}.{name}", 1, -1)
    assert finding.excerpt == "13***"
    assert place(finding)
    assert "{" not in place(finding)


def test_the_places_are_not_vacuous() -> None:
    assert len(SAID) == 7
    assert {f"check.place.{kind}.{name}" for kind, name in SAID} <= set(WORDS)


def test_two_notes_in_one_paragraph_are_told_apart() -> None:
    both = doc(
        {
            "type": "paragraph",
            "content": [
                {"type": "footnote", "attrs": {"words": f"甲 {NUMBER}"}},
                {"type": "footnote", "attrs": {"words": "乙 13912345678"}},
            ],
        }
    )

    first, second = found_in(both)

    assert [place(first), place(second)] == ["在第 1 条脚注里", "在第 2 条脚注里"]
    assert first.place != second.place


def test_asides_follow_the_text_in_reading_order() -> None:
    text = {"type": "paragraph", "content": [{"type": "text", "text": NUMBER}]}
    image = {"type": "image", "attrs": {"sha256": SHA256, "alt": f"海报 {NUMBER}"}}

    found = found_in(doc(image, note(NUMBER), text), attached=(f"名单 | {NUMBER}",))

    assert [finding.field for finding in found] == ["", "image.alt", "footnote.words", ATTACHED]


def test_words_of_each_line_of_an_attachment_are_masked_apart() -> None:
    found = found_in(doc(note("无")), attached=("", f"古丽 | {NUMBER}\n艾力 | 13912345678"))

    assert [(finding.ordinal, finding.excerpt) for finding in found] == [(2, "13***"), (2, "13***")]
    assert len({finding.place for finding in found}) == 2


def test_answer_holds_while_the_note_stands_wherever_it_moves(
    community: None, now: datetime
) -> None:
    version = written("通知", now=now, document=doc(note(f"值班 {NUMBER}")))
    (finding,) = [entry for entry in look_at(version, now=now).blockers if entry.rule == "P03"]
    reply = Reply(
        rule="P03", place=finding.place, verdict=Verdict.ACCEPTED, reason="对外公开的电话"
    )
    answer_finding(version, reply, person=named("zhang"), now=now)

    moved = doc(note("另一条"), note(f"值班 {NUMBER}"))
    save_draft(version, {"document": moved}, edit=version.edit, now=now)
    assert look_at(reloaded(version), now=now).blockers == ()

    other = doc(note(f"夜间值班 {NUMBER}"))
    version = reloaded(version)
    save_draft(version, {"document": other}, edit=version.edit, now=now)
    assert len(look_at(reloaded(version), now=now).blockers) == 1


def test_card_says_where(sign_in: Callable[..., Client], now: datetime) -> None:
    version = written("通知", now=now, document=doc(note(f"值班 {NUMBER}")))
    browser = sign_in("zhang")

    shown = browser.get(f"/check/{version.pk}/cards/").content.decode()

    assert "在第 1 条脚注里" in shown
    assert NUMBER not in shown
