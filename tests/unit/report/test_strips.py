"""Rhythms in words and slots as they are drawn; charts as values."""

from datetime import UTC, date, datetime

import pytest

from hefa.core.duty import Cadence, Done, Rhythm, Term, kept, slot_of
from hefa.registry.values_in_words import cadence_words, term_words
from hefa.report.strips import strip_of, tally
from hefa.report.times_in_words import due_in_full, due_label, in_full, slot_label
from hefa.ui.charts import HEIGHT, Series, columns

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def done_on(*days: date) -> list[Done]:
    at = [datetime(day.year, day.month, day.day, 2, tzinfo=UTC) for day in days]
    return [Done(fact_at=moment, recorded_at=moment) for moment in at]


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        (Cadence(every=Rhythm.DAY), "每天一次，当天 24:00 以前"),
        (Cadence(every=Rhythm.WEEK, most_days=7, warn_days=2),
         "每周一次，两次之间不超过 7 天；到期前 2 天起提醒"),
        (Cadence(every=Rhythm.MONTH, days_before_end=7, at_hour=18),
         "每月一次，月末前 7 天的 18:00 以前"),
        (Cadence(every=Rhythm.QUARTER), "每季度一次，季末 24:00 以前"),
    ],
)  # fmt: skip
def test_a_rhythm_in_words(cadence: Cadence, words: str) -> None:
    assert cadence_words(cadence) == words


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (Term(minutes=30), "30 分钟内"),
        (Term(working_days=5), "5 个工作日内"),
        (Term(months=3, days=90), "3 个月或 90 天内，先到为准"),
    ],
)
def test_a_term_words(term: Term, words: str) -> None:
    assert term_words(term) == words


@pytest.mark.parametrize(
    ("every", "day", "label"),
    [
        (Rhythm.WEEK, date(2026, 11, 25), "2026年11月23日起的一周"),
        (Rhythm.MONTH, date(2026, 2, 28), "2026年2月"),
        *((Rhythm.QUARTER, date(2026, month, 9), f"2026年{name}季度")
          for month, name in zip(range(1, 13), "一一一二二二三三三四四四", strict=True)),
        (Rhythm.HALF_YEAR, date(2026, 6, 30), "2026年上半年"),
        (Rhythm.HALF_YEAR, date(2026, 7, 1), "2026年下半年"),
        (Rhythm.YEAR, date(2026, 7, 1), "2026年"),
    ],
)  # fmt: skip
def test_a_slot_has_a_name(every: Rhythm, day: date, label: str) -> None:
    assert slot_label(every, slot_of(Cadence(every=every), day)) == label


def test_the_end_of_a_day_belongs_to_that_day() -> None:
    assert due_label(slot_of(Cadence(every=Rhythm.DAY), NOW).due_at, NOW) == "今天 24:00"
    assert due_label(datetime(2026, 11, 23, 10, tzinfo=UTC), NOW) == "今天 18:00"


def test_what_is_printed_reads_alike_whenever_it_is_read() -> None:
    end_of_day = slot_of(Cadence(every=Rhythm.DAY), NOW).due_at

    assert in_full(datetime(2026, 11, 23, 10, tzinfo=UTC)) == "2026年11月23日 18:00"
    assert due_in_full(datetime(2026, 11, 23, 10, tzinfo=UTC)) == "2026年11月23日 18:00"
    assert due_in_full(end_of_day) == "2026年11月23日 24:00"


def test_days_are_drawn_by_month_and_the_missed_ones_named() -> None:
    cadence = Cadence(every=Rhythm.DAY)
    days = [date(2026, 10, 30), date(2026, 11, 1), date(2026, 11, 2)]
    since = date(2026, 10, 30)
    slots = kept(cadence, done_on(*days), since=since, now=datetime(2026, 11, 3, 4, tzinfo=UTC))
    strip = strip_of(Rhythm.DAY, slots)

    assert [month["label"] for month in strip["months"]] == ["2026年11月", "2026年10月"]
    assert [month["tally"] for month in strip["months"]] == [
        "按时 2，还没到期 1",
        "按时 1，没有做 1",
    ]
    october = strip["months"][1]
    assert [exception["on"] for exception in october["exceptions"]] == ["10月31日 周六"]
    first, second = october["lines"]
    assert first == []
    assert [(cell["at"], cell["tone"]) for cell in second] == [(81.25, "ok"), (87.5, "miss")]
    assert strip["rows"] == [["2026年11月", 2, 0, 0, 1, 0], ["2026年10月", 1, 0, 1, 0, 0]]


def test_longer_slots_are_named_one_by_one_newest_first() -> None:
    cadence = Cadence(every=Rhythm.MONTH)
    slots = kept(cadence, done_on(date(2026, 9, 5)), since=date(2026, 9, 1), now=NOW)
    strip = strip_of(Rhythm.MONTH, slots)

    assert [(slot["name"], slot["label"]) for slot in strip["slots"]] == [
        ("2026年11月", "还没到期"),
        ("2026年10月", "没有做"),
        ("2026年9月", "按时"),
    ]
    assert strip["slots"][0]["due"] == "11月30日 周一 24:00"
    assert tally(slots) == "按时 1，没有做 1，还没到期 1"


def test_a_chart_stands_on_its_base_and_reaches_no_higher_than_its_top_line() -> None:
    good, bad = [3, 0, 12], [1, 0, 0]
    series = [
        Series(name="合", tone="ok", numbers=good),
        Series(name="不合", tone="miss", numbers=bad),
    ]
    chart = columns("月份", ["1月", "2月", "3月"], series)

    top = min(tick["at"] for tick in chart["ticks"])
    assert len(chart["bars"]) == 3
    assert all(top <= bar["down"] <= chart["base"] < HEIGHT for bar in chart["bars"])
    lower, upper, alone = chart["bars"]
    assert upper["down"] + upper["height"] == pytest.approx(lower["down"], abs=0.11)
    assert alone["height"] == pytest.approx(3 * (lower["height"] + upper["height"]), abs=0.5)
    assert chart["rows"] == [("1月", 3, 1), ("2月", 0, 0), ("3月", 12, 0)]


def test_a_chart_of_nothing_is_none() -> None:
    assert columns("月份", ["1月"], [Series(name="合", tone="ok", numbers=[0])]) == {}
    assert strip_of(Rhythm.DAY, ()) == {}
