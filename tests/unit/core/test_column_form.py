"""The form of a column change: what the profile requires is filled in, named in one line if not."""

from dataclasses import replace

import pytest
from tests.factories import COLUMN_FORM

from hefa.core.column_form import FORM, PHONE, asked_by, reasons_against_column_form
from hefa.core.regulation import FormField, Regulation, parse_regulation
from hefa.registry.delivered import profile_text

COMMUNITY = parse_regulation(profile_text("community"))
HOSPITAL = parse_regulation(profile_text("hospital"))
REQUIRED = {
    "change_type": "变动类型",
    "purpose": "栏目定位与主要内容",
    "provider": "信息提供单位",
    "owner": "责任人",
    "legacy_plan": "历史内容处理",
    "impact": "影响（链接、菜单、自动回复、二维码）",
    PHONE: "联系电话",
}
FILLED_IN = {**COLUMN_FORM, PHONE: "0900-8000123"}


def lacking(told: dict[str, str], regulation: Regulation = COMMUNITY) -> list[str]:
    """Return the labels named, each as it stands; they stand in one reason."""
    change = {key: text for key, text in told.items() if key != PHONE}
    found = reasons_against_column_form(regulation, change, phone=told.get(PHONE, ""))
    assert len(found) <= 1
    for one in found:
        assert one.code == "core.column_form_missing"
        form = regulation.form(FORM)
        assert form is not None
        assert one.clause == form.clause
    return [label for one in found for label in str(one.detail["labels"])[1:-1].split("”、“")]


def with_field(key: str, **given: object) -> Regulation:
    """Return the community's regulation with one field of the form another."""

    def other(field: FormField) -> FormField:
        return replace(field, **given) if field.key == key else field

    forms = [
        replace(form, fields=tuple(other(field) for field in form.fields))
        if form.key == FORM
        else form
        for form in COMMUNITY.forms
    ]
    return replace(COMMUNITY, forms=tuple(forms))


def test_a_form_that_is_filled_in_lacks_nothing() -> None:
    assert not lacking(FILLED_IN)


@pytest.mark.parametrize("nothing", ["", "  "])
@pytest.mark.parametrize("key", REQUIRED)
def test_each_required_field_that_is_empty_is_named(key: str, nothing: str) -> None:
    assert lacking({**FILLED_IN, key: nothing}) == [REQUIRED[key]]


def test_all_of_them_are_named_together_in_the_form_s_order_and_the_reason_elsewhere() -> None:
    named = lacking({})

    assert set(named) == set(REQUIRED.values())
    form = [field.label for field in asked_by(COMMUNITY)]
    assert named == [label for label in form if label in named]
    assert "变动理由与依据" in form


@pytest.mark.parametrize("given", [{"is_required": False}, {"is_asked": False}])
@pytest.mark.parametrize("key", REQUIRED)
def test_what_a_profile_does_not_require_or_ask_may_be_empty(
    key: str, given: dict[str, bool]
) -> None:
    assert not lacking({**FILLED_IN, key: ""}, with_field(key, **given))


@pytest.mark.parametrize("key", ["due_on", "announced", "note"])
def test_what_is_optional_elsewhere_may_be_required(key: str) -> None:
    assert not lacking(FILLED_IN)
    assert lacking(FILLED_IN, with_field(key, is_required=True, label="另一个名字")) == [
        "另一个名字"
    ]


def test_another_regulation_asks_less_in_its_own_words_and_one_without_a_form_nothing() -> None:
    assert lacking({}, HOSPITAL) == ["调整事项", "责任人", "旧文章怎么办"]
    without = replace(COMMUNITY, forms=())
    assert not lacking({}, without)
    assert asked_by(without) == asked_by(None) == ()
