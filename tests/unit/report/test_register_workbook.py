"""The register as a workbook: the unit's own columns, of what one may see, however many."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.factories import attempt, named, released, submitted
from tests.unit.report.samples import community as regulation_of_the_community

from hefa.core.review import Act
from hefa.jobs.sweep import sweep
from hefa.report.sheets import export, views
from hefa.report.sheets.columns import headings
from hefa.report.sheets.export import path_of, put_away_exports
from hefa.review.actions import act_on
from hefa.review.register.actions import archive_sheet
from hefa.review.register.models import RegisterExport, SavedView

SignIn = Callable[..., Client]
TAKE = "/report/sheets/xlsx/"
ODD = '=HYPERLINK("http://a.cn")'


def workbook(response: HttpResponse) -> Worksheet:
    """Return the table of sheets in a workbook that was handed over."""
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return load_workbook(BytesIO(content))["审核单"]


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return the rows of a table by the label of their column."""
    head, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in found]


def test_columns_are_the_printed_fields_of_the_form_in_its_order(
    community: None, now: datetime
) -> None:
    del community
    form = regulation_of_the_community().form("review_sheet")
    assert form is not None
    printed = [field.label for field in form.fields if field.is_printed]

    found = [entry.label for entry in headings("review_sheet", (), now)]

    assert found == [label for label in printed if label in found]
    assert len(found) > 30
    assert "经办人" not in found  # not printed


def test_a_row_says_what_the_sheet_says(sign_in: SignIn, now: datetime) -> None:
    sheet = released("停水通知", now=now, contact="0903-6821")
    archive_sheet(sheet, person=named("zhou"), now=now)

    (row,) = rows(workbook(sign_in("chen").post(TAKE, {"query": "q=停水"})))

    assert row["编号"] == sheet.number
    assert row["信息标题"] == "停水通知"
    assert row["联系电话"] == "0903-6821"
    assert row["信息类别"] == "业务通知"
    assert row["报送时间"] == datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001  # as Excel shows it
    assert row["审批意见（书记/主任）"].startswith("王书记")
    assert row["归档号"] == "2026-D30-0001"
    assert row["保管期限"] == "30 年，到 2056年12月31日"


def test_nothing_typed_becomes_a_formula(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(ODD, now=now, purpose="+1+1")
    act_on(sheet, attempt(sheet, Act.RETURN, "@SUM(A1)"), person=named("zhao"), now=now)

    table = workbook(sign_in("chen").post(TAKE, {"query": ""}))

    (row,) = rows(table)
    assert (row["信息标题"], row["发布事由"]) == (ODD, "+1+1")
    assert "@SUM(A1)" in row["修改/撤回记录"]
    assert {cell.data_type for line in table.iter_rows() for cell in line} <= {"s", "d", "n"}


def test_only_what_one_may_see_is_in_it(sign_in: SignIn, now: datetime) -> None:
    submitted(now=now)

    assert len(rows(workbook(sign_in("zhang").post(TAKE, {"query": ""})))) == 1
    assert rows(workbook(sign_in("wu").post(TAKE, {"query": ""}))) == []


def test_chosen_columns_stay_with_the_view(sign_in: SignIn, now: datetime) -> None:
    submitted(now=now)
    browser = sign_in("chen")
    view = SavedView.objects.create(person=named("chen"), name="简表")
    chosen = {"query": "", "view": view.pk, "column": ["title", "form_no", "nonsense"]}

    sheet = workbook(browser.post(TAKE, chosen))

    assert list(rows(sheet)[0]) == ["编号", "信息标题"]  # in the order of the form
    view.refresh_from_db()
    assert view.columns == ["title", "form_no"]
    page = browser.get(f"/report/sheets/columns/?view={view.pk}").content.decode()
    assert page.count("checked") == 2


def test_the_view_of_somebody_else_is_left_alone(sign_in: SignIn, now: datetime) -> None:
    submitted(now=now)
    view = SavedView.objects.create(person=named("wang"), name="简表")

    sign_in("chen").post(TAKE, {"query": "", "view": view.pk, "column": ["title"]})

    view.refresh_from_db()
    assert view.columns == []


def test_column_changes_have_their_own_form(sign_in: SignIn, now: datetime) -> None:
    submitted(now=now)

    content = sign_in("chen").post(TAKE, {"query": ""}).content

    assert load_workbook(BytesIO(content)).sheetnames == ["审核单"]  # there are none


def test_a_long_one_is_made_by_the_worker_for_who_asked(
    sign_in: SignIn, now: datetime, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    del settings
    monkeypatch.setattr(views, "SHORT", 2)
    sheets = [submitted(f"通知 {number}", now=now) for number in range(3)]
    browser = sign_in("chen")

    asked = browser.post(TAKE, {"query": "sort=oldest", "column": ["form_no"]})
    assert asked["Location"] == "/report/sheets/exports/"
    made = RegisterExport.objects.get()
    assert "正在做" in browser.get(asked["Location"]).content.decode()
    assert browser.get(f"/report/sheets/exports/{made.pk}/").status_code == 404

    while sweep(now):
        pass

    assert "取表格" in browser.get(asked["Location"]).content.decode()
    table = rows(workbook(browser.get(f"/report/sheets/exports/{made.pk}/")))
    assert [row["编号"] for row in table] == [sheet.number for sheet in sheets]
    assert sign_in("wang").get(f"/report/sheets/exports/{made.pk}/").status_code == 404


def test_the_worker_writes_what_its_asker_may_see_then(
    community: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    del community, monkeypatch
    submitted(now=now)
    made = RegisterExport.objects.create(person=named("wu"), row_count=9, asked_at=now)

    export.make_export(made.pk, now=now)

    made.refresh_from_db()
    assert made.row_count == 0


def test_after_a_week_it_is_put_away(community: None, now: datetime) -> None:
    del community
    made = RegisterExport.objects.create(person=named("chen"), row_count=0, asked_at=now)
    export.make_export(made.pk, now=now)
    path = path_of(made)
    assert path.exists()

    assert put_away_exports(now=now + timedelta(days=6)) == 0
    assert put_away_exports(now=now + timedelta(days=8)) == 1
    assert not path.exists()


def test_too_many_are_refused_in_words(
    sign_in: SignIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LONGEST", 0)
    submitted(now=now)

    page = sign_in("chen").post(TAKE, {"query": ""}, follow=True).content.decode()

    assert "请按时间或单位分几次取" in page
