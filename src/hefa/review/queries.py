"""What waits for whom, where each sheet stands, and the pure sheet behind a row."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet

from hefa.check.engine import rules_version
from hefa.check.queries import Look, look_at
from hefa.collect.models import Manuscript, Version
from hefa.core.regulation import Regulation
from hefa.core.review import (
    Act,
    Actor,
    Attempt,
    Consent,
    Declared,
    Held,
    Needs,
    PersonId,
    PostKey,
    Route,
    Sheet,
    Signature,
    State,
    Step,
    UnitKey,
)
from hefa.core.rights import RULES, Right
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed
from hefa.registry.models import AdoptedRegulation, Unit
from hefa.registry.set_up import set_up_gaps
from hefa.render.article import RENDERER_VERSION
from hefa.review.models import Advice, Opinion, Reading, ReviewSheet

TWO_POSTS: Final = "may_one_person_hold_two_posts"
URGENT: Final = "is_urgent_route_on"


class Allowances(TypedDict):
    """What a regulation allows on every sheet, and the points on which nobody can say no."""

    gates: frozenset[str]
    may_hold_two: bool
    may_be_urgent: bool


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
        "consent__approver",
        "claimed_by",
        "archived",
    ).prefetch_related("opinions__person", "opinions__for_person")


def core_sheet(sheet: ReviewSheet, opinions: Iterable[Opinion] | None = None) -> Sheet:
    """Return the sheet as the rules see it, rebuilt from its rows; `opinions` where already read.

    Findings and the first day's list are not asked; `sheet_to_decide` adds them.
    """
    regulation = parsed(sheet.regulation)
    every = list(sheet.opinions.all() if opinions is None else opinions)
    signatures = tuple(_signature(opinion) for opinion in signed(every))
    return Sheet(
        route=regulation.route(sheet.route),
        unit=UnitKey(sheet.unit.key),
        author=PersonId(sheet.author.key),
        package_sha256=sheet.package_sha256,
        rules_version=rules_version(),
        renderer_version=str(RENDERER_VERSION),
        signatures=signatures,
        consent=_consent(sheet) if sheet.is_urgent else None,
        ended=State(sheet.ended) if sheet.ended in (State.RETURNED, State.RECALLED) else None,
        is_back=len(signatures) == 1 and len(every) > 1,
        **allowances(regulation),
    )


def allowances(regulation: Regulation) -> Allowances:
    """Return what `regulation` allows on every sheet, as the fields of a core sheet."""
    return {
        "gates": frozenset(entry.key for entry in regulation.declarations if entry.is_gate),
        "may_hold_two": bool(regulation.parameters.get(TWO_POSTS)),
        "may_be_urgent": bool(regulation.parameters.get(URGENT)),
    }


def _signature(opinion: Opinion) -> Signature:
    return Signature(
        act=Act(opinion.act),
        step=opinion.step or 0,
        person=PersonId(opinion.person.key),
        package_sha256=opinion.package_sha256,
        post=PostKey(opinion.post) if opinion.post else None,
        for_person=PersonId(opinion.for_person.key) if opinion.for_person else None,
        declarations=tuple(
            (key, Declared(answer)) for key, answer in sorted(opinion.declarations.items())
        ),
        is_exception=opinion.is_exception,
    )


def _consent(sheet: ReviewSheet) -> Consent:
    given = sheet.consent
    return Consent(person=PersonId(given.approver.key), post=PostKey(given.post))


def sheet_to_decide(sheet: ReviewSheet, *, now: datetime) -> Sheet:
    """Return the sheet with everything that an act on it now depends on."""
    return with_look(core_sheet(sheet), look_at(sheet.version, now=now), now=now)


def with_look(sheet: Sheet, look: Look, *, now: datetime) -> Sheet:
    """Return `sheet` with what was found in its version and what the first day still lacks."""
    return replace(
        sheet,
        blockers=len(look.blockers),
        open_findings=look.unanswered_count,
        set_up_gaps=set_up_gaps(now, sheet.route.key),
    )


def attempt_on(sheet: ReviewSheet, act: Act, **given: Any) -> Attempt:
    """Return the attempt of somebody who has the sheet as it is now on the screen."""
    return Attempt(
        act=act,
        package_sha256=sheet.package_sha256,
        rules_version=rules_version(),
        renderer_version=str(RENDERER_VERSION),
        **given,
    )


def signed(opinions: Iterable[Opinion]) -> list[Opinion]:
    """Return the opinions that are signatures along the route and count, in the order given."""
    return sorted(
        (entry for entry in opinions if entry.step is not None and entry.voided_at is None),
        key=lambda opinion: opinion.pk,
    )


def signer(sheet: ReviewSheet, act: Act) -> Opinion | None:
    """Return the last signature of `act` that counts, or None."""
    found = [opinion for opinion in signed(sheet.opinions.all()) if opinion.act == act]
    return found[-1] if found else None


def awaiting(actor: Actor) -> QuerySet[ReviewSheet]:
    """Return the sheets whose next step `actor` may take, the longest waiting first.

    By post, under the regulation each sheet began with; where the route asks for another person,
    without those that `actor` signed before.
    """
    wanted = Q(pk__in=[])
    for adopted in AdoptedRegulation.objects.all():
        regulation = parsed(adopted)
        may_hold_two = bool(regulation.parameters.get(TWO_POSTS))
        for route in regulation.routes:
            for number in range(1, len(route.steps)):
                for held in _seats(actor, route.steps[number]):
                    question = _question(actor, held, route, number, may_hold_two=may_hold_two)
                    wanted |= Q(regulation=adopted) & question
    return with_everything().filter(wanted).order_by("waiting_since")


def _seats(actor: Actor, step: Step) -> list[Held]:
    return sorted(
        (held for held in actor.held if held.post in step.posts),
        key=lambda held: (held.for_person or "", held.post, held.unit),
    )


def _question(actor: Actor, held: Held, route: Route, number: int, *, may_hold_two: bool) -> Q:
    """Return the condition under which a sheet of `route` waits for `actor` at a step."""
    step = route.steps[number]
    hands = [key for key in (actor.person, held.for_person) if key is not None]
    apart = [at for at in range(len(route.steps)) if route.are_apart(at, number)]
    counting = Opinion.objects.filter(sheet=OuterRef("pk"), voided_at=None)
    kept_out = counting.filter(
        Q(person__key__in=hands) | Q(for_person__key__in=hands),
        step__in=[number] if may_hold_two else apart,
    )
    question = Q(~Exists(kept_out), position=number, route=route.key, awaits=step.act.value)
    if step.needs is Needs.ALL:
        question &= Q(~Exists(counting.filter(step=number, post=held.post)))
    return question & Q(unit__key=held.unit) if step.in_unit else question


def is_awaited(sheet: ReviewSheet, person: Person, now: datetime) -> bool:
    """Whether the sheet waits for `person`, by post and by whose hands it was in. Five queries."""
    return awaiting(actor_of(person, now)).filter(pk=sheet.pk).exists()


def open_advice(person: Person) -> QuerySet[Advice]:
    """Return the questions put to `person` that are not answered, the oldest first."""
    found = Advice.objects.filter(asked_of=person, answered_at=None)
    return found.select_related("sheet__version", "asked_by").order_by("asked_at")


def released_sheets() -> QuerySet[ReviewSheet]:
    """Return the released sheets, newest first: publish pulls from here."""
    return with_everything().filter(ended=State.RELEASED).order_by("-ended_at")


def returned_to(person_pk: int) -> QuerySet[ReviewSheet]:
    """Return the sheets sent back or taken back whose author has not yet begun anew."""
    later = Version.objects.filter(
        manuscript=OuterRef("version__manuscript"), number__gt=OuterRef("version__number")
    )
    own = Manuscript.objects.filter(pk=OuterRef("version__manuscript"), author=person_pk)
    ended = with_everything().filter(ended__in=(State.RETURNED, State.RECALLED))
    return ended.filter(Exists(own), ~Exists(later)).order_by("-ended_at")


def seen_by(actor: Actor) -> QuerySet[ReviewSheet]:
    """Return the sheets that `actor` may see: all for overseers, else own units' and own.

    Asked of what a sheet itself says of its unit, so that no text is read for it.
    """
    rule = RULES[Right.SEE_ITEM]
    if any(held.post in rule.anywhere for held in actor.held):
        return with_everything()
    keys = {held.unit for held in actor.held if held.post in rule.in_unit}
    units = Unit.objects.filter(key__in=keys)
    written = Version.objects.filter(manuscript__author__key=actor.person)
    mine = Q(unit__in=units.values("pk")) | Q(version__in=written.values("pk"))
    return with_everything().filter(mine)


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
