"""Writes on sheets inside the caller's transaction: opinions, where a sheet stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F

from hefa.collect.models import Version
from hefa.core.canonical import sha256_hex
from hefa.core.duty import due_at
from hefa.core.errors import Conflict, reason
from hefa.core.review import SIGNS, Attempt, Sheet, Signature, State
from hefa.people.models import Person
from hefa.registry.access import standing
from hefa.registry.adopted import parsed
from hefa.registry.days import calendar
from hefa.review.drawing import Drawing, drawn
from hefa.review.models import HandSignature, Opinion, Reading, ReviewSheet
from hefa.review.register.index import index_act

_ENDS = (State.RELEASED, State.RETURNED, State.RECALLED)
FOLLOW_UP_HOURS: Final = "follow_up_review_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A sheet as the rules see it before and after an act, and the signature drawn for it."""

    before: Sheet
    after: Sheet
    drawn: Drawing | None = None


def record_act(
    sheet: ReviewSheet, attempt: Attempt, moved: Moved, *, person: Person, now: datetime
) -> Opinion:
    """Write one act and where the sheet stands after it.

    A return to a step voids the signatures from there on. Raises Conflict when somebody acted
    first: the count of acts is compared and set.
    """
    fields = {**_standing_fields(sheet, moved, now), "acts": F("acts") + 1}
    found = ReviewSheet.objects.filter(pk=sheet.pk, acts=sheet.acts, ended=sheet.ended)
    if not found.update(**fields):
        raise Conflict(reason("review.someone_was_first"))
    if attempt.goes_back_to is not None:
        Opinion.objects.filter(sheet=sheet, step__gte=attempt.goes_back_to, voided_at=None).update(
            voided_at=now
        )
    signature = moved.after.signatures[-1] if attempt.act in SIGNS else None
    declared = signature.declarations if signature else attempt.declarations
    opinion = Opinion.objects.create(
        sheet=sheet,
        act=attempt.act.value,
        step=signature.step if signature else None,
        person=person,
        words=attempt.words.strip()[:500],
        declarations={key: answer.value for key, answer in declared},
        package_sha256=attempt.package_sha256,
        rules_version=attempt.rules_version,
        renderer_version=attempt.renderer_version,
        signature=_kept_drawing(person, moved.drawn, now),
        is_exception=bool(signature and signature.is_exception),
        at=now,
        **_seat_fields(sheet, moved, signature, person, now),
    )
    index_act(opinion)
    return opinion


def step_fields(sheet: ReviewSheet, after: Sheet, now: datetime) -> dict[str, Any]:
    """Return the fields that say which step is awaited, since now, and by when it is due."""
    number = after.awaited
    return {
        "position": len(after.route.steps) if number is None else number,
        "awaits": "" if number is None else after.route.steps[number].act.value,
        "waiting_since": now,
        "due_at": _due_at(sheet, after, now),
        "claimed_by": None,
        "claimed_at": None,
    }


def note_reading(person: Person, version: Version, *, now: datetime) -> None:
    """Note that `person` has looked at `version`; the next look begins with what changed."""
    Reading.objects.get_or_create(
        person=person,
        manuscript=version.manuscript,
        version=version,
        defaults={"at": now},
    )


def _kept_drawing(person: Person, drawing: Drawing | None, now: datetime) -> HandSignature | None:
    """Return the picture of a signature drawn by hand; the same one is kept once."""
    if drawing is None:
        return None
    png = drawn(drawing)
    kept, _ = HandSignature.objects.get_or_create(
        person=person, sha256=sha256_hex(png), defaults={"png": png, "at": now}
    )
    return kept


def _standing_fields(sheet: ReviewSheet, moved: Moved, now: datetime) -> dict[str, Any]:
    """Return where the sheet stands: its step if that changed, its end if it ended just now."""
    state = moved.after.state
    fields: dict[str, Any] = {}
    is_submitted = not moved.before.signatures
    if is_submitted or moved.after.awaited != moved.before.awaited:
        fields |= step_fields(sheet, moved.after, now)
    if state in _ENDS and state.value != sheet.ended:
        fields |= {"ended": state.value, "ended_at": now}
    return fields


def _due_at(sheet: ReviewSheet, after: Sheet, now: datetime) -> datetime | None:
    """Return by when the awaited step is due; what follows an urgent release, from that on."""
    step = after.step
    if step is None:
        return None
    if after.is_put_off:
        hours = parsed(sheet.regulation).parameters.get(FOLLOW_UP_HOURS, 24)
        return (sheet.ended_at or now) + timedelta(hours=hours)
    return due_at(step.within, now, calendar()).at if step.within is not None else None


def _seat_fields(
    sheet: ReviewSheet,
    moved: Moved,
    signature: Signature | None,
    person: Person,
    now: datetime,
) -> dict[str, Any]:
    """Return in which post, for whom and whether as deputy `person` acts at the awaited step."""
    number = moved.before.awaited
    if number is None:
        return {}
    step = moved.before.route.steps[number]
    posts = [signature.post] if signature else sorted(step.posts)
    held = standing(now).filter(person=person, post__in=posts)
    if step.in_unit:
        held = held.filter(unit=sheet.unit)
    if signature:
        held = held.filter(for_person__key=signature.for_person)
    found = held.select_related("for_person").order_by("is_deputy", "id").first()
    if found is None:
        return {}
    return {"post": found.post, "is_deputy": found.is_deputy, "for_person": found.for_person}
