"""Advice 征求意见: asked of a named person, answered in words; it decides nothing."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.review.models import Advice, ReviewSheet
from hefa.review.queries import is_awaited
from hefa.review.telling import tell_of_advice


@transaction.atomic
def ask_advice(
    sheet: ReviewSheet, *, person: Person, asked_of: Person, question: str, now: datetime
) -> Advice:
    """Return the question that `person`, for whom the sheet waits, puts to `asked_of`.

    Raises Refused with every reason. The sheet goes on meanwhile.
    """
    if reasons := _against_asking(sheet, person, asked_of, question, now):
        raise Refused(reasons)
    made = Advice.objects.create(
        sheet=sheet,
        asked_by=person,
        asked_of=asked_of,
        question=question.strip()[:300],
        asked_at=now,
    )
    _enter("review.advice_asked", made, made.question, actor=person, now=now)
    tell_of_advice(made, now=now)
    return made


@transaction.atomic
def answer_advice(advice: Advice, *, person: Person, answer: str, now: datetime) -> None:
    """Answer the question, as the person it was put to, also when the sheet has gone on.

    Raises Refused for anybody else and without words, Conflict when it was answered already.
    """
    words = answer.strip()[:500]
    found: list[Reason] = []
    if person != advice.asked_of:
        found.append(reason("review.advice_of_another", name=advice.asked_of.display_name))
    if not words:
        found.append(reason("review.advice_without_words"))
    if found:
        raise Refused(found)
    open_one = Advice.objects.filter(pk=advice.pk, answered_at=None)
    if not open_one.update(answer=words, answered_at=now):
        raise Conflict(reason("review.advice_answered_already"))
    _enter("review.advice_given", advice, words, actor=person, now=now)
    advice.refresh_from_db()
    tell_of_advice(advice, now=now)


def _against_asking(
    sheet: ReviewSheet, person: Person, asked_of: Person, question: str, now: datetime
) -> list[Reason]:
    found: list[Reason] = []
    if not is_awaited(sheet, person, now):
        found.append(reason("review.not_awaited", clause="12(1)"))
    if not question.strip():
        found.append(reason("review.advice_without_words"))
    if asked_of == person:
        found.append(reason("review.advice_of_oneself"))
    if not asked_of.is_active:
        found.append(reason("people.inactive", name=asked_of.display_name))
    if sheet.advice.filter(asked_of=asked_of, answered_at=None).exists():
        found.append(reason("review.advice_open_already", name=asked_of.display_name))
    return found


def _enter(kind: str, advice: Advice, words: str, *, actor: Person, now: datetime) -> None:
    append(
        Fact(
            kind=kind,
            subject=f"sheet:{advice.sheet.number}",
            body={"asked_of": advice.asked_of.key, "advice": advice.pk},
            personal={"words": words},
        ),
        actor=actor.key,
        now=now,
    )
