"""Judging what was changed afterwards: corrections, take-downs, columns and menu."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests import factories as make
from tests.matrix import kinds

from hefa.collect.changes import save_draft
from hefa.collect.kinds import begin_column_change
from hefa.core.duty import Standing
from hefa.core.review import Act
from hefa.publish.advance import advance
from hefa.publish.orders.ordering import order_change
from hefa.registry.actions import save_column
from hefa.registry.models import Column, OfficialAccount
from hefa.report.board import Evidence
from hefa.report.judging import board

pytestmark = pytest.mark.usefixtures("community")


def evidence(control: str, now: datetime) -> Evidence:
    found = board(now + timedelta(minutes=1), only=control)
    assert found is not None
    return found.judged[0].evidence


def rename(now: datetime, name: str) -> None:
    """Rename a column by the settings page, without a sheet."""
    column = Column.objects.get(key="life")
    save_column(
        column,
        name=name,
        update_cycle_days=30,
        by=make.named("chen"),
        now=now,
        seen=column.revision,
    )


def renamed_by_sheet(now: datetime, settings: Any) -> None:
    settings.DEMO = True
    account = OfficialAccount.objects.get()
    version = begin_column_change(account, menu=[], person=make.named("zhang"), now=now)
    columns = version.change["columns"]
    after = [{**columns["before"][0], "name": "社区人物"}, *columns["before"][1:]]
    told = {**make.COLUMN_FORM, "columns": {**columns, "after": after}}
    change = {**version.change, **told}
    save_draft(version, {"change": change}, edit=version.edit, now=now)
    sheet = make.submit(make.reloaded(version), now=now)
    steps = (
        (Act.ENDORSE, "zhao"), (Act.APPROVE, "wang"), (Act.APPROVE, "li"), (Act.DELIVER, "sun"),
        (Act.RELEASE, "chen"),
    )  # fmt: skip
    for act, by in steps:
        sheet = make.signed(sheet, act, now=now, by=by)
    advance(order_change(sheet.version, person=make.named("chen"), now=now).pk, now=now)
    assert Column.objects.get(key=columns["before"][0]["key"]).name == "社区人物"


def test_without_a_change_there_is_nothing_to_show(now: datetime) -> None:
    assert evidence("C12.6", now).standing is Standing.MISSING


def test_a_column_renamed_by_its_sheet_is_evidence(now: datetime, settings: Any) -> None:
    renamed_by_sheet(now, settings)
    found = evidence("C12.6", now)

    assert (found.standing, found.count, found.against_count) == (Standing.PROVED, 1, 0)


def test_a_column_renamed_in_the_settings_speaks_against_it(now: datetime, settings: Any) -> None:
    renamed_by_sheet(now, settings)
    rename(now, "社区人物志")
    found = evidence("C12.6", now)

    assert found.standing is Standing.MISSING
    assert [piece.what for piece in found.against] == ["栏目“社区人物志”"]


def test_saving_a_column_as_it_is_changes_nothing(now: datetime, settings: Any) -> None:
    renamed_by_sheet(now, settings)
    rename(now, "社区人物")

    assert evidence("C12.6", now).standing is Standing.PROVED


def test_what_was_taken_down_is_told(now: datetime) -> None:
    assert evidence("C10.3", now).standing is Standing.MISSING
    kinds.article(now)

    found = evidence("C10.3", now)
    assert found.standing is Standing.PROVED
    assert found.fact == "一年里发布 1 篇，更正 0 篇，每 100 篇 0 篇；撤下 0 篇，都登记在案。"
