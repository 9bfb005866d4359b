"""The themes: what each part of an article looks like, one small file of styles a theme.

A theme that packages were signed with never changes: a better one is the next version, in a file
of its own. Every p carries its colour and line height; the fonts of paper cannot be sent, so
黑体, 楷体 and 仿宋 become weight and size.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from hefa.core.errors import Refused, reason

Style: TypeAlias = Mapping[str, str]
Theme: TypeAlias = Mapping[str, Style]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One theme as it stands in its file: its name for people, what it is for, its parts."""

    label: str
    about: str
    parts: Theme


OFFERED: Final[Mapping[str, str]] = {
    "notice": "notice@1",
    "news": "news@1",
    "festival": "festival@1",
    "plain": "plain@1",
}
DEFAULT: Final = "plain"
_FOLDER = Path(__file__).parent


def theme_named(name: str) -> Theme:
    """Return the theme `name@version`. Raises Refused when this version has no such theme."""
    if name not in names():
        raise Refused(reason("render.theme_unknown", theme=name[:40]))
    return _read(name).parts


def newest(name: str) -> str:
    """Return the theme that is offered as `name`, with its version. Raises Refused for no such."""
    if name not in OFFERED:
        raise Refused(reason("render.theme_unknown", theme=name[:40]))
    return OFFERED[name]


@cache
def names() -> frozenset[str]:
    """Return every theme there is, as `name@version`, those for old packages too."""
    return frozenset(path.stem.replace("-", "@") for path in _FOLDER.glob("*.toml"))


def choices() -> tuple[tuple[str, str], ...]:
    """Return the themes a person may choose: the stored name, and what is shown for it."""
    return tuple((name, _read(named).label) for name, named in OFFERED.items())


def label(name: str) -> str:
    """Return what people call the theme `name`; the name itself when there is no such."""
    return _read(OFFERED[name]).label if name in OFFERED else name


def about(name: str) -> str:
    """Return in a sentence what the theme that is offered as `name` is for."""
    return _read(OFFERED[name]).about


def css(*styles: Style) -> str:
    """Return one style attribute; later styles win, order is kept."""
    merged: dict[str, str] = {}
    for style in styles:
        merged.update(style)
    return ";".join(f"{name}:{value}" for name, value in merged.items())


@cache
def _read(name: str) -> _File:
    path = _FOLDER / f"{name.replace('@', '-')}.toml"
    return _File(**tomllib.loads(path.read_text(encoding="utf-8")))
