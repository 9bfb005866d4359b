"""WeChat's rewriting is no difference; anything a reader would notice is."""

import time
from typing import TYPE_CHECKING

import pytest
from tests.unit.render.documents import (
    ADDRESSES,
    NOTICE,
    OTHER_PICTURE,
    PICTURE,
    as_wechat_keeps,
    image,
    name_list,
    package,
    paragraph,
)

from hefa.render.article import render
from hefa.render.compare import MOVED, Difference, DifferenceKind, differences, fingerprint_of_html
from hefa.render.words import WORDS

if TYPE_CHECKING:
    from hefa.core.document import Node

SENT = render(package(*NOTICE), ADDRESSES)
KEPT = as_wechat_keeps(SENT)


def found(released: str, seen: str) -> tuple[Difference, ...]:
    return differences(fingerprint_of_html(released), fingerprint_of_html(seen))


def test_the_shape_holds_texts_pictures_and_counts() -> None:
    shape = fingerprint_of_html(SENT, title=" 停水 ")

    assert shape.title == "停水"
    assert shape.blocks == (
        "一、停水时间", "定于明天停水。", "图片来源：本单位摄", "详见公告[1]。",
        "楼号", "时间", "1号楼", "8时", "2号楼", "9时", "特此通知",
        "文中链接", "[1] https://example.gov.cn/a?b=1&c=2",
    )  # fmt: skip
    assert [(picture.value, picture.block) for picture in shape.pictures] == [
        ("PicOne", 2),
        ("PicTwo", 10),
    ]
    assert shape.counts == (("cell", 6), ("row", 3), ("table", 1))


def test_what_wechat_rewrites_is_the_same() -> None:
    assert KEPT != SENT
    assert found(SENT, KEPT) == ()
    assert found(KEPT, SENT) == ()


def test_a_block_split_at_a_line_break_is_the_same() -> None:
    assert found("<p>甲<br>乙</p><p>丙</p>", "<p>甲</p><p>乙</p><p>丙</p>") == ()


@pytest.mark.parametrize(
    ("old", "new", "block", "released", "seen"),
    [
        ("明天", "后天", 2, "定于明天停水。", "定于后天停水。"),
        ("8时", "9时", 8, "8时", "9时"),
        ("特此通知", "特此 通知", 11, "特此通知", "特此 通知"),
        ("b=1", "b=2", 13, "[1] https://example.gov.cn/a?b=1&c=2", "[1] https://example.gov.cn/a?b=2&c=2"),
        ("停水。", "停水。请转账。", 2, "定于明天停水。", "定于明天停水。请转账。"),
        ("1号楼", "1\u202e号楼", 7, "1号楼", "1\u202e号楼"),
    ],
)  # fmt: skip
def test_a_changed_text_is_named_with_both_sides(
    old: str, new: str, block: int, released: str, seen: str
) -> None:
    (difference,) = found(SENT, KEPT.replace(old, new, 1))

    assert difference == Difference(
        kind=DifferenceKind.TEXT, block=block, released=released, seen=seen
    )


def test_a_swapped_picture_is_named_at_its_place() -> None:
    (difference,) = found(SENT, KEPT.replace("PicOne", "PicEvil"))

    assert difference == Difference(
        kind=DifferenceKind.PICTURE, block=2, released="PicOne", seen="PicEvil"
    )


def test_the_same_picture_on_another_host_is_another_picture() -> None:
    (difference,) = found(SENT, KEPT.replace("mmbiz.qpic.cn/mmbiz_png/", "example.cn/mmbiz_png/"))

    assert difference.seen == "example.cn/mmbiz_png/PicOne"


def test_two_pictures_changed_round_are_different() -> None:
    blocks: list[Node] = [image(PICTURE), paragraph("甲"), image(OTHER_PICTURE)]
    turned = [blocks[2], blocks[1], blocks[0]]

    kinds = {
        difference.kind
        for difference in found(
            render(package(*blocks), ADDRESSES), render(package(*turned), ADDRESSES)
        )
    }

    assert kinds == {DifferenceKind.PICTURE}


def test_a_picture_moved_to_another_text_is_told() -> None:
    blocks: list[Node] = [paragraph("甲"), image(), paragraph("乙")]
    moved = [blocks[0], blocks[2], blocks[1]]

    (difference,) = found(render(package(*blocks), ADDRESSES), render(package(*moved), ADDRESSES))

    assert (difference.kind, difference.block, difference.name) == (
        DifferenceKind.PICTURE,
        1,
        MOVED,
    )


def test_a_removed_row_is_named_and_counted() -> None:
    start = KEPT.rindex("<tr>", 0, KEPT.index("1号楼"))
    seen = KEPT[:start] + KEPT[KEPT.index("</tr>", start) + len("</tr>") :]

    told = found(SENT, seen)

    assert [(each.kind, each.block, each.released, each.name) for each in told] == [
        (DifferenceKind.TEXT, 7, "1号楼", ""),
        (DifferenceKind.TEXT, 8, "8时", ""),
        (DifferenceKind.COUNT, 0, "6", "cell"),
        (DifferenceKind.COUNT, 0, "3", "row"),
    ]


def test_an_added_link_is_named_at_its_block() -> None:
    seen = KEPT.replace("明天", '<a href="https://evil.example">明天</a>')

    assert found(SENT, seen) == (
        Difference(kind=DifferenceKind.LINK, block=0, released="", seen="https://evil.example"),
    )


@pytest.mark.parametrize(
    "added",
    ["<iframe src='https://v.qq.com/x'></iframe>", "<mp-common-profile></mp-common-profile>"],
)
def test_an_added_element_is_counted(added: str) -> None:
    (difference,) = found(SENT, KEPT + added)

    assert (difference.kind, difference.released, difference.seen) == (
        DifferenceKind.COUNT, "0", "1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "style", ["display:none", "visibility: hidden", "color:red;opacity:0", "font-size:0px"]
)
def test_a_hidden_text_is_missing(style: str) -> None:
    (difference,) = found("<p>甲</p><p>乙</p>", f'<p>甲</p><p style="{style}">乙</p>')

    assert (difference.released, difference.seen) == ("乙", "")


def test_a_picture_added_as_background_is_a_picture() -> None:
    seen = '<p style="background-image:url(https://mmbiz.qpic.cn/x/New/0)">甲</p>'
    (difference,) = found("<p>甲</p>", seen)

    assert (difference.kind, difference.seen) == (DifferenceKind.PICTURE, "New")


def test_a_changed_title_is_told() -> None:
    told = differences(
        fingerprint_of_html(SENT, title="关于停水的通知"),
        fingerprint_of_html(KEPT, title="关于停电的通知"),
    )

    assert [(each.kind, each.released, each.seen) for each in told] == [
        (DifferenceKind.TITLE, "关于停水的通知", "关于停电的通知")
    ]


def test_every_kind_of_difference_has_words() -> None:
    for kind in DifferenceKind:
        assert Difference(kind=kind, block=0, released="", seen="").code in WORDS


def test_a_page_that_nests_without_bound_is_read() -> None:
    assert fingerprint_of_html("<section>" * 20_000 + "甲").blocks == ("甲",)


def test_a_hundred_pages_a_second_even_when_all_is_changed() -> None:
    released = fingerprint_of_html(render(package(*NOTICE, name_list(30)), ADDRESSES))
    page = as_wechat_keeps(render(package(*NOTICE, name_list(30)), ADDRESSES)).replace("列", "例")
    begun = time.perf_counter()
    for _ in range(20):
        assert len(differences(released, fingerprint_of_html(page))) == 180
    assert (time.perf_counter() - begun) / 20 < 0.01
