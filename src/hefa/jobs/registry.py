"""The kinds of job there are; each stage's `tasks.py` adds its own when it is imported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol


class Work(Protocol):
    """What a job does: None when it is done, a moment when it is to run again then."""

    def __call__(self, key: str, /, *, now: datetime) -> datetime | None:
        """Do the work for `key` as of `now`; it may run twice, so it must be harmless twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often a periodic kind runs; a slot begins at each whole multiple of `every`."""

    kind: str
    every: timedelta


class Lane(StrEnum):
    """Which worker does it: no kind of one lane ever waits for a kind of the other."""

    PROMPT = "prompt"  # what is to be at WeChat at its time
    OTHER = "other"  # everything else, however long it takes


_WORK: dict[str, Work] = {}
_PROMPT: set[str] = set()
_RHYTHMS: dict[str, Rhythm] = {}


def job(kind: str, *, lane: Lane = Lane.OTHER) -> Callable[[Work], Work]:
    """Register the decorated function as the work of `kind`; ValueError when it is taken."""

    def register(work: Work) -> Work:
        if _WORK.setdefault(kind, work) is not work:
            raise ValueError(kind)
        if lane is Lane.PROMPT:
            _PROMPT.add(kind)
        return work

    return register


def periodic(kind: str, *, every: timedelta, lane: Lane = Lane.OTHER) -> Callable[[Work], Work]:
    """Register the decorated function as the work of `kind`, run once in every slot."""

    def register(work: Work) -> Work:
        _RHYTHMS[kind] = Rhythm(kind=kind, every=every)
        return job(kind, lane=lane)(work)

    return register


def lane_of(kind: str) -> Lane:
    """Return the lane of `kind`; one that nobody knows is no matter of haste."""
    return Lane.PROMPT if kind in _PROMPT else Lane.OTHER


def prompt_kinds() -> frozenset[str]:
    """Return every kind of the lane that nothing else may hold up."""
    return frozenset(_PROMPT)


def work_of(kind: str) -> Work | None:
    """Return the work of `kind`, or None when nobody does such work."""
    return _WORK.get(kind)


def rhythms() -> Mapping[str, Rhythm]:
    """Return every periodic kind with its rhythm."""
    return MappingProxyType(_RHYTHMS)


def known_kinds() -> frozenset[str]:
    """Return every kind of job that can be woken."""
    return frozenset(_WORK)
