"""The preview: the bytes that are sent, at three widths, by day and by night."""

from tests.unit.render.documents import ADDRESSES, NOTICE, package

from hefa.render.article import render
from hefa.render.dark import dark_article
from hefa.render.preview import WIDTHS, render_preview


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
