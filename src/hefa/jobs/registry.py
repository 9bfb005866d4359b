"""The kinds of job there are; each stage's `tasks.py` adds its own when it is imported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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


_WORK: dict[str, Work] = {}
_RHYTHMS: dict[str, Rhythm] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the decorated function as the work of `kind`; ValueError when it is taken."""

    def register(work: Work) -> Work:
        if _WORK.setdefault(kind, work) is not work:
            raise ValueError(kind)
        return work

    return register


def periodic(kind: str, *, every: timedelta) -> Callable[[Work], Work]:
    """Register the decorated function as the work of `kind`, run once in every slot."""

    def register(work: Work) -> Work:
        _RHYTHMS[kind] = Rhythm(kind=kind, every=every)
        return job(kind)(work)

    return register


def work_of(kind: str) -> Work | None:
    """Return the work of `kind`, or None when nobody does such work."""
    return _WORK.get(kind)


def rhythms() -> Mapping[str, Rhythm]:
    """Return every periodic kind with its rhythm."""
    return MappingProxyType(_RHYTHMS)


def known_kinds() -> frozenset[str]:
    """Return every kind of job that can be woken."""
    return frozenset(_WORK)
