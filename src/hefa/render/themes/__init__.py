"""The themes: what each part of an article looks like, as style dictionaries."""

from collections.abc import Mapping
from typing import TypeAlias

from hefa.core.errors import Refused, reason
from hefa.render.themes import community

Style: TypeAlias = Mapping[str, str]
Theme: TypeAlias = Mapping[str, Style]

THEMES: Mapping[str, Theme] = {"community@1": community.STYLES}


def theme_named(name: str) -> Theme:
    """Return the theme `name@version`. Raises Refused when this version has no such theme."""
    if name not in THEMES:
        raise Refused(reason("render.theme_unknown", theme=name[:40]))
    return THEMES[name]


def css(*styles: Style) -> str:
    """Return one style attribute; later styles win, order is kept."""
    merged: dict[str, str] = {}
    for style in styles:
        merged.update(style)
    return ";".join(f"{name}:{value}" for name, value in merged.items())
