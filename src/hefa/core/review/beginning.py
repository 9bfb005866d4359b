"""Whether the people who stand now can finish a route: found when it begins, not when stuck."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hefa.core.errors import Reason, reason
from hefa.core.review.acting import reasons_against, signature_of
from hefa.core.review.sheet import Sheet
from hefa.core.review.vocabulary import Actor, Attempt, Declared, Needs, PersonId, State


def reasons_against_beginning(sheet: Sheet, people: Iterable[Actor]) -> tuple[Reason, ...]:
    """Every step of a submitted `sheet` that `people` cannot take; empty when they can finish.

    First the steps for which nobody holds a post; else, where hands must differ and there are
    too few of them, the furthest step that some choice of people gets to. Source: 12(1)-(4).
    """
    posts = frozenset().union(*(step.posts for step in sheet.route.steps))
    able = [actor for actor in people if any(held.post in posts for held in actor.held)]
    if found := tuple(_without_anybody(sheet, able)):
        return found
    start = replace(sheet, blockers=0, open_findings=0, set_up_gaps=0)
    furthest = _furthest(start, able)
    if furthest is None:
        return ()
    return (_lacking("review.too_few_people", sheet, furthest),)


def _without_anybody(sheet: Sheet, able: list[Actor]) -> Iterator[Reason]:
    for number, step in enumerate(sheet.route.steps):
        if number == 0:
            continue
        held = {entry.post for actor in able for entry in sheet.seats(number, actor)}
        if not held or (step.needs is Needs.ALL and step.posts - held):
            yield _lacking("review.nobody_for_step", sheet, number)


def _furthest(start: Sheet, able: list[Actor]) -> int | None:
    """Return the furthest step that some choice of people gets to; None when it is the end.

    Of people who could do just the same from here on, one is tried. That keeps it short: what
    is tried are kinds of people, not people.
    """
    named = {held.for_person for actor in able for held in actor.held} | {start.author}
    furthest, seen, waiting = 0, {start}, [start]
    while waiting:
        sheet = waiting.pop()
        if sheet.state is State.RELEASED:
            return None
        furthest = max(furthest, sheet.awaited or 0)
        tried: set[object] = set()
        for actor in able:
            alike = _alike(sheet, actor, named)
            if alike in tried:
                continue
            tried.add(alike)
            following = _signed(sheet, actor)
            if following is not None and following not in seen:
                seen.add(following)
                waiting.append(following)
    return furthest


def _alike(sheet: Sheet, actor: Actor, named: set[PersonId | None]) -> object:
    """Return what is the same for people who could take the same steps from here on."""
    has_part = actor.person in named or any(
        actor.person in entry.hands for entry in sheet.signatures
    )
    return actor.person if has_part else actor.held


def _signed(sheet: Sheet, actor: Actor) -> Sheet | None:
    """Return the sheet after `actor` signs with nothing amiss, or None when they may not."""
    step = sheet.step
    if step is None:
        return None
    attempt = Attempt(
        act=step.act,
        package_sha256=sheet.package_sha256,
        rules_version=sheet.rules_version,
        renderer_version=sheet.renderer_version,
        declarations=tuple((key, Declared.YES) for key in sheet.asked),
    )
    if reasons_against(sheet, attempt, actor):
        return None
    return replace(sheet, signatures=(*sheet.signatures, signature_of(sheet, attempt, actor)))


def _lacking(code: str, sheet: Sheet, number: int) -> Reason:
    step = sheet.route.steps[number]
    posts = " ".join(sorted(step.posts))
    return reason(code, clause=step.clause, act=step.act, label=step.label, posts=posts)
