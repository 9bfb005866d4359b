"""What may not be sent is taken out, and what we write is left alone."""

import pytest
from tests.unit.render.documents import ADDRESSES, NOTICE, name_list, package

from hefa.core.errors import Refused
from hefa.render.article import render
from hefa.render.clean import clean
from hefa.render.themes import theme_named
from hefa.render.words import WORDS


def test_our_own_rendering_is_unchanged() -> None:
    html = render(package(*NOTICE, name_list(30)), ADDRESSES)

    cleaned = clean(html)

    assert cleaned.html == html
    assert cleaned.dropped == ()


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>甲<script>alert(1)</script>乙</p>", "<p>甲乙</p>"),
        ("<style>p{}</style><p>甲</p>", "<p>甲</p>"),
        ('<p onclick="x()" id="a" class="b">甲</p>', "<p>甲</p>"),
        ("<div><p>甲</p></div>", "<p>甲</p>"),
        ('<a href="javascript:x()">甲</a>', "甲"),
        ('<img src="javascript:x()" alt="甲">', '<img alt="甲">'),
        ('<img src="data:image/png;base64,AA">', "<img>"),
        ("<svg><text>甲</text></svg>乙", "乙"),
        ("<iframe src='https://a.cn'>甲</iframe>乙", "乙"),
        ("<p>甲<!-- 秘密 --></p>", "<p>甲</p>"),
    ],
)
def test_foreign_markup_goes(html: str, left: str) -> None:
    assert clean(html).html == left


@pytest.mark.parametrize(
    "declaration",
    [
        "position:fixed",
        "width:600px",
        "width:expression(alert(1))",
        "color:var(--x)",
        "color:red",
        "color:#33333",
        "background-color:url(https://a.cn/x.png)",
        "background:#fff",
        "color:#333333!important",
        "line-height:0",
        "line-height:0.9",
        "font-size:1px",
        "font-size:0",
        "margin-left:-2em",
        "margin-top:900px",
        "padding:30em",
        "width:101%",
        "color:rgba(0,0,0,0)",
        "line-height:20px",
        "text-align:start",
        "font-family:SimSun",
        "height:20px",
        "padding:calc(1px + 2px)",
        "--x:1px",
        "border",
        "/**/color:#333333;/**/",
        "@media print{color:#333333}",
    ],
)
def test_a_declaration_out_of_the_list_goes_and_is_counted(declaration: str) -> None:
    cleaned = clean(f'<p style="text-indent:2em;{declaration}">甲</p>')

    assert declaration.split(":", maxsplit=1)[0] not in cleaned.html or "/**/" in declaration
    assert "/**/" not in cleaned.html
    assert "text-indent:2em" in cleaned.html
    assert len(cleaned.dropped) >= 1


def test_a_style_without_any_allowed_declaration_goes_whole() -> None:
    assert clean('<p style="position:fixed">甲</p>').html == "<p>甲</p>"


def test_a_style_with_an_escape_goes_whole() -> None:
    cleaned = clean('<p style="color:#333333;text-align:l\\65 ft">甲</p>')

    assert cleaned.html == "<p>甲</p>"
    assert len(cleaned.dropped) == 1


def test_nothing_goes_out_that_is_not_on_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = {**theme_named("plain@1"), "article": {"position": "fixed", "color": "#333333"}}
    monkeypatch.setattr("hefa.render.article.theme_named", lambda _name: planted)

    with pytest.raises(Refused) as caught:
        render(package(*NOTICE), ADDRESSES)

    (why,) = caught.value.reasons
    assert why.code == "render.not_clean"
    assert "position" in WORDS[why.code].format(**why.detail)
