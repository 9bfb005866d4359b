"""The same judges under a quite different regulation: three reviews, no hand-over, other posts."""

from datetime import datetime, timedelta

import pytest
from tests import factories as make
from tests.unit.report import outdoors

from hefa.collect.actions import begin_manuscript
from hefa.collect.changes import save_draft
from hefa.config import installing
from hefa.config.demo import cast
from hefa.config.demo.texts import STATED
from hefa.core.duty import Standing
from hefa.core.regulation import parse_regulation
from hefa.core.review import Act
from hefa.people.models import Person
from hefa.registry.models import Column, Unit
from hefa.report.board import Evidence
from hefa.report.judging import ANSWERED, board
from hefa.review.models import Opinion, ReviewSheet

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hospital(now: datetime) -> datetime:
    """Have the hospital's regulation, people and account; return the moment."""
    installing.adopt_profile(now, is_demo=True, key="hospital")
    installing.people_of_the_demo(now, key="hospital")
    installing.account_of_the_demo("http://127.0.0.1:9", "wx00000000000000aa", "secret", now)
    return now


def holder(post: str, unit: str | None = None) -> str:
    """Return who of the cast holds `post`, in `unit` where it is given."""
    return next(
        role.username
        for role in cast.CASTS["hospital"].people
        for held, place in role.posts
        if held == post and unit in (None, place)
    )


def released(category: str, now: datetime) -> ReviewSheet:
    """Return the sheet of an item after every step of its route."""
    author, unit, _, column = cast.CASTS["hospital"].item
    version = begin_manuscript(make.named(author), unit=Unit.objects.get(key=unit), now=now)
    fields = {
        "title": "义诊",
        "category": category,
        "column": Column.objects.get(key=column),
        "purpose": "告知就诊者",
        "audience": "就诊者",
        "source_name": "自采",
        "document": make.document("周六上午义诊。"),
        "stated": dict(STATED),
    }
    save_draft(version, fields, edit=version.edit, now=now)
    sheet = make.submit(version, now=now)
    board_now = board(now)
    assert board_now is not None
    for step in board_now.regulation.route(sheet.route).steps[1:]:
        who = holder(next(iter(step.posts)), unit if step.in_unit else None)
        sheet = make.signed(sheet, step.act, now=now, by=who)
    return sheet


def evidence(name: str, now: datetime) -> Evidence:
    found = board(now + MINUTE)
    assert found is not None
    return next(entry.evidence for entry in found.judged if entry.control.evidence == name)


ITEM = (
    "columns_and_readers", "first_review_right", "order_of_acts", "right_route",
    "signed_over_one_package", "nothing_unanswered",
)  # fmt: skip


@pytest.mark.parametrize("category", ["dynamics", "health"])
def test_an_orderly_release_is_evidence_for_every_claim(category: str, hospital: datetime) -> None:
    sheet = released(category, hospital)
    outdoors.patrolled([outdoors.published(sheet, now=hospital)], now=hospital)

    assert sheet.opinions.filter(act=Act.ENDORSE).count() == (3 if category == "health" else 2)
    for name in (*ITEM, "compared_and_same", "a_form_for_each", "nothing_unreviewed"):
        assert evidence(name, hospital).standing is Standing.PROVED, name


def test_the_second_review_in_the_post_of_the_first_is_not_right(hospital: datetime) -> None:
    sheet = released("dynamics", hospital)
    Opinion.objects.filter(sheet=sheet, step=2).update(post="section_chief")

    assert evidence("first_review_right", hospital).standing is Standing.MISSING
    assert evidence("first_review_right", hospital).against_count == 1


def test_posts_are_told_by_function_and_named_by_the_regulation_s_word(hospital: datetime) -> None:
    name = Person.objects.get(username=holder("engineer")).display_name

    assert evidence("technical_support", hospital).fact.startswith("信息")
    assert name in evidence("technical_support", hospital).fact


def test_without_a_hand_over_on_any_route_the_posts_of_a_control_decide_nothing(
    hospital: datetime,
) -> None:
    text = installing.profile_text("hospital").replace(
        'evidence = "first_review_right"', 'evidence = "delivered_by_sender"'
    ).replace("version = 1", "version = 2", 1)  # fmt: skip
    assert parse_regulation(text)
    installing.register.adopt_regulation(
        text, effective_on=hospital.date(), adopted_by=None, now=hospital + MINUTE
    )
    found = evidence("delivered_by_sender", hospital + MINUTE)

    assert found.standing is Standing.MISSING
    assert found.fact == "这一版制度的审核路线里没有移交这一步，没有可核对的。"


def test_every_evidence_of_the_hospital_has_a_judge(hospital: datetime) -> None:
    found = board(hospital + MINUTE)
    assert found is not None

    assert {entry.control.evidence for entry in found.judged} <= ANSWERED
    assert all(entry.article is not None for entry in found.judged)


def test_times_are_the_control_s_own(hospital: datetime) -> None:
    """The hospital's passwords last 60 days, its repairs 8 hours."""
    days = [evidence("passwords_fresh", hospital + timedelta(days=days)).standing
            for days in (49, 51, 61)]  # fmt: skip

    assert days == [Standing.PROVED, Standing.EXPIRING, Standing.MISSING]
