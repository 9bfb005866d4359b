"""Pairs of characters find exactly what stands in a text, and nothing that is typed is syntax."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hefa.review.register.bigrams import bigrams, folded, query_of, wanted_words

SIGNS = st.sampled_from('供暖检查通知站01aAéﷲقىۇ𠮷𬭎，。 \n"*^()-:+\u200f\x00\u3000１Ａ㎡ßİ')
TEXTS = st.text(SIGNS, max_size=60)
WORDS = st.text(SIGNS, min_size=1, max_size=5)


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    from hefa.config.sqlite import use_fixed_library  # noqa: PLC0415  # the product's library

    use_fixed_library()
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, content='', tokenize='ascii')")
        yield connection


def found_in(index: sqlite3.Connection, text: str, query: str) -> bool:
    index.execute("INSERT INTO t (t) VALUES ('delete-all')")
    index.execute("INSERT INTO t (rowid, words) VALUES (1, ?)", [bigrams(text)])
    return bool(index.execute("SELECT rowid FROM t WHERE t MATCH ?", [query]).fetchall())


@settings(max_examples=600, deadline=None)
@given(text=TEXTS, words=WORDS)
@example(text="供暖", words="暖")
@example(text="供暖检查", words="供检")
@example(text="abcab", words="bca")
@example(text='说"OR"', words='"OR"')
@example(text="11 月 28 日", words="11月28日")
@example(text="供 暖", words="暖")
@example(text="ab bc", words="abc")
def test_a_text_is_found_exactly_when_it_holds_every_word(
    index: sqlite3.Connection, text: str, words: str
) -> None:
    wanted = wanted_words(words)
    query = query_of(words)
    if not wanted:
        assert query == ""
        return
    lines = folded(text).split()

    assert found_in(index, text, query) == all(
        any(word in line for line in lines) for word in wanted
    )


def test_both_answers_come_up_often(index: sqlite3.Connection) -> None:
    text = "冬季供暖入户检查通知，联系电话 0903-1234567。قىشلىق ئىسسىنىش"
    pairs = [text[at : at + 2] for at in range(len(text) - 1) if not text[at : at + 2].isspace()]

    assert all(found_in(index, text, query_of(pair)) for pair in pairs if query_of(pair))
    assert not any(found_in(index, text, query_of(pair[::-1])) for pair in ("供暖", "检查", "电话"))


@pytest.mark.parametrize(
    "typed", ['"', "'; DROP TABLE t; --", "a OR b", "NEAR(a b)", "words:供暖", "供*", "^供", "-供"]
)
def test_quotes_and_operators_are_text(index: sqlite3.Connection, typed: str) -> None:
    assert found_in(index, f"前{typed}后", query_of(typed))
    assert not found_in(index, "前后", query_of(typed))


def test_one_width_one_case_no_invisible_characters() -> None:
    assert folded("ＡＢＣ\u200b１２３") == "abc123"
    assert folded("通 知\u200f") == "通知"
    assert folded("Hefa 1") == "hefa 1"


def test_eight_words_at_most_are_looked_for() -> None:
    assert query_of(" ".join("abcdefghij")).count(" AND ") == 7
