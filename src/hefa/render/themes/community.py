"""The community theme: the calm look of an official notice on a phone.

The fonts of paper cannot be sent, so 黑体, 楷体 and 仿宋 become weight and size.
Every p carries its colour and line height; lengths are em, pixels or per cent of the width.
"""

from collections.abc import Mapping
from typing import Final

_INK = "#333333"
_QUIET = "#595959"
_LINE = "#d9d9d9"

STYLES: Final[Mapping[str, Mapping[str, str]]] = {
    "article": {"color": _INK, "font-size": "17px", "line-height": "1.75"},
    "paragraph": {"color": _INK, "line-height": "1.75", "margin-bottom": "0.8em"},
    "heading1": {
        "color": _INK,
        "line-height": "1.6",
        "font-size": "18px",
        "font-weight": "bold",
        "margin-top": "1.2em",
        "margin-bottom": "0.6em",
    },
    "heading2": {
        "color": _INK,
        "line-height": "1.6",
        "font-size": "17px",
        "font-weight": "bold",
        "margin-top": "1em",
        "margin-bottom": "0.5em",
    },
    "heading3": {
        "color": _QUIET,
        "line-height": "1.6",
        "font-size": "17px",
        "font-weight": "bold",
        "margin-top": "0.8em",
        "margin-bottom": "0.4em",
    },
    "picture": {
        "color": _INK,
        "line-height": "1.75",
        "text-align": "center",
        "margin-bottom": "0.8em",
    },
    "caption": {
        "color": _QUIET,
        "line-height": "1.6",
        "font-size": "13px",
        "text-align": "center",
        "margin-bottom": "0.8em",
    },
    "rule": {
        "color": _INK,
        "line-height": "1.4",
        "margin-bottom": "1em",
        "border-bottom": f"1px solid {_LINE}",
    },
    "table": {
        "width": "100%",
        "border-collapse": "collapse",
        "table-layout": "fixed",
        "word-break": "break-all",
        "color": _INK,
        "font-size": "13px",
        "line-height": "1.6",
        "margin-bottom": "1em",
    },
    "cell": {"border": f"1px solid {_LINE}", "padding": "6px 4px"},
    "header": {"background-color": "#f2f2f2", "color": _INK, "font-weight": "bold"},
    "cell_paragraph": {"color": _INK, "line-height": "1.6"},
    "notes_title": {
        "color": _QUIET,
        "line-height": "1.6",
        "font-size": "13px",
        "font-weight": "bold",
        "margin-top": "1.5em",
    },
    "note": {
        "color": _QUIET,
        "line-height": "1.6",
        "font-size": "13px",
        "word-break": "break-all",
    },
}
