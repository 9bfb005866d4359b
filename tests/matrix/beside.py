"""What the rows about deciding, and about the acts beside the route, are tried on."""

from datetime import datetime, timedelta

from tests.factories import (
    attempt,
    named,
    sheet_awaiting,
    signed_in_two_posts,
    submitted,
    switch,
    written,
)
from tests.matrix.objects import Case

from hefa.core.review import Act
from hefa.registry.actions import delegate_post, end_appointment
from hefa.registry.models import Appointment
from hefa.review.actions import act_on
from hefa.review.asking import ask_advice
from hefa.review.drawing import read_drawing

CROSS = '{"width": 300, "height": 120, "strokes": [[10, 10, 290, 110]]}'


def decision(now: datetime) -> Case:
    """The page of a sheet's first review."""
    return Case(url=(submitted(now=now).number, "endorse"))


def signature(now: datetime) -> Case:
    """A signature drawn by hand at the first review."""
    sheet = submitted(now=now)
    act_on(
        sheet,
        attempt(sheet, Act.ENDORSE),
        person=named("zhao"),
        now=now,
        drawn=read_drawing(CROSS),
    )
    opinion = sheet.opinions.get(act=Act.ENDORSE)
    return Case(url=(sheet.number, opinion.pk))


def to_claim(now: datetime) -> Case:
    """A sheet that waits for its first review."""
    return Case(url=(submitted(now=now).number,))


def to_ask(now: datetime) -> Case:
    """A question to technical support about a sheet that waits for its first review."""
    form = {"asked_of": named("liu").key, "question": "链接打得开吗"}
    return Case(url=(submitted(now=now).number,), form=form)


def to_answer(now: datetime) -> Case:
    """A question that was put to technical support."""
    sheet = submitted(now=now)
    made = ask_advice(
        sheet, person=named("zhao"), asked_of=named("liu"), question="链接打得开吗", now=now
    )
    return Case(url=(sheet.number, made.pk), form={"answer": "打得开"})


def to_consent(now: datetime) -> Case:
    """An approver's word on a sheet, where the regulation knows no urgent release."""
    sheet = submitted(now=now)
    form = {
        "approver": named("wang").key,
        "how": "phone",
        "given_at": now.isoformat(),
        "words": "先发",
        "acts": sheet.acts,
    }
    return Case(url=(sheet.number,), form=form)


def to_consent_where_on(now: datetime) -> Case:
    """The same, where the regulation knows urgent releases."""
    switch("is_urgent_route_on")
    return to_consent(now)


def due_check(now: datetime) -> Case:
    """A released sheet on which the unit head signed twice: nobody has checked it."""
    return Case(url=(signed_in_two_posts(now=now).number,), form={"words": "核对过"})


def to_check(now: datetime) -> Case:
    """A released sheet on which nobody signed twice: there is nothing to check."""
    sheet = sheet_awaiting(Act.RELEASE, now=now)
    return Case(url=(sheet.number,), form={"words": "核对过"})


def post(now: datetime) -> Case:
    """The unit head's post, to be put into another's hands for a week."""
    held = Appointment.objects.get(person=named("zhao"), post="unit_head")
    form = {
        "person": named("lin").pk,
        "starts_on": now.date(),
        "ends_on": now.date() + timedelta(days=7),
    }
    return Case(url=(held.pk,), form=form)


def delegation(now: datetime) -> Case:
    """A delegation that the unit head gave."""
    held = Appointment.objects.get(person=named("zhao"), post="unit_head")
    made = delegate_post(
        held,
        person=named("lin"),
        starts_on=now.date(),
        ends_on=now.date() + timedelta(days=7),
        by=named("zhao"),
        now=now,
    )
    return Case(url=(made.pk,))


def left_behind(now: datetime) -> Case:
    """The draft of somebody who held one post and has left it."""
    version = written(now=now)
    author = named("zhang")
    for held in Appointment.objects.filter(person=author, ends_on=None):
        end_appointment(held, ends_on=now.date() - timedelta(days=1), by=None, now=now)
    form = {"unit": version.manuscript.unit.key, "author": author.key, "to": named("lin").key}
    return Case(form=form)
