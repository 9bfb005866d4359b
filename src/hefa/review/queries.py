"""What waits for whom, where each sheet stands, and the pure sheet behind a row."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hefa.check.queries import Look, look_at
from hefa.collect.models import Version
from hefa.collect.queries import seen_by as manuscripts_seen_by
from hefa.core.review import (
    Act,
    Actor,
    PersonId,
    Sheet,
    Signature,
    State,
    Step,
    UnitKey,
)
from hefa.people.models import Person
from hefa.registry.adopted import parsed
from hefa.registry.models import AdoptedRegulation
from hefa.registry.set_up import set_up_gaps
from hefa.review.models import Opinion, Reading, ReviewSheet


def with_everything() -> QuerySet[ReviewSheet]:
    """Return sheets with what a page or a decision needs, in a fixed number of queries."""
    return ReviewSheet.objects.select_related(
        "version__manuscript__author",
        "version__manuscript__unit",
        "version__column",
        "version__account",
        "version__cover",
        "regulation",
        "unit",
        "author",
    ).prefetch_related("opinions__person")


def core_sheet(sheet: ReviewSheet, opinions: Iterable[Opinion] | None = None) -> Sheet:
    """Return the sheet as the rules see it, rebuilt from its rows; `opinions` where already read.

    Findings and the first day's list are not asked; `sheet_to_decide` adds them.
    """
    return Sheet(
        route=parsed(sheet.regulation).route(sheet.route),
        unit=UnitKey(sheet.unit.key),
        author=PersonId(sheet.author.key),
        package_sha256=sheet.package_sha256,
        signatures=tuple(
            Signature(
                act=Act(opinion.act),
                person=PersonId(opinion.person.key),
                package_sha256=opinion.package_sha256,
            )
            for opinion in signed(sheet.opinions.all() if opinions is None else opinions)
        ),
        ended=State(sheet.ended) if sheet.ended in (State.RETURNED, State.RECALLED) else None,
    )


def sheet_to_decide(sheet: ReviewSheet, *, now: datetime) -> Sheet:
    """Return the sheet with everything that an act on it now depends on."""
    return with_look(core_sheet(sheet), look_at(sheet.version, now=now), now=now)


def with_look(sheet: Sheet, look: Look, *, now: datetime) -> Sheet:
    """Return `sheet` with what was found in its version and what the first day still lacks."""
    return replace(
        sheet,
        blockers=len(look.blockers),
        open_findings=look.unanswered_count,
        set_up_gaps=set_up_gaps(now),
    )


def signed(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Return the opinions that are signatures along the route, in its order."""
    steps = [opinion for opinion in opinions if opinion.step is not None]
    return sorted(steps, key=lambda opinion: opinion.step or 0)


def awaiting(actor: Actor) -> QuerySet[ReviewSheet]:
    """Return the sheets whose next step `actor` may take, the longest waiting first.

    By post, under the regulation each sheet began with; where the route asks for another person,
    without those that `actor` signed before.
    """
    wanted = Q(pk__in=[])
    for adopted in AdoptedRegulation.objects.all():
        for route in parsed(adopted).routes:
            for position, step in enumerate(route.steps[1:], start=1):
                question = _question(actor, route.key, step)
                wanted |= Q(regulation=adopted, position=position) & question
    return with_everything().filter(wanted).order_by("waiting_since")


def _question(actor: Actor, route: str, step: Step) -> Q:
    """Return the condition under which a sheet of `route` waits for `actor` at `step`."""
    units = {held.unit for held in actor.held if held.post in step.posts}
    if not units:
        return Q(pk__in=[])
    signed_before = Opinion.objects.filter(
        sheet=OuterRef("pk"),
        person__key=actor.person,
        act__in=[act.value for act in step.differs_from],
    )
    question = Q(~Exists(signed_before), route=route, awaits=step.act.value)
    return question & Q(unit__key__in=units) if step.in_unit else question


def released_sheets() -> QuerySet[ReviewSheet]:
    """Return the released sheets, newest first: publish pulls from here."""
    return with_everything().filter(ended=State.RELEASED).order_by("-ended_at")


def returned_to(person_pk: int) -> QuerySet[ReviewSheet]:
    """Return the sheets sent back or taken back whose author has not yet begun anew."""
    later = Version.objects.filter(
        manuscript=OuterRef("version__manuscript"), number__gt=OuterRef("version__number")
    )
    return (
        with_everything()
        .filter(~Exists(later), author_id=person_pk, ended__in=(State.RETURNED, State.RECALLED))
        .order_by("-ended_at")
    )


def seen_by(actor: Actor) -> QuerySet[ReviewSheet]:
    """Return the sheets that `actor` may see."""
    return with_everything().filter(version__manuscript__in=manuscripts_seen_by(actor))


def last_seen(person: Person, version: Version) -> Version | None:
    """Return the earlier version of the same manuscript that `person` last looked at."""
    reading = (
        Reading.objects.filter(
            person=person,
            manuscript=version.manuscript_id,
            version__number__lt=version.number,
        )
        .select_related("version")
        .order_by("-version__number")
        .first()
    )
    return reading.version if reading else None
