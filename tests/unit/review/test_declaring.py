"""Declarations on real sheets: kept with the opinion, settled by another, proved afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from tests.factories import (
    attempt,
    named,
    released,
    sheet_awaiting,
    signed,
    submitted,
)

from hefa.core.review import Act, Declared, reasons_against_publication
from hefa.people.models import Person
from hefa.review.actions import act_on
from hefa.review.evidence import declared_every_point, declared_its_secrecy
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet, is_awaited

Find = Callable[[str], Person]


def waits_for(sheet: ReviewSheet, now: datetime) -> set[str]:
    return {one.username for one in Person.objects.all() if is_awaited(sheet, one, now)}


def test_declarations_are_kept_with_the_opinion_and_its_versions(
    person: Find, now: datetime
) -> None:
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)
    opinion = Opinion.objects.get(sheet=sheet, act="endorse")

    assert set(opinion.declarations.values()) == {"yes"}
    assert len(opinion.declarations) == 8
    assert len(opinion.rules_version) == 12
    assert opinion.renderer_version.isdigit()


def test_an_unsure_goes_one_up_and_a_release_shows_it_settled(person: Find, now: datetime) -> None:
    sheet = submitted(now=now)
    unsure = attempt(sheet, Act.ENDORSE)
    said = tuple((key, Declared.UNSURE) for key, _ in unsure.declarations)
    sheet = act_on(sheet, replace(unsure, declarations=said), person=named("zhao"), now=now)
    assert len(core_sheet(sheet).unsure) == 8
    for act in (Act.APPROVE, Act.DELIVER, Act.RELEASE):
        sheet = signed(sheet, act, now=now)

    assert sheet.ended == "released"
    assert declared_every_point(sheet) is True
    assert declared_its_secrecy(sheet) is True


def test_an_unsure_at_the_top_waits_for_another_approver(person: Find, now: datetime) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    tried = attempt(sheet, Act.APPROVE)
    said = tuple(
        (key, Declared.UNSURE if key == "legal" else answer) for key, answer in tried.declarations
    )
    sheet = act_on(sheet, replace(tried, declarations=said), person=named("wang"), now=now)

    assert (sheet.awaits, sheet.position) == ("approve", 2)
    assert waits_for(sheet, now) == {"li"}
    settled = signed(sheet, Act.APPROVE, now=now, by="li")
    assert settled.awaits == "deliver"


def test_a_sheet_without_its_declarations_fails_its_proof(person: Find, now: datetime) -> None:
    sheet = released(now=now)
    Opinion.objects.filter(sheet=sheet).update(declarations={})
    fresh = ReviewSheet.objects.get(pk=sheet.pk)

    assert declared_every_point(fresh) is False
    assert declared_its_secrecy(fresh) is False
    assert "review.declarations_missing" in {
        entry.code for entry in reasons_against_publication(core_sheet(fresh), fresh.package_sha256)
    }
