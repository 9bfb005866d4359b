from typing import Any

import pytest
from tests.fixtures.docx import paragraph, small

from hefa.collect.word import WordImport, read_word
from hefa.core.document import text_of


def _read(inside: str, **parts: Any) -> WordImport:
    return read_word(small(f"<w:p>{inside}</w:p>", **parts), name="x")


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _content(imported: WordImport) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = imported.document["content"][0]["content"]
    return found


def _counts(imported: WordImport) -> dict[str, int]:
    known = {note.code: note.count for note in imported.report}
    known.pop("collect.title_from_name", None)
    return known


def test_runs_that_look_the_same_become_one() -> None:
    imported = _read(_run("停水", "<w:b/>") + "<w:proofErr/>" + _run("通知", "<w:b/>") + _run("。"))

    assert _content(imported) == [
        {"type": "text", "text": "停水通知", "marks": [{"type": "bold"}]},
        {"type": "text", "text": "。"},
    ]


@pytest.mark.parametrize(
    ("properties", "mark"),
    [
        ("<w:b/>", {"type": "bold"}),
        ("<w:i/>", {"type": "italic"}),
        ('<w:u w:val="single"/>', {"type": "underline"}),
        ("<w:strike/>", {"type": "strike"}),
        ("<w:dstrike/>", {"type": "strike"}),
        ('<w:vertAlign w:val="superscript"/>', {"type": "superscript"}),
        ('<w:vertAlign w:val="subscript"/>', {"type": "subscript"}),
        ('<w:color w:val="c00000"/>', {"type": "color", "attrs": {"value": "#C00000"}}),
        ('<w:highlight w:val="yellow"/>', {"type": "highlight", "attrs": {"value": "#FFFF00"}}),
        ('<w:shd w:fill="DDEEFF"/>', {"type": "highlight", "attrs": {"value": "#DDEEFF"}}),
    ],
)
def test_each_mark_is_kept(properties: str, mark: dict[str, Any]) -> None:
    assert _content(_read(_run("字", properties)))[0]["marks"] == [mark]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:b w:val="0"/>',
        '<w:u w:val="none"/>',
        '<w:color w:val="auto"/>',
        '<w:color w:val="000000"/>',
        '<w:color w:val="333333"/>',
        '<w:highlight w:val="none"/>',
        '<w:shd w:fill="FFFFFF"/>',
    ],
)
def test_what_is_no_mark_gives_none(properties: str) -> None:
    assert "marks" not in _content(_read(_run("字", properties)))[0]


def test_bold_in_character_and_paragraph_style_cancel_each_other() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = '<w:pPr><w:pStyle w:val="P"/></w:pPr>' + _run("甲") + _run("乙", '<w:rStyle w:val="C"/>')

    assert _content(_read(body, styles=styles)) == [
        {"type": "text", "text": "甲", "marks": [{"type": "bold"}]},
        {"type": "text", "text": "乙"},
    ]


def test_styles_based_on_each_other_in_a_loop_end() -> None:
    styles = (
        '<w:style w:styleId="A" w:type="paragraph"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B" w:type="paragraph"><w:basedOn w:val="A"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    imported = _read('<w:pPr><w:pStyle w:val="A"/></w:pPr>' + _run("字"), styles=styles)

    assert _content(imported)[0]["marks"] == [{"type": "bold"}]


def test_revisions_keep_the_new_text_and_name_the_old_only_by_place() -> None:
    imported = _read(
        _run("价格")
        + f"<w:ins>{_run('二十元')}</w:ins>"
        + "<w:del><w:r><w:delText>三十元</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{_run('旧处')}</w:moveFrom><w:moveTo>{_run('新处')}</w:moveTo>"
        + f"<w:ins><w:del>{_run('先加后删')}</w:del></w:ins>"
    )

    assert text_of(imported.document) == "价格二十元新处"
    assert _counts(imported) == {
        "collect.deleted_text_dropped": 2,
        "collect.moved_text_dropped": 1,
    }
    assert imported.report[0].text == "“价格二十元新处”"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    body = paragraph("前半，", properties=mark) + paragraph("后半。")

    assert text_of(read_word(small(body), name="x").document) == "前半，后半。"


def test_hidden_text_is_dropped_also_when_a_style_hides_it() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    imported = _read(
        _run("看得见") + _run("藏一", "<w:vanish/>") + _run("藏二", '<w:rStyle w:val="H"/>'),
        styles=styles,
    )

    assert text_of(imported.document) == "看得见"
    assert _counts(imported) == {"collect.hidden_text_dropped": 1}


def test_white_text_is_made_visible_and_reported_but_stays_white_on_dark() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    imported = _read(_run("白字", white) + _run("反白", white + '<w:shd w:fill="C00000"/>'))

    assert "marks" not in _content(imported)[0]
    assert [mark["type"] for mark in _content(imported)[1]["marks"]] == ["color", "highlight"]
    assert _counts(imported) == {"collect.white_text": 1}


def test_fields_keep_their_result_and_links_their_address() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    def field(instruction: str, result: str) -> str:
        return mark("begin") + code(instruction) + mark("separate") + _run(result) + mark("end")

    imported = _read(
        field(" PAGE ", "3")
        + field(' HYPERLINK "https://example.cn/a" ', "网页")
        + f'<w:fldSimple w:instr="DATE">{_run("今天")}</w:fldSimple>'
    )

    assert _content(imported) == [
        {"type": "text", "text": "3"},
        {
            "type": "text",
            "text": "网页",
            "marks": [{"type": "link", "attrs": {"href": "https://example.cn/a"}}],
        },
        {"type": "text", "text": "今天"},
    ]
    assert _counts(imported) == {"collect.field_code_dropped": 2}


def test_a_field_that_never_ends_swallows_nothing() -> None:
    imported = _read('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _run("后文都在"))

    assert text_of(imported.document) == "后文都在"


def test_links_keep_web_addresses_and_report_others() -> None:
    links = f'<w:hyperlink r:id="a">{_run("官网")}</w:hyperlink><w:hyperlink r:id="b">{_run("邮箱")}</w:hyperlink>'
    imported = _read(
        links,
        relations={
            "a": ("hyperlink", "https://example.cn/"),
            "b": ("hyperlink", "mailto:a@example.cn"),
        },
    )

    assert _content(imported)[0]["marks"][0]["attrs"] == {"href": "https://example.cn/"}
    assert _content(imported)[1] == {"type": "text", "text": "邮箱"}
    assert _counts(imported) == {"collect.link_target_dropped": 1}


def test_wrappers_are_walked_through() -> None:
    imported = _read(
        f"<w:smartTag>{_run('一')}</w:smartTag>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{_run('二')}</w:sdtContent></w:sdt>"
        f"<w:customXml><w:ins>{_run('三')}</w:ins></w:customXml>"
    )

    assert text_of(imported.document) == "一二三"


def test_tabs_breaks_hyphens_symbols_and_ruby() -> None:
    ruby = f"<w:ruby><w:rt>{_run('zhōng')}</w:rt><w:rubyBase>{_run('中')}</w:rubyBase></w:ruby>"
    imported = _read(
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/>"
        '<w:br w:type="page"/><w:sym w:font="Wingdings 2" w:char="F052"/>'
        f'<w:sym w:font="Webdings" w:char="F012"/>{ruby}</w:r>'
    )

    assert text_of(imported.document) == "甲\u2003乙\n丙\u2011☑〔此处有一个符号没有带进来〕中"
    assert _counts(imported) == {
        "collect.page_break_dropped": 1,
        "collect.symbol_unknown": 1,
        "collect.ruby_dropped": 1,
    }


def test_formulas_and_inserted_files_leave_a_visible_stand_in() -> None:
    body = "<w:p><m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath></w:p><w:altChunk/>"
    imported = read_word(small(body), name="x")

    assert text_of(imported.document).split("\n") == [
        "〔此处有一个公式没有带进来〕",
        "〔此处有一份插入的文件没有带进来〕",
    ]
    assert _counts(imported) == {"collect.formula_dropped": 1, "collect.object_dropped": 1}


def test_notes_stand_where_they_are_met() -> None:
    def note(kind: str, identity: int, text: str) -> str:
        return f'<w:{kind} w:id="{identity}">{paragraph(text)}</w:{kind}>'

    imported = _read(
        _run("甲")
        + '<w:r><w:footnoteReference w:id="7"/></w:r>'
        + _run("乙")
        + '<w:r><w:endnoteReference w:id="2"/></w:r>',
        footnotes=note("footnote", 0, "分隔线") + note("footnote", 7, "脚注"),
        endnotes=note("endnote", 2, "尾注"),
    )

    assert _content(imported) == [
        {"type": "text", "text": "甲"},
        {"type": "footnote", "attrs": {"words": "脚注"}},
        {"type": "text", "text": "乙"},
        {"type": "footnote", "attrs": {"words": "尾注"}},
    ]
    assert _counts(imported) == {}


def test_a_place_is_named_without_phone_or_identity_numbers() -> None:
    imported = _read(_run("电话13800000000，证11010519491231002X") + _run("藏", "<w:vanish/>"))

    assert imported.report[0].text == "“电话…，证…”"


def test_a_deletion_over_several_runs_counts_once() -> None:
    gone = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
    imported = _read(gone * 3 + _run("留") + gone)

    assert _counts(imported) == {"collect.deleted_text_dropped": 2}
