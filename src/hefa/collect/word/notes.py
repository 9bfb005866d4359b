"""Footnotes and endnotes: found by their reference, read as plain words."""

import re
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from hefa.collect.word.markup import W, whole
from hefa.collect.word.model import Block, Paragraph
from hefa.collect.word.parts import Part
from hefa.core.document import Node, block_text, blocks

LONGEST_NOTE: Final = 1000

_END_OF_SENTENCE = re.compile(r".*[。；\n]", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """One note that the text refers to: its content and the part it stands in."""

    element: _Element
    part: Part
    are_fields_balanced: bool


class Notebook:
    """The notes of one file by their reference."""

    def __init__(self, parts: dict[str, Part]) -> None:
        self._notes: dict[tuple[str, int], NoteText] = {}
        for kind, part in parts.items():
            are_balanced = fields_are_balanced(part.root)
            for element in part.root.iterfind(W + kind):
                identity = whole(element.get(W + "id"), default=-1)
                self._notes[kind, identity] = NoteText(
                    element=element, part=part, are_fields_balanced=are_balanced
                )

    def find(self, kind: str, identity: str | None) -> NoteText | None:
        """Return the `footnote` or `endnote` of that id, or None when there is none."""
        return self._notes.get((kind, whole(identity, default=-1)))


def fields_are_balanced(root: _Element) -> bool:
    """Whether every field that begins in a part also ends there."""
    kinds = [mark.get(W + "fldCharType") for mark in root.iter(W + "fldChar")]
    return kinds.count("begin") == kinds.count("end")


def words_of(found: list[Block]) -> tuple[str, tuple[Node, ...]]:
    """Return the words of a note, a line a paragraph, and the pictures that stand in it."""
    lines: list[str] = []
    pictures: list[Node] = []
    for block in found:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif block["type"] == "image":
            pictures.append(block)
        else:
            lines += [block_text(inside) for inside in blocks(block)]
    kept = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in kept if line), tuple(pictures)


def cut(words: str) -> list[str]:
    """Return the words in lengths that one note may have, cut after a sentence where one ends."""
    pieces: list[str] = []
    while len(words) > LONGEST_NOTE:
        found = _END_OF_SENTENCE.match(words[:LONGEST_NOTE])
        place = found.end() if found else LONGEST_NOTE
        pieces.append(words[:place].strip())
        words = words[place:]
    return [piece for piece in (*pieces, words.strip()) if piece]
