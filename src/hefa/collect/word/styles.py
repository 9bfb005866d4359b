"""Looking up a property: in place, then in the styles and what they are based on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.colours import ground, highlight, ink
from hefa.collect.word.markup import W, is_on, value, whole
from hefa.collect.word.model import Look
from hefa.collect.word.theme import Theme

Properties = Mapping[str, _Element]

_NOTHING: Properties = {}
_EAST_ASIA = W + "eastAsia"
_FONTS = W + "rFonts"
_INDENT = W + "ind"
_VANISH = W + "vanish"
_HEAVY: Final = ("黑体", "simhei", "方正黑体", "方正大黑", "方正粗黑", "微软雅黑 bold")
_OF_LINKS: Final = frozenset({"hyperlink", "followedhyperlink", "超链接", "已访问的超链接"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style with everything it is based on already merged in."""

    name: str = ""
    run: Properties = field(default_factory=dict)
    paragraph: Properties = field(default_factory=dict)
    indent: Mapping[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    elements: tuple[_Element, ...] = ()  # itself first, then what it is based on

    @property
    def is_heading(self) -> bool:
        """Whether the theme of the article, and not this style, sets the colour."""
        return self.name.startswith(("heading", "title", "标题"))


class Styles:
    """The styles of one file. Source: ECMA-376 part 1, 17.7.2 (hierarchy), 17.7.3 (toggles)."""

    def __init__(self, root: _Element | None, theme: Theme, *, usual_font: str = "") -> None:
        self._theme = theme
        self._is_usually_heavy = usual_font.lower().startswith(_HEAVY)
        self._elements: dict[str, _Element] = {}
        self._merged: dict[str, Style] = {}
        self._default_id = ""
        self._looks: dict[tuple[object, ...], Look] = {}
        self._last: tuple[_Element, Properties, Style] | None = None
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
        return self._of(paragraph)[1]

    def _of(self, paragraph: _Element) -> tuple[Properties, Style]:
        """Return a paragraph's own properties and its style; the last asked for is at hand."""
        if self._last is None or self._last[0] is not paragraph:
            own = _children(paragraph.find(W + "pPr"))
            name = _val(own.get(W + "pStyle"))
            style = self.style(name if name in self._elements else self._default_id)
            self._last = (paragraph, own, style)
        return self._last[1:]

    def style(self, identity: str | None) -> Style:
        """Return the style `identity`, empty when there is none."""
        key = identity or ""
        if key not in self._merged:
            self._merged[key] = self._merge(key)
        return self._merged[key]

    def paragraph_property(self, paragraph: _Element, name: str) -> _Element | None:
        """Return `w:name` from the paragraph, its style, or the defaults."""
        tag = W + name
        own, style = self._of(paragraph)
        for level in (own, style.paragraph, self._paragraph_defaults):
            if tag in level:
                return level[tag]
        return None

    def look(
        self, run_properties: _Element | None, style: Style, table: Properties = _NOTHING
    ) -> Look:
        """Return how a run looks in a paragraph of `style`, in a table that writes like `table`."""
        if table:
            return self._look(run_properties, style, table)
        key = (style.ids, *_signature(run_properties))
        if key not in self._looks:
            self._looks[key] = self._look(run_properties, style, table)
        return self._looks[key]

    def _look(self, run_properties: _Element | None, style: Style, table: Properties) -> Look:
        own = _children(run_properties)
        by_name = self.style(value(run_properties, "rStyle"))
        character = by_name.run if by_name.name not in _OF_LINKS else _NOTHING
        levels = (own, character, style.run, table, self._run_defaults)

        def nearest(name: str) -> _Element | None:
            return next((level[W + name] for level in levels if W + name in level), None)

        position = _val(nearest("vertAlign"))
        font = _font(levels)
        is_heavy = font.lower().startswith(_HEAVY) and not self._is_usually_heavy
        return Look(
            bold=self._toggle("b", levels) or is_heavy or _is_dotted(nearest("em")),
            italic=self._toggle("i", levels),
            underline=_val(nearest("u")) not in {None, "none"},
            strike=self._toggle("strike", levels) or self._toggle("dstrike", levels),
            superscript=position == "superscript",
            subscript=position == "subscript",
            color=ink(self._colour(_own(levels) if style.is_heading else nearest("color"))),
            highlight=highlight(_val(nearest("highlight"))) or self.fill(nearest("shd")),
            font=font,
            half_points=whole(_val(nearest("sz"))),
        )

    def is_hidden(self, run_properties: _Element | None, style: Style) -> bool:
        """Whether Word does not show the run."""
        character = _NOTHING
        if run_properties is not None:
            own = run_properties.find(_VANISH)
            if own is not None:
                return is_on(own)
            character = self.style(value(run_properties, "rStyle")).run
        levels = (_NOTHING, character, style.run, _NOTHING, self._run_defaults)
        return any(_VANISH in level for level in levels) and self._toggle("vanish", levels)

    def fill(self, shading: _Element | None) -> str | None:
        """Return the colour of a `w:shd` behind text or cell; white is none."""
        if shading is None:
            return None
        return ground(self._theme.of(shading, "Fill") or shading.get(W + "fill"))

    def _colour(self, element: _Element | None) -> str | None:
        return self._theme.of(element) or _val(element)

    def _toggle(self, name: str, levels: tuple[Properties, ...]) -> bool:
        """Return a switch: in place it counts as given, between styles two cancel each other."""
        own, *styles, defaults = levels
        tag = W + name
        if tag in own:
            return is_on(own[tag])
        if is_on(defaults.get(tag)) and not any(tag in level for level in styles):
            return True
        return sum(is_on(level.get(tag)) for level in styles) % 2 == 1

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
        for element in reversed(chain):
            for tag, found in _children(element.find(W + "rPr")).items():
                if tag != _FONTS or tag not in run or found.get(_EAST_ASIA):
                    run[tag] = found
            paragraph.update(_children(element.find(W + "pPr")))
            indent.update(attributes(element.find(f"{W}pPr/{_INDENT}")))
        name = (value(chain[0], "name") or "").lower() if chain else ""
        return Style(
            name=name,
            run=run,
            paragraph=paragraph,
            indent=indent,
            ids=tuple(ids),
            elements=tuple(chain),
        )


def usual_font(root: _Element) -> str:
    """Return the font that is given in place to most characters, empty when none is."""
    counts: Counter[str] = Counter()
    for fonts in root.iter(_FONTS):
        properties = fonts.getparent()
        run = properties.getparent() if properties is not None else None
        if run is not None and run.tag == W + "r" and (name := fonts.get(_EAST_ASIA)):
            counts[name] += sum(len(text.text or "") for text in run.iterfind(W + "t"))
    return counts.most_common(1)[0][0] if counts else ""


def attributes(element: _Element | None) -> dict[str, str]:
    """Return the attributes of `element` as text; none when it is missing."""
    return {} if element is None else {str(key): str(text) for key, text in element.items()}


def _children(parent: _Element | None) -> Properties:
    return _NOTHING if parent is None else {str(child.tag): child for child in parent}


def _signature(properties: _Element | None) -> Iterator[object]:
    """Yield what tells run properties from others that look otherwise."""
    for child in properties if properties is not None else ():
        yield child.tag
        yield from child.attrib.items()


def _own(levels: tuple[Properties, ...]) -> _Element | None:
    """Return the colour given in place or by the character style."""
    own, character, *_ = levels
    return own.get(W + "color", character.get(W + "color"))


def _val(element: _Element | None) -> str | None:
    return element.get(W + "val", "single") if element is not None else None


def _is_dotted(element: _Element | None) -> bool:
    """Whether dots stand under the characters, which emphasise as bold does."""
    return (_val(element) or "none") != "none"


def _font(levels: tuple[Properties, ...]) -> str:
    """Return the font of the Chinese characters, else the one of Latin letters, else nothing."""
    found = [level[_FONTS] for level in levels if _FONTS in level]
    for name in ("eastAsia", "ascii", "hAnsi"):
        for fonts in found:
            if font := fonts.get(W + name):
                return font
    return ""
