"""Adopting a regulation: who is proposed for its posts, and how the lines are kept."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.test import Client
from tests.unit.registry.adopting import COMMUNITY, HOSPITAL, begun, lines, shown

from hefa.core.regulation import parse_regulation
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.adoption import NewAppointment, Plan
from hefa.registry.models import AdoptionDraft, Appointment
from hefa.registry.seats import proposed_seats, unfilled

from .conftest import enter

pytestmark = pytest.mark.django_db


def test_people_of_the_same_functions_are_proposed(
    administrator: Person, contributor: Person, now: datetime
) -> None:
    leader = enter("wang", "王书记", ("secretary", "committee"), ("owner", "committee"))

    seats = proposed_seats(parse_regulation(HOSPITAL), now)

    by_post = {seat["post"]: (seat["unit"], seat["holder"]) for seat in seats}
    assert by_post["publicist"] == ("publicity", administrator.pk)
    assert by_post["writer"] == ("internal", contributor.pk)
    assert by_post["vice_president"] == by_post["council"] == ("leadership", leader.pk)
    assert by_post["watcher"] == ("duty", None)
    assert set(by_post) == {post.key for post in parse_regulation(HOSPITAL).posts}


def test_deputies_are_proposed_beside_their_holders(administrator: Person, now: datetime) -> None:
    deputy = enter("ma", "马干事")
    actions.appoint(
        deputy,
        post="administrator",
        unit=Appointment.objects.get().unit,
        starts_on=date(2026, 9, 1),
        by=None,
        now=now,
        is_deputy=True,
    )

    seats = proposed_seats(parse_regulation(HOSPITAL), now)

    assert [seat for seat in seats if seat["post"] == "publicist"] == [
        {
            "post": "publicist",
            "unit": "publicity",
            "holder": administrator.pk,
            "deputy": deputy.pk,
        }
    ]


def test_who_holds_a_post_that_goes_on_is_not_proposed_again(
    administrator: Person, now: datetime
) -> None:
    seats = proposed_seats(COMMUNITY, now)

    assert "administrator" not in {seat["post"] for seat in seats}
    assert all(seat["holder"] is None for seat in seats)


def test_empty_posts_say_what_they_stop(administrator: Person, today: date) -> None:
    regulation = parse_regulation(HOSPITAL)
    publicist = NewAppointment(person=administrator, post="publicist", unit="publicity")
    told = unfilled(Plan(regulation=regulation, effective_on=today, appointments=(publicist,)))

    texts = [entry.text for entry in told]
    assert any("没有人担任分管院领导，“三审”“科普三审加专家审”" in text for text in texts)
    assert any("值班巡查员，1 项要求没有人负责：每日巡查" in text for text in texts)
    stops = [entry.stops for entry in told]
    assert set(stops) == {"everything", ""}
    assert stops == sorted(stops, reverse=True)
    assert not any("没有人担任宣传科编辑" in text for text in texts)


def test_too_few_different_people_for_a_route_is_told(administrator: Person, today: date) -> None:
    regulation = parse_regulation(HOSPITAL)
    people = [administrator, *(enter(f"p{number}", f"某{number}") for number in range(4))]
    posts = (
        ("publicist", "publicity"), ("writer", "internal"), ("section_chief", "internal"),
        ("publicity_chief", "publicity"), ("vice_president", "leadership"),
    )  # fmt: skip
    chosen = [
        NewAppointment(person=person, post=post, unit=unit)
        for person, (post, unit) in zip(people, posts, strict=True)
    ]
    expert = NewAppointment(person=people[3], post="medical_expert", unit="medical")
    plan = Plan(regulation=regulation, effective_on=today, appointments=(*chosen, expert))

    (stopping,) = (entry for entry in unfilled(plan) if entry.stops)

    assert stopping.stops == "route"
    assert "“科普三审加专家审”各步要由不同的人办" in stopping.text
    another = replace(expert, person=enter("p9", "某专家"))
    enough = replace(plan, appointments=(*chosen, another))
    assert not any(entry.stops for entry in unfilled(enough))


def test_lines_are_kept_between_the_steps_and_one_more_is_given(
    manager: Client, administrator: Person, contributor: Person
) -> None:
    address = begun(manager)
    given = lines(
        ("publicist", "publicity", administrator.pk, ""),
        ("writer", "internal", contributor.pk, administrator.pk),
        ("watcher", "", "", ""),
    )

    answer = manager.post(f"{address}people/", {**given, "more": "writer"})

    assert answer["Location"] == f"{address}people/#post-writer"
    draft = AdoptionDraft.objects.get()
    assert [(seat["post"], seat["holder"], seat["deputy"]) for seat in draft.seats] == [
        ("publicist", administrator.pk, None),
        ("writer", contributor.pk, administrator.pk),
        ("watcher", None, None),
        ("writer", None, None),
    ]
    page = shown(manager, f"{address}people/")
    assert page.count('value="writer"') == 3  # two lines and the button
    again = lines(*[tuple(seat.values()) for seat in draft.seats], seen=1)
    again = {key: "" if value is None else value for key, value in again.items()}
    assert manager.post(f"{address}people/", again)["Location"] == f"{address}confirm/"


def test_a_wrong_line_keeps_what_was_chosen(manager: Client, administrator: Person) -> None:
    address = begun(manager)
    pk = administrator.pk

    answer = manager.post(
        f"{address}people/", lines(("publicist", "", pk, ""), ("writer", "internal", pk, pk))
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "选了人，还要选单位。" in page
    assert "正岗和副岗不能是同一个人。" in page
    assert page.count(f'<option value="{pk}" selected>') == 3
    assert AdoptionDraft.objects.get().seats is None
