"""What the author states of the content: what is signed of it, and what stops a submission."""

from dataclasses import replace

import pytest

from hefa.core.regulation import Regulation, parse_regulation
from hefa.core.stated import QUESTIONS, Stated, as_signed, asked_by, reasons_against_stated
from hefa.registry.delivered import profile_text

COMMUNITY = parse_regulation(profile_text("community"))
HOSPITAL = parse_regulation(profile_text("hospital"))
HARMLESS = {"secrecy": "no", "secrecy_items": "none", "pii": "no", "minors": "no"}


def lacking(
    stated: Stated, regulation: Regulation = COMMUNITY, *, pictures: bool = False
) -> set[str]:
    found = reasons_against_stated(regulation, stated, has_pictures=pictures)
    named = [str(one.detail["labels"]) for one in found if one.code == "core.stated_missing"]
    assert len(named) <= 1, "they are named together"
    return {label.strip("“”") for labels in named for label in labels.split("、")}


def test_a_text_with_nothing_in_it_needs_four_answers_and_no_more() -> None:
    assert lacking({}) == {
        "是否涉密；密级", "商业秘密/工作秘密/内部敏感", "是否含个人信息", "是否涉及未成年人",
    }  # fmt: skip
    assert lacking(HARMLESS) == set()


@pytest.mark.parametrize(
    ("answers", "pictures", "asked"),
    [
        ({"pii": "yes"}, False, {"个人信息处理方式"}),
        ({"minors": "yes"}, False, {"监护人同意"}),
        ({}, True, {"图片来源与授权"}),
        ({"minors": "yes", "consent_ref": "  "}, False, {"监护人同意"}),
        ({"minors": "yes", "consent_ref": "办公室存"}, False, set()),
        ({"pii": "yes", "pii_handling": "masked"}, False, set()),
        ({"image_rights": "张三拍摄"}, True, set()),
    ],
)
def test_more_is_asked_only_where_it_matters(
    answers: dict[str, str], pictures: bool, asked: set[str]
) -> None:
    assert lacking({**HARMLESS, **answers}, pictures=pictures) == asked


@pytest.mark.parametrize(
    ("key", "answer"),
    [("secrecy", "yes"), *(("secrecy_items", item) for item in ("trade", "work", "internal"))],
)
def test_what_is_secret_or_internal_is_never_submitted(key: str, answer: str) -> None:
    (found,) = reasons_against_stated(COMMUNITY, {**HARMLESS, key: answer}, has_pictures=False)

    assert (found.code, found.clause) == (f"core.stated_{key}", "9 lead")


def test_the_profile_says_what_is_asked_and_what_is_required() -> None:
    assert [field.key for field in asked_by(COMMUNITY)] == list(QUESTIONS)
    assert [field.key for field in asked_by(HOSPITAL)] == [
        key for key in QUESTIONS if key != "secrecy_items"
    ]
    assert "是否涉及患者信息" in lacking({}, HOSPITAL)
    assert asked_by(replace(COMMUNITY, forms=())) == ()
    assert not reasons_against_stated(replace(COMMUNITY, forms=()), {}, has_pictures=True)


def test_a_field_that_is_not_asked_or_not_required_stops_nothing() -> None:
    form = next(form for form in COMMUNITY.forms if form.key == "review_sheet")
    fields = tuple(
        replace(field, is_asked=field.key != "pii", is_required=field.key != "minors")
        for field in form.fields
    )
    others = replace(COMMUNITY, forms=(replace(form, fields=fields),))

    assert lacking({}, others) == {"是否涉密；密级", "商业秘密/工作秘密/内部敏感"}


def test_only_answers_that_matter_are_signed() -> None:
    everything = {
        **HARMLESS, "pii_handling": "masked", "consent_ref": "办公室存", "image_rights": " 张三 ",
        "unknown": "x",
    }  # fmt: skip

    assert as_signed(everything, has_pictures=False) == HARMLESS
    assert as_signed(everything, has_pictures=True) == {**HARMLESS, "image_rights": "张三"}
    assert as_signed({"pii": "", "minors": None}, has_pictures=True) == {}
