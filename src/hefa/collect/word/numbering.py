"""Computed numbers and bullets of paragraphs, as the text a reader of the Word file saw.

Source: ECMA-376 part 1, 17.9 (numbering).
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from hefa.collect.word.markup import W, is_on, value, whole
from hefa.collect.word.numerals import numeral
from hefa.collect.word.report import Report
from hefa.collect.word.styles import Styles, attributes

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The number before a paragraph, with the gap after it, and the indent of its level."""

    text: str
    indent: Mapping[str, str] = field(default_factory=dict)


class Numbering:
    """Counts through the lists of one file in reading order."""

    def __init__(self, root: _Element | None, styles: Styles, report: Report) -> None:
        self._styles = styles
        self._report = report
        self._abstracts: dict[str, _Element] = {}
        self._lists: dict[str, _Element] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if root is not None:
            for element in root.iterfind(W + "abstractNum"):
                self._abstracts[element.get(W + "abstractNumId", "")] = element
            for element in root.iterfind(W + "num"):
                self._lists[element.get(W + "numId", "")] = element

    def label(self, paragraph: _Element) -> Label | None:
        """Return the next number for `paragraph`, or None when it has none."""
        list_id, level = self._place(paragraph)
        abstract_id = self._abstract_id(list_id)
        if list_id in {"", "0"} or abstract_id is None or not 0 <= level < _LEVELS:
            return None
        definition = self._level(list_id, abstract_id, level)
        if definition is None:
            return None
        self._count(list_id, abstract_id, level)
        text = self._text(definition, list_id, abstract_id)
        return Label(
            text=text + _gap(text, value(definition, "suff")),
            indent=attributes(definition.find(f"{W}pPr/{W}ind")),
        )

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """Return list id and level from the paragraph or its style; no list is ("", 0)."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        list_id, own_level = value(own, "numId"), value(own, "ilvl")
        if list_id is not None:
            return list_id, whole(own_level)
        style = self._styles.of_paragraph(paragraph)
        by_style = style.paragraph.get(W + "numPr")
        list_id = value(by_style, "numId") or ""
        if own_level is not None:
            return list_id, whole(own_level)
        return list_id, self._linked_level(list_id, style.ids, whole(value(by_style, "ilvl")))

    def _linked_level(self, list_id: str, style_ids: tuple[str, ...], default: int) -> int:
        """Return the level that names one of the styles; a style's list says its level there."""
        abstract = self._abstracts.get(self._abstract_id(list_id) or "")
        if abstract is not None:
            for definition in abstract.iterfind(W + "lvl"):
                if value(definition, "pStyle") in style_ids:
                    return whole(definition.get(W + "ilvl"))
        return default

    def _abstract_id(self, list_id: str) -> str | None:
        """Return the abstract list behind `list_id`, following one link through a list style."""
        abstract_id = value(self._lists.get(list_id), "abstractNumId")
        linked_style = value(self._abstracts.get(abstract_id or ""), "numStyleLink")
        if linked_style is not None:
            properties = self._styles.style(linked_style).paragraph.get(W + "numPr")
            linked_list = self._lists.get(value(properties, "numId") or "")
            abstract_id = value(linked_list, "abstractNumId") or abstract_id
        return abstract_id if abstract_id in self._abstracts else None

    def _override(self, list_id: str, level: int) -> _Element | None:
        for override in self._lists[list_id].iterfind(W + "lvlOverride"):
            if whole(override.get(W + "ilvl")) == level:
                return override
        return None

    def _level(self, list_id: str, abstract_id: str, level: int) -> _Element | None:
        override = self._override(list_id, level)
        own = override.find(W + "lvl") if override is not None else None
        if own is not None:
            return own
        for definition in self._abstracts[abstract_id].iterfind(W + "lvl"):
            if whole(definition.get(W + "ilvl")) == level:
                return definition
        return None

    def _start(self, list_id: str, abstract_id: str, level: int) -> int:
        given = value(self._override(list_id, level), "startOverride")
        if given is None:
            given = value(self._level(list_id, abstract_id, level), "start")
        return whole(given, default=1)

    def _count(self, list_id: str, abstract_id: str, level: int) -> None:
        """Count on at `level`; lower levels begin again unless they say otherwise."""
        counters = self._counters.setdefault(abstract_id, [None] * _LEVELS)
        current = counters[level]
        is_override = value(self._override(list_id, level), "startOverride") is not None
        if current is None or (is_override and (list_id, level) not in self._restarted):
            counters[level] = self._start(list_id, abstract_id, level)
            self._restarted.add((list_id, level))
        else:
            counters[level] = current + 1
        for lower in range(level + 1, _LEVELS):
            restart = value(self._level(list_id, abstract_id, lower), "lvlRestart")
            if restart is None or level < whole(restart):
                counters[lower] = None

    def _text(self, definition: _Element, list_id: str, abstract_id: str) -> str:
        """Return the level's pattern with every %n replaced by that level's own number."""
        if value(definition, "numFmt") == "bullet":
            return _BULLET
        counters = self._counters[abstract_id]
        is_legal = is_on(definition.find(W + "isLgl"))

        def number(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            count = counters[index]
            if count is None:
                count = counters[index] = self._start(list_id, abstract_id, index)
            own = self._level(list_id, abstract_id, index)
            return self._written(count, "decimal" if is_legal else _form(own))

        return _PLACE.sub(number, value(definition, "lvlText") or "")

    def _written(self, count: int, form: str) -> str:
        text = numeral(count, form)
        if text is None:
            self._report.add("collect.number_format_unknown")
            return str(count)
        return text


def _form(definition: _Element | None) -> str:
    return value(definition, "numFmt") or "decimal"


def _gap(text: str, suffix: str | None) -> str:
    """Return what stands between number and text: nothing after a full-width sign."""
    if not text or suffix == "nothing":
        return ""
    is_wide = unicodedata.east_asian_width(text[-1]) in {"W", "F"}
    return "" if is_wide and suffix != "space" else " "
