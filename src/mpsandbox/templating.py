"""Pages from template files: every value is escaped unless it is markup already."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template


class Markup(str):
    """Text that is HTML already and goes into a page as it stands."""

    __slots__ = ()


def filled(path: Path, /, **values: object) -> Markup:
    """Return the template at `path` with its `$names` filled in."""
    return Markup(_template(path).substitute({name: _html(each) for name, each in values.items()}))


def joined(pieces: list[Markup]) -> Markup:
    """Return several pieces of markup as one."""
    return Markup("".join(pieces))


@cache
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))


def _html(value: object) -> str:
    return value if isinstance(value, Markup) else escape(str(value))
