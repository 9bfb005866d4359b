"""What WeChat does to the HTML of an article before it stores it."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from mpsandbox.styles import USUAL, Habits, PictureTest, at_640, kept_style

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
REMOVED_WHOLE = {
    "script", "style", "link", "input", "meta", "base", "object", "embed", "title", "head",
    "textarea", "select",
}  # fmt: skip
REMOVED_TAG_ONLY = {"form", "label", "html", "body", "button"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "div", "dl", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "ul",
}  # fmt: skip

_STYLE_SOURCE = re.compile(r"""\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_QUOTE_ENTITY = re.compile(r"&(?:quot|apos|#0*3[49]|#x0*2[27]);?", re.IGNORECASE)

# Deeper elements are kept as siblings; no article comes near this.
DEEPEST = 200


@dataclass(slots=True)
class Node:
    """One element; text children stand as they were written, entities and all."""

    tag: str
    attributes: dict[str, str]
    children: "list[Node | str]" = field(default_factory=list)


def rewritten(source: str, *, is_own_picture: PictureTest, habits: Habits = USUAL) -> str:
    """Return the article body `source` as WeChat stores it.

    `is_own_picture` says of an address whether it came from an upload; other pictures go.
    Source: WeChat /cgi-bin/draft/add (content), read back by /cgi-bin/draft/get.
    """
    reader = _TreeReader()
    reader.feed(source)
    reader.close()
    writer = _Writer(is_own_picture, habits)
    return "".join(writer.written(child) for child in _cleaned(reader.root.children))


def plain_text(source: str) -> str:
    """Return the text of an HTML fragment, entities decoded, white space collapsed."""
    reader = _TextReader()
    reader.feed(source)
    reader.close()
    return " ".join("".join(reader.pieces).split())


class _TextReader(HTMLParser):
    """Collects the text of a fragment; blocks and line breaks part words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in BLOCKS or tag == "br":
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


class _TreeReader(HTMLParser):
    """Builds the tree of a fragment; an end tag without its start is ignored."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if "style" in attributes and _has_quote_entity(self.get_starttag_text() or ""):
            attributes["style"] = ""
        node = Node(tag, attributes)
        self._open[-1].children.append(node)
        if tag not in VOID and len(self._open) < DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data.replace("<", "&lt;"))

    def handle_entityref(self, name: str) -> None:
        self._open[-1].children.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._open[-1].children.append(f"&#{name};")


def _has_quote_entity(start_tag: str) -> bool:
    style = _STYLE_SOURCE.search(start_tag)
    return style is not None and bool(_QUOTE_ENTITY.search(style[1] or style[2] or ""))


def _cleaned(children: list[Node | str]) -> list[Node | str]:
    """Return `children` without forbidden elements, and with divs around blocks dissolved."""
    kept: list[Node | str] = []
    for child in children:
        if isinstance(child, str):
            kept.append(child)
        elif child.tag not in REMOVED_WHOLE:
            child.children = _cleaned(child.children)
            if child.tag in REMOVED_TAG_ONLY:
                kept.extend(child.children)
            elif child.tag == "div" and any(_is_block(inner) for inner in child.children):
                kept.extend(_dissolved(child.children))
            else:
                kept.append(child)
    return kept


def _is_block(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag in BLOCKS


def _dissolved(children: list[Node | str]) -> list[Node | str]:
    """Return a div's children on their own: blocks as they are, other runs inside a `p`."""
    freed: list[Node | str] = []
    run: list[Node | str] = []
    for child in [*children, Node("hr", {})]:
        if not _is_block(child):
            run.append(child)
            continue
        if any(isinstance(piece, Node) or piece.strip() for piece in run):
            freed.append(Node("p", {}, run))
        run = []
        freed.append(child)
    return freed[:-1]


class _Writer:
    """Writes a cleaned tree down again, with the attributes WeChat keeps."""

    def __init__(self, is_own_picture: PictureTest, habits: Habits) -> None:
        self.is_own_picture = is_own_picture
        self.habits = habits

    def written(self, child: Node | str) -> str:
        if isinstance(child, str):
            return child
        if child.tag in {"br", "hr"} and not child.attributes:
            return f"<{child.tag}  />"
        attributes = self._kept_attributes(child)
        if child.tag == "img" and "data-src" not in attributes:
            return ""
        start = "".join(f' {name}="{_quoted(name, value)}"' for name, value in attributes.items())
        if child.tag in VOID:
            return f"<{child.tag}{start} />"
        inner = "".join(self.written(piece) for piece in child.children)
        return f"<{child.tag}{start}>{inner}</{child.tag}>"

    def _kept_attributes(self, node: Node) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in node.attributes.items():
            if name == "id" or name.startswith("on"):
                continue
            if name == "style":
                kept[name] = kept_style(node.tag, value, self.is_own_picture, self.habits)
            elif name == "href":
                if _leads_to_wechat(value):
                    kept[name] = value
            elif node.tag == "img" and name in {"src", "data-src"}:
                if self.is_own_picture(value):
                    kept["data-src"] = at_640(value)
            elif name != "src":
                kept[name] = value
        return kept


def _quoted(name: str, value: str) -> str:
    quoted = escape(value, quote=False).replace('"', "&quot;")
    return quoted.replace("'", "&#39;") if name == "style" else quoted


def _leads_to_wechat(url: str) -> bool:
    try:
        return urlsplit(url).hostname == "mp.weixin.qq.com"
    except ValueError:
        return False
