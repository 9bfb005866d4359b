from collections.abc import Mapping

import pytest
from tests.fixtures.docx import drawing, paragraph, picture_bytes, small, text_box

from hefa.collect.word import WordImport, read_word
from hefa.core.document import text_of

IMAGE = {"rId9": ("image", "media/a.png")}
FILES = {"word/media/a.png": picture_bytes()}


def _read(
    run: str,
    *,
    relations: Mapping[str, tuple[str, str]] = IMAGE,
    members: Mapping[str, bytes] = FILES,
) -> WordImport:
    body = f"<w:p><w:r><w:t>前文</w:t></w:r><w:r>{run}</w:r><w:r><w:t>后文</w:t></w:r></w:p>"
    return read_word(small(body, relations=relations, members=members), name="x")


def _codes(imported: WordImport) -> list[str]:
    return [note.code for note in imported.report if note.code != "collect.title_from_name"]


def _kinds(imported: WordImport) -> list[str]:
    return [node["type"] for node in imported.document["content"]]


def test_a_picture_stands_after_its_paragraph_with_its_description() -> None:
    imported = _read(drawing(descr="示意图"))

    assert _kinds(imported) == ["paragraph", "image"]
    assert imported.document["content"][1]["attrs"]["alt"] == "示意图"
    assert 4900 < imported.document["content"][1]["attrs"]["percent"] < 5100
    assert _codes(imported) == []


def test_a_file_path_is_no_description() -> None:
    imported = _read(drawing(descr=r"C:\Users\wang\Desktop\1.png"))

    assert imported.pictures[0].alt == ""


def test_a_text_box_is_taken_once_after_its_anchor() -> None:
    imported = _read(text_box(paragraph("框内13800000000")))

    assert text_of(imported.document).split("\n") == ["前文后文", "框内13800000000"]
    assert _kinds(imported) == ["paragraph", "box"]
    assert _codes(imported) == ["collect.text_box_moved"]


def test_vml_alone_is_read() -> None:
    imported = _read(
        '<w:pict><v:shape style="width:100pt" alt="印章"><v:imagedata r:id="rId9"/></v:shape></w:pict>'
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('旧框')}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict>"
    )

    assert _kinds(imported) == ["paragraph", "image", "box"]
    assert imported.pictures[0].alt == "印章"
    assert text_of(imported.document).endswith("旧框")


def test_what_is_cropped_away_is_gone() -> None:
    imported = _read(drawing(crop='<a:srcRect l="50000" b="50000"/>'))

    assert (imported.pictures[0].width, imported.pictures[0].height) == (240, 135)


@pytest.mark.parametrize(
    ("relation", "content", "code", "words"),
    [
        (("image", "media/a.png"), b"no picture", "collect.picture_not_readable", "张图"),
        (("image", "media/a.emf"), b"\x01\x00\x00\x00", "collect.picture_not_readable", "张图"),
        (("image", "media/none.png"), b"", "collect.picture_not_readable", "张图"),
        (
            ("image", "http://evil.example/a.png"),
            b"",
            "collect.linked_picture_dropped",
            "张外链图片",
        ),
    ],
)
def test_a_picture_that_cannot_be_had_never_blocks_the_text(
    relation: tuple[str, str], content: bytes, code: str, words: str
) -> None:
    imported = _read(
        drawing(),
        relations={"rId9": relation},
        members={f"word/{relation[1]}": content} if content else {},
    )

    assert text_of(imported.document).split("\n") == ["前文后文", f"〔此处有一{words}没有带进来〕"]
    assert _codes(imported) == [code]


@pytest.mark.parametrize(
    ("run", "code", "words"),
    [
        (drawing(inside='<c:chart r:id="rId9"/>'), "collect.chart_dropped", "个图表"),
        (
            '<w:object><v:shape><v:imagedata r:id="rId9"/></v:shape></w:object>',
            "collect.object_dropped",
            "个嵌入对象",
        ),
    ],
)
def test_what_cannot_be_carried_leaves_a_visible_stand_in(run: str, code: str, words: str) -> None:
    imported = _read(run)

    assert text_of(imported.document).split("\n")[1] == f"〔此处有一{words}没有带进来〕"
    assert _codes(imported) == [code]


def test_a_long_line_is_a_rule_and_another_empty_shape_is_reported() -> None:
    line = (
        '<wps:wsp><wps:spPr><a:prstGeom prst="{}"/><a:ln><a:solidFill><a:srgbClr val="ff0000"/>'
        "</a:solidFill></a:ln></wps:spPr></wps:wsp>"
    )
    rule = _read(drawing(inside=line.format("line")))
    star = _read(drawing(inside=line.format("star5")))

    assert rule.document["content"][1] == {"type": "horizontalRule", "attrs": {"color": "#FF0000"}}
    assert _kinds(star) == ["paragraph"]
    assert _codes(star) == ["collect.shape_dropped"]


def test_a_hidden_drawing_is_dropped_and_reported() -> None:
    imported = _read(drawing().replace('name="p" descr', 'name="p" hidden="1" descr', 1))

    assert _kinds(imported) == ["paragraph"]
    assert _codes(imported) == ["collect.hidden_text_dropped"]


def test_pictures_of_notes_are_found_in_the_notes_own_part() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="x/image" Target="media/b.png"/></Relationships>'
    )
    note = f'<w:footnote w:id="1"><w:p><w:r><w:t>注</w:t>{drawing()}</w:r></w:p></w:footnote>'
    content = small(
        f'<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="1"/>{drawing()}</w:r></w:p>',
        footnotes=note,
        relations=IMAGE,
        members={
            **FILES,
            "word/_rels/footnotes.xml.rels": rels.encode(),
            "word/media/b.png": picture_bytes(100, 100),
        },
    )

    imported = read_word(content, name="x")

    assert [picture.width for picture in imported.pictures] == [100, 480]
    assert _codes(imported) == []


def test_what_is_dropped_is_named_by_its_own_paragraph_not_by_the_box_in_it() -> None:
    gone = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
    box = text_box(paragraph("框内文字") + f"<w:p>{gone}<w:r><w:t>框内第二段</w:t></w:r></w:p>")
    body = f"<w:p>{gone}<w:r><w:t>锚点段落</w:t></w:r><w:r>{box}</w:r></w:p>"

    told = {note.code: note for note in read_word(small(body), name="x").report}

    assert told["collect.deleted_text_dropped"].text == "“锚点段落”、“框内第二段”"


def test_a_short_bold_line_at_the_head_of_a_box_is_its_title() -> None:
    bold = paragraph("温馨提示", run="<w:b/>")
    titled = _read(text_box(bold + paragraph("请关好门窗。")))
    alone = _read(text_box(bold))
    sentence = _read(text_box(paragraph("请关好门窗。", run="<w:b/>") + paragraph("谢谢。")))

    assert titled.document["content"][1]["attrs"] == {"title": "温馨提示"}
    assert text_of(titled.document).split("\n") == ["前文后文", "请关好门窗。"]
    assert ["attrs" in each.document["content"][1] for each in (alone, sentence)] == [False, False]


def test_a_box_in_a_cell_is_opened() -> None:
    box = text_box(paragraph("标题", run="<w:b/>") + paragraph("内容"))
    cell = f"<w:tc><w:p><w:r><w:t>格</w:t></w:r><w:r>{box}</w:r></w:p></w:tc>"
    body = f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('旁')}</w:tc></w:tr></w:tbl>"

    imported = read_word(small(body), name="x")

    assert text_of(imported.document).split("\n") == ["格", "标题", "内容", "旁"]
    assert [code for code in _codes(imported) if "fidelity" in code] == []
