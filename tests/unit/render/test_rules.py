"""WeChat's rules: each is found where it is broken, and only there."""

import pytest
from tests.unit.render.documents import ADDRESSES, NOTICE, name_list, package

from hefa.render.article import render
from hefa.render.rules import violations
from hefa.render.words import WORDS

SRC = 'src="https://mmbiz.qpic.cn/a/b/0" data-w="9" data-ratio="1"'


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        (f'<img {SRC} style="width:50%;opacity:0">', "opacity"),
        ('<p style="caret-color:rgba(0, 0, 0, 0)">甲</p>', "caret-color"),
        ('<p style="line-height:0.9">甲</p>', "line-height"),
        ('<p style="line-height:80%">甲</p>', "line-height"),
        ('<section style="width:600px">甲</section>', "width"),
        (f'<img {SRC} style="width:300px">', "width"),
        ('<p style="height:0">甲</p>', "height"),
        ('<p style="text-align:start">甲</p>', "text-align"),
        ("<svg><animate begin='touchstart'></animate></svg>", "animate-begin"),
        ("<pre>甲</pre>", "pre"),
        ("<section>" * 8 + "甲" + "</section>" * 8, "nestNodes"),
        ("<span leaf=''><p>甲</p></span>", "leaf"),
        ("<section nodeleaf=''><p>甲</p><p>乙</p></section>", "leaf"),
        ("<section>" + "<p></p>" * 16 + "<p>甲</p>" * 5 + "</section>", "empty"),
        ("<p style=\"font-family:'SimSun'\">甲</p>", "font-family"),
        ('<p style="color:#333!important">甲</p>', "important"),
        ('<p style="background-image:linear-gradient(red,blue)">甲</p>', "gradient"),
        ('<p style="color:#fff;background-color:#fefefe">甲</p>', "darkmode-low-contrast"),
        ('<p style="color:#ffffff">甲</p>', "darkmode-low-contrast"),
        (
            '<p style="background-color:#000"><span style="color:#111">甲</span></p>',
            "darkmode-low-contrast",
        ),
        ("<ul><li>甲</li></ul>", "tag"),
        ('<p id="a">甲</p>', "attribute"),
        ('<p style="position:absolute">甲</p>', "property"),
        ('<p style="background:#fff">甲</p>', "property"),
        (
            '<img src="https://a.cn/1.png" data-w="9" data-ratio="1" style="width:9%">',
            "picture-address",
        ),
        ('<img src="https://mmbiz.qpic.cn/a/b/0" style="width:9%">', "picture-size"),
        ("甲" * 20_000, "content-length"),
        ("甲" * 18_000, "content-length-near"),
    ],
    ids=lambda value: value[:50],
)
def test_a_broken_rule_is_found_and_has_words(html: str, rule: str) -> None:
    found = [violation for violation in violations(html) if violation.rule == rule]

    assert found
    assert WORDS[found[0].code].format(found=found[0].found)


@pytest.mark.parametrize(
    "html",
    [
        "<section>" * 7 + "甲" + "</section>" * 7,
        '<p style="line-height:1.4;height:auto">甲</p>',
        '<p style="line-height:0"></p>',
        "<section>" + "<p></p>" * 15 + "<p>甲</p>" * 15 + "</section>",
        '<p style="color:#333333;background-color:#f2f2f2">甲</p>',
        '<p style="background-color:#000000;color:#ffffff">甲</p>',
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
