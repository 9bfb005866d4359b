from typing import Any

from tests.fixtures.docx import drawing, paragraph, picture_bytes, small

from hefa.collect.word import WordImport, read_word
from hefa.core.document import Node, block_text, blocks, text_of

LINES = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if text else '<w:p/>'}</w:tc>"


def _row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _read(*rows: str, properties: str = "", **parts: Any) -> WordImport:
    return read_word(small(f"<w:tbl>{properties}{''.join(rows)}</w:tbl>", **parts), name="x")


def _codes(imported: WordImport) -> list[str]:
    return [note.code for note in imported.report if note.code != "collect.title_from_name"]


def _grid(imported: WordImport) -> list[list[tuple[str, int, int]]]:
    """Return text, colspan and rowspan of every cell."""
    (table,) = imported.document["content"]
    return [[_plain(cell) for cell in row["content"]] for row in table["content"]]


def _plain(cell: Node) -> tuple[str, int, int]:
    attrs = cell.get("attrs", {})
    text = "/".join(block_text(block) for block in blocks(cell))
    return text, attrs.get("colspan", 1), attrs.get("rowspan", 1)


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merges_are_matched_by_grid_column_not_by_index() -> None:
    imported = _read(
        _row(_cell("甲", '<w:gridSpan w:val="2"/>'), _cell("乙", RESTART)),
        _row(_cell("子"), _cell("丑"), _cell("", CONTINUE)),
        _row(_cell("寅"), _cell("卯"), _cell("", CONTINUE)),
    )

    assert _grid(imported) == [
        [("甲", 2, 1), ("乙", 1, 3)],
        [("子", 1, 1), ("丑", 1, 1)],
        [("寅", 1, 1), ("卯", 1, 1)],
    ]
    assert _codes(imported) == []


def test_rows_that_begin_late_or_end_early_shift_the_columns() -> None:
    imported = _read(
        _row(_cell("甲"), _cell("乙", RESTART)),
        _row(_cell("", CONTINUE), properties='<w:gridBefore w:val="1"/>'),
        _row(_cell("丙"), properties='<w:gridAfter w:val="1"/>'),
    )

    assert _grid(imported) == [
        [("甲", 1, 1), ("乙", 1, 2)],
        [("", 1, 1)],
        [("丙", 1, 1), ("", 1, 1)],
    ]


def test_a_row_wholly_covered_from_above_is_no_row() -> None:
    imported = _read(
        _row(_cell("甲", RESTART), _cell("乙", RESTART)),
        _row(_cell("", CONTINUE), _cell("", CONTINUE)),
        _row(_cell("丙"), _cell("丁")),
    )

    assert _grid(imported) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]
    assert _codes(imported) == []


def test_text_under_a_merge_is_hidden_in_word_and_reported() -> None:
    imported = _read(_row(_cell("甲", RESTART)), _row(_cell("盖住的", CONTINUE)), _row(_cell("乙")))

    assert "盖住" not in text_of(imported.document)
    assert _codes(imported) == ["collect.hidden_text_dropped"]


def test_deleted_rows_go_and_are_reported() -> None:
    imported = _read(
        _row(_cell("甲"), _cell("乙")), _row(_cell("删去"), _cell("此行"), properties="<w:del/>")
    )

    assert _grid(imported) == [[("甲", 1, 1), ("乙", 1, 1)]]
    assert _codes(imported) == ["collect.deleted_text_dropped"]


def test_shading_and_header_rows_are_kept_and_white_on_dark_stays() -> None:
    white = paragraph("时间", run='<w:color w:val="FFFFFF"/>')
    dark = f'<w:tc><w:tcPr><w:shd w:fill="1f4e79"/></w:tcPr>{white}</w:tc>'
    imported = _read(_row(dark, _cell("楼栋"), properties="<w:tblHeader/>"))

    cells = imported.document["content"][0]["content"][0]["content"]
    assert [cell["type"] for cell in cells] == ["tableHeader", "tableHeader"]
    assert cells[0]["attrs"] == {"background": "#1F4E79"}
    assert cells[0]["content"][0]["content"][0]["marks"][0]["attrs"] == {"value": "#FFFFFF"}
    assert _codes(imported) == []


def test_a_single_cell_without_border_is_opened_and_with_one_is_a_box() -> None:
    opened = _read(_row(_cell("正文")))
    kept = _read(_row(_cell("提示")), properties=LINES)

    assert [node["type"] for node in opened.document["content"]] == ["paragraph"]
    assert _codes(opened) == ["collect.layout_table_opened"]
    assert [node["type"] for node in kept.document["content"]] == ["box"]
    assert _codes(kept) == []


def test_a_table_in_a_table_becomes_a_line_a_row() -> None:
    inner = (
        "<w:tbl>" + _row(_cell("13"), _cell("800")) + _row(_cell("丙"), _cell("丁")) + "</w:tbl>"
    )
    imported = _read(_row(_cell("外"), f"<w:tc>{inner}<w:p/></w:tc>"))

    assert _grid(imported) == [[("外", 1, 1), ("13\u2003800/丙\u2003丁", 1, 1)]]
    assert _codes(imported) == ["collect.nested_table_flattened"]


def test_pictures_and_wrapped_rows_in_tables_are_kept() -> None:
    picture = f"<w:tc><w:p><w:r>{drawing()}</w:r></w:p></w:tc>"
    wrapped = f"<w:sdt><w:sdtContent>{_row(_cell('甲'), picture)}</w:sdtContent></w:sdt>"
    imported = _read(
        wrapped,
        relations={"rId9": ("image", "media/a.png")},
        members={"word/media/a.png": picture_bytes()},
    )

    (row,) = imported.document["content"][0]["content"]
    assert [cell["content"][0]["type"] for cell in row["content"]] == ["paragraph", "image"]
    assert _codes(imported) == []


def test_widths_are_shares_of_the_grid_where_its_columns_differ() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="{}"/><w:gridCol w:w="{}"/><w:gridCol w:w="{}"/></w:tblGrid>'
    rows = (
        _row(_cell("甲", '<w:gridSpan w:val="2"/>'), _cell("乙")),
        _row(_cell("子"), _cell("丑"), _cell("寅")),
    )
    different = _read(*rows, properties=grid.format(1000, 2000, 5000))
    equal = _read(*rows, properties=grid.format(3000, 3010, 2990))

    def widths(imported: WordImport) -> list[list[int]]:
        (table,) = imported.document["content"]
        return [
            [cell.get("attrs", {}).get("width", 0) for cell in row["content"]]
            for row in table["content"]
        ]

    assert widths(different) == [[3750, 6250], [1250, 2500, 6250]]
    assert widths(equal) == [[0, 0], [0, 0, 0]]


def test_a_picture_in_a_cell_is_as_wide_as_its_share_of_the_cell() -> None:
    picture = f"<w:tc><w:p><w:r>{drawing()}</w:r></w:p></w:tc>"  # half a page wide
    imported = _read(
        _row(_cell("甲"), picture),
        relations={"rId9": ("image", "media/a.png")},
        members={"word/media/a.png": picture_bytes()},
    )

    cell = imported.document["content"][0]["content"][0]["content"][1]
    assert "percent" not in cell["content"][0]["attrs"]  # all of its half


def test_a_style_shades_and_writes_the_head_of_a_table() -> None:
    styles = (
        '<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="firstRow"><w:rPr><w:b/>'
        '<w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:fill="1F4E79"/></w:tcPr></w:tblStylePr>'
        "</w:style>"
    )
    look = '<w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:firstRow="{}"/></w:tblPr>'
    rows = (_row(_cell("姓名"), _cell("电话")), _row(_cell("甲"), _cell("乙")))
    on = _read(*rows, properties=look.format(1), styles=styles)
    off = _read(*rows, properties=look.format(0), styles=styles)

    head, others = on.document["content"][0]["content"]
    assert head["content"][0]["attrs"]["background"] == "#1F4E79"
    marks = [mark["type"] for mark in head["content"][0]["content"][0]["content"][0]["marks"]]
    assert marks == ["bold", "color"]
    assert "attrs" not in others["content"][0]
    assert all("attrs" not in cell for cell in off.document["content"][0]["content"][0]["content"])
    assert _codes(on) == _codes(off) == []


def test_a_deleted_cell_is_reported_once() -> None:
    gone = _cell("删去", "<w:cellDel/>")
    imported = _read(_row(_cell("甲"), _cell("乙"), gone), _row(_cell("丙"), _cell("丁")))

    assert [note.count for note in imported.report if "deleted" in note.code] == [1]
