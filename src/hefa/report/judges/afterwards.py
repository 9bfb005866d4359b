"""Judging what follows a release: the review put off, the check of one hand in two posts."""

from collections.abc import Callable

from django.urls import reverse

from hefa.core.duty import Clock, Standing, clock
from hefa.report.board import Evidence, Piece
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.times_in_words import due_in_full
from hefa.review.afterwards import Following, checks_to_make, reviews_put_off

PLACE = "review:inbox"
Run = tuple[Following, Clock]


def urgent_followed_up(question: Question) -> Evidence:
    """Judge G18: every urgent release was reviewed in full within the term; red until then."""
    listed = reviews_put_off(question.records.year_began_at, question.at)
    return _in_time(question, listed, none="一年里没有应急发布。", act="补审")


def exceptions_checked(question: Question) -> Evidence:
    """Judge the exception: somebody else checked every sheet signed in two posts by one person."""
    listed = checks_to_make(question.records.year_began_at, question.at)
    return _in_time(question, listed, none="一年里没有一个人用两个岗位签过。", act="核对")


def _in_time(question: Question, listed: tuple[Following, ...], *, none: str, act: str) -> Evidence:
    """Return the evidence of a term from release; while anything is open there is none."""
    term = question.control.term
    if term is None:
        return missing("制度里没有写期限，无从核对。", "registry:regulation")
    if not listed:
        return Evidence(standing=Standing.PROVED, fact=none, place=PLACE)
    runs = [
        (
            entry,
            clock(
                term,
                entry.released_at,
                entry.done_at,
                now=question.at,
                calendar=question.calendar,
            ),
        )
        for entry in listed
    ]
    kept, late, open_ = (_those(runs, is_so) for is_so in (_is_kept, _is_late, _is_open))
    fact = f"一年里 {len(runs)} 张，{len(kept)} 张按时{act}。"
    if late:
        fact += f"{len(late)} 张没有按时，或者{act}时没有同意。"
    if open_:
        due_at = min(found.due_at for _, found in open_)
        fact += f"{len(open_)} 张还没有{act}，最早 {due_in_full(due_at)} 到期。"
    against = [*late, *open_]
    return Evidence(
        standing=Standing.MISSING if against else Standing.PROVED,
        fact=fact,
        pieces=tuple(_piece(run, act) for run in reversed(kept[-SHOWN:])),
        count=len(kept),
        against=tuple(_piece(run, act) for run in reversed(against[-SHOWN:])),
        against_count=len(against),
        next_at=min((found.due_at for _, found in open_), default=None),
        place=PLACE,
    )


def _those(runs: list[Run], is_so: Callable[[Run], bool]) -> list[Run]:
    return [run for run in runs if is_so(run)]


def _is_kept(run: Run) -> bool:
    return run[1].is_kept


def _is_late(run: Run) -> bool:
    return run[1].is_over or run[0].is_objected


def _is_open(run: Run) -> bool:
    return not _is_kept(run) and not _is_late(run)


def _piece(run: Run, act: str) -> Piece:
    entry, _ = run
    at = entry.done_at or entry.released_at
    what = f"已{act}" if entry.done_at else f"没有{act}"
    return Piece(
        what=f"{entry.number} 《{entry.title}》：{what}",
        fact_at=at,
        recorded_at=at,
        url=reverse("review:sheet", args=[entry.number]),
    )
