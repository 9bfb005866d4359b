"""Who is told of an act on a sheet: whose turn it is, its author, and nobody else."""

from datetime import date, datetime, timedelta

import pytest
from tests import factories as make

from hefa.core.review import Act
from hefa.notify.models import Message, MessageKind, MessageState
from hefa.people.models import Person
from hefa.registry.actions import appoint
from hefa.registry.models import Appointment, Unit
from hefa.review.actions import act_on
from hefa.review.asking import answer_advice, ask_advice
from hefa.review.reminding import remind_of_sheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
Kind = MessageKind
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def with_mail(settings: object, now: datetime) -> None:
    """Everybody can be reached."""
    settings.EMAIL_HOST = "127.0.0.1"  # type: ignore[attr-defined]
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(mail=f"{person.username}@example.org")


def told(kind: MessageKind, number: str = "") -> set[str]:
    rows = Message.objects.filter(kind=kind).exclude(state=MessageState.SETTLED)
    if number:
        rows = rows.filter(number=number)
    return set(rows.values_list("person__username", flat=True))


def post_given(
    username: str, *, post: str, unit: str, now: datetime, is_deputy: bool = True
) -> None:
    appoint(
        make.named(username),
        post=post,
        unit=Unit.objects.get(key=unit),
        starts_on=date(2026, 9, 1),
        is_deputy=is_deputy,
        by=None,
        now=now,
    )


@pytest.mark.parametrize(
    ("act", "people", "step"),
    [
        (Act.ENDORSE, {"zhao"}, "初审"),
        (Act.DELIVER, {"sun"}, "移交"),
        (Act.RELEASE, {"chen"}, "核发"),
    ],
)
def test_whoever_is_next_hears_that_the_sheet_waits_for_them(
    act: Act, people: set[str], step: str, now: datetime
) -> None:
    sheet = make.sheet_awaiting(act, now=now)

    assert told(Kind.WAITS) == people
    [message] = Message.objects.filter(kind=Kind.WAITS).exclude(state=MessageState.SETTLED)
    assert message.act in (step, act.value)
    assert message.path == f"/review/{sheet.number}/"
    assert message.unit_name == "便民服务站"


def test_either_of_two_approvers_is_told_and_only_until_one_has_decided(now: datetime) -> None:
    sheet = make.sheet_awaiting(Act.APPROVE, now=now)
    waiting = told(Kind.WAITS)
    assert "wang" in waiting
    assert "zhao" not in waiting

    make.signed(sheet, Act.APPROVE, now=now + HOUR)

    assert told(Kind.WAITS) == {"sun"}


def test_a_deputy_is_told_only_where_no_holder_may_act(now: datetime) -> None:
    post_given("zhou", post="unit_head", unit="service", now=now)
    make.submitted("一", now=now)
    assert told(Kind.WAITS) == {"zhao"}

    Appointment.objects.filter(person__username="zhao").update(ends_on=date(2026, 9, 2))
    make.submitted("二", now=now)

    assert told(Kind.WAITS) == {"zhao", "zhou"}


def test_whoever_has_signed_where_hands_must_differ_is_not_told(now: datetime) -> None:
    post_given("zhang", post="unit_head", unit="service", now=now, is_deputy=False)

    make.submitted(now=now)

    assert told(Kind.WAITS) == {"zhao"}


def test_the_author_hears_that_it_came_back_and_nobody_that_it_was_recalled(now: datetime) -> None:
    returned = make.returned("退回的", now=now)
    recalled = make.recalled("撤回的", now=now)

    assert told(Kind.RETURNED) == {"zhang"}
    assert told(Kind.WAITS, returned.number) == set()
    assert told(Kind.WAITS, recalled.number) == set()


def test_a_return_to_a_step_tells_those_of_that_step_again(now: datetime) -> None:
    sheet = make.sheet_awaiting(Act.DELIVER, now=now)
    later = now + HOUR
    attempt = make.attempt(sheet, Act.RETURN, "请再看一眼", to_step=1)

    act_on(sheet, attempt, person=make.named("sun"), now=later)

    assert told(Kind.WAITS) == {"zhao"}
    assert Message.objects.filter(kind=Kind.WAITS, person__username="zhao").count() == 2


def test_a_refused_act_tells_nobody(now: datetime) -> None:
    sheet = make.submitted(now=now)
    before = Message.objects.count()

    with pytest.raises(Exception, match="review"):
        act_on(sheet, make.attempt(sheet, Act.ENDORSE), person=make.named("wang"), now=now)

    assert Message.objects.count() == before


def test_who_is_asked_for_advice_is_told_and_who_asked_once_it_is_there(now: datetime) -> None:
    sheet = make.submitted(now=now)
    zhao, zhou = make.named("zhao"), make.named("zhou")

    advice = ask_advice(sheet, person=zhao, asked_of=zhou, question="时间对吗", now=now)
    make.signed(sheet, Act.ENDORSE, now=now)
    assert told(Kind.ADVICE) == {"zhou"}
    assert told(Kind.ADVISED) == set()
    answer_advice(advice, person=zhou, answer="对", now=now)

    assert told(Kind.ADVICE) == set()
    assert told(Kind.ADVISED) == {"zhao"}


def test_a_step_nearly_due_and_one_over_are_told_once_each(now: datetime) -> None:
    sheet = make.submitted(now=now)
    due = sheet.due_at
    assert due is not None

    assert remind_of_sheets(due - 9 * HOUR) == 0
    assert remind_of_sheets(due - 8 * HOUR) == 1
    assert remind_of_sheets(due - HOUR) == 0
    assert told(Kind.DUE_SOON) == {"zhao"}

    assert remind_of_sheets(due) == 1
    assert remind_of_sheets(due + HOUR) == 0
    assert told(Kind.OVERDUE) == {"zhao"}


def test_what_is_over_for_long_goes_to_deputies_and_the_office(now: datetime) -> None:
    sheet = make.submitted(now=now)
    assert sheet.due_at is not None
    remind_of_sheets(sheet.due_at)
    post_given("sun", post="unit_head", unit="service", now=now)

    remind_of_sheets(sheet.due_at + 11 * HOUR)
    assert told(Kind.OVERDUE) == {"zhao"}
    remind_of_sheets(sheet.due_at + 12 * HOUR)
    assert remind_of_sheets(sheet.due_at + 13 * HOUR) == 0

    assert told(Kind.OVERDUE) == {"zhao", "sun", "zhou"}


def test_what_was_decided_is_reminded_of_no_more(now: datetime) -> None:
    sheet = make.submitted(now=now)
    assert sheet.due_at is not None
    remind_of_sheets(sheet.due_at - 8 * HOUR)

    make.signed(sheet, Act.ENDORSE, now=sheet.due_at - 7 * HOUR)

    assert told(Kind.DUE_SOON) == set()
