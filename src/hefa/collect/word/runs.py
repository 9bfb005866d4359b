"""The runs of a paragraph: text with its look, breaks, notes, links, and what is drawn."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.colours import is_near_white
from hefa.collect.word.drawings import drawn
from hefa.collect.word.fields import link_of
from hefa.collect.word.markup import MATH, SPACE, R, W, holds_content, inner
from hefa.collect.word.model import PLAIN, Look, Piece
from hefa.collect.word.story import Story, stand_in, stand_in_text
from hefa.collect.word.styles import Style
from hefa.collect.word.symbols import symbol

_EM_SPACE: Final = "\u2003"
_WHITE_SPACE: Final = " \t\r\n"
_LINES = re.compile(r"[\t\r\n]+")
_WEB = re.compile(r"https?://[^\s\"'<>]{1,1000}")
_FIXED: Mapping[str, str] = {
    W + "tab": _EM_SPACE,
    W + "ptab": _EM_SPACE,
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
}
_DRAWN = frozenset({W + "drawing", W + "pict", W + "object"})


def read_pieces(paragraph: _Element, style: Style, story: Story) -> tuple[Piece, ...]:
    """Return what stands in the paragraph, in order; neighbours that look the same are one."""
    merged: list[Piece] = []
    for piece in _inline(paragraph, style, story, link=None):
        last = merged[-1] if merged else None
        if last is not None and _is_same_run(last, piece):
            merged[-1] = replace(last, text=last.text + piece.text)
        else:
            merged.append(piece)
    return tuple(merged)


def _is_same_run(last: Piece, piece: Piece) -> bool:
    is_typed = not (last.drawn or piece.drawn or last.is_made or piece.is_made)
    return is_typed and last.look == piece.look


def _inline(element: _Element, style: Style, story: Story, *, link: str | None) -> Iterator[Piece]:
    """Yield the pieces of a paragraph, or of a link or simple field inside it."""
    for child in inner(element, story.report):
        tag = child.tag
        if tag == W + "r":
            yield from _run(child, style, story, link=link)
        elif tag == W + "hyperlink":
            target = story.part.relations.get(child.get(R + "id", ""))
            address = target.target if target is not None and target.is_external else None
            yield from _inline(child, style, story, link=_usable(address, story))
        elif tag == W + "fldSimple":
            address = link_of(child.get(W + "instr", ""))
            if address is None:
                story.report.add("collect.field_code_dropped")
            yield from _inline(child, style, story, link=_usable(address, story) or link)
        elif tag in {MATH + "oMath", MATH + "oMathPara"}:
            story.report.add("collect.formula_dropped")
            yield Piece(text=stand_in_text("个公式"), is_made=True)
        elif tag == W + "subDoc":
            story.report.add("collect.object_dropped")
            yield Piece(drawn=(stand_in("份子文档"),))


def _usable(address: str | None, story: Story) -> str | None:
    """Return a web address; any other target is reported and its text stays plain."""
    if address is None or _WEB.fullmatch(address):
        return address
    story.report.add("collect.link_target_dropped")
    return None


def _run(run: _Element, style: Style, story: Story, *, link: str | None) -> Iterator[Piece]:
    """Yield the pieces of one run."""
    properties = run.find(W + "rPr")
    if story.shared.styles.is_hidden(properties, style):
        if holds_content(run) and not _continues_hidden(run, style, story):
            story.report.add("collect.hidden_text_dropped")
        _mark_fields_only(run, story)
        return
    look = _seen(story.shared.styles.look(properties, style), story, run)
    for child in inner(run, story.report):
        if child.tag == W + "fldChar":
            _field_mark(child, story)
        elif child.tag == W + "instrText":
            story.fields.add_code(child.text or "")
        elif not story.fields.is_in_code:
            field_link = story.fields.link
            target = link or (field_link if field_link and _WEB.fullmatch(field_link) else None)
            yield from _content(child, replace(look, link=target), style, story)


def _continues_hidden(run: _Element, style: Style, story: Story) -> bool:
    """Whether the run before is hidden too, and so reported already."""
    before = run.getprevious()
    if before is None or before.tag != W + "r" or not holds_content(before):
        return False
    return story.shared.styles.is_hidden(before.find(W + "rPr"), style)


def _mark_fields_only(run: _Element, story: Story) -> None:
    """Keep count of fields that begin or end in hidden runs."""
    for mark in run.iterfind(W + "fldChar"):
        story.fields.mark(mark.get(W + "fldCharType"))


def _field_mark(mark: _Element, story: Story) -> None:
    kind = mark.get(W + "fldCharType")
    if kind == "end" and story.fields.link is None:
        story.report.add("collect.field_code_dropped")
    story.fields.mark(kind)


def _seen(look: Look, story: Story, run: _Element) -> Look:
    """Return the look, with white letters made visible where nothing dark lies behind them."""
    if look.color is None or not is_near_white(look.color) or look.highlight or story.has_ground:
        return look
    if run.find(W + "t") is not None:
        story.report.add("collect.white_text")
    return replace(look, color=None)


def _content(child: _Element, look: Look, style: Style, story: Story) -> Iterator[Piece]:
    """Yield what one element inside a run gives."""
    tag = str(child.tag)
    if tag == W + "t":
        yield Piece(text=_text(child), look=look)
    elif tag in _FIXED:
        yield Piece(text=_FIXED[tag], look=look)
    elif tag in _DRAWN:
        yield Piece(drawn=drawn(child, story))
    elif (read := _RARE.get(tag)) is not None:
        yield from read(child, look, style, story)


def _text(element: _Element) -> str:
    """Return the characters of a text element; outer blanks count only where they are kept."""
    text = _LINES.sub(" ", element.text or "")
    return text if element.get(SPACE) == "preserve" else text.strip(_WHITE_SPACE)


def _break(child: _Element, look: Look, _style: Style, story: Story) -> Iterator[Piece]:
    kind = child.get(W + "type", "textWrapping")
    if kind == "textWrapping":
        yield Piece(text="\n", look=look)
    else:
        story.report.add("collect.page_break_dropped")


def _symbol(child: _Element, look: Look, _style: Style, story: Story) -> Iterator[Piece]:
    character = symbol(child.get(W + "font"), child.get(W + "char"))
    if character is None:
        story.report.add("collect.symbol_unknown")
        yield Piece(text=stand_in_text("个符号"), is_made=True)
    else:
        yield Piece(text=character, look=look)


def _ruby(child: _Element, _look: Look, style: Style, story: Story) -> Iterator[Piece]:
    """Yield the base text; the reading above it goes."""
    story.report.add("collect.ruby_dropped")
    base = child.find(W + "rubyBase")
    if base is not None:
        yield from _inline(base, style, story, link=None)


def _note(child: _Element, _look: Look, _style: Style, story: Story) -> Iterator[Piece]:
    kind = "footnote" if child.tag == W + "footnoteReference" else "endnote"
    number = story.shared.notes.number(kind, child.get(W + "id"))
    if number is not None:
        yield Piece(text=f"[{number}]", look=replace(PLAIN, superscript=True), is_made=True)


def _comment(_child: _Element, _look: Look, _style: Style, story: Story) -> Iterator[Piece]:
    story.report.add("collect.comment_dropped")
    yield from ()


_Reader = Callable[[_Element, Look, Style, Story], Iterator[Piece]]
_RARE: Mapping[str, _Reader] = {
    W + "br": _break,
    W + "sym": _symbol,
    W + "ruby": _ruby,
    W + "footnoteReference": _note,
    W + "endnoteReference": _note,
    W + "commentReference": _comment,
}
