"""The seven acts of review; each is one transaction and one ledger entry."""

from datetime import datetime

from django.db import transaction

from hefa.check.queries import look_at
from hefa.collect.changes import freeze
from hefa.collect.models import Version
from hefa.core.canonical import Json
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.review import (
    STALE,
    Act,
    Attempt,
    Declarations,
    PersonId,
    Sheet,
    UnitKey,
    decide,
    reasons_against,
    reasons_against_beginning,
    reasons_against_confirmation,
)
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of, actors_standing
from hefa.registry.adopted import parsed, regulation_in_force
from hefa.review.changes import Moved, record_act
from hefa.review.drawing import Drawing
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.paper.numbering import next_number
from hefa.review.queries import allowances, attempt_on, sheet_to_decide, with_everything
from hefa.review.telling import tell_of_act

PAST = {
    Act.SUBMIT: "review.submitted",
    Act.ENDORSE: "review.endorsed",
    Act.APPROVE: "review.approved",
    Act.DELIVER: "review.delivered",
    Act.RELEASE: "review.released",
    Act.RETURN: "review.returned",
    Act.RECALL: "review.recalled",
}


@transaction.atomic
def submit_version(
    version: Version,
    *,
    person: Person,
    edit: int,
    now: datetime,
    declarations: Declarations = (),
) -> ReviewSheet:
    """Freeze the open `version`, number its sheet and sign it as its author 送审.

    Raises Refused with every reason, also when nobody standing now could finish the route;
    Conflict when the version was saved since `edit`. Source: 12 lead, 12(1).
    """
    if version.edit != edit:
        raise Conflict(reason("collect.saved_by_another"))
    adopted = regulation_in_force(now)
    if adopted is None:
        raise Refused(reason("review.no_regulation", clause="15"))
    regulation = parsed(adopted)
    manuscript = version.manuscript
    route = regulation.route_for(manuscript.kind, version.category)
    if route is None:
        raise Refused(reason("review.category_missing", clause="12(2)"))
    blockers = len(look_at(version, now=now).blockers)
    sheet = ReviewSheet(
        version=version,
        regulation=adopted,
        route=route.key,
        unit=manuscript.unit,
        author=manuscript.author,
        package_sha256=freeze(version, now=now),
        awaits=Act.SUBMIT.value,
        submitted_at=now,
        waiting_since=now,
    )
    attempt = attempt_on(sheet, Act.SUBMIT, declarations=declarations)
    before = Sheet(
        route=route,
        unit=UnitKey(manuscript.unit.key),
        author=PersonId(manuscript.author.key),
        package_sha256=sheet.package_sha256,
        rules_version=attempt.rules_version,
        renderer_version=attempt.renderer_version,
        blockers=blockers,
        **allowances(regulation),
    )
    after = decide(before, attempt, actor_of(person, now))
    if reasons := reasons_against_beginning(after, actors_standing(now)):
        raise Refused(reasons)
    sheet.number = next_number(manuscript.unit, regulation, now)
    sheet.save(force_insert=True)
    moved = Moved(before=before, after=after)
    opinion = record_act(sheet, attempt, moved, person=person, now=now)
    _enter(sheet, attempt, opinion, now=now)
    return _told(opinion, moved, now=now)


@transaction.atomic
def act_on(
    sheet: ReviewSheet,
    attempt: Attempt,
    *,
    person: Person,
    now: datetime,
    confirmed_at: datetime | None = None,
    drawn: Drawing | None = None,
) -> ReviewSheet:
    """Carry out one act on a sheet and return it as it stands then.

    Whoever releases has given their password again by `confirmed_at`. Raises Refused with every
    reason, Conflict when somebody acted first or what was on the screen is no longer so.
    """
    current = with_everything().get(pk=sheet.pk)
    if current.acts != sheet.acts:
        raise Conflict(reason("review.someone_was_first"))
    before, actor = sheet_to_decide(current, now=now), actor_of(person, now)
    found = reasons_against(before, attempt, actor)
    if any(entry.code in STALE for entry in found):
        raise Conflict(found)
    found += reasons_against_confirmation(attempt.act, confirmed_at, now)
    if found:
        raise Refused(found)
    moved = Moved(before=before, after=decide(before, attempt, actor), drawn=drawn)
    opinion = record_act(current, attempt, moved, person=person, now=now)
    _enter(current, attempt, opinion, now=now)
    return _told(opinion, moved, now=now)


def _told(opinion: Opinion, moved: Moved, *, now: datetime) -> ReviewSheet:
    """Return the sheet as it stands after an act, of which whoever is concerned is told."""
    after = with_everything().get(pk=opinion.sheet_id)
    has_moved = not moved.before.signatures or moved.after.awaited != moved.before.awaited
    tell_of_act(after, Act(opinion.act), person=opinion.person, has_moved=has_moved, now=now)
    return after


def _enter(sheet: ReviewSheet, attempt: Attempt, opinion: Opinion, *, now: datetime) -> None:
    """Write the ledger entry of one act."""
    words = attempt.words.strip()
    append(
        Fact(
            kind=PAST[attempt.act],
            subject=f"sheet:{sheet.number}",
            body={
                "package_sha256": attempt.package_sha256,
                "version": sheet.version_id,
                "regulation_sha256": sheet.regulation.text_sha256,
                "route": sheet.route,
                "kind": sheet.version.manuscript.kind,
                "category": sheet.version.category,
                "unit": sheet.unit.key,
                **_signed_as(attempt, opinion),
            },
            personal={"words": words} if words else None,
        ),
        actor=opinion.person.key,
        now=now,
    )


def _signed_as(attempt: Attempt, opinion: Opinion) -> dict[str, Json]:
    """Return at which step, as whom and on what the act was signed; only what there is."""
    said: dict[str, Json] = {
        "step": opinion.step,
        "post": opinion.post,
        "for": opinion.for_person.key if opinion.for_person else None,
        "declarations": dict(opinion.declarations),
        "rules_version": opinion.rules_version,
        "renderer_version": opinion.renderer_version,
        "exception": opinion.is_exception,
        "signature_sha256": opinion.signature.sha256 if opinion.signature else None,
        "to_step": attempt.goes_back_to,
    }
    return {name: value for name, value in said.items() if value or name == "step"}
