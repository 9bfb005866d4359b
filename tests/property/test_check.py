"""Properties of the machine's look: masks hold, offsets are right, check digits cut chance."""

import random
import re
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hefa.check.digits import folded, readings
from hefa.check.engine import as_json, check
from hefa.check.rules import sample
from hefa.check.rules.p01_resident_id import check_digit, resident_ids
from hefa.check.words import sentence, to_do

KEY = b"a key of this test"
TODAY = date(2026, 11, 20)

_REGIONS = st.sampled_from(["110105", "653224", "500101", "330106"])
_BIRTH_DAYS = st.dates(date(1900, 1, 1), TODAY)
_PROSE = st.text(st.sampled_from("社区居民张某某电话：，。（）年月日 \nA0一5-"), max_size=12)


@st.composite
def written_ids(draw: st.DrawFn) -> tuple[str, str]:
    """An identity number, and one of the ways to write it."""
    body = draw(_REGIONS) + draw(_BIRTH_DAYS).strftime("%Y%m%d")
    body += f"{draw(st.integers(0, 999)):03d}"
    number = body + check_digit(body)
    mark = draw(st.sampled_from(["", " ", "-", "　", "—"]))
    written = mark.join([number[:6], number[6:14], number[14:]])
    if draw(st.booleans()):
        written = written.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    return number, written


def _plain(text: str) -> str:
    return re.sub(r"[^0-9X]", "", folded(text))


@given(_PROSE, written_ids(), _PROSE, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_nothing_a_finding_shows_holds_a_full_number(
    before: str, identity: tuple[str, str], after: str, mobile: str
) -> None:
    number, written = identity
    text = f"{before}号{written}。{after}电{mobile}。"
    findings = check(replace(sample(text), title=f"题{written}电{mobile}" + "长" * 20), key=KEY)

    assert {"P01", "P03", "W01"} <= {finding.rule for finding in findings}
    for finding in findings:
        shown = [finding.excerpt, sentence(finding), to_do(finding), str(as_json(finding))]
        shown += [str(value) for value in finding.detail.values()]
        for words in shown:
            assert number not in _plain(words)
            assert mobile not in _plain(words)
            assert number[6:14] not in _plain(words)  # nor the birth date


@given(_PROSE, written_ids(), _PROSE)
def test_the_span_of_an_identity_number_is_the_number(
    before: str, identity: tuple[str, str], after: str
) -> None:
    number, written = identity
    text = f"{before}号{written}。{after}"
    spans = [text[start:end] for start, end, fits in resident_ids(text, TODAY) if fits]

    assert written in spans
    assert number == _plain(written)


@given(st.text(max_size=200))
def test_any_text_is_looked_at_without_an_error_and_within_its_length(text: str) -> None:
    assert all(len(reading) == len(text) for reading in readings(text))
    subject = replace(sample(text), title=text)
    lengths = {(passage.field, passage.block): len(passage.text) for passage in subject.passages}
    for finding in check(subject, key=KEY):
        assert 0 <= finding.start <= finding.end <= lengths[finding.field, finding.block]


@given(
    st.text(
        st.sampled_from("0123456789年月日号星期周礼拜一二三五六十天（）至、-/. 农历去"), max_size=60
    )
)
def test_any_heap_of_date_words_is_looked_at_without_an_error(text: str) -> None:
    assert check(sample(text), key=KEY) == check(sample(text), key=KEY)


def test_the_check_digit_is_known() -> None:
    assert check_digit("11010519491231002") == "X"
    assert check_digit("11010519491213002") != "X"


def test_the_check_digit_cuts_chance_elevenfold() -> None:
    chance = random.Random(20261120)  # noqa: S311  # a measurement, no secret
    drawn, passed = 100_000, 0
    for _ in range(drawn):
        born_on = date(1930, 1, 1) + timedelta(days=chance.randrange(35_000))
        body = f"{chance.randrange(110_000, 660_000)}{born_on:%Y%m%d}{chance.randrange(1000):03d}"
        passed += check_digit(body) == chance.choice("0123456789X")
    print(f"\nplausible date, random rest: {passed / drawn:.4f} pass the check digit")  # noqa: T201  # a measurement

    assert abs(passed / drawn - 1 / 11) < 0.005


def test_a_random_row_of_18_digits_is_rarely_taken_for_a_number() -> None:
    chance = random.Random(20261120)  # noqa: S311  # a measurement, no secret
    drawn = 100_000
    rows = [f"{chance.randrange(10**17, 10**18)}" for _ in range(drawn)]
    taken = [fits for row in rows for _, _, fits in resident_ids(row, TODAY)]
    print(f"\nof {drawn} rows of 18 digits {len(taken)} found, {sum(taken)} block")  # noqa: T201

    assert len(taken) / drawn < 0.01
    assert sum(taken) / drawn < 0.001
