"""The last look at the bytes that are sent: nothing but known tags, attributes and values."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import nh3
import tinycss2
from tinycss2.ast import Declaration, Node

TAGS: Final = frozenset(
    "section p span strong em br img table tbody tr td th sup sub h2 h3 h4".split()  # noqa: SIM905
)
ATTRIBUTES: Final = {
    "*": {"style"},
    "section": {"data-hefa"},
    "img": {"src", "alt", "data-w", "data-ratio"},
    "table": {"border"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_LENGTH: Final = frozenset({"em", "px", "%", "0"})
_COLOUR: Final = frozenset({"hash", "rgb"})
_LINE: Final = _LENGTH | _COLOUR | {"solid", "dashed", "none"}
PROPERTIES: Final = {
    "color": _COLOUR,
    "background-color": _COLOUR,
    "text-align": frozenset({"left", "center", "right", "justify"}),
    "text-indent": frozenset({"em", "0"}),
    "font-size": frozenset({"px"}),
    "font-weight": frozenset({"bold", "normal", "number"}),
    "font-style": frozenset({"italic", "normal"}),
    "text-decoration": frozenset({"underline", "line-through", "none"}),
    "line-height": frozenset({"number"}),
    "margin-top": _LENGTH,
    "margin-right": _LENGTH,
    "margin-bottom": _LENGTH,
    "margin-left": _LENGTH,
    "padding": _LENGTH,
    "border": _LINE,
    "border-bottom": _LINE,
    "border-left": _LINE,
    "border-collapse": frozenset({"collapse"}),
    "width": frozenset({"%"}),
    "max-width": frozenset({"%"}),
    "height": frozenset({"auto"}),
    "vertical-align": frozenset({"top", "middle", "bottom", "baseline"}),
    "table-layout": frozenset({"fixed"}),
    "word-break": frozenset({"break-all", "normal"}),
}
_LEAST: Final = {"font-size": 10, "line-height": 1}
_MOST: Final = {"px": 40, "em": 20, "%": 100, "1": 900}
_DROPPED_WITH_CONTENT: Final = {"script", "style", "iframe", "svg", "math", "template", "noscript"}
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Clean HTML, and the declarations and attributes that were dropped to make it so."""

    html: str
    dropped: tuple[str, ...]


def clean(html: str) -> Cleaned:
    """Return `html` with unknown tags, attributes and style values taken out.

    What `render` writes comes back unchanged, byte for byte. The text of unknown tags stays,
    that of scripts and styles goes.
    """
    dropped: list[str] = []

    def judged(_tag: str, name: str, value: str) -> str | None:
        if name != "style":
            return value
        kept, refused = _style(value)
        dropped.extend(refused)
        return kept or None

    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=judged,
        link_rel=None,
        url_schemes={"http", "https", "sha256"},  # the last: a picture without an address yet
    )
    return Cleaned(html=cleaned, dropped=tuple(dropped))


@lru_cache(maxsize=4096)
def _style(style: str) -> tuple[str, tuple[str, ...]]:
    """Return the allowed part of `style` and what was refused; untouched when all is allowed."""
    if "\\" in style:  # an escape spells a name in a way that others may read otherwise
        return "", (style[:_SHOWN],)
    parsed = tinycss2.parse_blocks_contents(style, skip_whitespace=True)
    kept: list[str] = []
    refused: list[str] = []
    for node in parsed:
        if isinstance(node, Declaration) and _is_allowed(node):
            kept.append(f"{node.lower_name}:{tinycss2.serialize(node.value).strip()}")
        else:
            refused.append(node.type if node.type == "error" else node.serialize()[:_SHOWN])
    return (";".join(kept) if refused else style), tuple(refused)


def _is_allowed(declaration: Declaration) -> bool:
    """Whether the property is known and each part of its value is of a kind it may hold."""
    allowed = PROPERTIES.get(declaration.lower_name)
    if allowed is None or declaration.important:
        return False
    parts = [part for part in declaration.value if part.type != "whitespace"]
    name = declaration.lower_name
    return bool(parts) and all(_kind(part) in allowed and _is_sound(name, part) for part in parts)


def _is_sound(name: str, part: Node) -> bool:
    """Whether a figure hides nothing and moves nothing off the page."""
    if part.type not in ("dimension", "percentage", "number"):
        return True
    unit = {"percentage": "%", "number": "1"}.get(part.type) or part.lower_unit
    return bool(_LEAST.get(name, 0) <= part.value <= _MOST.get(unit, 0))


def _kind(part: Node) -> str:
    """Return what a part of a value is: a unit, a keyword, `hash`, `rgb`, `number` or nothing."""
    kind = str(part.type)
    if kind == "dimension":
        return str(part.lower_unit)
    if kind == "ident":
        return str(part.lower_value)
    if kind == "hash":
        return kind if len(part.value) in (3, 6) and _is_hex(part.value) else ""
    if kind == "function":
        is_rgb = part.lower_name == "rgb" and all(map(_is_plain, part.arguments))
        return "rgb" if is_rgb else ""
    if kind == "number" and part.value == 0:
        return "0"
    return {"number": "number", "percentage": "%"}.get(kind, "")


def _is_hex(text: str) -> bool:
    return all(digit in "0123456789abcdefABCDEF" for digit in text)


def _is_plain(part: Node) -> bool:
    return part.type in ("number", "percentage", "whitespace") or part == ","
