"""A document as a row of pieces in reading order: what two versions are compared by."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from hefa.core.document import Node, block_text

TEXT: Final = "text"
PICTURE: Final = "picture"
_HEADING_LENGTH: Final = 14
_BOXES: Final = {"notice": "提示框", "quote": "引用框", "contact": "联系卡片"}
_SAID_OF_PICTURES: Final = {"alt": "图片内容", "source": "来源", "licence": "使用许可"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What readers meet at one place: where, its words or its picture, and how it looks.

    `row` is the text of the table row it stands in, so that cells stay with their row, and
    `band` that row's place. `look` is everything about its form, as text; two looks are only
    ever compared.
    """

    kind: str
    where: str
    text: str
    look: str = ""
    row: str = ""
    band: str = ""
    sha256: str = ""
    characters: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "characters", frozenset(self.text))

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes a piece of another version the same one."""
        return self.text, self.sha256, self.row


def pieces_of(document: Node) -> tuple[Piece, ...]:
    """Return every piece of `document` that shows something, in reading order."""
    return tuple(piece for piece in _Places().flow(document) if piece.text or piece.sha256)


class _Places:
    """Counts what is numbered while walking: tables, pictures, notes; knows the last heading."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.under = "正文"

    def flow(self, parent: Node, *, where: str = "", row: str = "") -> Iterator[Piece]:
        """Yield the pieces of each block inside `parent`."""
        for node in parent.get("content", ()):
            kind = node["type"]
            if kind == "table":
                yield from self._table(node)
            elif kind == "image":
                yield self._picture(node)
            elif kind == "box":
                yield from self._box(node)
            elif kind == "attachment":
                attrs = node["attrs"]
                yield Piece(kind=kind, where="附件", text=attrs["name"], sha256=attrs["sha256"])
            elif kind == "horizontalRule":
                yield Piece(kind=kind, where=self.under, text="（分隔线）", look=_look(node))
            else:
                yield from self._block(node, where=where, row=row)

    def _block(self, node: Node, *, where: str, row: str) -> Iterator[Piece]:
        """Yield a head or paragraph, then its links and notes."""
        text = block_text(node)
        if node["type"] == "heading":
            self.under = text[:_HEADING_LENGTH] or self.under
        if node["type"] == "redHead":
            where = "红头"
            text = "\n".join(filter(None, (text, node.get("attrs", {}).get("number", ""))))
        yield Piece(kind=TEXT, where=where or self.under, text=text, look=_look(node), row=row)
        content = node.get("content", ())
        links = [mark["attrs"]["href"] for child in content for mark in child.get("marks", ())
                 if mark["type"] == "link"]  # fmt: skip
        for address in dict.fromkeys(links):
            yield Piece(kind="link", where="链接", text=address)
        for child in content:
            if child["type"] == "footnote":
                yield Piece(kind="note", where=self._next("脚注"), text=child["attrs"]["words"])

    def _table(self, node: Node) -> Iterator[Piece]:
        name = self._next("表格")
        rows = node.get("content", ())
        widest = max((_columns(row) for row in rows), default=0)
        yield Piece(kind="table", where=name, text=f"{len(rows)} 行 {widest} 列")
        for number, row in enumerate(rows, start=1):
            words = "\n".join(_cell_text(cell) for cell in row.get("content", ()))
            band = f"{name} 第 {number} 行"
            for place, cell in enumerate(row.get("content", ()), start=1):
                shape = _look({**cell, "content": []})
                for piece in self.flow(cell, where=f"{band}第 {place} 格", row=words):
                    yield replace(piece, look=piece.look + shape, row=words, band=band)

    def _picture(self, node: Node) -> Piece:
        attrs = node["attrs"]
        said = [f"{label}：{attrs[name]}" for name, label in _SAID_OF_PICTURES.items()
                if attrs.get(name)]  # fmt: skip
        return Piece(
            kind=PICTURE,
            where=self._next("图"),
            text="；".join(said),
            look=str(attrs.get("percent", "")),
            sha256=attrs["sha256"],
        )

    def _box(self, node: Node) -> Iterator[Piece]:
        attrs = node.get("attrs", {})
        name = _BOXES[attrs.get("kind", "notice")]
        yield Piece(kind="title", where=name, text=attrs.get("title", ""))
        yield from self.flow(node, where=name)

    def _next(self, name: str) -> str:
        self.counts[name] = self.counts.get(name, 0) + 1
        return f"{name} {self.counts[name]}"


def _columns(row: Node) -> int:
    return sum(cell.get("attrs", {}).get("colspan", 1) for cell in row.get("content", ()))


def _cell_text(cell: Node) -> str:
    return "\n".join(block_text(node) for node in cell.get("content", ()))


def _look(node: Node) -> str:
    """Return a block's form as text, without the words of its notes, which stand apart."""
    content = [
        {"type": "footnote"} if child["type"] == "footnote" else child
        for child in node.get("content", ())
    ]
    return json.dumps({**node, "content": content}, sort_keys=True, ensure_ascii=False)
