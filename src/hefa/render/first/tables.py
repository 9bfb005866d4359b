"""Tables: the cells' style inherited from the table, so that a long list stays short."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from hefa.core.document import Node
from hefa.render.first.columns import column_shares
from hefa.render.first.inline import Notes, ink_on, inline
from hefa.render.themes import Style, Theme, css

Flow: TypeAlias = Callable[[Node], str]

# A table with more cells than this leaves border and padding to the reader's defaults.
AMPLE_CELLS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What all cells of one table share."""

    theme: Theme
    usual: str
    is_ample: bool


def table(node: Node, theme: Theme, notes: Notes, flow: Flow) -> str:
    """Return the HTML of a table; `flow` renders a paragraph or picture inside a cell.

    Header cells are centred unless they say otherwise. A cell of one plain paragraph holds its
    text directly. The commonest alignment stands on the table, only other ones on a cell: 30 rows
    of 6 columns stay under 5,000 characters.
    """
    # A row without cells stays: cells above it may span into it.
    rows = [row.get("content", ()) for row in node.get("content", ())]
    cells = [cell for row in rows for cell in row]
    if not cells:
        return ""
    plain = [cell for cell in cells if cell["type"] == "tableCell"] or cells
    usual = Counter(_alignment(cell) for cell in plain).most_common(1)[0][0]
    look = _Look(theme=theme, usual=usual, is_ample=len(cells) <= AMPLE_CELLS)
    shares = column_shares(rows)
    body = "".join(
        _row(row, look, notes, flow, shares=shares if place == 0 else ())
        for place, row in enumerate(rows)
    )
    style = css(theme["table"], {"text-align": usual})
    return f'<table border="1" style="{style}"><tbody>{body}</tbody></table>'


def _row(
    row: Sequence[Node], look: _Look, notes: Notes, flow: Flow, *, shares: Sequence[int]
) -> str:
    """Return one row; the first one sets the widths of the columns."""
    parts: list[str] = []
    for cell, share in zip_longest(row, shares):
        width = {"width": f"{share}%"} if share else {}
        end = "</th>" if cell["type"] == "tableHeader" else "</td>"
        parts.append(_opened(cell, look, width) + _inside(cell, notes, flow) + end)
    return f"<tr>{''.join(parts)}</tr>"


def _opened(cell: Node, look: _Look, width: Style) -> str:
    attrs = cell.get("attrs", {})
    is_header = cell["type"] == "tableHeader"
    style = {**width, **look.theme["cell"]} if look.is_ample else dict(width)
    if is_header:
        style.update(look.theme["header"])
    if background := attrs.get("background", "").lower():
        style.update({"background-color": background, "color": ink_on(background)})
    if is_header:  # readers differ on where a th stands, so it always says so
        style["text-align"] = {"left": "center"}.get(_alignment(cell), _alignment(cell))
    elif _alignment(cell) != look.usual:
        style["text-align"] = _alignment(cell)
    spans = "".join(f' {name}="{attrs[name]}"' for name in ("colspan", "rowspan") if name in attrs)
    styled = f' style="{css(style)}"' if style else ""
    return f"<{'th' if is_header else 'td'}{spans}{styled}>"


def _inside(cell: Node, notes: Notes, flow: Flow) -> str:
    if (only := _only_paragraph(cell)) is not None:
        return inline(only.get("content", ()), notes)
    return "".join(flow(child) for child in cell["content"])


def _only_paragraph(cell: Node) -> Node | None:
    """Return the cell's paragraph when it is alone and has neither indent nor spacing."""
    content = cell.get("content", ())
    if len(content) != 1 or content[0]["type"] != "paragraph":
        return None
    attrs = content[0].get("attrs", {})
    only: Node = content[0]
    return None if attrs.keys() - {"align"} else only


def _alignment(cell: Node) -> str:
    only = _only_paragraph(cell)
    return str(only.get("attrs", {}).get("align", "left")) if only else "left"
