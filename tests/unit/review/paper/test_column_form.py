"""The second form on paper: a column change with both trees, both approvals and its own labels."""

from datetime import datetime
from typing import Any

import pytest
from tests.factories import document, named, reloaded, signed, submit
from tests.unit.review.paper.reading import text_of

from hefa.collect.changes import save_draft
from hefa.collect.kinds import begin_column_change
from hefa.core.regulation import parse_regulation
from hefa.core.review import Act
from hefa.registry.delivered import profile_text
from hefa.registry.models import OfficialAccount
from hefa.review.models import ReviewSheet
from hefa.review.paper.boxes import boxes_of
from hefa.review.paper.facts import COLUMN_FORM, FORM, Facts, Outcome, facts_of
from hefa.review.paper.fields import value_of
from hefa.review.paper.printing import pdf_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
TOLD = {
    "reason": "居民常问怎么办事", "change_type": "menu", "purpose": "办事入口", "owner": "张干事",
    "legacy_plan": "keep", "impact": "菜单一项", "provider": "便民服务站", "note": "月底前",
}  # fmt: skip


@pytest.fixture
def changed(now: datetime) -> ReviewSheet:
    """A released change of a menu and of one column's name."""
    wanted = [{"name": "办事", "type": "view", "value": "https://example.org/", "sub": []}]
    account = OfficialAccount.objects.get()
    version = begin_column_change(account, menu=[], wanted=wanted, person=named("zhang"), now=now)
    columns: dict[str, Any] = version.change["columns"]
    after = [dict(column) for column in columns["after"]]
    after[0] |= {"name": "社区新事", "update_cycle_days": 15}
    change = {**version.change, **TOLD, "columns": {**columns, "after": after}}
    values = {"change": change, "document": document(""), "contact": "0900-7654321"}
    save_draft(version, values, edit=version.edit, now=now)
    sheet = submit(reloaded(version), now=now)
    for act, by in ((Act.ENDORSE, "zhao"), (Act.APPROVE, "wang"), (Act.APPROVE, "li")):
        sheet = signed(sheet, act, now=now, by=by)
    return sheet


def read(facts: Facts, now: datetime) -> str:
    return text_of(pdf_of([(facts, 1)], made_at=now))


def test_every_field_of_the_column_form_is_read_back(changed: ReviewSheet, now: datetime) -> None:
    outcome = Outcome(done_by="陈管理员", done_at="2026年11月24日 09:00", result="已办结")
    facts = facts_of(changed, "乙", now=now, outcome=outcome)

    text = read(facts, now)

    assert facts.form.key == COLUMN_FORM
    for field in facts.form.fields:
        if field.is_printed:
            assert "".join(field.label.split()) in text, field.key
            assert "".join(value_of(field.key, facts).split()) in text, field.key
    for words in (*TOLD.values(), "社区新事", "15天", "https://example.org/", "0900-7654321"):
        if words not in ("menu", "keep"):
            assert words in text, words
    assert all(words in text for words in ("菜单调整", "保留", "没有菜单", "已办结"))


def test_both_who_must_approve_stand_in_one_box(changed: ReviewSheet, now: datetime) -> None:
    facts = facts_of(changed, "甲", now=now)

    boxes = boxes_of(facts.opinions, facts.form, facts.regulation)

    assert len(boxes["approval"]) == 2
    assert {box.post for box in boxes["approval"]} == {"书记", "主任"}
    assert all(box.who in read(facts, now) for box in boxes["approval"])


def test_another_regulation_prints_its_own_labels_and_places_opinions_by_post(
    changed: ReviewSheet, now: datetime
) -> None:
    hospital = parse_regulation(profile_text("hospital"))
    form = hospital.form(FORM)
    assert form is not None
    opinion = next(one for one in changed.opinions.all() if one.act == Act.ENDORSE)
    placed = {}
    for post in ("section_chief", "medical_expert", "publicity_chief"):
        opinion.post = post
        (placed[post],) = boxes_of([opinion], form, hospital)

    assert placed == {
        "section_chief": "first_review",
        "medical_expert": "biz_review",
        "publicity_chief": "office_review",
    }
    assert form.copies == ("存根联", "备查联")
