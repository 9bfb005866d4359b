"""Numbers: given once, by year or by unit, kept by what was refused, listed without a gap."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from openpyxl import load_workbook
from tests.factories import recalled, released, returned, submitted

from hefa.core.numbering import USUAL, is_pattern, number_from
from hefa.core.regulation import flaws_in
from hefa.registry.adopted import parsed
from hefa.registry.delivered import profile_text
from hefa.registry.models import AdoptedRegulation, Unit
from hefa.review.paper.models import NumberSeries, SheetNumber
from hefa.review.paper.numbering import next_number
from hefa.review.paper.numbers import gaps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("pattern", "is_one", "number"),
    [
        (USUAL, True, "2026-0007"),
        ("{unit}〔{year}〕{serial}号", True, "便民服务站〔2026〕7号"),
        ("{year}{serial:03}", True, "2026007"),
        ("{serial}", False, "2026-0007"),
        ("{year}-{serial}-{serial}", False, "2026-0007"),
        ("{year}/{serial}", False, "2026-0007"),
        ("{year}-{serial} 号", False, "2026-0007"),
        ("{year.__class__}-{serial}", False, "2026-0007"),
        ("{year}-{serial:0999999}", False, "2026-0007"),
    ],
)
def test_a_pattern_makes_numbers_or_the_usual_one_does(
    pattern: str, *, is_one: bool, number: str
) -> None:
    assert is_pattern(pattern) is is_one
    assert number_from(pattern, year=2026, serial=7, unit="便民服务站") == number


def test_a_regulation_that_numbers_wrongly_is_not_adopted() -> None:
    text = profile_text("community").replace('"{year}-{serial:04}"', '"第{serial}号"', 1)

    (flaw,) = [
        flaw for flaw in flaws_in(text) if flaw.reason.code == "core.regulation_numbering_wrong"
    ]
    assert flaw.is_error
    assert text.splitlines()[flaw.line - 1].startswith("numbering")


def test_a_number_is_never_given_again(now: datetime) -> None:
    first, second = returned(now=now), recalled("再通知", now=now)

    third = submitted("三通知", now=now)

    assert [sheet.number for sheet in (first, second, third)] == [
        "2026-0001", "2026-0002", "2026-0003",
    ]  # fmt: skip
    assert gaps(2026) == []


def test_each_year_counts_anew(now: datetime) -> None:
    submitted(now=now)
    later = submitted("通知", now=datetime(2026, 12, 31, 16, 30, tzinfo=UTC))  # 2027 here

    assert later.number == "2027-0001"


def test_each_unit_counts_for_itself_where_the_regulation_says_so(
    sign_in: SignIn, now: datetime
) -> None:
    adopted = AdoptedRegulation.objects.get()
    text = adopted.text.replace('"{year}-{serial:04}"', '"{unit}〔{year}〕{serial}号"', 1)
    AdoptedRegulation.objects.update(text=text, text_sha256="1" * 64)

    numbers = [submitted(now=now).number, submitted("再通知", now=now).number]

    assert numbers == ["便民服务站〔2026〕1号", "便民服务站〔2026〕2号"]
    series = NumberSeries.objects.get()
    assert (series.unit, series.last) == (Unit.objects.get(key="service"), 2)
    browser = sign_in("zhang")
    for address in (f"/review/{numbers[0]}/", f"/review/{numbers[0]}/paper/", "/review/numbers/"):
        assert browser.get(address).status_code == 200, address


def test_a_number_without_its_sheet_cannot_stay(now: datetime) -> None:
    regulation = parsed(AdoptedRegulation.objects.get())

    mark = transaction.savepoint()
    next_number(Unit.objects.get(key="service"), regulation, now)

    with pytest.raises(IntegrityError):
        connection.check_constraints()
    transaction.savepoint_rollback(mark)


def test_the_register_lists_every_number_with_what_became_of_it(
    sign_in: SignIn, now: datetime
) -> None:
    back = returned("停水通知", now=now)
    released("停电通知", now=now)

    page = sign_in("zhou").get("/review/numbers/?year=2026").content.decode()

    assert "没有缺号" in page
    assert all(words in page for words in (back.number, "停电通知", "作废", "已核发"))
    assert "已退回：请写明停水的范围" in page
    void = sign_in("zhou").get("/review/numbers/?year=2026&state=void").content.decode()
    assert "停水通知" in void
    assert "停电通知" not in void


def test_of_other_units_the_number_alone_is_told(sign_in: SignIn, now: datetime) -> None:
    sheet = returned("停水通知", now=now)

    page = sign_in("wu").get("/review/numbers/").content.decode()

    assert sheet.number in page
    assert "作废" in page
    assert not [words for words in ("停水", "张干事", "写明") if words in page]


def test_a_missing_number_is_named(sign_in: SignIn, now: datetime) -> None:
    for title in ("一", "二", "三"):
        submitted(title, now=now)
    SheetNumber.objects.get(serial=2).delete()

    assert gaps(2026) == ["2026：应有 3 个号，登记了 2 个"]
    assert "编号有缺" in sign_in("zhou").get("/review/numbers/").content.decode()


def test_the_register_is_taken_as_a_workbook(sign_in: SignIn, now: datetime) -> None:
    returned("=1+1", now=now)
    submitted("通知", now=now)

    taken = sign_in("zhou").get("/review/numbers/list.xlsx?year=2026")

    rows = list(load_workbook(BytesIO(taken.content)).active.values)
    assert [row[0] for row in rows] == ["编号", "2026-0001", "2026-0002"]
    assert rows[1][1] == "=1+1"
    assert rows[1][5] == "作废"


def test_the_register_asks_a_fixed_number_of_times(
    sign_in: SignIn, now: datetime, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser = sign_in("zhou")
    for number in range(12):
        submitted(f"通知{number}", now=now)

    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        browser.get("/review/numbers/")
