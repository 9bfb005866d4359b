"""Adoption of a regulation: kept word for word, refused with reasons."""

from datetime import date, datetime, timedelta

import pytest

from hefa.core.errors import Refused
from hefa.ledger.models import Entry
from hefa.registry import actions
from hefa.registry.models import AdoptedRegulation, Column, Unit
from hefa.registry.queries import regulation_in_force

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [entry.code for entry in refused.value.reasons]


def test_adoption_keeps_the_text_and_makes_units_and_columns(
    text: str, now: datetime, today: date
) -> None:
    adopted = actions.adopt_regulation(text, effective_on=today, adopted_by=None, now=now)

    assert adopted.text == text
    assert list(Unit.objects.values_list("key", flat=True)) == [
        "committee", "office", "tech", "service", "culture",
    ]  # fmt: skip
    assert set(Column.objects.values_list("key", "update_cycle_days")) == {
        ("life", 30), ("notices", 14), ("service", 30),
    }  # fmt: skip
    assert Entry.objects.get().kind == "registry.regulation_adopted"


def test_adoption_of_the_next_version_leaves_what_is_there(
    adopted: None, text: str, now: datetime, today: date
) -> None:
    Unit.objects.filter(key="service").update(name="服务大厅")

    actions.adopt_regulation(
        text.replace("version = 1", "version = 2"), effective_on=today, adopted_by=None, now=now
    )

    assert Unit.objects.get(key="service").name == "服务大厅"
    assert Unit.objects.count() == 5


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("version = 1", "version = 1"), ["registry.regulation_not_newer"]),
        (("version = 1", "version = 0"), ["registry.regulation_not_newer"]),
        (("version = 1", "version = "), ["core.regulation_unreadable"]),
        (('key = "inspector"', 'key = "office"'), ["core.regulation_key_twice"]),
        (("[parameters]", "[settings]"), ["core.regulation_incomplete"]),
    ],
)
@pytest.mark.usefixtures("adopted")
def test_adoption_is_refused_with_reasons(
    text: str,
    now: datetime,
    today: date,
    change: tuple[str, str],
    expected: list[str],
) -> None:
    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            text.replace(*change), effective_on=today, adopted_by=None, now=now
        )

    assert codes(refused) == expected
    assert AdoptedRegulation.objects.count() == 1


def test_adoption_may_not_take_effect_before_the_last_one(
    adopted: None, text: str, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        actions.adopt_regulation(
            text.replace("version = 1", "version = 2"),
            effective_on=date(2026, 8, 31),
            adopted_by=None,
            now=now,
        )

    assert codes(refused) == ["registry.regulation_too_early"]


def test_a_version_for_tomorrow_is_not_yet_in_force(
    adopted: None, text: str, now: datetime, today: date
) -> None:
    actions.adopt_regulation(
        text.replace("version = 1", "version = 2"),
        effective_on=today + timedelta(days=1),
        adopted_by=None,
        now=now,
    )

    in_force = regulation_in_force(now)
    assert in_force is not None
    assert in_force.version == 1
