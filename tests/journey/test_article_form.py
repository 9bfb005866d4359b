"""What is sent holds its shape at the widths WeChat's checker looks at, in every theme."""

import pytest
from playwright.sync_api import Browser, Page
from tests.unit.render.documents import (
    NOTICE,
    OTHER_PICTURE,
    PICTURE,
    box,
    cell,
    heading,
    name_list,
    package,
    paragraph,
    red_head,
    table,
    text,
)

from hefa.core.document import Node
from hefa.render.article import render
from hefa.render.themes import names

WIDTHS = (375, 585, 677)
DRAWN = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1080' height='720'/%3E"
ADDRESSES = {PICTURE: "https://mmbiz.qpic.cn/one", OTHER_PICTURE: "https://mmbiz.qpic.cn/two"}
LONG = "https://example.gov.cn/a/very/long/address/that/no/phone/can/show/in/one/line/1234567890"
# The page WeChat's checker measures in, and what it asks: does anything stick out, does any
# share of the width jump, do lines lie closer than their letters are high.
MEASURE = """
([html, width]) => {
  document.body.innerHTML = `<style>body{margin:0}.article{width:${width}px;text-align:justify}
    .article *{max-width:100% !important;box-sizing:border-box !important;
    word-wrap:break-word !important}</style><div class="article">${html}</div>`;
  const all = [...document.querySelectorAll(".article *")];
  const edge = document.querySelector(".article").getBoundingClientRect();
  const told = (node) => `${node.tagName} ${node.textContent.slice(0, 12)}`;
  const isBlock = (node) => getComputedStyle(node).display !== "inline";
  const height = (node) => parseFloat(getComputedStyle(node).lineHeight);
  return {
    out: all.filter((node) => node.getBoundingClientRect().right > edge.right + 1
      || (isBlock(node) && node.scrollWidth > node.clientWidth + 1)).map(told),
    tight: all.filter((node) => height(node) < parseFloat(getComputedStyle(node).fontSize))
      .map(told),
    shares: all.filter((node) => node.style.width)
      .map((node) => node.getBoundingClientRect().width / width),
  };
}
"""


def extremes() -> list[Node]:
    """Blocks that ask for more room than a phone has."""
    return [
        red_head("很长很长的发文机关名称" * 4, number="文〔2026〕1 号"),
        heading("x" * 70),
        paragraph("b" * 19, " ", "c" * 19, inset=2000, indent=2000),
        paragraph(text(LONG, bold={}), inset=2000),
        box(paragraph(LONG, inset=2000, indent=2000), title="y" * 60),
        table([cell(paragraph("甲" * 30, inset=900, indent=900), paragraph("乙", spacing=5))] * 9),
        table([cell("序号"), cell(LONG)], [cell("1"), cell("甲")]),
        name_list(20),
    ]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 800, "height": 900})


@pytest.mark.parametrize("theme", sorted(names()))
def test_nothing_sticks_out_or_jumps_between_screens(blank: Page, theme: str) -> None:
    html = render(package(*NOTICE, *extremes(), theme=theme), ADDRESSES)
    for address in ADDRESSES.values():
        html = html.replace(address, DRAWN)
    found = [blank.evaluate(MEASURE, [html, width]) for width in WIDTHS]

    assert [each["out"] for each in found] == [[], [], []]
    assert [each["tight"] for each in found] == [[], [], []]
    assert len(found[0]["shares"]) >= 8
    for shares in zip(*(each["shares"] for each in found), strict=True):
        assert max(shares) - min(shares) <= 0.2


def test_the_measure_notices_what_does(blank: Page) -> None:
    planted = '<p style="line-height:0.5">甲<br>乙</p><section style="width:500px">丙</section>'
    narrow, _, wide = (blank.evaluate(MEASURE, [planted, width]) for width in WIDTHS)

    assert "P 甲乙" in narrow["tight"]
    assert narrow["shares"][0] - wide["shares"][0] > 0.2
    stuck = f'<p style="word-break:keep-all;word-wrap:normal;white-space:nowrap">{LONG}</p>'
    assert blank.evaluate(MEASURE, [stuck, 375])["out"]
