"""合规 as it is read: the wall of articles, what to do, what comes, what is one's own choice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse

from hefa.core.duty import Standing
from hefa.core.regulation import Article, Clause, Kind, Pack
from hefa.core.workdays import day_of
from hefa.report.board import Board, Judged
from hefa.report.looks import LOOK
from hefa.report.times_in_words import due_label
from hefa.ui.charts import Series, columns, share_bar
from hefa.ui.words import clause_label

WEEKS_AHEAD = 12
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader of the wall asks for; empty fields ask for everything."""

    standing: Standing | None = None
    kind: Kind | None = None
    post: str = ""

    def takes(self, entry: Judged) -> bool:
        """Whether the control of `entry` is asked for."""
        return (
            self.standing in (None, entry.evidence.standing)
            and (self.kind is None or self.kind in entry.control.kinds)
            and (not self.post or self.post in entry.control.posts)
        )


def shown(board: Board, wanted: Wanted) -> tuple[Judged, ...]:
    """Return the regulation's own controls that are asked for."""
    return tuple(entry for entry in of_pack(board, Pack.REGULATION) if wanted.takes(entry))


def of_pack(board: Board, pack: Pack) -> tuple[Judged, ...]:
    """Return the judged controls of one pack."""
    return tuple(entry for entry in board.judged if entry.control.pack is pack)


def chapters_of(
    board: Board, listed: Sequence[Judged], *, day: date | None = None
) -> list[dict[str, Any]]:
    """Return the chapters in order, each with its articles, their clauses and `listed` as chips.

    When not every control is listed, articles without one are left out. Chips lead to the
    controls as they stood on `day`.
    """
    is_whole = len(listed) == len(of_pack(board, Pack.REGULATION))
    found = []
    for title, group in groupby(board.regulation.articles, key=lambda article: article.chapter):
        articles = [_article(board, article, listed, day) for article in group]
        if kept := [entry for entry in articles if is_whole or entry["chips"]]:
            found.append({"title": title, "articles": kept})
    return found


def counts_of(listed: Iterable[Judged]) -> list[dict[str, Any]]:
    """Return how many controls stand in each of the three states."""
    counted = Counter(entry.evidence.standing for entry in listed)
    return [{**LOOK[state], "key": state.value, "count": counted[state]} for state in Standing]


def bar_of(counts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the three states as one line."""
    return share_bar([(count["tone"], count["count"]) for count in counts])


def to_do_of(
    listed: Iterable[Judged], *, day: date | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what somebody can do something about, and what has no register here yet.

    First what runs out first, then what lacks.
    """
    open_ = [entry for entry in listed if entry.evidence.standing is not Standing.PROVED]
    open_.sort(key=_urgency)
    doable = [_to_do(entry, day) for entry in open_ if _is_doable(entry)]
    return doable, [_to_do(entry, day) for entry in open_ if not _is_doable(entry)]


def ahead_of(board: Board, listed: Iterable[Judged]) -> dict[str, Any]:
    """Return a chart of how many controls want fresh evidence in each of the next weeks."""
    weeks = [board.at + _WEEK * number for number in range(WEEKS_AHEAD)]
    due: Counter[int] = Counter()
    for entry in listed:
        next_at = entry.evidence.next_at
        if next_at is not None and board.at <= next_at < board.at + _WEEK * WEEKS_AHEAD:
            due[(next_at - board.at) // _WEEK] += 1
    labels = [f"{day_of(week).month}/{day_of(week).day}" for week in weeks]
    numbers = [due[number] for number in range(WEEKS_AHEAD)]
    series = Series(name="要更新的项数", tone="pri", numbers=numbers)
    return columns("从这天起的一周", labels, [series])


def chip_of(entry: Judged, day: date | None = None) -> dict[str, str]:
    """Return one control as a chip that leads to its page, as it stood on `day` if given."""
    look = LOOK[entry.evidence.standing]
    return {
        "label": entry.control.label,
        "tone": look["tone"],
        "icon": look["icon"],
        "state_label": look["label"],
        "url": reverse("report:control", args=[entry.control.id])
        + (f"?day={day.isoformat()}" if day else ""),
    }


def address_of(name: str) -> str:
    """Return the address of the page with the URL name `name`; empty without one."""
    return reverse(name) if name else ""


def _article(
    board: Board, article: Article, listed: Sequence[Judged], day: date | None
) -> dict[str, Any]:
    """Return one article: its own controls as chips, or where its controls stand instead."""
    own = [entry for entry in listed if entry.article and entry.article.number == article.number]
    clauses = [entry for entry in board.regulation.clauses if entry.article == article.number]
    return {
        "number": article.number,
        "label": clause_label(str(article.number)),
        "title": article.title,
        "chips": [chip_of(entry, day) for entry in own],
        "elsewhere": "" if own else _elsewhere(board, clauses),
        "clauses": [_clause(board, clause, day) for clause in clauses],
    }


def _elsewhere(board: Board, clauses: Iterable[Clause]) -> str:
    """Return `同第一条` when controls of another article stand behind `clauses`."""
    keys = {clause.key for clause in clauses}
    for entry in board.judged:
        if entry.article and keys.intersection(entry.control.also):
            return f"同{clause_label(str(entry.article.number))}"
    return ""


def _clause(board: Board, clause: Clause, day: date | None) -> dict[str, Any]:
    """Return one clause in own words with every control that stands behind it."""
    return {
        "label": clause_label(clause.key),
        "text": clause.text,
        "owed_by": clause.owed_by,
        "rhythm": clause.rhythm,
        "controls": [
            chip_of(entry, day) for entry in board.judged if clause.key in entry.control.clauses
        ],
    }


def _urgency(entry: Judged) -> tuple[bool, float]:
    next_at = entry.evidence.next_at
    is_missing = entry.evidence.standing is Standing.MISSING
    return is_missing, next_at.timestamp() if next_at else float("inf")


def _is_doable(entry: Judged) -> bool:
    return bool(entry.evidence.place) or entry.evidence.standing is Standing.EXPIRING


def _to_do(entry: Judged, day: date | None) -> dict[str, Any]:
    return {
        **chip_of(entry, day),
        "fact": entry.evidence.fact,
        "next": entry.evidence.next,
        "next_at": entry.evidence.next_at,
        "due": due_label(entry.evidence.next_at) if entry.evidence.next_at else "",
        "place": address_of(entry.evidence.place),
    }
