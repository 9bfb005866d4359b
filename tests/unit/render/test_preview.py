"""The preview: the bytes that are sent, at three widths, by day and by night."""

import re

from tests.unit.render.documents import ADDRESSES, NOTICE, package

from hefa.render.article import render
from hefa.render.dark import dark_article
from hefa.render.preview import WIDTHS, Looks, render_preview


def test_the_preview_holds_exactly_the_bytes_that_are_sent_and_them_by_night() -> None:
    made = package(*NOTICE, title="<停水>")
    sent = render(made, ADDRESSES)
    page = render_preview(made, ADDRESSES, account_name="阳光社区")

    assert page.count(sent) == 1
    assert page.count(dark_article(sent)) == 1
    assert "<title>&lt;停水&gt;</title>" in page
    assert "夜间样子" in page


def test_width_and_mode_are_chosen_without_script() -> None:
    page = render_preview(package(*NOTICE), ADDRESSES)

    assert "<script" not in page
    assert WIDTHS == (375, 585, 677)
    for width in WIDTHS:
        assert f"#w{width}:checked~main{{width:{width}px}}" in page
        assert f'id="w{width}"' in page
    assert page.count(" checked>") == 2
    assert page.count("<label") == page.count('<input type="radio"') == 5


def test_a_page_around_it_sets_width_and_mode_and_has_the_buttons() -> None:
    made = package(*NOTICE)
    looks = Looks(width=677, is_night=True, has_bar=False)
    page = render_preview(made, ADDRESSES, looks=looks)

    assert re.findall(r'id="(\w+)"[^>]* checked>', page) == ["w677", "night"]
    assert "<nav" not in page
    assert page.count(" hidden") == 5  # no stop for the keyboard without a button to see
    assert page.count(render(made, ADDRESSES)) == 1
