"""Lint of a regulation: contradictions and what nothing answers for, apart from notes."""

import pytest
from tests.unit.core.cast import TEXT
from tests.unit.core.small import CONTRADICTING, SMALL, UNREADABLE, changed, line_of

from hefa.core.regulation import flaws_in
from hefa.core.words import WORDS

ANOTHER_ROUTE = """\
[[routes]]
key = "old"
[[routes.steps]]
act = "submit"
posts = ["boss"]
clause = "1"
[[routes.steps]]
act = "approve"
posts = ["boss"]
differs_from = ["submit"]
clause = "1"
[[routes.steps]]
act = "release"
posts = ["boss"]
clause = "1"
"""
LOOKED = frozenset({"looked"})


def remarks(text: str, answered: frozenset[str] | None = None) -> list[tuple[str, int, bool]]:
    """Return code, line and weight of each flaw of `text`."""
    return [
        (flaw.reason.code.removeprefix("core.regulation_"), flaw.line, flaw.is_error)
        for flaw in flaws_in(text, answered=answered)
    ]


def test_lint_has_nothing_to_say_about_a_text_without_fault() -> None:
    assert remarks(SMALL) == []
    assert remarks(SMALL, LOOKED) == []


@pytest.mark.parametrize(("old", "new", "code", "place", "nth"), CONTRADICTING)
def test_what_contradicts_is_an_error(old: str, new: str, code: str, place: str, nth: int) -> None:
    text = changed(old, new)

    assert (code, line_of(place, text=text, nth=nth), True) in remarks(text)


def test_what_cannot_be_read_is_the_only_error() -> None:
    assert remarks("key = ") == [("unreadable", 1, True)]


def test_a_theme_that_there_is_not_is_an_error() -> None:
    text = changed('route = "short"\n', 'route = "short"\ntheme = "gala"\n')
    themes = frozenset({"plain"})

    [flaw] = flaws_in(text, themes=themes)

    assert (flaw.reason.code, flaw.is_error) == ("core.regulation_theme_unknown", True)
    assert flaw.line == line_of("[[categories]]", text=text)
    assert flaws_in(text) == flaws_in(SMALL, themes=themes) == ()
    assert flaws_in(text, themes=frozenset({"gala"})) == ()


def test_a_rhythm_or_a_term_without_evidence_is_an_error() -> None:
    line = line_of("[[controls]]")
    unnamed = changed('evidence = "looked"\n', "")
    untimed = changed('kinds = ["cadence", "deadline"]', 'kinds = ["rule"]', text=unnamed)
    off = changed('evidence = "looked"', 'evidence = "looked"\nis_on = false')

    assert remarks(SMALL, frozenset()) == [("unanswered", line, True)]
    assert remarks(unnamed, LOOKED) == [("unanswered", line, True)]
    assert remarks(untimed, LOOKED) == [("unanswered", line, False)]
    assert remarks(off, frozenset()) == []
    assert remarks(unnamed) == []  # not asked


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('label = "伙计"\nclause = "1"', 'label = "伙计"', "own_choice",
         line_of("[[posts]]", nth=2)),
        ('label = "店"\nclause = "1"', 'label = "店"', "own_choice", line_of("[[units]]")),
        ('label = "新闻"\nclause = "1"\nupdate', 'label = "新闻"\nupdate', "own_choice",
         line_of("[[columns]]")),
        ('label = "新闻"\nclause = "1"\nroute', 'label = "新闻"\nroute', "own_choice",
         line_of("[[categories]]")),
        ('label = "单子"\nclause = "1"', 'label = "单子"', "own_choice", line_of("[[forms]]")),
        ('mail = "1"', 'mail = ""', "own_choice", line_of('mail = ""')),
        ('posts = ["contributor"]\nclause = "1"', 'posts = ["contributor"]', "own_step",
         line_of("[[routes.steps]]")),
        ('evidence = "looked"', 'evidence = "looked"\nis_added = true', "own_control",
         line_of("[[controls]]")),
        ('id = "C1"\nclause = "1"', 'id = "C1"\nclause = ""\npack = "benchmark"', "clause_bare",
         line_of("[[clauses]]")),
        ('choice = "照旧。"', 'choice = ""', "gap_open", line_of("[[gaps]]")),
        ('differs_from = ["submit"]\n', "", "two_eyes", line_of("[[routes]]")),
        ("[[controls]]\n", f"{ANOTHER_ROUTE}[[controls]]\n", "route_unused",
         line_of("[[controls]]")),
    ],
)  # fmt: skip
def test_what_is_worth_knowing_is_noted_with_its_line(
    old: str, new: str, code: str, line: int
) -> None:
    assert remarks(changed(old, new)) == [(code, line, False)]


def test_flaws_are_given_by_line_and_errors_first_on_the_same() -> None:
    text = changed('route = "short"', 'route = "x"')
    text = changed('label = "新闻"\nclause = "1"\nroute', 'label = "新闻"\nroute', text=text)
    text = changed('choice = "照旧。"', 'choice = ""', text=text)

    assert [(code, is_error) for code, _, is_error in remarks(text)] == [
        ("route_unknown", True),
        ("own_choice", False),
        ("route_unused", False),
        ("gap_open", False),
    ]


def test_words_begin_with_the_line_and_are_filled_by_the_reason_s_data() -> None:
    texts = [changed(*fault[:2]) for fault in (*CONTRADICTING, *UNREADABLE)]
    noted = changed('choice = "照旧。"', 'choice = ""')
    noted = changed('differs_from = ["submit"]\nclause = "1"\n', "", text=noted)
    seen = set()
    for text in (*texts, TEXT, noted):
        for flaw in flaws_in(text, answered=frozenset()):
            said = WORDS[flaw.reason.code].format_map(dict(flaw.reason.detail))
            assert said.startswith(f"第 {flaw.line} 行：")
            assert flaw.line > 0
            seen.add(flaw.reason.code)

    assert len(seen) >= 24
