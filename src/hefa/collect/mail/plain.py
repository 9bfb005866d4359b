"""The words of a mail written as HTML, a line a paragraph.

One pass over the tags: a tree of hostile HTML takes a parser more than linear time (100,000
nested elements: 18 s measured), and of a letter only the words count.
"""

import re
from html import unescape

_MOST_SIGNS = 2_000_000
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_UNSEEN = frozenset({"head", "title", "style", "script", "template", "noscript", "xml", "svg"})
_BLOCKS = frozenset(
    {
        "p", "div", "br", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "blockquote", "pre", "section", "article", "header", "footer", "center", "dd", "dt", "dl",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})


def text_of_html(html: str) -> str:
    """Return what a reader of `html` sees as plain lines; marks, styles and comments are gone."""
    pieces: list[str] = []
    until = ""  # what ends the unseen stretch that the pass is in
    for piece in _TAG.split(html[:_MOST_SIGNS]):
        tag = piece.lower() if piece.startswith("<") else ""
        if until:
            is_over = until in piece if until == "-->" else tag.startswith(until)
            until = "" if is_over else until
        elif tag.startswith("<!--"):
            until = "" if tag.endswith("-->") else "-->"
        elif tag and (named := _NAME.match(tag)):
            name = named[1]
            is_opening = not tag.startswith("</") and not tag.endswith("/>")
            until = f"</{name}" if name in _UNSEEN and is_opening else ""
            pieces.append("\n" if name in _BLOCKS else "\t" if name in _CELLS else "")
        elif not tag:
            pieces.append(unescape(re.sub(r"\s+", " ", piece)))
    return _lines("".join(pieces))


def _lines(text: str) -> str:
    """Return the lines that say something, the cells of a row apart by one wide space."""
    rows = ([cell.strip() for cell in line.split("\t")] for line in text.split("\n"))
    return "\n".join(filter(None, ("\u2003".join(filter(None, row)) for row in rows)))
