"""Each node and mark of a document as HTML that WeChat takes."""

import re
import time

import pytest
from tests.unit.render.documents import (
    ADDRESSES,
    NOTICE,
    cell,
    heading,
    image,
    name_list,
    package,
    paragraph,
    table,
    text,
)

from hefa.core.document import MARKS, NODES, Node
from hefa.core.errors import Refused
from hefa.core.package import package_sha256
from hefa.render.article import render
from hefa.render.clean import clean
from hefa.render.preview import render_preview
from hefa.render.rules import violations
from hefa.render.words import WORDS

P = '<p style="color:#333333;line-height:1.75;margin-bottom:0.8em{}">{}</p>'


def body(*blocks: Node) -> str:
    """What stands inside the outer section."""
    html = render(package(*blocks), ADDRESSES)
    assert html.endswith("</section>")
    return html[html.index(">") + 1 : -len("</section>")]


def test_the_first_element_carries_the_fingerprint_of_the_package() -> None:
    made = package(paragraph("甲"))

    assert render(made, ADDRESSES).startswith(
        f'<section data-hefa="{package_sha256(made)[:16]}" style="color:'
    )
    assert len({render(package(paragraph("甲"), title=title), {})[:40] for title in "甲乙"}) == 2


def test_the_same_package_gives_the_same_bytes() -> None:
    assert render(package(*NOTICE), ADDRESSES) == render(package(*NOTICE), ADDRESSES)


def test_a_paragraph_has_colour_line_height_indent_and_alignment() -> None:
    assert body(paragraph("甲")) == P.format("", "甲")
    assert body(paragraph("甲", indent=200)) == P.format(";text-indent:2em", "甲")
    assert body(paragraph("甲", align="right")) == P.format(";text-align:right", "甲")
    assert (
        ";margin-bottom"
        not in body(paragraph("甲", spacing=150)).replace("margin-bottom:1.5em", "")[1:]
    )


@pytest.mark.parametrize(("level", "tag"), [(1, "h2"), (2, "h3"), (3, "h4")])
def test_a_heading_is_bold_and_keeps_its_typed_number(level: int, tag: str) -> None:
    html = body(heading("一、时间", level))

    assert html.startswith(f"<{tag} style=")
    assert "font-weight:bold" in html
    assert html.endswith(f">一、时间</{tag}>")


@pytest.mark.parametrize(
    ("run", "html"),
    [
        (text("甲", bold={}), "<strong>甲</strong>"),
        (text("甲", italic={}), "<em>甲</em>"),
        (text("甲", superscript={}), "<sup>甲</sup>"),
        (text("甲", subscript={}), "<sub>甲</sub>"),
        (text("甲", underline={}), '<span style="text-decoration:underline">甲</span>'),
        (
            text("甲", underline={}, strike={}),
            '<span style="text-decoration:underline line-through">甲</span>',
        ),
        (text("甲", color={"value": "#FF0000"}), '<span style="color:#ff0000">甲</span>'),
        (
            text("甲", highlight={"value": "#FFFF00"}),
            '<span style="background-color:#ffff00;color:#333333">甲</span>',
        ),
        (
            text("甲", highlight={"value": "#000080"}, bold={}),
            '<span style="background-color:#000080;color:#ffffff"><strong>甲</strong></span>',
        ),
        ({"type": "hardBreak"}, "<br>"),
        (text("a < b & c > \"d\" 'e'"), "a &lt; b &amp; c &gt; \"d\" 'e'"),
        (text("二\u00a0人"), "二&nbsp;人"),
        (text("甲  乙"), "甲 &nbsp;乙"),
    ],
    ids=str,
)
def test_each_kind_of_run(run: Node, html: str) -> None:
    assert body(paragraph("始", run, "终")) == P.format("", f"始{html}终")


def test_links_become_numbered_notes_each_address_once() -> None:
    first, second = "https://example.cn/?a=1&b=2", "https://mp.weixin.qq.com/s/abc"
    html = body(
        paragraph(
            text("公", bold={}, link={"href": first}),
            text("告", link={"href": first}),
            "和",
            text("旧文", link={"href": second}),
        ),
        paragraph(text("再看", link={"href": first}), text(second, link={"href": second})),
    )

    assert "<strong>公</strong>告<sup>[1]</sup>和旧文<sup>[2]</sup>" in html
    assert f"再看<sup>[1]</sup>{second}</p>" in html  # an address shown in full needs no note
    assert html.count("[1] https://example.cn/?a=1&amp;b=2</p>") == 1
    assert html.endswith(f"[2] {second}</p>")
    assert "<a" not in html


def test_a_picture_has_a_share_of_the_width_its_size_and_words() -> None:
    html = body(image(alt='"图" <1>', percent=6050, source="新华社", licence="授权"))

    assert (
        '<img src="https://mmbiz.qpic.cn/mmbiz_png/PicOne/0?wx_fmt=png" data-w="1080"'
        ' data-ratio="0.6667" alt="&quot;图&quot; &lt;1&gt;" style="width:60.5%;height:auto">'
    ) in html
    assert ">图片来源：新华社，授权</p>" in html


def test_a_rule_keeps_its_colour() -> None:
    html = body(
        {"type": "horizontalRule", "attrs": {"color": "#C00000"}}, {"type": "horizontalRule"}
    )

    assert html.count("&nbsp;</p>") == 2
    assert "border-bottom:1px solid #c00000" in html


def test_empty_paragraphs_become_one_gap() -> None:
    html = body(
        paragraph("甲"), paragraph(), paragraph(" "), heading(""), paragraph("乙"), paragraph()
    )

    assert html == P.format("", "甲") + P.format(";margin-top:1.6em", "乙")


def test_a_table_keeps_spans_colours_and_several_paragraphs() -> None:
    html = body(
        table(
            [cell("头", kind="tableHeader", colspan=2)],
            [cell("红", background="#C00000", rowspan=2), cell(paragraph("右", align="right"))],
            [cell(paragraph("一"), paragraph(), paragraph("二"))],
        )
    )

    assert '<table border="1" style="width:100%;border-collapse:collapse;table-layout:fixed' in html
    assert '<th colspan="2" style="' in html
    assert "background-color:#c00000;color:#ffffff" in html
    assert 'rowspan="2"' in html
    assert "text-align:right" in html
    assert html.count('<p style="color:#333333;line-height:1.6">') == 2


def test_columns_are_as_wide_as_what_they_hold_asks_for() -> None:
    html = body(
        table(
            [cell("序号"), cell("姓名"), cell("住址")],
            [cell("1"), cell("王小明"), cell("阳光小区二期3号楼2单元501室")],
        )
    )

    assert re.findall(r'<td style="width:(\d+)%', html) == ["11", "17", "72"]
    assert html.count("width:") == 1 + 3  # the table, and the cells of the first row only


@pytest.mark.parametrize(
    "rows",
    [
        [[cell("甲乙"), cell("丙丁戊")]],
        [[cell("甲", colspan=2)], [cell("乙"), cell("很长很长很长的一格")]],
        [[cell("甲")], [cell("乙"), cell("很长很长很长的一格")]],
        [[], []],
    ],
)
def test_columns_stay_equal_where_widths_would_not_help(rows: list[list[Node]]) -> None:
    assert '<td style="width' not in body(paragraph("甲"), table(*rows))


def test_a_header_cell_is_centred_unless_it_says_otherwise() -> None:
    right = cell(paragraph("右", align="right"), kind="tableHeader")
    html = body(table([cell("中", kind="tableHeader"), right], [cell("左"), cell("左")]))

    assert re.findall(r"text-align:(\w+)", html) == ["left", "center", "right"]


def test_a_list_of_thirty_rows_and_six_columns_is_short() -> None:
    html = body(name_list(30))

    assert html.count("<td>") == 29 * 6
    assert len(html) < 5000


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"theme": "community@2"}, "render.theme_unknown"),
        ({"addresses": {}}, "render.picture_missing"),
        ({"renderer_version": 2}, "render.renderer_unknown"),
    ],
)
def test_what_cannot_be_rendered_exactly_is_refused(changes: dict[str, object], code: str) -> None:
    asked = {"theme": "community@1", "addresses": ADDRESSES, "renderer_version": 1, **changes}

    with pytest.raises(Refused) as caught:
        render(
            package(image(), theme=asked["theme"]),
            asked["addresses"],  # type: ignore[arg-type]  # the cases above say what they are
            renderer_version=asked["renderer_version"],  # type: ignore[arg-type]
        )

    (why,) = caught.value.reasons
    assert why.code == code
    assert WORDS[code].format(**why.detail)


def test_every_node_and_mark_of_the_schema_is_rendered_within_the_rules() -> None:
    marks = {
        name: {"value": "#C00000"}
        if "value" in shape
        else {"href": "https://a.cn"}
        if shape
        else {}
        for name, shape in MARKS.items()
    }
    blocks = [
        *NOTICE,
        *(paragraph(f"标{name}", text(name, **{name: attrs})) for name, attrs in marks.items()),
        paragraph("行", {"type": "hardBreak"}, "行"),
        {"type": "horizontalRule"},
    ]
    html = render(package(*blocks), ADDRESSES)

    for name in MARKS:
        assert name in html
    assert set(NODES) == {
        "doc", "heading", "paragraph", "table", "tableRow", "tableCell", "tableHeader", "image",
        "horizontalRule", "hardBreak", "text",
    }  # fmt: skip
    assert violations(html) == ()
    assert clean(html).html == html


def test_the_preview_holds_exactly_the_bytes_that_are_sent() -> None:
    made = package(*NOTICE, title="<停水>")
    page = render_preview(made, ADDRESSES, account_name="阳光社区")

    assert page.count(render(made, ADDRESSES)) == 1
    assert "<title>&lt;停水&gt;</title>" in page
    assert "prefers-color-scheme:dark" in page
    assert "<script" not in page


def test_a_notice_of_two_pages_takes_less_than_thirty_milliseconds() -> None:
    made = package(
        *NOTICE, *(paragraph("停水通知" * 40, indent=200) for _ in range(12)), name_list(30)
    )
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        render(made, ADDRESSES)
        times.append(time.perf_counter() - begun)

    assert min(times) < 0.03
