"""The rules on ink and grounds, by day and in dark mode."""

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from hefa.render.contrast import is_unreadable, readable
from hefa.render.declarations import declarations
from hefa.render.rules.seen import Seen
from hefa.render.rules.violation import Violation

# Two boxes in a row are two boxes; two paragraphs in a row look like one that is torn.
_STACKED: Final = frozenset({"p", "h1", "h2", "h3", "h4"})


def ground_violations(seen: Seen) -> Iterator[Violation]:
    """Yield the rules that an element breaks by what its text stands on."""
    if seen.has_own_words and is_unreadable(seen.ink, seen.ground):
        yield Violation(
            rule="darkmode-low-contrast",
            found=seen.ink,
            text=seen.shown,
            mend=readable(seen.ink, seen.ground),
            place=seen.place,
        )
    if ground := _repeated(seen.children):
        yield Violation(rule="ground-repeated", found=ground, text=seen.shown, place=seen.place)


def _repeated(children: tuple[LexborNode, ...]) -> str:
    """Return the ground that two neighbours each paint for themselves, or nothing."""
    before = ""
    for child in children:
        if child.tag not in _STACKED or not (child.text() or "").strip():
            before = ""
            continue
        ground = declarations(child.attributes.get("style") or "").get("background-color", "")
        if ground and ground == before:
            return ground
        before = ground
    return ""
