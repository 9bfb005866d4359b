"""WeChat's rules: each is found where it is broken, and only there, with what mends it."""

import pytest
from tests.unit.render.documents import (
    ADDRESSES,
    NOTICE,
    box,
    image,
    name_list,
    package,
    paragraph,
    text,
)

from hefa.render.article import render, rendering
from hefa.render.contrast import is_unreadable
from hefa.render.rules import ADVICE, NUMBERS, in_document, violations
from hefa.render.words import WORDS

SRC = 'src="https://mmbiz.qpic.cn/a/b/0" data-w="9" data-ratio="1"'
P = "color:#333333;line-height:1.75"
FORM = "width:100%;table-layout:fixed;word-break:break-all"
FORTY = "四十个字才够长，图片旁边要有能读的话，不然读屏读不出，夜里也不变色，搜也搜不到。"

BROKEN = [
    (f'<img {SRC} style="width:50%;opacity:0">', "opacity"),
    ('<p style="caret-color:rgba(0, 0, 0, 0)">甲</p>', "caret-color"),
    ('<p style="line-height:0.9">甲</p>', "line-height"),
    ('<p style="line-height:80%">甲</p>', "line-height"),
    ('<section style="width:600px">甲</section>', "width"),
    ('<section style="width:120%">甲</section>', "width"),
    (f'<img {SRC} style="width:300px">', "width"),
    ('<p style="margin-left:200px">甲</p>', "width"),
    ('<p style="text-indent:12em">甲</p>', "width"),
    ('<p style="text-indent:-9em">甲</p>', "width"),
    ('<p style="height:0">甲</p>', "height"),
    ('<p style="text-align:start">甲</p>', "text-align"),
    ("<svg><animate begin='touchstart'></animate></svg>", "animate-begin"),
    ("<pre>甲</pre>", "pre"),
    ("<section>" * 8 + "甲" + "</section>" * 8, "nestNodes"),
    ("<span leaf=''><p>甲</p></span>", "leaf"),
    ("<section nodeleaf=''><p>甲</p><p>乙</p></section>", "nodeleaf"),
    ("<section>" + "<p></p>" * 16 + "<p>甲</p>" * 5 + "</section>", "empty"),
    ("<p style=\"font-family:'SimSun'\">甲</p>", "font-family"),
    ('<p style="color:#fff;background-color:#fefefe">甲</p>', "darkmode-low-contrast"),
    ('<p style="color:#ffffff">甲</p>', "darkmode-low-contrast"),
    (
        '<p style="background-color:#000"><span style="color:#111">甲</span></p>',
        "darkmode-low-contrast",
    ),
    (
        '<section style="color:#fefefe"><p style="line-height:2">甲</p></section>',
        "darkmode-low-contrast",
    ),
    ('<p style="background-image:linear-gradient(red,blue)">甲</p>', "darkmode-no-gradient"),
    (
        "<section>" + f'<p style="{P};background-color:#f2f2f2">甲</p>' * 2 + "</section>",
        "ground-repeated",
    ),
    ('<p style="position:absolute">甲</p>', "position"),
    ('<p style="transform:translateY(-9px)">甲</p>', "position"),
    (f'<img {SRC} style="width:50%"><p style="{P}">很短</p>', "picture-only"),
    ('<p style="background-image:url(https://a.cn/x.png)">甲</p>', "background-image"),
    ("<svg></svg>", "svg"),
    ("<p data-no-dark=''>甲</p>", "no-dark"),
    ('<p style="color:#333!important">甲</p>', "important"),
    ("<p data-ignore-dm='low-contrast'>甲</p>", "ignore-dm"),
    ("<ul><li>甲</li></ul>", "list"),
    ('<a href="https://a.cn">甲</a>', "link"),
    ("<div>甲</div>", "tag"),
    ('<p id="a">甲</p>', "attribute"),
    ('<p style="background:#fff">甲</p>', "property"),
    ('<p style="display:flex">甲</p>', "property"),
    ('<p style="line-height:1.75">甲</p>', "ink-missing"),
    ('<table style="width:100%"><tr><td>甲</td></tr></table>', "table-form"),
    (f'<table style="{FORM}"><tr>{"<td>甲</td>" * 9}</tr></table>', "table-columns"),
    (
        '<img src="https://a.cn/1.png" data-w="9" data-ratio="1" style="width:9%">',
        "picture-address",
    ),
    (f'<img {SRC.replace("/0", "/0?wx_fmt=webp")} style="width:9%">', "picture-kind"),
    ('<img src="https://mmbiz.qpic.cn/a/b/0" style="width:9%">', "picture-size"),
    ("甲" * 20_000, "content-length"),
    ("甲" * 18_000, "content-length-near"),
]


@pytest.mark.parametrize(("html", "rule"), BROKEN, ids=lambda value: value[:50])
def test_a_broken_rule_is_found_and_says_where_and_what_mends_it(html: str, rule: str) -> None:
    found = [violation for violation in violations(html) if violation.rule == rule]

    assert found
    what = WORDS[found[0].code].format(**found[0].detail)
    mend = WORDS[f"{found[0].code}.todo"].format(**found[0].detail)
    assert "{" not in what + mend


def test_every_chapter_of_the_specification_that_can_be_judged_is_broken_above() -> None:
    assert set(NUMBERS) <= {rule for _, rule in BROKEN}
    assert {number.partition(".")[0] for number in NUMBERS.values()} == {"1", "2", "3", "4"}
    assert {rule for _, rule in BROKEN} >= ADVICE


@pytest.mark.parametrize(
    "html",
    [
        "<section>" * 7 + "甲" + "</section>" * 7,
        f'<p style="{P};height:auto">甲</p>',
        '<p style="line-height:0"></p>',
        "<section>" + "<p></p>" * 15 + f'<p style="{P}">甲</p>' * 15 + "</section>",
        '<p style="line-height:1.4;color:#333333;background-color:#f2f2f2">甲</p>',
        '<p style="background-color:#000000;color:#ffffff;line-height:1.4">甲</p>',
        '<p style="caret-color:transparent"></p>',
        "<section style='font-family:mp-quote, \"PingFang SC\", system-ui, -apple-system'>甲</section>",
        f'<table style="{FORM}"><tr>{"<td>甲</td>" * 8}</tr></table>',
        f'<img {SRC} style="width:50%"><p style="{P}">{FORTY}</p>',
        "甲" * 17_999,
    ],
    ids=lambda value: value[:50],
)
def test_what_is_within_the_rules_is_let_through(html: str) -> None:
    assert violations(html) == ()


def test_our_own_rendering_breaks_none() -> None:
    assert violations(render(package(*NOTICE, name_list(30)), ADDRESSES)) == ()


def test_a_nest_too_deep_is_told_once() -> None:
    found = violations("<section>" * 12 + "甲" + "</section>" * 12)

    assert [violation.rule for violation in found] == ["nestNodes"]


def test_a_violation_is_told_by_the_block_of_the_document_it_comes_from() -> None:
    made = rendering(
        package(
            paragraph("甲"),
            paragraph(),
            image(source="新华社"),
            box(paragraph("丙"), title="提示"),
            paragraph("丁", text("戊", link={"href": "https://a.cn"})),
        ),
        ADDRESSES,
    )
    planted = made.html.replace(">丙<", ' align="left">丙<').replace(">丁", ' id="x">丁')
    planted = planted.replace("<sup>", "<u>").replace("</sup>", "</u>")

    found = in_document(violations(planted), made.pieces)

    assert [(one.rule, one.place, one.text) for one in found if one.rule != "picture-only"] == [
        ("attribute", 3, "丙"),
        ("attribute", 4, "丁戊[1]"),
        ("tag", 4, "[1]"),
    ]


def test_an_unreadable_ink_is_told_with_one_that_reads() -> None:
    (found,) = violations('<p style="color:#ffff99;line-height:1.75">甲</p>')

    assert found.mend.startswith("#")
    assert not is_unreadable(found.mend, "#ffffff")


def test_every_rule_has_words_and_a_mend() -> None:
    codes = {code for code in WORDS if code.startswith("render.rule.")}

    assert codes
    assert all(f"{code.removesuffix('.todo')}.todo" in codes for code in codes)
    assert {f"render.rule.{rule}" for rule in NUMBERS} <= codes
