"""Tables: what cells share is said once on the table or the row, so that a long list stays short.

WeChat's readers lose a header's fill that stands elsewhere than on the cell, so an ordinary table
keeps fills there; only a long one says them on the row.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final, TypeAlias

from hefa.core.document import Node, blocks
from hefa.render.colours import WHITE
from hefa.render.columns import first_row_widths
from hefa.render.contrast import ink_on
from hefa.render.inline import Ground, Notes, has_words, inline, marks_of
from hefa.render.themes import Style, Theme, css

Flow: TypeAlias = Callable[[Node, Ground], str]

# A table with more cells than this leaves border and padding to the reader's defaults.
AMPLE_CELLS: Final = 60
_SHAREABLE: Final = ("bold", "color")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What all cells of one table share, or of one row of it."""

    theme: Theme
    is_ample: bool
    align: str
    said: Mapping[str, Any]
    fill: str = ""


def table(node: Node, theme: Theme, notes: Notes, flow: Flow) -> str:
    """Return the HTML of a table; `flow` renders a paragraph or picture inside a cell.

    Header cells are centred unless they say otherwise. A cell of plain paragraphs holds its text
    directly. The commonest alignment, and marks that all text bears, stand on the table.
    """
    # A row without cells stays: cells above it may span into it.
    rows = [row.get("content", ()) for row in node.get("content", ())]
    cells = [cell for row in rows for cell in row]
    if not cells:
        return ""
    plain = [cell for cell in cells if cell["type"] == "tableCell"] or cells
    align = _commonest(plain)
    said = _shared_marks(plain)
    look = _Look(theme=theme, is_ample=len(cells) <= AMPLE_CELLS, align=align, said=said)
    widths = first_row_widths(rows)
    body = "".join(
        _row(row, look, notes, flow, widths=widths if place == 0 else ())
        for place, row in enumerate(rows)
    )
    own = {"text-align": align} if align != "left" else {}
    style = css(theme["table"], own, _said_style(said, notes))
    return f'<table border="1" style="{style}"><tbody>{body}</tbody></table>'


def _row(
    row: Sequence[Node], look: _Look, notes: Notes, flow: Flow, *, widths: Sequence[str]
) -> str:
    """Return one row; the first one sets the widths of the columns."""
    opened = "<tr>"
    if not look.is_ample and len(row) > 1:
        look, style = _row_look(row, look)
        opened = f'<tr style="{css(style)}">' if style else opened
    parts: list[str] = []
    for cell, width in zip_longest(row, widths):
        parts.append(_cell(cell, look, notes, flow, {"width": width} if width else {}))
    return f"{opened}{''.join(parts)}</tr>"


def _row_look(row: Sequence[Node], look: _Look) -> tuple[_Look, Style]:
    """Return the look of a row in a long table, and the style that says what its cells share."""
    style: dict[str, str] = {}
    fill, align = "", look.align
    fills = {_fill(cell, look) for cell in row}
    if len(fills) == 1 and all(cell["type"] == "tableCell" for cell in row):
        fill = fills.pop()
        if fill:
            style["background-color"] = fill
            style["color"] = ink_on(fill, look.theme["table"]["color"])
    aligns = {_alignment(cell) for cell in row if cell["type"] == "tableCell"}
    if len(aligns) == 1 and aligns != {align}:
        align = style["text-align"] = aligns.pop()
    changed = _Look(
        theme=look.theme, is_ample=False, align=align, said={} if fill else look.said, fill=fill
    )
    return changed, style


def _cell(cell: Node, look: _Look, notes: Notes, flow: Flow, width: Style) -> str:
    """Return one cell with its text."""
    attrs = cell.get("attrs", {})
    is_header = cell["type"] == "tableHeader"
    style = {**width, **look.theme["cell"]} if look.is_ample else dict(width)
    if is_header:
        style.update(look.theme["header"])
    if (fill := attrs.get("background", "").lower()) and fill != look.fill:
        style["background-color"] = fill
        style["color"] = ink_on(fill, look.theme["table"]["color"])
    align = _alignment(cell)
    if is_header:  # readers differ on where a th stands, so it always says so
        style["text-align"] = {"left": "center"}.get(align, align)
    elif align != look.align:
        style["text-align"] = align
    ground = _ground(style, look)
    inside = _inside(cell, look, notes, flow, ground)
    spans = "".join(f' {name}="{attrs[name]}"' for name in ("colspan", "rowspan") if name in attrs)
    styled = f' style="{css(style)}"' if style else ""
    tag = "th" if is_header else "td"
    return f"<{tag}{spans}{styled}>{inside}</{tag}>"


def _ground(style: Style, look: _Look) -> Ground:
    """Return what the text of a cell stands on: its own fill, its row's, or the page."""
    usual = look.theme["table"]["color"]
    if fill := style.get("background-color", ""):
        return Ground(colour=fill, ink=style["color"])
    if look.fill:
        return Ground(colour=look.fill, ink=ink_on(look.fill, usual))
    return Ground(colour=WHITE, ink=usual)


def _inside(cell: Node, look: _Look, notes: Notes, flow: Flow, ground: Ground) -> str:
    said = look.said if cell["type"] == "tableCell" else {}
    if ground.colour != WHITE:  # its own ink stands in the way of the table's
        said = {name: value for name, value in said.items() if name != "color"}
    if (only := _only_text(cell)) is not None:
        lines = [inline(line.get("content", ()), notes, ground, said=said) for line in only]
        return "<br>".join(line for line in lines if line)
    return "".join(flow(child, ground) for child in cell["content"])


def _only_text(cell: Node) -> Sequence[Node] | None:
    """Return the cell's paragraphs when nothing sets them apart but a line break."""
    content: Sequence[Node] = cell.get("content", ())
    if any(child["type"] != "paragraph" for child in content):
        return None
    attrs = [child.get("attrs", {}) for child in content]
    if any(each.keys() - {"align"} for each in attrs) or len({_align(each) for each in attrs}) > 1:
        return None
    return content


def _alignment(cell: Node) -> str:
    only = _only_text(cell)
    return _align(only[0].get("attrs", {})) if only else "left"


def _align(attrs: Mapping[str, Any]) -> str:
    return str(attrs.get("align", "left"))


def _commonest(cells: Iterable[Node]) -> str:
    return Counter(_alignment(cell) for cell in cells).most_common(1)[0][0]


def _fill(cell: Node, look: _Look) -> str:
    own: str = cell.get("attrs", {}).get("background", "").lower()
    return own or look.fill


def _shared_marks(cells: Sequence[Node]) -> dict[str, Any]:
    """Return those marks for colour and weight that every run in `cells` bears alike."""
    runs = [
        marks_of(run)
        for cell in cells
        for block in blocks(cell)
        if has_words(block)
        for run in block["content"]
        if run["type"] == "text"
    ]
    if not runs or any(_only_text(cell) is None for cell in cells):
        return {}
    return {
        name: runs[0][name]
        for name in _SHAREABLE
        if name in runs[0] and all(run.get(name) == runs[0][name] for run in runs)
    }


def _said_style(said: Mapping[str, Any], notes: Notes) -> Style:
    style: dict[str, str] = {}
    if "color" in said:
        style["color"] = notes.ink(said["color"]["value"].lower(), WHITE, "")
    if "bold" in said:
        style["font-weight"] = "bold"
    return style
