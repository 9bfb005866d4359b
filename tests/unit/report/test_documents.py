"""The report: its periods, and the same facts in the PDF and in the workbook."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader
from tests import factories as make
from tests.unit.report.samples import ODD, report

from hefa.core.errors import Refused
from hefa.ledger.models import Entry
from hefa.registry.models import AdoptedRegulation, Installation
from hefa.report.documents.content import Report, report_on
from hefa.report.documents.pdf import pdf_of
from hefa.report.documents.period import period_of, periods
from hefa.report.documents.workbook import workbook_of

SignIn = Callable[..., Client]
SHEETS = ["概况", "逐条", "缺与将到期", "时间线", "图表数据"]


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF without its spaces."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("key", "begins_on", "ends_on", "label"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年四季度"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_a_period_has_its_first_and_last_day(
    key: str, begins_on: date, ends_on: date, label: str
) -> None:
    period = period_of(key)

    assert (period.begins_on, period.ends_on, period.label) == (begins_on, ends_on, label)


def test_a_period_is_counted_in_days_of_this_place() -> None:
    assert period_of("2026-11").begins_at == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert period_of("2026-11").ends_at == period_of("2026-12").begins_at


@pytest.mark.parametrize("key", ["", "2026-13", "2026-Q5", "2026-1", "26", "0026", "2026-11-01"])
def test_what_names_no_period_is_refused(key: str) -> None:
    with pytest.raises(Refused):
        period_of(key)


def test_periods_reach_from_the_first_day_to_the_one_still_running() -> None:
    offered = periods(date(2026, 3, 15), date(2027, 1, 2))

    assert [period.key for period in offered["月"]][:2] == ["2027-01", "2026-12"]
    assert [period.key for period in offered["月"]][-1] == "2026-03"
    assert [period.key for period in offered["季度"]] == [
        "2027-Q1", "2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1",
    ]  # fmt: skip
    assert [period.key for period in offered["年"]] == ["2027", "2026"]


def test_the_pdf_says_who_what_when_and_every_control() -> None:
    made = report()
    words = text_of(pdf_of(made))

    assert "青禾社区居委会" in words
    assert "《微信公众平台管理办法》第1版" in words
    assert "2026年11月1日至2026年11月30日" in words
    assert "截至2026年11月23日10:30" in words
    assert "共53项控制" in words
    for entry in made.judged:
        assert "".join(entry.control.label.split()) in words
    assert "没有做：2026年11月3日" in words
    assert "台账3,489条" in words
    pages = len(PdfReader(BytesIO(pdf_of(made))).pages)
    assert f"第{pages}页，共{pages}页" in words


def test_the_pdf_is_the_same_for_the_same_report() -> None:
    assert pdf_of(report()) == pdf_of(report())


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(Refused) as refused:
        pdf_of(report(organisation="青禾🎉"))

    assert refused.value.reasons[0].detail == {"shown": "🎉", "count": 1}


def test_the_workbook_has_five_sheets_with_heads_that_stay() -> None:
    book = load_workbook(BytesIO(workbook_of(report())))

    assert book.sheetnames == SHEETS
    for name in ("逐条", "缺与将到期", "时间线"):
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref is not None
    assert len(book["概况"]._charts) == 3
    assert book["逐条"].max_row == 1 + 53
    assert [row[2].value for row in book["缺与将到期"].iter_rows(min_row=2)] == ["C11.3", "C13.6"]


def test_the_workbook_holds_real_dates() -> None:
    book = load_workbook(BytesIO(workbook_of(report())))
    heads = [cell.value for cell in book["逐条"][1]]
    first = dict(zip(heads, [cell.value for cell in book["逐条"][2]], strict=True))

    assert first["事实日期"] == datetime(2026, 11, 20)  # noqa: DTZ001  # as the file has it
    assert first["记录时间"] == datetime(2026, 11, 20, 11, 30)  # noqa: DTZ001
    third = [cell.value for cell in book["时间线"][4]]
    assert third[2] == "2026年11月3日"
    assert third[3] == datetime(2026, 11, 3)  # noqa: DTZ001
    assert third[6:] == ["没有做", None, None]


def test_what_a_person_wrote_is_never_a_formula() -> None:
    odd = [ODD, "+1", "-1", "@SUM(A1)", "http://example.org", "12"]
    book = load_workbook(BytesIO(workbook_of(replace(report(), choices=tuple(odd)))))

    cells = {cell.value: cell for sheet in book for row in sheet.iter_rows() for cell in row}
    for words in odd:
        assert cells[words].data_type == "s", words
        assert cells[words].hyperlink is None
    assert not [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]


def test_the_workbook_is_in_the_reports_words() -> None:
    book = load_workbook(BytesIO(workbook_of(report())))
    facts = {row[0].value: row[1].value for row in book["概况"].iter_rows(min_row=3)}

    assert book["概况"]["A1"].value == "青禾社区居委会合规报告"
    assert facts["时段"] == "2026年11月"
    assert (facts["有据"], facts["将到期"], facts["缺证据"]) == (51, 1, 1)
    assert facts["看到的记录截至"] == datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001


@pytest.mark.django_db
@pytest.mark.usefixtures("community")
class TestDownloads:
    def test_both_files_carry_the_period_in_a_chinese_name(
        self, sign_in: SignIn, now: datetime
    ) -> None:
        make.released(now=now)
        client = sign_in("wang")
        for ending, begins in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
            answer = client.get(f"/report/documents/report.{ending}?period=2026-11")

            assert answer.status_code == 200
            assert answer.content.startswith(begins)
            name = f"filename*=utf-8''青禾街道办事处青禾社区居委会合规报告2026年11月.{ending}"
            assert name in unquote(answer["Content-Disposition"])

    def test_taking_a_report_leaves_no_entry_in_the_ledger(self, sign_in: SignIn) -> None:
        client = sign_in("wang")
        size = Entry.objects.count()
        client.get("/report/documents/report.pdf?period=2026")

        assert Entry.objects.count() == size

    @pytest.mark.parametrize(
        ("period", "words"),
        [
            ("2026-13", "看不出要报告哪一段时间（2026-13）"),
            ("2027-01", "2027年1月还没有开始"),
            ("2020", "2020年结束时还没有采用制度"),
        ],
    )
    def test_a_period_without_a_report_is_said_on_the_page(
        self, period: str, words: str, sign_in: SignIn
    ) -> None:
        answer = sign_in("wang").get("/report/documents/report.xlsx", {"period": period})

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "取 PDF" in answer.content.decode()

    def test_a_name_no_font_can_write_is_said_and_the_workbook_is_there(
        self, sign_in: SignIn
    ) -> None:
        Installation.objects.update(organisation="青禾🎉")
        client = sign_in("wang")
        refused = client.get("/report/documents/report.pdf?period=2026-11")

        assert refused.status_code == 422
        assert "🎉" in refused.content.decode()
        assert client.get("/report/documents/report.xlsx?period=2026-11").status_code == 200

    def test_the_last_full_month_is_chosen_when_the_regulation_was_in_force_then(
        self, sign_in: SignIn, now: datetime
    ) -> None:
        client = sign_in("wang")
        AdoptedRegulation.objects.update(adopted_at=now - timedelta(days=300))
        AdoptedRegulation.objects.update(effective_on=date(2026, 3, 1))
        assert _chosen(client) == "2026年10月"
        AdoptedRegulation.objects.update(effective_on=date(2026, 11, 2))
        assert _chosen(client) == "2026年11月"

    def test_a_report_counts_what_was_on_record_at_the_end_of_its_period(
        self, now: datetime
    ) -> None:
        AdoptedRegulation.objects.update(
            adopted_at=now - timedelta(days=90), effective_on=(now - timedelta(days=90)).date()
        )
        make.released(now=now)
        october = report_on(period_of("2026-10"), now=now, by="王书记")
        november = report_on(period_of("2026-11"), now=now, by="王书记")

        assert october.known_at == period_of("2026-10").ends_at
        assert november.known_at == now
        assert _count(october, "C12.2") == 0
        assert _count(november, "C12.2") == 1
        assert all(
            entry.slot.begins_on <= date(2026, 10, 31) for c in october.courses for entry in c.kept
        )
        assert [count for _, count in november.weeks] == [0] * 5

    def test_a_report_takes_as_many_queries_for_ten_items_as_for_one(self, now: datetime) -> None:
        counted = []
        for count in (1, 9):
            for number in range(count):
                make.released(f"第 {number} 号通知", now=now - timedelta(hours=1))
            with CaptureQueriesContext(connection) as queries:
                report_on(period_of("2026-11"), now=now, by="王书记")
            counted.append(len(queries))

        assert counted[0] == counted[1]


def _chosen(client: Client) -> str:
    page = client.get("/report/documents/").content.decode()
    return page.partition("selected>")[2].partition("<")[0]


def _count(made: Report, control_id: str) -> int:
    return next(entry.evidence.count for entry in made.judged if entry.control.id == control_id)
