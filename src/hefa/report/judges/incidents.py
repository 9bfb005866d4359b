"""Judging how sudden events were answered; drills never count as facts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hefa.core.duty import Clock, Done, Standing, clock
from hefa.core.review import PostKey
from hefa.core.workdays import day_of
from hefa.report.board import Evidence, Month, Piece
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.judges.series import Series, Words, recurring
from hefa.report.times_in_words import due_in_full
from hefa.respond.evidence import Episode, Taken
from hefa.ui.templatetags.hefa import full_day

PLACE = "respond:home"
_LEADERS = frozenset({PostKey("approver")})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One incident with the clock of the control and the step that stopped it."""

    episode: Episode
    step: Taken | None
    clock: Clock


def first_action(question: Question) -> Evidence:
    """Judge 5(4): somebody acted within the term from discovery."""
    return _in_time(question, "处置", lambda episode: episode.first_action)


def repaired_in_time(question: Question) -> Evidence:
    """Judge 13(3): it was in order again within the term from discovery."""
    return _in_time(question, "修复", lambda episode: episode.repair)


def leaders_told(question: Question) -> Evidence:
    """Judge 5(8)1: a leader, by function, knew within the term.

    Whoever takes a step knows of it; another receipt has no register yet.
    """
    house, regulation = question.records.house, question.regulation
    posts = regulation.posts_for(_LEADERS)

    def told(episode: Episode) -> Taken | None:
        on = day_of(episode.discovered_at)
        leaders = {
            entry.person
            for entry in house.appointments
            if entry.post in posts and entry.holds(on, known_at=question.at)
        }
        return episode.first_by(leaders)

    return _in_time(question, "领导到场处置或上报", told)


def plan_started(question: Question) -> Evidence:
    """Judge 13(3): the plan started in time. Nothing grades an event or starts a plan yet."""
    return _never_happened(question) or missing(
        f"一年里有 {len(_real(question))} 起突发事件，定级和启动预案还没有登记的地方。", PLACE
    )


def outside_report(question: Question) -> Evidence:
    """Judge the benchmark: told outside in time. Nothing keeps such a report yet."""
    return _never_happened(question) or missing(
        f"一年里有 {len(_real(question))} 起突发事件，对外报告还没有登记的地方。", PLACE
    )


def drills_made(question: Question) -> tuple[Series, ...]:
    """Return the drills that were carried through to their close."""
    done = [
        (episode.closing.done, episode.closing.entry)
        for episode in reversed(question.records.incidents)
        if episode.is_drill and episode.closing is not None
    ]
    return (
        Series(
            since=question.records.since,
            done=tuple(one for one, _ in done),
            entries=tuple(entry for _, entry in done),
        ),
    )


def drills(question: Question) -> Evidence:
    """Judge 13(3): the plan was rehearsed, on the same screens as in earnest."""
    words = Words(
        act="演练",
        never="还没有办结过一次演练。",
        place=PLACE,
        next="在应急页上报一次，勾选“演练”，做完办结。",
        url=reverse(PLACE),
    )
    return recurring(question, drills_made(question), words)


def incidents_by_month(
    ended_by: Callable[[Episode], Taken | None],
) -> Callable[[Question], tuple[Month, ...]]:
    """Return what counts the incidents by month, and those ended late or not at all."""

    def months(question: Question) -> tuple[Month, ...]:
        every, late = Counter[date](), Counter[date]()
        for run in _runs(question, _earnest(question), ended_by):
            month = day_of(run.episode.discovered_at).replace(day=1)
            every[month] += 1
            late[month] += run.clock.is_over
        return tuple(
            Month(begins_on=month, count=every[month], against_count=late[month])
            for month in sorted(every)
        )

    return months


def _in_time(question: Question, act: str, ended_by: Callable[[Episode], Taken | None]) -> Evidence:
    """Return the evidence of a term that runs from discovery, over the incidents of a year."""
    if question.control.term is None:
        return missing("制度里没有写期限，无从核对。", "registry:regulation")
    if nothing := _never_happened(question):
        return nothing
    runs = _runs(question, _real(question), ended_by)
    late = [run for run in runs if run.clock.is_over]
    kept = [run for run in runs if run.clock.is_kept]
    open_ = [run for run in runs if not run.clock.is_over and not run.clock.is_kept]
    fact = f"一年里 {len(runs)} 起突发事件，{len(kept)} 起按时{act}。"
    if late:
        fact += f"{len(late)} 起没有按时。"
    if open_:
        due_at = min(run.clock.due_at for run in open_)
        fact += f"{len(open_)} 起还在期限内，最早 {due_in_full(due_at)} 到期。"
    standing = Standing.MISSING if late else Standing.EXPIRING if open_ else Standing.PROVED
    return Evidence(
        standing=standing,
        fact=fact,
        pieces=tuple(_piece(run, act) for run in kept[:SHOWN]),
        count=len(kept),
        against=tuple(_piece(run, act) for run in late[:SHOWN]),
        against_count=len(late),
        next_at=min((run.clock.due_at for run in open_), default=None),
        place=PLACE,
    )


def _real(question: Question) -> list[Episode]:
    """Return the incidents of a year that were no drills."""
    began_at = question.records.year_began_at
    return [episode for episode in _earnest(question) if episode.discovered_at >= began_at]


def _earnest(question: Question) -> list[Episode]:
    return [episode for episode in question.records.incidents if not episode.is_drill]


def _never_happened(question: Question) -> Evidence | None:
    """Return that there was nothing to answer, which would stand here; None when there was."""
    if _real(question):
        return None
    since = max(question.since, question.records.year_began_at)
    return Evidence(
        standing=Standing.PROVED,
        fact=f"没有发生过突发事件；从{full_day(since)}起，发生了都会记在这里。",
        place=PLACE,
    )


def _runs(
    question: Question, listed: list[Episode], ended_by: Callable[[Episode], Taken | None]
) -> list[_Run]:
    term = question.control.term
    if term is None:
        return []
    found = []
    for episode in listed:
        step = ended_by(episode)
        found.append(
            _Run(
                episode=episode,
                step=step,
                clock=clock(
                    term,
                    episode.discovered_at,
                    step.done.fact_at if step else None,
                    now=question.at,
                    calendar=question.calendar,
                ),
            )
        )
    return found


def _piece(run: _Run, act: str) -> Piece:
    """Return the step that ended the clock, or the discovery where nothing did."""
    episode = run.episode
    found = run.step or (episode.steps[0] if episode.steps else None)
    at = Done(fact_at=episode.discovered_at, recorded_at=episode.discovered_at)
    done = found.done if found else at
    what = act if run.step else f"没有{act}"
    return Piece(
        what=f"{episode.number} 《{episode.title}》：{what}",
        fact_at=done.fact_at,
        recorded_at=done.recorded_at,
        url=reverse("respond:incident", args=[episode.pk]),
        entry=found.entry if found else None,
    )
