"""Two versions compared: words, tables, boxes, notes, pictures, fields; and the page."""

from datetime import datetime
from typing import Any

import pytest
from tests.factories import reloaded, returned
from tests.unit.collect.versions import two_versions

from hefa.collect.actions import revise
from hefa.collect.changes import save_draft
from hefa.collect.models import Version
from hefa.collect.versions import Difference, difference_of
from hefa.collect.versions_difference import Part, around, lines_between, parts_between
from hefa.core.document import Node, normalise
from hefa.registry.models import Column

A, B = "a" * 64, "b" * 64


def text(words: str, **attrs: Any) -> Node:
    return {"type": "paragraph", "attrs": attrs, "content": [{"type": "text", "text": words}]}


def doc(*blocks: Node) -> Node:
    return normalise({"type": "doc", "content": list(blocks)})


def table(*rows: tuple[str, ...]) -> Node:
    return {
        "type": "table",
        "content": [
            {
                "type": "tableRow",
                "content": [{"type": "tableCell", "content": [text(cell)]} for cell in row],
            }
            for row in rows
        ],
    }


def image(sha256: str, alt: str = "") -> Node:
    return {"type": "image", "attrs": {"sha256": sha256, "alt": alt}}


def noted(words: str, note: str) -> Node:
    foot = {"type": "footnote", "attrs": {"words": note}}
    return {"type": "paragraph", "content": [{"type": "text", "text": words}, foot]}


def told(before: Node, after: Node) -> list[tuple[str, str, str]]:
    """Return each changed line: where, what went, what came."""
    return [
        (
            line.where,
            "".join(part.text for part in line.parts if part.kind == "del"),
            "".join(part.text for part in line.parts if part.kind == "ins"),
        )
        for line in lines_between(before, after)
        if line.is_changed
    ]


def parts(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in parts_between(before, after)]


def test_number_is_one_word() -> None:
    assert parts("11月23日9:30开始", "11月24日9:45开始") == [
        ("same", "11月"), ("del", "23"), ("ins", "24"), ("same", "日"),
        ("del", "9:30"), ("ins", "9:45"), ("same", "开始"),
    ]  # fmt: skip


def test_lone_character_between_two_large_changes_is_told_with_them() -> None:
    assert parts("请到服务站的大厅领取", "材料由网格员的同事送来") == [
        ("del", "请到服务站的大厅领取"), ("ins", "材料由网格员的同事送来"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"), [("", "新"), ("旧", ""), ("同", "同"), ("", ""), ("甲乙丙", "甲丁丙")]
)
def test_parts_give_both_texts_back(before: str, after: str) -> None:
    found = parts_between(before, after)

    assert "".join(part.text for part in found if part.kind != "ins") == before
    assert "".join(part.text for part in found if part.kind != "del") == after


def test_long_unchanged_text_is_cut_to_what_stands_next_to_a_change() -> None:
    long = "字" * 100
    shown = around(
        (
            Part(text=long, kind="same"),
            Part(text="新", kind="ins"),
            Part(text=long, kind="same"),
            Part(text="旧", kind="del"),
            Part(text=long, kind="same"),
        )
    )

    assert [len(part.text) for part in shown] == [25, 1, 49, 1, 25]
    assert shown[0].text.startswith("…")
    assert shown[4].text.endswith("…")


def test_paragraph_put_in_between_changed_ones_leaves_each_beside_its_own() -> None:
    before = doc(text("明天上午停水检修。"), text("请居民提前蓄水备用。"))
    after = doc(text("明天下午停水检修。"), text("咨询电话见文末。"), text("请居民提前蓄水。"))

    assert told(before, after) == [
        ("正文", "上", "下"), ("正文", "", "咨询电话见文末。"), ("正文", "备用", ""),
    ]  # fmt: skip


def test_table_tells_row_and_cell() -> None:
    before = doc(table(("楼栋", "时间"), ("1号楼", "上午"), ("2号楼", "上午")))
    after = doc(table(("楼栋", "时间"), ("1号楼", "上午"), ("2号楼", "下午")))

    assert told(before, after) == [("表格 1 第 3 行第 2 格", "上", "下")]


def test_row_put_into_a_table_does_not_shift_the_others() -> None:
    rows = [(f"{number}号楼", "上午", "合格") for number in range(1, 40)]
    before = doc(table(*rows))
    after = doc(table(*rows[:10], ("新楼", "下午", "合格"), *rows[10:]))

    assert told(before, after) == [
        ("表格 1", "39", "40"),
        ("表格 1 第 11 行第 1 格", "", "新楼"),
        ("表格 1 第 11 行第 2 格", "", "下午"),
        ("表格 1 第 11 行第 3 格", "", "合格"),
    ]


def test_notes_boxes_links_names_and_the_head_are_compared() -> None:
    box = {"type": "box", "attrs": {"kind": "contact", "title": "联系人"}, "content": [text("甲")]}
    other = {**box, "attrs": {"kind": "contact", "title": "联系电话"}}
    head = {"type": "redHead", "attrs": {"number": "〔2026〕1号"}, "content": []}
    link = {"type": "link", "attrs": {"href": "https://example.org/1"}}
    linked = {
        "type": "paragraph",
        "content": [{"type": "text", "text": "看这里", "marks": [link]}],
    }
    before = doc(head, noted("供暖", "见规定"), box, linked)
    after = doc(
        {**head, "attrs": {"number": "〔2026〕2号"}},
        noted("供暖", "见新规定"),
        other,
        {
            "type": "paragraph",
            "content": [
                {
                    "type": "text",
                    "text": "看这里",
                    "marks": [{"type": "link", "attrs": {"href": "https://example.org/2"}}],
                }
            ],
        },
        {"type": "attachment", "attrs": {"sha256": A, "name": "名单.xlsx"}},
    )

    assert [(where, come) for where, _, come in told(before, after)] == [
        ("红头", "2"), ("脚注 1", "新"), ("联系卡片", "电话"), ("链接", "2"),
        ("附件", "名单.xlsx"),
    ]  # fmt: skip


def test_swapped_picture_is_a_change_though_no_word_is() -> None:
    before, after = doc(text("看图"), image(A, "大厅")), doc(text("看图"), image(B, "大厅"))

    (changed,) = [line for line in lines_between(before, after) if line.is_changed]

    assert changed.where == "图 1"
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before.sha256, changed.after.sha256) == (A, B)


def test_form_alone_is_told_apart_from_words() -> None:
    lines = lines_between(doc(text("同")), doc(text("同", align="center")))

    assert [(line.is_changed, line.is_restyled) for line in lines] == [(False, True)]


def test_the_same_text_has_no_change() -> None:
    same = doc(text("甲"), table(("a", "b")), image(A), {"type": "horizontalRule"})

    assert not any(line.is_changed or line.is_restyled for line in lines_between(same, same))


def changes_of(difference: Difference) -> list[tuple[str, str]]:
    return [
        (change.where, "".join(f"[{part.kind}]{part.text}" for part in change.parts))
        for change in difference.changes
    ]


def test_row_that_came_whole_is_one_change_and_a_swapped_picture_says_so(
    community: None, now: datetime
) -> None:
    sheet = returned("停水通知", now=now, document=doc(table(("楼", "时间")), image(A, "大厅")))
    version = revise(sheet.version.manuscript, person=sheet.author, now=now)
    changed = doc(table(("楼", "时间"), ("新楼", "下午")), image(B, "大厅"))
    save_draft(version, {"document": changed}, edit=version.edit, now=now)

    found = changes_of(difference_of(reloaded(sheet.version), reloaded(version)))

    assert ("表格 1 第 2 行", "[ins]新楼 · 下午") in found
    assert ("图 1", "[del]原来的图片[ins]新的图片") in found
    assert len(found) == 4  # with the table's size and the cover, which follows the picture


def test_fields_are_compared_in_the_words_of_the_page(community: None, now: datetime) -> None:
    column = Column.objects.get(key="life")
    before, after = two_versions(
        now, title="停电通知", column=column, audience="全体业主", mass_send=True
    )

    found = changes_of(difference_of(before, after))

    assert ("标题", "[same]停[del]水[ins]电[same]通知") in found
    assert ("发布方式", "[ins]群[same]发[del]布[same]，不开放留言") in found
    assert ("面向", "[same]全体[del]居民[ins]业主") in found
    (column_words,) = [words for where, words in found if where == "栏目"]
    assert column.name[-1] in column_words
    assert "life" not in column_words


def test_blank_lines_alone_are_said_to_be_form(community: None, now: datetime) -> None:
    before, _ = two_versions(now)
    blank = {"type": "paragraph"}
    content = [*before.document["content"], blank]
    open_version = Version.objects.get(manuscript=before.manuscript_id, number=2)
    save_draft(open_version, {"document": {"type": "doc", "content": content}},
               edit=open_version.edit, now=now)  # fmt: skip

    (change,) = difference_of(before, reloaded(open_version)).changes

    assert change.where == "版式"
