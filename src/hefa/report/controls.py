"""The articles of the regulation and their controls as data, and how a control may stand."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Kind(StrEnum):
    """What a control is: enforced, recurring, with a term, a post held, or declared."""

    GATE = "gate"
    CADENCE = "cadence"
    DEADLINE = "deadline"
    APPOINTMENT = "appointment"
    RULE = "rule"


class Standing(StrEnum):
    """The three states of a control and nothing finer 有据 将到期 缺证据."""

    PROVED = "proved"
    EXPIRING = "expiring"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control 控制措施: what it asks, and the clause it comes from."""

    id: str
    clause: str
    kind: Kind
    label: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of the regulation with its controls, in order."""

    number: int
    title: str
    chapter: str
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the records say on one control: its state, the fact, what is next, what is against.

    `fact_at` is the moment the fact is about, `place` the URL name of the page that shows it.
    """

    standing: Standing
    fact: str
    fact_at: datetime | None = None
    next: str = ""
    against: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A control, its article and its evidence."""

    article: Article
    control: Control
    evidence: Evidence


@lru_cache(maxsize=4)
def articles(profile: str = "community") -> tuple[Article, ...]:
    """Return the articles of `profile` in order, with their controls."""
    text = (files("hefa.regulations") / profile / "controls.toml").read_text(encoding="utf-8")
    return tuple(
        Article(
            number=raw["number"],
            title=raw["title"],
            chapter=raw["chapter"],
            controls=tuple(
                Control(**{**entry, "kind": Kind(entry["kind"])})
                for entry in raw.get("controls", ())
            ),
        )
        for raw in tomllib.loads(text)["articles"]
    )
