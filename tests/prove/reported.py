"""The figures of a month as Hefa itself has them: its report as values, and its tables."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from hefa.core.duty import Mark
from hefa.core.review import State
from hefa.core.workdays import day_of
from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Checkpoint, Entry
from hefa.operate.models import BackupRun
from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.people.models import Person
from hefa.people.queries import PASSWORD_MAX_DAYS
from hefa.publish.models import PublicationItem
from hefa.registry.access import standing
from hefa.registry.adopted import regulation_now
from hefa.registry.recorded import house
from hefa.report.documents.content import Report, report_on
from hefa.report.documents.period import period_of
from hefa.respond.models import Incident
from hefa.respond.queries import Clock, clocks_of
from hefa.review import evidence as reviewed
from hefa.review.models import ReviewSheet
from hefa.review.queries import released_sheets

PAST = {State.RETURNED: "returned", State.RECALLED: "recalled", State.RELEASED: "released"}


def reported(month: str, *, now: datetime) -> dict[str, Any]:
    """Return every figure of `month`, as known at its end or now, by name."""
    report = report_on(period_of(month), now=now, by="本机")
    begins, at = report.period.begins_at, report.known_at
    figures = {
        **_of_report(report),
        **_sheets(begins),
        **_people(begins, at),
        **_incidents(begins, at),
        **_looked(begins),
    }
    return {"month": month, "known_at": at.isoformat(), "figures": figures}


def _of_report(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ledger.entries": report.ledger.size,
        "pending": report.board.pending,
        "patrolled.kept": sum(kept for _, kept, _ in report.patrolled),
        "patrolled.owed": sum(owed for *_, owed in report.patrolled),
    }
    found |= {f"published.week.{monday.isoformat()}": count for monday, count in report.weeks}
    for course in report.courses:
        marks = Counter(entry.mark for entry in course.kept)
        found[f"course.{course.control.id}.late"] = marks[Mark.LATE]
        found[f"course.{course.control.id}.missed"] = marks[Mark.MISSED]
    return found


def _sheets(begins: datetime) -> dict[str, Any]:
    found: Counter[str] = Counter()
    for sheet in ReviewSheet.objects.select_related("unit"):
        found[f"sheets.submitted.{sheet.unit.key}"] += sheet.submitted_at >= begins
        if sheet.ended and sheet.ended_at is not None:
            past = PAST[State(sheet.ended)]
            found[f"sheets.{past}.{sheet.unit.key}"] += sheet.ended_at >= begins
    released = list(released_sheets())
    found["sheets.in_order"] = sum(map(reviewed.kept_the_order_of_acts, released))
    found["sheets.over_one_package"] = sum(map(reviewed.was_signed_over_one_package, released))
    return dict(found)


def _people(begins: datetime, at: datetime) -> dict[str, Any]:
    regulation, known = regulation_now(at), house(at)
    assert regulation is not None
    held = {(entry.post, entry.is_deputy) for entry in standing(at).filter(for_person=None)}
    vacant = [
        f"{post.key}{' deputy' * is_deputy}"
        for is_deputy in (False, True)
        for post in regulation.posts
        if (post.key, is_deputy) not in held
    ]
    days = next(one.term for one in regulation.controls if one.evidence == "passwords_fresh")
    most = timedelta(days=days.days if days else PASSWORD_MAX_DAYS)
    every = [changed for changes in known.passwords.values() for _, changed in changes]
    return {
        "passwords.changed": sum(changed >= begins for changed in every),
        "passwords.overdue": sorted(_overdue(most, at)),
        "posts.held": standing(at).count(),
        "posts.vacant": vacant,
        "appointments.begun": sum(one.recorded_at >= begins for one in known.appointments),
        "appointments.ended": sum(
            one.end_recorded_at is not None and one.end_recorded_at >= begins
            for one in known.appointments
        ),
    }


def _overdue(most: timedelta, at: datetime) -> Iterable[str]:
    for person in Person.objects.filter(is_active=True, password_changed_at__isnull=False):
        assert person.password_changed_at is not None
        if day_of(person.password_changed_at) + most < day_of(at):
            yield person.key


def _incidents(begins: datetime, at: datetime) -> dict[str, Any]:
    regulation = regulation_now(at)
    assert regulation is not None
    terms = {
        "first_action": timedelta(minutes=regulation.parameters["first_action_minutes"]),
        "repair": timedelta(hours=regulation.parameters["repair_hours"]),
    }
    real = list(Incident.objects.filter(is_drill=False))
    both = [clocks_of(incident, now=at, **terms) for incident in real]
    return {
        "incidents.opened": sum(incident.opened_at >= begins for incident in real),
        "incidents.closed": sum(incident.closed_at is not None for incident in real),
        **_clocks("acted", [clocks.first_action for clocks in both]),
        **_clocks("repaired", [clocks.repair for clocks in both]),
        "drills.closed": Incident.objects.filter(is_drill=True, closed_at__isnull=False).count(),
    }


def _clocks(name: str, clocks: list[Clock]) -> dict[str, int]:
    kept = sum(clock.stopped_at is not None and not clock.is_late for clock in clocks)
    return {
        f"incidents.{name}_in_time": kept,
        f"incidents.{name}_late": sum(clock.is_late for clock in clocks),
    }


def _looked(begins: datetime) -> dict[str, Any]:
    """Return what went out, what was seen of it, the copies made and the ledger's own acts."""
    rounds = PatrolRound.objects.filter(started_at__gte=begins)
    whole = rounds.filter(trouble_code="").values_list("started_at", flat=True)
    copies = BackupRun.objects.filter(is_equal=True, taken_at__gte=begins)
    signed = Checkpoint.objects.order_by("size").values_list("size", "made_at")
    erased = Entry.objects.filter(kind="ledger.erased", ts__gte=timestamp(begins))
    return {
        "published.items": PublicationItem.objects.filter(published_at__gte=begins).count(),
        "backups.sound": copies.count(),
        "backups.days": len({day_of(copy.taken_at) for copy in copies}),
        "patrol.rounds": rounds.count(),
        "patrol.days": len(set(map(day_of, whole))),
        **{
            f"patrol.{result.value}": Observation.objects.filter(
                round__in=rounds, result=result
            ).count()
            for result in Result
        },
        "erasures": erased.count(),
        "checkpoints.count": len(signed),
        "checkpoints.sizes": [size for size, _ in signed],
        "checkpoints.days": len(
            {day_of(moment_of(made)) for _, made in signed if moment_of(made) >= begins}
        ),
    }
