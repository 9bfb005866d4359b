"""The runs of a paragraph: text with its look, links, fields, and what is hidden."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, groupby

from lxml.etree import _Element

from hefa.collect.word.colours import is_near_white
from hefa.collect.word.fields import is_contents, is_formula, link_of, said_by
from hefa.collect.word.markup import MATH, R, W, holds_content, inner, is_on
from hefa.collect.word.model import PLAIN, Look, Piece
from hefa.collect.word.signs import read_content, spelled
from hefa.collect.word.story import Story, stand_in, stand_in_text
from hefa.collect.word.styles import Style

_WEB = re.compile(r"https?://[^\s\"'<>]{1,1000}")


def read_pieces(paragraph: _Element, style: Style, story: Story) -> tuple[Piece, ...]:
    """Return what stands in the paragraph, in order; neighbours that look the same are one."""
    fill = story.shared.styles.fill(story.shared.styles.paragraph_property(paragraph, "shd"))
    if fill is not None:
        story = replace(story, has_ground=True)
    pieces = _inline(paragraph, style, story, link=None)
    groups = ((key, list(group)) for key, group in groupby(pieces, _same_look()))
    merged = (_joined(group) for _, group in groups)
    if fill is None:
        return tuple(merged)
    return tuple(
        replace(piece, look=replace(piece.look, highlight=piece.look.highlight or fill))
        for piece in merged
    )


def _same_look() -> Callable[[Piece], object]:
    """Return a key by which typed neighbours that look the same fall together, and none else."""
    alone = count()
    return lambda piece: next(alone) if piece.drawn or piece.is_made else piece.look


def _joined(group: list[Piece]) -> Piece:
    first, *others = group
    if not others:
        return first
    return replace(first, text="".join(piece.text for piece in group))


def _inline(element: _Element, style: Style, story: Story, *, link: str | None) -> Iterator[Piece]:
    """Yield the pieces of a paragraph, or of a link or simple field inside it."""
    for child in inner(element, story.report):
        tag = child.tag
        if tag == W + "r":
            yield from _run(child, style, story, link=link)
        elif tag == W + "hyperlink":
            target = story.part.relations.get(child.get(R + "id", ""))
            address = target.target if target is not None and target.is_external else None
            yield from _inline(child, style, story, link=_usable(address, story) or link)
        elif tag == W + "fldSimple":
            yield from _simple_field(child, style, story, link=link)
        elif tag in {MATH + "oMath", MATH + "oMathPara"}:
            story.report.add("collect.formula_dropped")
            yield Piece(text=stand_in_text("个公式"), is_made=True)
        elif tag == W + "subDoc":
            story.report.add("collect.object_dropped")
            yield Piece(drawn=(stand_in("份子文档"),))
        elif tag != W + "pPr" and child.find(f".//{W}r") is not None:
            yield from _inline(child, style, story, link=link)


def _simple_field(
    field: _Element, style: Style, story: Story, *, link: str | None
) -> Iterator[Piece]:
    code = field.get(W + "instr", "")
    address = link_of(code)
    if address is None:
        story.report.add("collect.field_code_dropped")
    if not holds_content(field) and (words := said_by(code)):
        yield Piece(text=words, look=replace(PLAIN, link=link))
    yield from _inline(field, style, story, link=_usable(address, story) or link)


def _usable(address: str | None, story: Story) -> str | None:
    """Return a web address; any other target is reported and its text stays plain."""
    if address is None:
        return None
    kept = address.strip().replace(" ", "%20")
    if _WEB.fullmatch(kept) and not story.is_note:
        return kept
    story.report.add("collect.link_target_dropped")
    return None


def _run(run: _Element, style: Style, story: Story, *, link: str | None) -> Iterator[Piece]:
    """Yield the pieces of one run."""
    properties = run.find(W + "rPr")
    styles = story.shared.styles
    if styles.is_hidden(properties, style):
        if holds_content(run) and not _continues_hidden(run, style, story):
            story.report.add("collect.hidden_text_dropped")
        _mark_fields_only(run, story)
        return
    look = _seen(styles.look(properties, style, story.table_run), story, run)
    for child in inner(run, story.report):
        if child.tag == W + "fldChar":
            yield from _field_mark(child, look, story)
        elif child.tag == W + "instrText":
            story.fields.add_code(child.text or "")
        elif not story.fields.is_in_code:
            field_link = story.fields.link
            target = link or (field_link if field_link and _WEB.fullmatch(field_link) else None)
            linked = replace(look, link=target) if target else look
            found = read_content(child, linked, story)
            yield from _based(child, style, story) if found is None else found


def _based(ruby: _Element, style: Style, story: Story) -> Iterator[Piece]:
    """Yield the base text of characters with a reading over them; the reading goes."""
    story.report.add("collect.ruby_dropped")
    base = ruby.find(W + "rubyBase")
    if base is not None:
        yield from _inline(base, style, story, link=None)


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


def _field_mark(mark: _Element, look: Look, story: Story) -> Iterator[Piece]:
    """Take note of a field's beginning or end, and yield what it shows without a result."""
    kind = mark.get(W + "fldCharType")
    box = mark.find(f"{W}ffData/{W}checkBox")
    if kind == "begin" and box is not None:
        checked = box.find(W + "checked")
        is_checked = is_on(checked if checked is not None else box.find(W + "default"))
        yield Piece(text="☑" if is_checked else "□", look=look)
    elif kind == "end":
        yield from _ended_field(look, story)
    story.fields.mark(kind)


def _ended_field(look: Look, story: Story) -> Iterator[Piece]:
    code, has_result = story.fields.code, story.fields.has_result
    if (link := story.fields.link) is not None:
        if link_of(code) is not None:
            _usable(link, story)
    elif is_contents(code):
        story.report.add("collect.contents_kept")
    elif not has_result and (words := said_by(code)):
        story.report.add("collect.field_code_dropped")
        yield from spelled(words, look)
    elif not has_result and is_formula(code):
        story.report.add("collect.formula_dropped")
        yield Piece(text=stand_in_text("个公式"), is_made=True)
    else:
        story.report.add("collect.field_code_dropped")


def _seen(look: Look, story: Story, run: _Element) -> Look:
    """Return the look, with white letters made visible where nothing dark lies behind them."""
    dots = run.find(f"{W}rPr/{W}em")
    if dots is not None and dots.get(W + "val", "none") != "none":
        story.report.add("collect.dots_made_bold")
    if look.color is None or not is_near_white(look.color) or look.highlight or story.has_ground:
        return look
    if run.find(W + "t") is not None:
        story.report.add("collect.white_text")
    return replace(look, color=None)
