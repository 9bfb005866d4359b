"""What stands beside a sheet: who is at it, what was asked, consent by word, a check to make."""

from datetime import datetime
from typing import Any

from hefa.core.review import AGREES, Act, State
from hefa.people.models import Person
from hefa.registry.access import actor_of, actors_standing, standing
from hefa.registry.adopted import parsed
from hefa.review.claiming import claimed_by
from hefa.review.excepting import reasons_against_checking
from hefa.review.models import Advice, ConsentBy, ReviewSheet
from hefa.review.queries import core_sheet, is_awaited, signed
from hefa.ui.templatetags.hefa import moment


def side_of(sheet: ReviewSheet, person: Person, now: datetime) -> dict[str, Any]:
    """Return what stands beside the sheet for `person`. A fixed number of queries."""
    is_theirs = is_awaited(sheet, person, now)
    advice = _asked_on(sheet, person, now)
    return {
        "is_awaited": is_theirs,
        "due_at": sheet.due_at if sheet.awaits else None,
        "is_late": bool(sheet.awaits and sheet.due_at and sheet.due_at <= now),
        "claim": _claim(sheet, person, now) if sheet.awaits else None,
        "advice": advice,
        "to_answer": next((entry for entry in advice if entry["is_mine"]), None),
        "askable": _people_but(person, now) if is_theirs else [],
        "urgent": _urgent(sheet, person, now),
        "check": _check(sheet, person, now),
    }


def _claim(sheet: ReviewSheet, person: Person, now: datetime) -> dict[str, Any]:
    who = claimed_by(sheet, now)
    return {
        "who": who.display_name if who else "",
        "is_mine": who == person,
        "since": moment(sheet.claimed_at, now) if who and sheet.claimed_at else "",
    }


def _asked_on(sheet: ReviewSheet, person: Person, now: datetime) -> list[dict[str, Any]]:
    """Return what was asked; whoever left without an answer is to be replaced by another."""
    entries = list(sheet.advice.select_related("asked_by", "asked_of"))
    asked = {entry.asked_of_id for entry in entries}
    here = set(standing(now).filter(person__in=asked).values_list("person", flat=True))
    return [
        {**_advice(entry, person, now), "has_left": entry.asked_of_id not in here}
        for entry in entries
    ]


def _advice(entry: Advice, person: Person, now: datetime) -> dict[str, Any]:
    is_open = entry.answered_at is None
    return {
        "pk": entry.pk,
        "asked_by": entry.asked_by.display_name,
        "asked_of": entry.asked_of.display_name,
        "question": entry.question,
        "answer": entry.answer,
        "when": moment(entry.answered_at or entry.asked_at, now),
        "is_open": is_open,
        "is_mine": is_open and entry.asked_of == person,
    }


def _people_but(person: Person, now: datetime) -> list[tuple[str, str]]:
    """Return who may be asked, by key: everybody who holds a post but oneself."""
    held = standing(now).exclude(person=person).select_related("person")
    found = {entry.person.key: entry.person.display_name for entry in held}
    return sorted(found.items(), key=lambda entry: entry[1])


def _urgent(sheet: ReviewSheet, person: Person, now: datetime) -> dict[str, Any] | None:
    """Return the consent given, or the form for it where this person may write one down."""
    if sheet.is_urgent:
        given = sheet.consent
        return {
            "who": given.approver.display_name,
            "how": given.get_how_display(),
            "when": moment(given.given_at, now),
            "words": given.words,
            "is_open": bool(sheet.awaits) and sheet.ended == State.RELEASED,
        }
    pure = core_sheet(sheet)
    last = len(pure.route.steps) - 1
    if not pure.may_be_urgent or not sheet.awaits or pure.step is None:
        return None
    if pure.step.act not in AGREES or not pure.seats(last, actor_of(person, now)):
        return None
    steps = [at for at, step in enumerate(pure.route.steps) if step.act is Act.APPROVE]
    keys = [
        actor.person for actor in actors_standing(now) if any(pure.seats(at, actor) for at in steps)
    ]
    approvers = Person.objects.filter(key__in=keys).order_by("display_name")
    return {
        "approvers": list(approvers.values_list("key", "display_name")),
        "ways": ConsentBy.choices,
        "hours": parsed(sheet.regulation).parameters.get("follow_up_review_hours", 24),
    }


def _check(sheet: ReviewSheet, person: Person, now: datetime) -> dict[str, Any] | None:
    """Return the check afterwards, made or still to make; None where there is none to make."""
    found = [entry for entry in signed(sheet.opinions.all()) if entry.is_exception]
    if not found:
        return None
    made = getattr(sheet, "check_made", None)
    return {
        "signer": found[0].person.display_name,
        "made_by": made.person.display_name if made else "",
        "words": made.words if made else "",
        "when": moment(made.at, now) if made else "",
        "may": made is None and not reasons_against_checking(sheet, person, "…", now),
    }
