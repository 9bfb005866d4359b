"""The seven acts of review; each is one transaction and one ledger entry."""

from datetime import datetime

from django.db import transaction

from hefa.check.queries import look_at
from hefa.collect.changes import freeze
from hefa.collect.models import Version
from hefa.core.errors import Conflict, Refused, reason
from hefa.core.review import Act, Attempt, PersonId, Sheet, UnitKey, decide
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed, regulation_in_force
from hefa.review.changes import next_number, record_act
from hefa.review.models import ReviewSheet
from hefa.review.queries import sheet_to_decide, with_everything

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
def submit_version(version: Version, *, person: Person, edit: int, now: datetime) -> ReviewSheet:
    """Freeze the open `version`, number its sheet and sign it as its author 送审.

    Raises Refused with every reason, Conflict when the version was saved since `edit`.
    Source: 12 lead, 12(1).
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
    fingerprint = freeze(version, now=now)
    before = Sheet(
        route=route,
        unit=UnitKey(manuscript.unit.key),
        author=PersonId(manuscript.author.key),
        package_sha256=fingerprint,
        blockers=blockers,
    )
    attempt = Attempt(act=Act.SUBMIT, package_sha256=fingerprint)
    after = decide(before, attempt, actor_of(person, now))
    sheet = ReviewSheet.objects.create(
        number=next_number(now),
        version=version,
        regulation=adopted,
        route=route.key,
        unit=manuscript.unit,
        author=manuscript.author,
        package_sha256=fingerprint,
        awaits=Act.SUBMIT.value,
        submitted_at=now,
        waiting_since=now,
    )
    record_act(sheet, attempt, after, person=person, now=now)
    _enter(sheet, attempt, person=person, now=now)
    return with_everything().get(pk=sheet.pk)


@transaction.atomic
def act_on(sheet: ReviewSheet, attempt: Attempt, *, person: Person, now: datetime) -> ReviewSheet:
    """Carry out one act on a sheet and return it as it stands then.

    Raises Refused with every reason, Conflict when somebody acted first.
    """
    current = with_everything().get(pk=sheet.pk)
    if current.position != sheet.position:
        raise Conflict(reason("review.someone_was_first"))
    after = decide(sheet_to_decide(current, now=now), attempt, actor_of(person, now))
    record_act(current, attempt, after, person=person, now=now)
    _enter(current, attempt, person=person, now=now)
    return with_everything().get(pk=sheet.pk)


def _enter(sheet: ReviewSheet, attempt: Attempt, *, person: Person, now: datetime) -> None:
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
            },
            personal={"words": words} if words else None,
        ),
        actor=person.key,
        now=now,
    )
