"""How long a sheet is kept, and the number it gets in the archive."""

from datetime import date

import pytest

from hefa.core.archive import USUAL, archive_no_from, is_archive_pattern, keep_until, keep_years
from hefa.core.regulation import flaws_in
from hefa.registry.delivered import profile_text

SAID = {"keep_notice_years": 30, "keep_news_years": 10}
FACTS = {"year": 2026, "years": 30, "serial": 7, "unit": "便民服务站", "category": "业务通知"}


@pytest.mark.parametrize(
    ("category", "route", "years"),
    [
        ("notice", "notice", 30),
        ("publicity", "notice", 30),  # by its route
        ("news", "news", 10),
        ("general", "news", 10),
        ("", "column_change", 30),  # not named: the longer
    ],
)
def test_the_regulation_says_how_long(category: str, route: str, years: int) -> None:
    assert keep_years(SAID, category=category, route=route) == years


def test_a_category_of_its_own_comes_before_its_route() -> None:
    said = {**SAID, "keep_publicity_years": 3}

    assert keep_years(said, category="publicity", route="notice") == 3


def test_without_any_word_it_is_ten_years() -> None:
    assert keep_years({}, category="news", route="news") == 10
    assert keep_years({"keep_news_years": "永久"}, category="news", route="news") == 10


def test_years_are_counted_from_the_next_one_on() -> None:
    assert keep_until(date(2026, 1, 1), 10) == date(2036, 12, 31)
    assert keep_until(date(2026, 12, 31), 10) == date(2036, 12, 31)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (USUAL, "2026-D30-0007"),
        ("{year}·{category}·{serial:03}", "2026·业务通知·007"),
        ("{unit}{year}第{serial}号", "便民服务站2026第7号"),
    ],
)
def test_a_pattern_is_filled(pattern: str, number: str) -> None:
    assert archive_no_from(pattern, **FACTS) == number


@pytest.mark.parametrize(
    "pattern",
    ["", "{year}", "{serial}", "{year}-{serial:99999999}", "{year.real}-{serial}",
     "{year}-{serial}-{person}", "{year}-{serial", "{year}{serial}" + "号" * 31],
)  # fmt: skip
def test_a_pattern_that_is_none_counts_as_the_usual_one(pattern: str) -> None:
    assert not is_archive_pattern(pattern)
    assert archive_no_from(pattern, **FACTS) == "2026-D30-0007"


def test_a_number_that_would_be_too_long_is_the_usual_one() -> None:
    facts = {**FACTS, "unit": "很长的名称" * 20}

    assert archive_no_from("{unit}{year}{serial}", **facts) == "2026-D30-0007"


def test_a_regulation_that_numbers_its_archive_wrongly_is_not_adopted() -> None:
    text = profile_text("community").replace('"{year}-D{years}-{serial:04}"', '"第{serial}号"', 1)
    code = "core.regulation_archive_numbering_wrong"

    (flaw,) = [flaw for flaw in flaws_in(text) if flaw.reason.code == code]

    assert flaw.is_error
    assert text.splitlines()[flaw.line - 1].startswith("archive_numbering")
