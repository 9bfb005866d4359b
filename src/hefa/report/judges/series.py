"""Judging what recurs: each thing that must be done in turn has its own series of times."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hefa.core.duty import (
    Cadence,
    Done,
    Kept,
    Mark,
    Outlook,
    Rhythm,
    Slot,
    Standing,
    kept,
    outlook,
    standing_of,
)
from hefa.core.workdays import begin_of, end_of
from hefa.report.board import Evidence, Piece
from hefa.report.judges.asked import PERIOD, SHOWN, Question, missing, worst
from hefa.report.times_in_words import due_in_full, in_full, slot_label

_GRAVITY = (Mark.MISSED, Mark.LATE, Mark.DUE, Mark.TO_COME, Mark.KEPT)
_MEASURES = ("last_slots", "share_percent")
_A_SECOND = timedelta(seconds=1)
_COUNTED = {
    Rhythm.DAY: "天",
    Rhythm.WEEK: "周",
    Rhythm.MONTH: "个月",
    Rhythm.QUARTER: "个季度",
    Rhythm.HALF_YEAR: "个半年",
    Rhythm.YEAR: "年",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One thing that must be done in turn, since when, and every time it was, with its entry."""

    since: datetime
    done: tuple[Done, ...]
    name: str = ""
    entries: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How a recurring thing is told: the act, what is said before the first, and where it is."""

    act: str
    never: str
    place: str
    next: str = ""
    url: str = ""


def recurring(question: Question, series: tuple[Series, ...], words: Words) -> Evidence:
    """Return the evidence of what must be done in turn: the worst of `series` decides.

    A slot without evidence is never counted as kept. Where the control measures a period (12 of
    12 months, every day), one empty slot of it leaves the control without evidence.
    """
    cadence = question.control.cadence
    times = sorted((done for one in series for done in one.done), key=lambda done: done.fact_at)
    if cadence is None or not series or not times:
        return missing(words.never, words.place, words.next)
    looks = [outlook(cadence, one.done, since=one.since, now=question.at) for one in series]
    empty = _empty_slots(question, cadence, series)
    is_whole = not empty or not any(name in question.control.limits for name in _MEASURES)
    standing = worst([*map(standing_of, looks), *([] if is_whole else [Standing.MISSING])])
    return Evidence(
        standing=standing,
        fact=_fact(looks, words, cadence, len({slot for slot, _ in empty})),
        pieces=_pieces(series, words)[:SHOWN],
        count=len(times),
        against=tuple(
            _as_piece(slot, name, cadence, words) for slot, name in reversed(empty[-SHOWN:])
        ),
        against_count=len(empty),
        next_at=min(look.next_due_at for look in looks),
        next=words.next,
        place=words.place,
    )


def marked(question: Question, series: tuple[Series, ...]) -> tuple[Kept, ...]:
    """Return every slot since the beginning of the record, marked by the worst of `series`."""
    cadence = question.control.cadence
    if cadence is None:
        return ()
    since = question.records.since
    found = {
        entry.slot.begins_on: entry for entry in kept(cadence, (), since=since, now=question.at)
    }
    told: set[date] = set()
    for one in series:
        for entry in kept(cadence, one.done, since=max(one.since, since), now=question.at):
            key = entry.slot.begins_on
            known = found[key]
            if key not in told or _GRAVITY.index(entry.mark) < _GRAVITY.index(known.mark):
                found[key] = entry
            told.add(key)
    return tuple(found.values())


def held_throughout(
    question: Question, changes: Iterable[datetime], is_so: Callable[[datetime], bool]
) -> tuple[Series, ...]:
    """Return the one series of a state that must hold all the time: a slot counts when it did.

    `changes` are the moments at which the answer of `is_so` may turn.
    """
    cadence = question.control.cadence
    if cadence is None:
        return ()
    turns = sorted(set(changes))
    done = []
    for entry in kept(cadence, (), since=question.records.since, now=question.at):
        begins_at = max(begin_of(entry.slot.begins_on), question.records.since)
        ends_at = min(end_of(entry.slot.ends_on) - _A_SECOND, question.at)
        asked = [begins_at, *(turn for turn in turns if begins_at < turn < ends_at), ends_at]
        if all(map(is_so, asked)):
            done.append(Done(fact_at=ends_at, recorded_at=ends_at))
    return (Series(since=question.records.since, done=tuple(done)),)


def _empty_slots(
    question: Question, cadence: Cadence, series: Iterable[Series]
) -> list[tuple[Slot, str]]:
    """Return the slots of the measured period that stayed empty, each with whose it was."""
    since = question.at - PERIOD
    most = question.control.limits.get("last_slots", 0)
    found: list[tuple[Slot, str]] = []
    for one in series:
        slots = kept(cadence, one.done, since=max(since, one.since), now=question.at)
        measured = slots[-most - 1 :] if most else slots
        found += [(entry.slot, one.name) for entry in measured if entry.mark is Mark.MISSED]
    return sorted(found, key=lambda entry: (entry[0].begins_on, entry[1]))


def _fact(looks: list[Outlook], words: Words, cadence: Cadence, empty: int) -> str:
    newest = max(look.last.fact_at for look in looks if look.last is not None)
    fact = f"最近一次{words.act}：{in_full(newest)}。"
    overdue = [look.next_due_at for look in looks if look.is_overdue]
    if overdue:
        fact += f"应在 {due_in_full(min(overdue))} 前，已经过期。"
    if empty:
        fact += f"一年里有 {empty} {_COUNTED[cadence.every]}没有。"
    return fact


def _pieces(series: Iterable[Series], words: Words) -> tuple[Piece, ...]:
    found = [
        Piece(
            what=f"{words.act} {one.name}".strip(),
            fact_at=done.fact_at,
            recorded_at=done.recorded_at,
            url=words.url,
            entry=one.entries[place] if one.entries else None,
        )
        for one in series
        for place, done in enumerate(one.done)
    ]
    return tuple(sorted(found, key=lambda piece: piece.fact_at, reverse=True))


def _as_piece(slot: Slot, name: str, cadence: Cadence, words: Words) -> Piece:
    return Piece(
        what=f"{slot_label(cadence.every, slot)}：{name}没有{words.act}",
        fact_at=slot.due_at,
        recorded_at=slot.due_at,
        url=words.url,
    )
