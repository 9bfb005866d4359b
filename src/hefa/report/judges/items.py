"""Judging what holds for every item: counted over all sheets released in a year."""

from collections.abc import Callable
from datetime import datetime

from hefa.core.duty import Standing
from hefa.core.review import Act, Step
from hefa.core.workdays import day_of
from hefa.report.board import Evidence, Month
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.judges.posts import by_appointments, drafters, turns_of
from hefa.report.judges.series import Series, held_throughout
from hefa.report.tally import by_month

PLACE = "review:inbox"
NOTHING_YET = "一年里还没有核发的审核单，没有可核对的。"


def on_every_sheet(claim: str) -> Callable[[Question], Evidence]:
    """Return the judge that counts on how many released sheets `claim` holds."""

    def judge(question: Question) -> Evidence:
        return judged_by(question, claim)

    return judge


def month_by_month(claim: str) -> Callable[[Question], tuple[Month, ...]]:
    """Return what counts the released sheets by month, and those that fail `claim`."""

    def months(question: Question) -> tuple[Month, ...]:
        return by_month(claim, question.records.since, question.at)

    return months


def judged_by(question: Question, claim: str) -> Evidence:
    """Return the evidence of one claim; without a single sheet there is none.

    It claims no more than was looked at: sheets not tried yet leave it without evidence.
    """
    tally = question.records.sheets
    tried = tally.count - tally.untried.get(claim, 0)
    failed = tally.failed.get(claim, 0)
    if not tried and not tally.pending:
        fact = f"一年里核发的 {tally.count} 张审核单都没有这一步，没有可核对的。"
        return missing(fact if tally.count else NOTHING_YET, PLACE)
    fact = f"一年里 {tried} 张核发的审核单，逐张核对都合。"
    if failed:
        fact = f"一年里 {tried} 张核发的审核单，{failed} 张不合。"
    if tally.pending:
        fact += f"另有 {tally.pending} 张还没有核对到。"
    good = [row for row in tally.newest if claim not in row.failed | row.untried]
    bad = [row for row in tally.failing if claim in row.failed]
    return Evidence(
        standing=Standing.MISSING if failed or tally.pending else Standing.PROVED,
        fact=fact,
        pieces=tuple(row.as_piece() for row in good[:SHOWN]),
        count=tried - failed,
        against=tuple(row.as_piece() for row in bad[:SHOWN]),
        against_count=failed,
        place=PLACE,
    )


def delivered_by_sender(question: Question) -> Evidence:
    """Judge 12(3): every unit has its named sender, and nobody else handed anything over.

    The posts are those of the routes' own hand-over step; where no route has one, the posts
    that the control names decide nothing.
    """
    steps = _hand_overs(question)
    if not steps:
        return missing(
            "这一版制度的审核路线里没有移交这一步，没有可核对的。", "registry:regulation"
        )
    gaps = _units_without(question, steps)
    if gaps:
        posts = {post for step in steps for post in step.posts}
        fact = f"{len(gaps)} 个单位还没有指定专人。"
        return by_appointments(question, posts, fact, gaps)
    return judged_by(question, "delivered_by_sender")


def senders_held(question: Question) -> tuple[Series, ...]:
    """Return the series of every unit having its named sender all the time."""
    steps = _hand_overs(question)

    def is_so(when: datetime) -> bool:
        return bool(steps) and not _units_without(question, steps, when=when)

    return held_throughout(question, turns_of(question.records.house.appointments), is_so)


def _hand_overs(question: Question) -> list[Step]:
    routes = question.regulation.routes
    return [step for route in routes for step in route.steps if step.act is Act.DELIVER]


def _units_without(
    question: Question, steps: list[Step], *, when: datetime | None = None
) -> list[str]:
    """Return the units that draft items and have nobody for the hand-over, in words."""
    house, day = question.records.house, day_of(when or question.at)
    drafting = {
        entry.unit for entry in house.holding(drafters(question), day, known_at=question.at)
    }
    found = []
    for unit in sorted(drafting):
        for step in {step.posts: step for step in steps}.values():
            held = house.holding(step.posts, day, known_at=question.at)
            if not any(not step.in_unit or entry.unit == unit for entry in held):
                labels = "或".join(sorted(map(question.regulation.post_label, step.posts)))
                found.append(f"{question.unit_name(unit)}：没有{labels}")
    return found
