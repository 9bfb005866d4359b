"""Looking up a property: in place, then in the styles and what they are based on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from hefa.collect.word.colours import ground, highlight, ink
from hefa.collect.word.markup import W, is_on, value, whole
from hefa.collect.word.model import Look

Properties = Mapping[str, _Element]

_NOTHING: Properties = {}
_EAST_ASIA = W + "eastAsia"
_FONTS = W + "rFonts"
_INDENT = W + "ind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style with everything it is based on already merged in."""

    name: str = ""
    run: Properties = field(default_factory=dict)
    paragraph: Properties = field(default_factory=dict)
    indent: Mapping[str, str] = field(default_factory=dict)
    table_borders: _Element | None = None
    ids: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether the theme of the article, and not this style, sets the colour."""
        return self.name.startswith(("heading", "title", "标题"))


class Styles:
    """The styles of one file. Source: ECMA-376 part 1, 17.7.2 (hierarchy), 17.7.3 (toggles)."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._merged: dict[str, Style] = {}
        self._default_id = ""
        self._run_defaults: Properties = {}
        self._paragraph_defaults: Properties = {}
        if root is None:
            return
        for element in root.iterfind(W + "style"):
            identity = element.get(W + "styleId", "")
            self._elements[identity] = element
            is_default = element.get(W + "default", "0") in {"1", "true"}
            if is_default and element.get(W + "type") == "paragraph":
                self._default_id = identity
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            self._run_defaults = _children(defaults.find(f"{W}rPrDefault/{W}rPr"))
            self._paragraph_defaults = _children(defaults.find(f"{W}pPrDefault/{W}pPr"))

    def of_paragraph(self, paragraph: _Element) -> Style:
        """Return the style of a paragraph; without one the file's default style."""
        own = value(paragraph.find(W + "pPr"), "pStyle")
        return self.style(own if own in self._elements else self._default_id)

    def style(self, identity: str | None) -> Style:
        """Return the style `identity`, empty when there is none."""
        key = identity or ""
        if key not in self._merged:
            self._merged[key] = self._merge(key)
        return self._merged[key]

    def paragraph_property(self, paragraph: _Element, name: str) -> _Element | None:
        """Return `w:name` from the paragraph, its style, or the defaults."""
        tag = W + name
        own = paragraph.find(f"{W}pPr/{tag}")
        if own is not None:
            return own
        style = self.of_paragraph(paragraph)
        return style.paragraph.get(tag, self._paragraph_defaults.get(tag))

    def look(self, run_properties: _Element | None, style: Style) -> Look:
        """Return how a run looks in a paragraph of `style`."""
        own = _children(run_properties)
        character = self.style(value(run_properties, "rStyle")).run
        levels = (own, character, style.run, self._run_defaults)

        def nearest(name: str) -> _Element | None:
            return next((level[W + name] for level in levels if W + name in level), None)

        position = _val(nearest("vertAlign"))
        return Look(
            bold=self._toggle("b", levels),
            italic=self._toggle("i", levels),
            underline=_val(nearest("u")) not in {None, "none"},
            strike=self._toggle("strike", levels) or self._toggle("dstrike", levels),
            superscript=position == "superscript",
            subscript=position == "subscript",
            color=ink(_val(nearest("color") if not style.is_heading else _own(levels, "color"))),
            highlight=highlight(_val(nearest("highlight"))) or _fill(nearest("shd")),
            font=_font(levels),
            half_points=whole(_val(nearest("sz"))),
        )

    def is_hidden(self, run_properties: _Element | None, style: Style) -> bool:
        """Whether Word does not show the run."""
        own = _children(run_properties)
        character = self.style(value(run_properties, "rStyle")).run
        return self._toggle("vanish", (own, character, style.run, self._run_defaults))

    def _toggle(self, name: str, levels: tuple[Properties, ...]) -> bool:
        """Return a switch: in place it counts as given, between styles two cancel each other."""
        own, character, paragraph, defaults = levels
        tag = W + name
        if tag in own:
            return is_on(own[tag])
        if is_on(defaults.get(tag)) and tag not in character and tag not in paragraph:
            return True
        return is_on(character.get(tag)) != is_on(paragraph.get(tag))

    def _merge(self, identity: str) -> Style:
        """Return the style over the chain it is based on; a loop in the chain ends it."""
        chain: list[_Element] = []
        ids: list[str] = []
        current: str | None = identity
        while current is not None and current in self._elements and current not in ids:
            chain.append(self._elements[current])
            ids.append(current)
            current = value(chain[-1], "basedOn")
        run: dict[str, _Element] = {}
        paragraph: dict[str, _Element] = {}
        indent: dict[str, str] = {}
        borders: _Element | None = None
        for element in reversed(chain):
            for tag, found in _children(element.find(W + "rPr")).items():
                if tag != _FONTS or tag not in run or found.get(_EAST_ASIA):
                    run[tag] = found
            paragraph.update(_children(element.find(W + "pPr")))
            own_indent = element.find(f"{W}pPr/{_INDENT}")
            indent.update(attributes(own_indent))
            own_borders = element.find(f"{W}tblPr/{W}tblBorders")
            borders = own_borders if own_borders is not None else borders
        name = (value(chain[0], "name") or "").lower() if chain else ""
        return Style(
            name=name,
            run=run,
            paragraph=paragraph,
            indent=indent,
            table_borders=borders,
            ids=tuple(ids),
        )


def attributes(element: _Element | None) -> dict[str, str]:
    """Return the attributes of `element` as text; none when it is missing."""
    return {} if element is None else {str(key): str(text) for key, text in element.items()}


def _children(parent: _Element | None) -> Properties:
    return _NOTHING if parent is None else {str(child.tag): child for child in parent}


def _own(levels: tuple[Properties, ...], name: str) -> _Element | None:
    """Return a property given in place or by the character style."""
    own, character, *_ = levels
    return own.get(W + name, character.get(W + name))


def _val(element: _Element | None) -> str | None:
    return element.get(W + "val", "single") if element is not None else None


def _fill(element: _Element | None) -> str | None:
    return ground(element.get(W + "fill")) if element is not None else None


def _font(levels: tuple[Properties, ...]) -> str:
    """Return the font of the Chinese characters, else the one of Latin letters, else nothing."""
    found = [level[_FONTS] for level in levels if _FONTS in level]
    for name in ("eastAsia", "ascii", "hAnsi"):
        for fonts in found:
            if font := fonts.get(W + name):
                return font
    return ""
