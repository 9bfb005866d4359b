"""Each node and mark of a document as HTML that WeChat takes."""

import re
import time

import pytest
from tests.unit.render.documents import (
    ADDRESSES,
    NOTICE,
    attachment,
    box,
    cell,
    footnote,
    heading,
    image,
    name_list,
    package,
    paragraph,
    red_head,
    table,
    text,
)

from hefa.core.document import MARKS, NODES, Node, asides, walk
from hefa.core.errors import Refused
from hefa.core.package import package_sha256
from hefa.render.article import render, rendering
from hefa.render.clean import clean
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


def test_a_red_head_names_the_issuer_and_the_number_over_a_red_rule() -> None:
    html = body(red_head("阳光社区居民委员会文件", number="阳社〔2026〕8 号"), paragraph("甲"))

    assert re.fullmatch(
        r'<section style="border-bottom:2px solid #c00000;margin-bottom:1.4em">'
        r'<p style="color:#c00000;[^"]*text-align:center[^"]*">阳光社区居民委员会文件</p>'
        r'<p style="color:#333333;[^"]*text-align:center[^"]*">阳社〔2026〕8 号</p></section>'
        r"<p style.*甲</p>",
        html,
    )


@pytest.mark.parametrize("kind", ["notice", "quote", "contact"])
def test_a_box_is_one_section_with_the_ground_and_its_text_inside(kind: str) -> None:
    html = body(
        box(paragraph("一", indent=900), paragraph(), paragraph("二"), kind=kind, title="提示")
    )

    assert html.count("background-color") == 1
    assert html.startswith('<section style="background-color:')
    assert re.findall(r">([^<]+)</p>", html) == ["提示", "一", "二"]
    assert "text-indent:2em" in html  # a box is too narrow for more


def test_what_shows_nothing_leaves_only_a_gap() -> None:
    html = body(paragraph("甲"), box(paragraph(), title=" "), red_head(" "), paragraph("乙"))

    assert html == P.format("", "甲") + P.format(";margin-top:1.6em", "乙")


def test_footnotes_and_links_are_numbered_in_one_row() -> None:
    html = body(
        paragraph("甲", footnote("第一条注"), text("乙", link={"href": "https://a.cn"})),
        table([cell(paragraph("丙", footnote("表里的注")))]),
        paragraph(text("丁", link={"href": "https://a.cn"}), footnote("第一条注")),
    )

    assert "甲<sup>[1]</sup>乙<sup>[2]</sup></p>" in html
    assert "丙<sup>[3]</sup></td>" in html
    assert "丁<sup>[2]</sup><sup>[4]</sup></p>" in html
    assert re.findall(r">(\[\d\] [^<]+)</p>", html) == [
        "[1] 第一条注", "[2] https://a.cn", "[3] 表里的注", "[4] 第一条注",
    ]  # fmt: skip
    assert ">注释</p>" in html


def test_a_paragraph_with_nothing_but_a_note_is_shown() -> None:
    assert "<sup>[1]</sup></p>" in body(paragraph(footnote("注")))


def test_attachments_are_lines_numbered_when_there_are_several() -> None:
    assert body(attachment("报名表.xlsx")).endswith(">附件：报名表.xlsx</p>")
    two = body(attachment("报名表.xlsx"), paragraph("甲"), attachment("名单.pdf", "e" * 64))
    assert re.findall(r">(附件[^<]+)</p>", two) == ["附件 1：报名表.xlsx", "附件 2：名单.pdf"]


def test_an_inset_is_a_margin_and_no_side_leaves_a_phone_without_room() -> None:
    assert body(paragraph("甲", inset=150)) == P.format(";margin-left:1.5em", "甲")
    assert body(paragraph("甲", inset=2000, indent=2000)) == P.format(
        ";text-indent:6em;margin-left:6em", "甲"
    )


def test_a_word_longer_than_a_phone_may_break() -> None:
    assert "word-break:break-all" in body(paragraph("网址 https://example.gov.cn/a/very/long/path"))
    assert "word-break" not in body(paragraph("很长" * 30, " some English words of usual length"))


def test_ink_that_cannot_be_read_is_written_in_one_that_can_and_noted() -> None:
    made = rendering(
        package(paragraph("始", text("淡", color={"value": "#FFFF99"})), paragraph("终")), {}
    )

    (mend,) = made.mended
    assert (mend.place, mend.text, mend.chosen) == (0, "淡", "#ffff99")
    assert f'<span style="color:{mend.written}">淡</span>' in made.html
    assert "#ffff99" not in made.html


def test_the_pieces_are_the_article_and_know_their_blocks() -> None:
    made = rendering(
        package(paragraph("甲"), paragraph(), image(source="新华社"), paragraph(footnote("注"))),
        ADDRESSES,
    )

    assert "".join(piece.html for piece in made.pieces) in made.html
    assert [(piece.place, piece.elements) for piece in made.pieces] == [
        (0, 1), (2, 2), (3, 1), (-1, 2),
    ]  # fmt: skip


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
    assert html.endswith(">一<br>二</td></tr></tbody></table>")
    assert "<p" not in html


def test_what_stands_in_a_coloured_cell_takes_the_ink_of_that_cell() -> None:
    html = body(table([cell(paragraph("白"), paragraph("字", indent=100), background="#C00000")]))

    assert html.count("color:#ffffff") == 3
    assert "color:#333333;line-height:1.6" not in html.replace("table", "", 1).split("<td", 1)[1]


def test_columns_are_as_wide_as_what_they_hold_asks_for() -> None:
    html = body(
        table(
            [cell("序号"), cell("姓名"), cell("住址")],
            [cell("1"), cell("王小明"), cell("阳光小区二期3号楼2单元501室")],
        )
    )

    assert re.findall(r'<td style="width:(\d+)%', html) == ["17", "23", "60"]
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

    assert re.findall(r"text-align:(\w+)", html) == ["center", "right"]  # left is what it is


def test_a_first_row_with_joined_cells_still_leaves_the_columns_their_say() -> None:
    html = body(
        table(
            [cell("序号", rowspan=2), cell("姓名"), cell("住址", rowspan=2)],
            [cell("（全名）")],
            [cell("1"), cell("王小明"), cell("阳光小区二期3号楼2单元501室")],
        )
    )

    widths = [int(share) for share in re.findall(r'<td[^>]* style="width:(\d+)%;border', html)]
    assert len(widths) == 3
    assert sum(widths) == 100
    assert widths[0] < widths[1] < widths[2]


def test_widths_that_the_document_says_hold() -> None:
    html = body(
        table(
            [cell("短", width=2500), cell("很长很长很长很长的一格", width=7500)],
            [cell("甲"), cell("乙")],
        )
    )

    assert re.findall(r'<td style="width:(\d+)%', html) == ["25", "75"]


def test_marks_that_a_whole_table_bears_are_said_once() -> None:
    red = {"color": {"value": "#C00000"}, "bold": {}}
    html = body(table(*[[cell(paragraph(text("甲", **red)))] * 6 for _ in range(30)]))

    assert html.count("#c00000") == 1
    assert html.count("font-weight:bold") == 1
    assert html.count("<td>甲</td>") == 180


def test_a_striped_list_says_its_fills_on_the_rows() -> None:
    rows = [[cell("甲", background="#F2F2F2" if n % 2 else None)] * 6 for n in range(30)]
    html = body(table(*rows))

    assert html.count('<tr style="background-color:#f2f2f2;color:#333333">') == 15
    assert html.count("<td>甲</td>") == 180


def test_a_list_of_thirty_rows_and_six_columns_is_short() -> None:
    html = body(name_list(30))

    assert html.count("<td>") == 29 * 6
    assert len(html) < 5000


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"theme": "community@2"}, "render.theme_unknown"),
        ({"addresses": {}}, "render.picture_missing"),
        ({"renderer_version": 3}, "render.renderer_unknown"),
    ],
)
def test_what_cannot_be_rendered_exactly_is_refused(changes: dict[str, object], code: str) -> None:
    asked = {"theme": "community@1", "addresses": ADDRESSES, "renderer_version": 2, **changes}

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
        red_head("阳光社区居民委员会", number="阳社〔2026〕8 号"),
        box(paragraph("框里"), image(), kind="contact", title="联系我们"),
        paragraph("有注", footnote("注里的话")),
        attachment("报名表.xlsx"),
    ]
    html = render(package(*blocks), ADDRESSES)

    for name in MARKS:
        assert name in html
    assert set(NODES) == {"doc", *(node["type"] for block in blocks for node in walk(block))}
    for words in asides({"type": "doc", "content": blocks}):
        assert words in html
    assert violations(html) == ()
    assert clean(html).html == html


def test_a_notice_of_two_pages_takes_less_than_fifteen_milliseconds() -> None:
    made = package(
        *NOTICE, *(paragraph("停水通知" * 40, indent=200) for _ in range(12)), name_list(30)
    )
    times = []
    for _ in range(5):
        begun = time.process_time()  # what others do on the machine is not ours
        render(made, ADDRESSES)
        times.append(time.process_time() - begun)

    assert min(times) < 0.015
