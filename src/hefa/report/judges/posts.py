"""Judging who is there: posts held, deputies named, the administrator at work."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse

from hefa.core.duty import Done, Standing, outlook, standing_of
from hefa.core.review import PostKey
from hefa.core.workdays import begin_of, day_of, end_of
from hefa.people.evidence import last_sign_in
from hefa.registry import evidence as registered
from hefa.registry.recorded import Appointed
from hefa.report.board import Evidence, Piece
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.judges.series import Series, held_throughout
from hefa.report.times_in_words import in_full

PEOPLE = "registry:people"


def duty_matrix(question: Question) -> Evidence:
    """Judge 4, 6, 7: every post held, every post with a deputy."""
    house, regulation = question.records.house, question.regulation
    held = registered.every_post_has_a_holder(house, regulation)
    spare = registered.every_post_has_a_deputy(house, regulation)
    gaps = [f"{label}：没有人担任" for label in held.against]
    gaps += [f"{label}：没有替补" for label in spare.against]
    fact = f"{held.count} 个岗位，{held.count - len(held.against)} 个有人，"
    fact += f"{spare.count - len(spare.against)} 个有替补。"
    return by_appointments(question, [post.key for post in regulation.posts], fact, gaps)


def technical_support(question: Question) -> Evidence:
    """Judge 5 lead: technical support, by function, is held and has a deputy."""
    house = question.records.house
    held = registered.who_served("tech_support", house, question.regulation)
    label, names = _label(question, "tech_support"), _names(question, held)
    kinds = {entry.is_deputy for entry in held}
    lacking = [
        what
        for is_deputy, what in ((False, "没有人担任"), (True, "没有替补"))
        if is_deputy not in kinds
    ]
    fact = f"{label}：{'，'.join([names, *lacking]) if held else '还没有人担任'}。"
    gaps = [f"{label}：{what}" for what in lacking]
    return by_appointments(question, _posts(question, "tech_support"), fact, gaps)


def administrator(question: Question) -> Evidence:
    """Judge 5(8): the administrator, by function, is named and was at work here lately.

    A test message with its answer is asked for and has no register yet: signing in stands for
    it, and the page says so.
    """
    house, at = question.records.house, question.at
    held = registered.who_served("administrator", house, question.regulation)
    label, names = _label(question, "administrator"), _names(question, held)
    if not held:
        return missing(f"{label}：还没有人担任。", PEOPLE)
    seen_at = last_sign_in((entry.person for entry in held), at)
    next_ = "联系测试还没有登记的地方，暂以登录为凭。"
    cadence = question.control.cadence
    if seen_at is None or cadence is None:
        return missing(f"{label}：{names}，还没有登录过。", PEOPLE, next_)
    done = Done(fact_at=seen_at, recorded_at=seen_at)
    look = outlook(cadence, (done,), since=question.records.since, now=at)
    pieces = (
        Piece(what="登录", fact_at=seen_at, recorded_at=seen_at),
        *(_piece(question, entry) for entry in held),
    )
    return Evidence(
        standing=standing_of(look),
        fact=f"{label}：{names}，最近一次登录是 {in_full(seen_at)}。",
        pieces=pieces[:SHOWN],
        count=len(pieces),
        next_at=look.next_due_at,
        next=next_,
        place=PEOPLE,
    )


def by_appointments(
    question: Question, posts: Iterable[str], fact: str, gaps: list[str]
) -> Evidence:
    """Return the evidence of appointments to `posts`; any of `gaps` leaves it without."""
    held = question.records.house.holding(posts, day_of(question.at))
    return Evidence(
        standing=Standing.MISSING if gaps else Standing.PROVED,
        fact=fact,
        pieces=tuple(_piece(question, entry) for entry in held)[:SHOWN],
        count=len(held),
        against=tuple(
            Piece(what=gap, fact_at=question.at, recorded_at=question.at, url=reverse(PEOPLE))
            for gap in gaps
        )[:SHOWN],
        against_count=len(gaps),
        next="在人员页任命空缺的岗位。" if gaps else "",
        place=PEOPLE,
    )


def drafters(question: Question) -> frozenset[PostKey]:
    """Return the posts whose units write items of their own: contributors and their heads."""
    return _posts(question, "contributor") | _posts(question, "unit_head")


def every_post_held(question: Question) -> tuple[Series, ...]:
    """Return the series of every post being held and having a deputy all the time."""
    posts = frozenset(PostKey(post.key) for post in question.regulation.posts)
    return _held(
        question,
        posts,
        lambda held: all({(post, False), (post, True)} <= held for post in posts),
    )


def technical_support_held(question: Question) -> tuple[Series, ...]:
    """Return the series of technical support being held and having a deputy all the time."""
    posts = _posts(question, "tech_support")
    return _held(question, posts, lambda held: {True, False} <= {deputy for _, deputy in held})


def administrator_held(question: Question) -> tuple[Series, ...]:
    """Return the series of the administrator being there all the time."""
    return _held(question, _posts(question, "administrator"), bool)


def _held(
    question: Question,
    posts: frozenset[PostKey],
    is_enough: Callable[[set[tuple[str, bool]]], bool],
) -> tuple[Series, ...]:
    """Return the series of `is_enough` being so of who holds `posts`, as holder or deputy."""
    mine = [entry for entry in question.records.house.appointments if entry.post in posts]

    def is_so(when: datetime) -> bool:
        day = day_of(when)
        return is_enough(
            {
                (entry.post, entry.is_deputy)
                for entry in mine
                if entry.holds(day, known_at=question.at)
            }
        )

    return held_throughout(question, turns_of(mine), is_so)


def turns_of(appointments: Iterable[Appointed]) -> list[datetime]:
    """Return the moments at which who holds what may turn."""
    listed = list(appointments)
    turns = [begin_of(entry.starts_on) for entry in listed]
    return turns + [end_of(entry.ends_on) for entry in listed if entry.ends_on is not None]


def _label(question: Question, function: str) -> str:
    posts = _posts(question, function)
    return "、".join(post.label for post in question.regulation.posts if post.key in posts)


def _names(question: Question, held: Iterable[Appointed]) -> str:
    house = question.records.house
    return "、".join(dict.fromkeys(house.name(entry.person) for entry in held))


def _posts(question: Question, function: str) -> frozenset[PostKey]:
    return question.regulation.posts_for(frozenset({PostKey(function)}))


def _piece(question: Question, entry: Appointed) -> Piece:
    """Return the appointment as a piece: it holds from its first day, and was recorded when."""
    label = question.regulation.post_label(entry.post)
    role = f"{label}（替补）" if entry.is_deputy else label
    return Piece(
        what=f"{role}：{question.records.house.name(entry.person)}",
        fact_at=begin_of(entry.starts_on),
        recorded_at=entry.recorded_at,
        url=reverse(PEOPLE),
        entry=entry.entry,
    )
