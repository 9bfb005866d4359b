"""Every field of every form is derived, and what is printed can be read back from the paper."""

from dataclasses import replace
from datetime import datetime

import pytest
from tests.factories import named, released, signed, submitted
from tests.unit.core.test_package import PACKAGE
from tests.unit.review.paper.reading import text_of

from hefa.core.regulation import Form, parse_regulation
from hefa.core.review import Act
from hefa.core.stated import QUESTIONS
from hefa.registry.delivered import profile_text
from hefa.review.paper.boxes import OPINIONS, boxes_of
from hefa.review.paper.facts import COLUMN_FORM, FORM, Outcome, facts_of
from hefa.review.paper.fields import BY_PEN, DERIVED, TICKS, value_of
from hefa.review.paper.printing import IN_HEAD, pdf_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
FORMS = [
    form
    for profile in ("community", "hospital")
    for key in (FORM, COLUMN_FORM)
    if (form := parse_regulation(profile_text(profile)).form(key)) is not None
]
OUTCOME = Outcome(
    published_by="陈管理员",
    published_at="2026年11月23日 11:00",
    published_url="https://mp.weixin.qq.com/s/abc",
    post_check="核对：一致",
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.label)
def test_every_field_of_a_form_is_derived_or_left_for_a_pen(form: Form) -> None:
    known = set(DERIVED) | BY_PEN | OPINIONS

    assert {field.key for field in form.fields} <= known
    assert not set(DERIVED) & (BY_PEN | OPINIONS)


def test_everything_printed_is_read_back_with_its_label(now: datetime) -> None:
    sheet = released("停水通知", now=now, contact="0900-1234567")
    facts = facts_of(sheet, "甲", now=now, outcome=OUTCOME)

    read = text_of(pdf_of([(facts, 1)], made_at=now))

    printed = [field for field in facts.form.fields if field.is_printed]
    assert len(printed) > 40
    for field in printed:
        assert "".join(field.label.split()) in read, field.key
        assert "".join(value_of(field.key, facts).split()) in read, field.key
    assert all(field.label not in read for field in facts.form.fields if not field.is_printed)


def test_what_nobody_was_asked_on_the_screen_is_ticked_on_paper(now: datetime) -> None:
    sheet = submitted(now=now)
    facts = replace(facts_of(sheet, "甲", now=now), package=replace(PACKAGE, stated={}))

    assert all(value_of(key, facts).startswith("□") for key in TICKS)
    assert value_of("seal", facts) == ""
    assert value_of("published_at", facts) == ""


def test_what_was_stated_on_the_screen_is_printed_and_not_asked_again(now: datetime) -> None:
    facts = facts_of(submitted(now=now), "甲", now=now)

    assert {key: value_of(key, facts) for key in QUESTIONS} == {
        "secrecy": "否",
        "secrecy_items": "都没有",
        "pii": "不含",
        "pii_handling": "不含",
        "minors": "不涉及",
        "consent_ref": "不需要",
        "image_rights": "没有图片",
    }


def test_an_answer_that_is_missing_where_it_matters_is_left_for_a_pen(now: datetime) -> None:
    stated = {"pii": "yes", "minors": "yes"}
    sheet = submitted(now=now)
    sheet.version.document = PACKAGE.document
    facts = replace(facts_of(sheet, "甲", now=now), package=replace(PACKAGE, stated=stated))

    assert value_of("pii", facts) == "含"
    assert all(value_of(key, facts).startswith("□") for key in ("pii_handling", "consent_ref"))
    assert value_of("image_rights", facts) == ""


def test_an_unknown_field_is_no_field(now: datetime) -> None:
    facts = facts_of(submitted(now=now), "甲", now=now)

    with pytest.raises(KeyError):
        value_of("no_such_field", facts)
    assert set(DERIVED) > IN_HEAD


def test_opinions_stand_in_the_boxes_of_their_steps(now: datetime) -> None:
    sheet = released(now=now)
    facts = facts_of(sheet, "甲", now=now)

    boxes = boxes_of(facts.opinions, facts.form, facts.regulation)

    assert {key: [box.who for box in found] for key, found in boxes.items()} == {
        "first_review": ["赵站长"],
        "approval": ["王书记"],
        "delivery": ["孙专干"],
        "admin_check": ["陈管理员"],
    }
    assert boxes["approval"][0].at == "2026年11月23日 10:30"


def test_an_opinion_given_for_another_names_both_and_a_voided_one_is_left_out(
    now: datetime,
) -> None:
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)
    facts = facts_of(sheet, "甲", now=now)
    opinion = next(one for one in facts.opinions if one.act == Act.ENDORSE)
    opinion.for_person = named("wang")

    (box,) = boxes_of(facts.opinions, facts.form, facts.regulation)["first_review"]
    assert box.who == "赵站长（代王书记）"

    opinion.voided_at = now
    assert boxes_of(facts.opinions, facts.form, facts.regulation) == {}


def test_an_opinion_no_field_takes_is_printed_all_the_same(now: datetime) -> None:
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)
    facts = facts_of(sheet, "甲", now=now)
    fields = tuple(field for field in facts.form.fields if field.key != "first_review")
    bare = Form(key=FORM, label="单", fields=fields)

    assert [box.who for box in boxes_of(facts.opinions, bare, facts.regulation)[""]] == ["赵站长"]
