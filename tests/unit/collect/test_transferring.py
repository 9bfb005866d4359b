"""Work left behind by somebody who went: given to another of the unit, signatures untouched."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from tests.factories import (
    kinds_since,
    ledger_size,
    named,
    recalled,
    released,
    returned,
    submit,
    submitted,
    written,
)

from hefa.collect.actions import revise
from hefa.collect.models import Manuscript
from hefa.collect.transferring import left_behind, people_left, transfer_work
from hefa.core.errors import Refused
from hefa.people.models import Person
from hefa.registry import actions as register
from hefa.registry.models import Appointment, Unit
from hefa.review.queries import returned_to

Find = Callable[[str], Person]


@pytest.fixture
def lin(person: Find, now: datetime) -> Person:
    """Return a second contributor of the unit."""
    register.appoint(
        person("lin"),
        post="contributor",
        unit=Unit.objects.get(key="service"),
        starts_on=date(2026, 9, 1),
        by=None,
        now=now,
    )
    return named("lin")


def gone() -> Person:
    """Let the author hold no post in the unit any more."""
    Appointment.objects.filter(person=named("zhang")).update(ends_on=date(2026, 11, 22))
    return named("zhang")


def service() -> Unit:
    return Unit.objects.get(key="service")


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in caught.value.reasons]


def test_what_still_asks_for_work_goes_over_and_the_rest_stays(lin: Person, now: datetime) -> None:
    draft = written("草稿", now=now).manuscript
    back = returned("退回的", now=now).version.manuscript
    taken = recalled("撤回的", now=now).version.manuscript
    on_the_way = submitted("在审的", now=now).version.manuscript
    out = released("已核发的", now=now).version.manuscript
    author, size = gone(), ledger_size()

    count = transfer_work(author, to=lin, unit=service(), person=named("zhao"), now=now)

    assert count == 4
    moved = set(Manuscript.objects.filter(author=lin))
    assert moved == {draft, back, taken, on_the_way}
    assert Manuscript.objects.get(author=author) == out
    assert kinds_since(size) == ["collect.transferred"]


def test_the_new_author_goes_on_and_old_sheets_keep_the_old_one(lin: Person, now: datetime) -> None:
    sheet = returned("退回的", now=now)
    transfer_work(gone(), to=lin, unit=service(), person=named("chen"), now=now)

    assert list(returned_to(lin.pk)) == [sheet]
    manuscript = Manuscript.objects.get(pk=sheet.version.manuscript_id)
    following = submit(revise(manuscript, person=lin, now=now), now=now)
    sheet.refresh_from_db()

    assert (sheet.author, following.author) == (named("zhang"), lin)
    assert sheet.opinions.get(act="submit").person == named("zhang")


def test_while_the_author_is_here_nothing_is_taken(lin: Person, now: datetime) -> None:
    written(now=now)

    with pytest.raises(Refused) as caught:
        transfer_work(named("zhang"), to=lin, unit=service(), person=named("zhao"), now=now)

    assert codes(caught) == ["collect.author_still_here"]


@pytest.mark.parametrize("name", ["wu", "he", "zhang"])
def test_only_who_may_draft_there_takes_over(lin: Person, now: datetime, name: str) -> None:
    written(now=now)
    author = gone()

    with pytest.raises(Refused) as caught:
        transfer_work(author, to=named(name), unit=service(), person=named("zhao"), now=now)

    assert codes(caught) == ["collect.cannot_take_over"]


@pytest.mark.parametrize("name", ["lin", "zheng", "wang", "zhou"])
def test_the_unit_s_head_or_the_administrator_does_it(
    lin: Person, now: datetime, name: str
) -> None:
    written(now=now)
    author = gone()

    with pytest.raises(Refused) as caught:
        transfer_work(author, to=lin, unit=service(), person=named(name), now=now)

    assert codes(caught) == ["core.no_right"]
    assert Manuscript.objects.get().author == author


def test_with_nothing_left_behind_there_is_nothing_to_give(lin: Person, now: datetime) -> None:
    released(now=now)
    author = gone()

    assert people_left(service(), now) == []
    assert not left_behind(author, service()).exists()
    with pytest.raises(Refused) as caught:
        transfer_work(author, to=lin, unit=service(), person=named("zhao"), now=now)
    assert codes(caught) == ["collect.nothing_left_behind"]


def test_the_page_names_who_left_and_gives_their_work_on(
    lin: Person, sign_in: Callable[..., Client], now: datetime
) -> None:
    written(now=now)
    author = gone()
    zhao = sign_in("zhao")
    shown = zhao.get("/collect/transfer/").content.decode()
    form = {"unit": "service", "author": author.key, "to": named("wu").key}

    wrong = zhao.post("/collect/transfer/", form)
    done = zhao.post("/collect/transfer/", {**form, "to": lin.key})

    assert "张干事" in shown
    assert "1 篇没办完" in shown
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert Manuscript.objects.get().author == lin
