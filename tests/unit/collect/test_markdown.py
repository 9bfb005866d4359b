"""Markdown: what stays, what is typed out, and what is dropped and told."""

import time

import pytest

from hefa.collect.markdown import read_markdown
from hefa.collect.markdown_inline import STAND_IN
from hefa.core.document import Node, normalise, text_of
from hefa.core.errors import Refused


def body(text: str) -> list[Node]:
    content: list[Node] = read_markdown(text.encode(), name="a.md").document["content"]
    return content


def told(text: str) -> dict[str, int]:
    return {note.code: note.count for note in read_markdown(text.encode(), name="a.md").report}


def runs(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (node.get("text", "\n"), tuple(mark["type"] for mark in node.get("marks", ())))
        for node in body(text)[0]["content"]
    ]


def lines(text: str) -> list[tuple[str, int]]:
    return [
        ("".join(run.get("text", "\n") for run in node.get("content", ())),
         node.get("attrs", {}).get("inset", 0))
        for node in body(text)
    ]  # fmt: skip


def test_first_heading_is_the_title_and_the_others_move_up() -> None:
    read = read_markdown("# 关于**停水**的通知\n\n## 时间\n\n### 上午\n\n文".encode(), name="a.md")

    assert read.title == "关于停水的通知"
    assert [node.get("attrs", {}).get("level", 1) for node in read.document["content"][:2]] == [
        1,
        2,
    ]
    assert not read.report


def test_front_matter_names_the_title_and_is_told() -> None:
    read = read_markdown("---\ntitle: '停水'\ntags: [a]\n---\n# 时间\n文".encode(), name="a.md")

    assert read.title == "停水"
    assert text_of(read.document) == "时间\n文"
    assert [(note.code, note.text) for note in read.report] == [
        ("collect.front_matter_dropped", "title、tags")
    ]


def test_lists_are_paragraphs_with_their_numbers_typed() -> None:
    assert lines("3. 甲\n4. 乙\n   - 丙\n\n     续\n5. 丁\n") == [
        ("3. 甲", 200),
        ("4. 乙", 200),
        ("• 丙", 400),
        ("续", 400),
        ("5. 丁", 200),
    ]


def test_marks_and_web_code_of_marks_are_kept() -> None:
    assert runs("**粗*斜***~~删~~<u>线</u>H<sub>2</sub>O`码`") == [
        ("粗", ("bold",)),
        ("斜", ("bold", "italic")),
        ("删", ("strike",)),
        ("线", ("underline",)),
        ("H", ()),
        ("2", ("subscript",)),
        ("O码", ()),
    ]


def test_links_of_the_web_stay_and_others_keep_their_words() -> None:
    text = "[甲](https://example.org/a)[乙](javascript:alert(1))[丙](file:///etc/passwd)"

    assert runs(text) == [("甲", ("link",)), ("乙丙", ())]
    assert told(text)["collect.link_target_dropped"] == 2


def test_pictures_are_not_fetched_but_told() -> None:
    text = "看![图](https://example.org/a.png)"

    assert runs(text) == [("看" + STAND_IN, ())]
    assert told(text)["collect.linked_picture_dropped"] == 1


def test_comments_and_scripts_never_show() -> None:
    text = "甲<!-- 内部意见 -->乙\n\n<!-- 不要发 -->\n\n<div><script>alert(1)</script>丙</div>"

    assert [line for line, _ in lines(text)] == ["甲乙", "丙"]
    assert told(text)["collect.web_code_dropped"] == 3


def test_line_ends_vanish_between_han_and_are_a_blank_between_words() -> None:
    assert runs("一行\n二行 a\nb<br>三\\\n四") == [
        ("一行二行 a b", ()),
        ("\n", ()),
        ("三", ()),
        ("\n", ()),
        ("四", ()),
    ]


def test_table_keeps_head_and_alignment() -> None:
    table = body("| 时间 | 金额 |\n|:-:|--:|\n| 9:00 | **100** |")[0]

    head, row = table["content"]
    assert [cell["type"] for cell in head["content"]] == ["tableHeader"] * 2
    assert [cell["type"] for cell in row["content"]] == ["tableCell"] * 2
    assert [cell["content"][0]["attrs"]["align"] for cell in row["content"]] == ["center", "right"]


def test_quote_is_a_box_and_what_it_cannot_hold_is_flattened() -> None:
    box = body("> 提示\n> - 甲\n>\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n>\n> > 深")[0]

    texts = ["".join(run["text"] for run in node["content"]) for node in box["content"]]
    assert (box["type"], box["attrs"]) == ("box", {"kind": "quote"})
    assert texts == ["提示", "• 甲", "a\u2003b", "1\u20032", "深"]


def test_code_keeps_its_lines_and_blanks() -> None:
    assert lines("```\na\n  b\n```") == [("a\n\u00a0\u00a0b", 0)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "collect.text_empty"),
        ("<!-- nur -->", "collect.text_empty"),
        ("> " * 60 + "x", "collect.markdown_too_deep"),
        ("\n".join(" " * 2 * n + f"- a{n}" for n in range(60)), "collect.markdown_too_deep"),
    ],
)
def test_what_cannot_be_read_whole_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_markdown(text.encode(), name="a.md")

    assert [entry.code for entry in caught.value.reasons] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 40_000,
        "*a_ " * 20_000,
        "`a``" * 15_000,
        "![a](" * 15_000,
        "<a " * 30_000,
        "a**b" * 20_000,
    ],
)
def test_hostile_text_ends_soon_and_loses_nothing(text: str) -> None:
    begun = time.monotonic()

    read = read_markdown(f"x\n\n{text}".encode(), name="a.md")

    assert time.monotonic() - begun < 10  # a second or two; slower machines get their time
    assert normalise(read.document) == read.document
    assert text_of(read.document).count("a") == text.count("a")
