"""Walking an article's elements with what the rules ask about each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from hefa.render.colours import WHITE
from hefa.render.dark import INK_BY_DAY
from hefa.render.declarations import declarations

_TEXT: Final = "-text"
_BLANK: Final = " \t\r\n\u3000"  # a hard space is somebody's wish, and no emptiness
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One element: its own words, all words in it, and the ink and ground they have.

    `place` counts the children of the article's first element from 0; `alike` is how many
    elements of one tag and style hang in one chain of single children down to it.
    """

    node: LexborNode
    tag: str
    attributes: Mapping[str, str | None]
    style: Mapping[str, str]
    children: tuple[LexborNode, ...]
    has_own_words: bool
    words: str
    ink: str
    ground: str
    place: int
    alike: int

    @property
    def shown(self) -> str:
        """The beginning of its words, to point at it."""
        return self.words.strip()[:_SHOWN]


def elements(root: LexborNode) -> Iterator[Seen]:
    """Yield every element below `root` in reading order, without recursion."""
    tops = [child for child in root.iter() if child.tag]
    # An article stands in one element of ours; its children are the places.
    is_wrapped = len(tops) == 1
    waiting: list[tuple[LexborNode, Seen | None, int]] = []
    for place, child in reversed(list(enumerate(tops))):
        waiting.append((child, None, -1 if is_wrapped else place))
    while waiting:
        node, parent, place = waiting.pop()
        seen = _seen(node, parent, place)
        yield seen
        is_first = is_wrapped and parent is None
        waiting.extend(
            [
                (child, seen, number if is_first else place)
                for number, child in enumerate(seen.children)
            ][::-1]
        )


def is_empty(node: LexborNode) -> bool:
    """Whether an element shows neither text nor picture."""
    return not (node.text() or "").strip(_BLANK) and node.css_first("img") is None


def _seen(node: LexborNode, parent: Seen | None, place: int) -> Seen:
    attributes = node.attributes
    style = declarations(attributes.get("style") or "")
    children = tuple(child for child in node.iter() if child.tag)
    tag = node.tag or ""
    return Seen(
        node=node,
        tag=tag,
        attributes=attributes,
        style=style,
        children=children,
        has_own_words=bool((node.text(deep=False) or "").strip(_BLANK + "\xa0")),
        words=node.text() or "",
        ink=style.get("color", parent.ink if parent else INK_BY_DAY),
        ground=style.get("background-color", parent.ground if parent else WHITE),
        place=place,
        alike=parent.alike + 1 if parent and _hangs_alike(tag, attributes, parent) else 1,
    )


def _hangs_alike(tag: str, attributes: Mapping[str, str | None], parent: Seen) -> bool:
    return (
        parent.tag == tag
        and parent.attributes.get("style") == attributes.get("style")
        and len(parent.children) == 1
    )
