"""Both texts side by side: what differs is marked, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefa.publish.models import PublicationItem
from hefa.publish.shown.compared import comparisons_of, parts_of


def test_a_time_is_marked_whole() -> None:
    left, right = parts_of("上午9:00，在北门", "上午9:30，在北门")

    assert [part["text"] for part in left if part["is_other"]] == ["9:00"]
    assert [part["text"] for part in right if part["is_other"]] == ["9:30"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_parts_of_a_side_make_that_side(released: str, seen: str) -> None:
    left, right = parts_of(released, seen)

    assert "".join(part["text"] for part in left) == released
    assert "".join(part["text"] for part in right) == seen


def test_a_difference_stands_between_its_neighbours() -> None:
    item = PublicationItem(rendered_html="<p>一</p><p>二</p><p>三</p><p>四</p>")
    seen = {"kind": "text", "where": 2, "released": "二", "seen": "贰"}
    found = comparisons_of([seen], item)

    texts = ["".join(part["text"] for part in line["parts"]) for line in found["online"]["lines"]]
    assert texts == ["一", "贰", "三"]


def test_an_added_block_stands_after_its_neighbour() -> None:
    item = PublicationItem(rendered_html="<p>一</p><p>二</p>")
    seen = {"kind": "text", "where": 1, "released": "", "seen": "加群"}
    found = comparisons_of([seen], item)

    texts = ["".join(part["text"] for part in line["parts"]) for line in found["online"]["lines"]]
    assert texts == ["一", "加群", "二"]


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        ({"kind": "page", "seen": "render.page.deleted"}, "文章已被删除，读者打不开。"),
        ({"kind": "count", "seen": ""}, "数量与核准稿不同。"),
    ],
)
def test_what_has_no_two_sides_is_said(difference: dict[str, str], words: str) -> None:
    found = comparisons_of([{"where": 0, "released": "", **difference}], None)

    assert found["notes"] == [words]
    assert not found["approved"]["lines"]


def test_a_picture_is_never_shown_by_its_number() -> None:
    seen = {"kind": "picture", "where": 1, "released": "9f2c", "seen": ""}
    (line,) = comparisons_of([seen], None)["online"]["lines"]

    assert [part["text"] for part in line["parts"]] == ["图片：", "没有这张图"]
