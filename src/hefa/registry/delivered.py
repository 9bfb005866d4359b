"""The regulations that come with Hefa, of which a house may adopt one as it stands."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hefa.core.regulation import Pack, Regulation, parse_regulation

FILE = "regulation.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One delivered profile: its key, its text word for word, and what it says."""

    key: str
    text: str
    regulation: Regulation

    @property
    def controls_count(self) -> int:
        """How many controls it has, the benchmark pack left out."""
        return Counter(control.pack for control in self.regulation.controls)[Pack.REGULATION]


@cache
def delivered() -> tuple[Delivered, ...]:
    """Return every profile that comes with Hefa, by key."""
    return tuple(_read(key) for key in delivered_keys())


def delivered_keys() -> tuple[str, ...]:
    """Return the keys of the profiles that come with Hefa."""
    folders = files("hefa.regulations").iterdir()
    return tuple(sorted(place.name for place in folders if (place / FILE).is_file()))


def profile_text(key: str) -> str:
    """Return the text of the profile `key` as it was delivered."""
    return (files("hefa.regulations") / key / FILE).read_text(encoding="utf-8")


def _read(key: str) -> Delivered:
    text = profile_text(key)
    return Delivered(key=key, text=text, regulation=parse_regulation(text))
