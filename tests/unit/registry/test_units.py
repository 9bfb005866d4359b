"""Units and columns: entered, renamed, each name once."""

from datetime import datetime

import pytest
from django.test import Client

from hefa.core.errors import Refused
from hefa.ledger.models import Entry
from hefa.registry import actions
from hefa.registry.models import Column, Unit

pytestmark = pytest.mark.django_db


def test_units_and_columns_are_changed_and_noted(manager: Client) -> None:
    unit, column = Unit.objects.get(key="service"), Column.objects.get(key="life")
    manager.post(
        f"/settings/units/{unit.pk}/", {"name": "服务大厅", "is_active": "on", "seen": "0"}
    )
    manager.post(
        f"/settings/columns/{column.pk}/",
        {"name": "社区风采", "update_cycle_days": "20", "is_open": "on", "seen": "0"},
    )
    manager.post("/settings/units/new/", {"name": "服务大厅", "is_active": "on", "seen": "0"})

    assert Unit.objects.get(pk=unit.pk).name == "服务大厅"
    assert Unit.objects.filter(name="服务大厅").count() == 1
    assert Column.objects.get(pk=column.pk).update_cycle_days == 20
    kinds = Entry.objects.order_by("-seq").values_list("kind", flat=True)[:2]
    assert list(kinds) == ["registry.column_saved", "registry.unit_saved"]


def test_a_unit_and_a_column_are_entered(manager: Client) -> None:
    manager.post("/settings/units/new/", {"name": "新科室", "is_active": "on", "seen": "0"})
    manager.post(
        "/settings/columns/new/",
        {"name": "新栏目", "update_cycle_days": "7", "is_open": "on", "seen": "0"},
    )
    again = manager.post(
        "/settings/columns/new/",
        {"name": "新栏目", "update_cycle_days": "7", "is_open": "on", "seen": "0"},
    )

    assert Unit.objects.get(name="新科室").is_active
    assert Column.objects.get(name="新栏目").update_cycle_days == 7
    assert "已经有叫“新栏目”的" in again.content.decode()


def test_a_unit_keeps_its_name_to_itself(adopted: None, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        actions.save_unit(name="便民服务站", by=None, now=now)

    assert [entry.code for entry in refused.value.reasons] == ["registry.name_taken"]
