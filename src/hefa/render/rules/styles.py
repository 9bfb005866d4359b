"""The rules on single declarations: sizes, alignment, lines, and what WeChat filters out."""

import re
from collections.abc import Iterator
from typing import Final

from hefa.render.clean import PROPERTIES
from hefa.render.rules.seen import Seen
from hefa.render.rules.violation import SHOWN, Violation

_NUMBER = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))([a-z%]*)")
_ALIGNMENTS: Final = frozenset({"left", "center", "right", "justify"})
_CLEAR: Final = frozenset({"transparent", "rgba(0,0,0,0)"})
_PLACING: Final = frozenset("position transform top right bottom left float clear".split())  # noqa: SIM905
# The only stack that reads the same in the editor and on every phone.
_STACK: Final = ("mp-quote", "pingfang sc", "system-ui", "-apple-system")
_MOST_EM: Final = 10.0
_MOST_SIDE_PX: Final = 60.0
_SIDES: Final = frozenset({"margin-left", "margin-right", "text-indent", "padding", "padding-left"})


def style_violations(seen: Seen) -> Iterator[Violation]:
    """Yield the rules that the declarations of an element break."""
    for name, value in seen.style.items():
        plain = value.replace("!important", "").strip()
        if plain != value:
            yield _violation(seen, "important", name)
        if rule := _broken(seen, name, plain):
            yield _violation(seen, rule, f"{name}:{plain}")
    if seen.tag == "p" and seen.words.strip() and not {"color", "line-height"} <= seen.style.keys():
        yield _violation(seen, "ink-missing", "p")


def _violation(seen: Seen, rule: str, found: str) -> Violation:
    return Violation(rule=rule, found=found[:SHOWN], text=seen.shown, place=seen.place)


def _broken(seen: Seen, name: str, value: str) -> str:
    """Return the rule that one declaration breaks, or nothing."""
    wrong = (
        ("background-image", name.startswith("background") and "url(" in value),
        ("darkmode-no-gradient", "gradient(" in value),
        ("position", name in _PLACING),
        (name, name in _JUDGED and _is_wrong(seen, name, value)),
        ("width", name in _SIDES and _is_far(value)),
        ("property", name not in PROPERTIES and name not in _JUDGED),
    )
    return next((rule for rule, is_so in wrong if is_so), "")


_JUDGED: Final = frozenset(
    "opacity caret-color line-height width height text-align font-family".split()  # noqa: SIM905
)


def _is_wrong(seen: Seen, name: str, value: str) -> bool:
    """Whether the value of a property that has a rule of its own breaks it."""
    has_text = bool(seen.words.strip())
    stack = tuple(part.strip(" \"'") for part in value.split(","))
    wrong = {
        "opacity": _is_zero(value),
        "caret-color": has_text and value.replace(" ", "") in _CLEAR,
        "line-height": has_text and _is_tight(value),
        "width": _is_fixed(value) and "data-ignore-width" not in seen.attributes,
        "height": has_text and value != "auto",
        "text-align": value not in _ALIGNMENTS,
        "font-family": stack[: len(_STACK)] != _STACK,
    }
    return wrong[name]


def _is_zero(value: str) -> bool:
    number = _NUMBER.match(value)
    return number is not None and float(number[1]) == 0


def _is_fixed(value: str) -> bool:
    """Whether a width is not one that grows with the screen."""
    number = _NUMBER.fullmatch(value)
    if number is None:
        return value != "auto"
    return number[2] != "%" or float(number[1]) > 100  # noqa: PLR2004  # per cent


def _is_far(value: str) -> bool:
    """Whether a side takes so much room that a phone has none left, or pulls text off it."""
    for amount, unit in _NUMBER.findall(value):
        figure = float(amount)
        if figure < 0 or (unit == "em" and figure > _MOST_EM):
            return True
        if unit == "px" and figure > _MOST_SIDE_PX:
            return True
    return False


def _is_tight(value: str) -> bool:
    """Whether lines would overlap: below 1, or a length whose relation nobody can tell."""
    number = _NUMBER.match(value)
    if number is None:
        return False
    ratio = float(number[1]) / (100 if number[2] == "%" else 1)
    return ratio < 1 if number[2] in ("", "%", "em") else _is_zero(value)
