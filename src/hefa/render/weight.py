"""What makes an article too long for WeChat, and what would make it short enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hefa.core.document import Node, block_text, blocks
from hefa.render.article import Rendering
from hefa.render.rules import NEAR_CHARACTERS

_SHOWN: Final = 20
_KINDS: Final = {"table": "table", "box": "box"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heaviest:
    """The block that costs most: its place in the document from 0 (-1 the notes), and its cost.

    `kind` is table, box, text or notes; `text` its beginning; `rows` those of a table.
    """

    place: int
    kind: str
    characters: int
    total: int
    text: str = ""
    rows: int = 0

    @property
    def code(self) -> str:
        """The code of its words in `render.words`; `.todo` behind it is the proposal."""
        return f"render.heaviest.{self.kind}"

    @property
    def detail(self) -> Mapping[str, str | int]:
        """What fills the places of its words."""
        return {
            "number": self.place + 1,
            "share": round(self.characters * 100 / self.total),
            "rows": self.rows,
        }


def heaviest_of(rendering: Rendering, document: Node) -> Heaviest | None:
    """Return the block to begin with, when the article is near WeChat's limit or past it."""
    total = len(rendering.html)
    if total < NEAR_CHARACTERS or not rendering.pieces:
        return None
    piece = max(rendering.pieces, key=lambda each: len(each.html))
    if piece.place < 0:
        return Heaviest(place=-1, kind="notes", characters=len(piece.html), total=total)
    node = document["content"][piece.place]
    first = next((text for block in blocks(node) if (text := block_text(block).strip())), "")
    return Heaviest(
        place=piece.place,
        kind=_KINDS.get(node["type"], "text"),
        characters=len(piece.html),
        total=total,
        text=first[:_SHOWN],
        rows=len(node.get("content", ())) if node["type"] == "table" else 0,
    )
