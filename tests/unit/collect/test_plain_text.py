"""Plain text and its encodings."""

import pytest

from hefa.collect.plain_text import MAX_CHARACTERS, decoded, read_plain_text
from hefa.core.document import Node, text_of
from hefa.core.errors import Refused

NOTICE = """关于停水的通知

各位居民：
　　因管道检修，定于11月28日停水。𠮷
一、时间
    9:00至18:00，详见附件。
（一）范围
一、请提前储水，关好阀门。
　　　　　　　　　　　　　　某社区
"""


def nodes(text: str) -> list[Node]:
    content: list[Node] = read_plain_text(text.encode(), name="a.txt").document["content"]
    return content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_is_the_same_in_every_encoding(encoding: str, end: str) -> None:
    content = NOTICE.replace("\n", end).encode(encoding)

    read = read_plain_text(content, name="停水.txt")

    assert read.title == "关于停水的通知"
    assert text_of(read.document).split("\n") == [
        line.strip("　 ") for line in NOTICE.split("\n")[1:] if line.strip()
    ]


def test_blanks_in_front_become_an_indent_or_push_to_the_right() -> None:
    found = {node["content"][0]["text"]: node.get("attrs", {}) for node in nodes(NOTICE)}

    assert found["各位居民："] == {}
    assert found["因管道检修，定于11月28日停水。𠮷"] == {"indent": 200}
    assert found["9:00至18:00，详见附件。"] == {"indent": 200}
    assert found["某社区"] == {"align": "right"}


def test_short_numbered_lines_are_headings_and_sentences_are_not() -> None:
    headings = [
        (node["content"][0]["text"], node.get("attrs", {}).get("level", 1))
        for node in nodes(NOTICE)
        if node["type"] == "heading"
    ]

    assert headings == [("一、时间", 1), ("（一）范围", 2)]


def test_file_name_stands_in_for_a_title_and_that_is_told() -> None:
    read = read_plain_text("只有一句话。\n还有一句。".encode(), name="a/停水.txt")

    assert read.title == "停水"
    assert [(note.code, note.text) for note in read.report] == [
        ("collect.title_from_name", "停水.txt")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" \n\t\r\n", "collect.text_empty"),
        (b"\xff\xfe\x00\xd8", "collect.text_encoding_unknown"),
        (b"a\x00b", "collect.text_encoding_unknown"),
        (b"\x81", "collect.text_encoding_unknown"),
        (b"a" * (MAX_CHARACTERS + 1), "collect.text_too_long"),
        (b"a" * (MAX_CHARACTERS * 5), "collect.text_too_long"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_plain_text(content, name="a.txt")

    assert [entry.code for entry in caught.value.reasons] == [code]


def test_controls_go_and_tabs_stay_visible() -> None:
    assert text_of({"type": "doc", "content": nodes("一\n\x07二\t三")}) == "二\u2003三"
    assert decoded(b"\xef\xbb\xbfx") == "x"
