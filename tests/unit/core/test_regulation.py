"""The regulation as data: the delivered one is sound; each fault is named with its line."""

import tomllib
from itertools import product

import pytest
from tests.unit.core.cast import REGULATION, TEXT
from tests.unit.core.small import (
    CONTRADICTING,
    SMALL,
    UNREADABLE,
    changed,
    line_of,
    refusals,
)

from hefa.core.duty import Cadence, Rhythm, Term
from hefa.core.errors import Reason, Refused
from hefa.core.regulation import Kind, Pack, parse_regulation
from hefa.core.regulation.contradictions import contradictions
from hefa.core.regulation.reading import read_regulation
from hefa.core.review import Act, PostKey

VALUES = ("1", '"x"', "[1]", "{}", "[{}]", "true", "-1", '["x"]', "1979-05-27", "1.5")


def test_the_delivered_regulation_does_not_contradict_itself() -> None:
    assert contradictions(REGULATION) == ()
    assert [route.key for route in REGULATION.routes] == ["news", "notice", "column_change"]
    assert REGULATION.route_for("column_change", "news") == REGULATION.route("column_change")
    assert REGULATION.route_for("take_down", "news") == REGULATION.route("news")
    assert REGULATION.route_for("article", "unheard of") is None
    assert {kind.key: kind.route for kind in REGULATION.categories} == {
        "news": "news", "general": "news", "notice": "notice",
        "publicity": "notice", "convenience": "notice",
    }  # fmt: skip


def test_labels_are_the_organisation_s_own_words() -> None:
    assert REGULATION.post_label("director") == "主任"
    assert REGULATION.post_label("nobody") == "nobody"
    assert REGULATION.category("publicity").label == "公示"
    assert REGULATION.route("notice").steps[1].act is Act.ENDORSE
    assert REGULATION.route_labels["notice"] == "部门业务通知"


def test_everything_in_the_file_is_read() -> None:
    small = parse_regulation(SMALL)
    (control,) = small.controls

    assert control == small.control("C1")
    assert control.kinds == (Kind.CADENCE, Kind.DEADLINE)
    assert control.cadence == Cadence(every=Rhythm.MONTH, at_hour=18)
    assert control.term == Term(working_days=2)
    assert (dict(control.limits), control.pack, control.is_on) == ({"most": 1}, Pack.REGULATION, 1)
    assert (control.clauses, control.posts, control.evidence) == (("1",), ("boss",), "looked")
    form = small.form("sheet")
    assert form is not None
    assert form.copies == ("甲",)
    assert [(field.key, field.is_asked, field.is_printed) for field in form.fields] == [
        ("title", True, True), ("note", False, True)
    ]  # fmt: skip
    assert [step.label for step in small.route("short").steps] == ["", "老板点头", ""]
    assert (small.clauses[0].article, small.gaps[0].clauses) == (1, ("1",))
    assert small.parameter_clauses == {"mail": "1"}
    assert small.control("C2") is small.form("none") is None


def test_what_a_post_stands_for_is_written_or_its_own_key() -> None:
    small = parse_regulation(SMALL)

    assert small.functions_of("boss") == {"administrator", "approver"}
    assert small.functions_of("contributor") == {"contributor"}
    assert small.functions_of("nobody") == frozenset()
    assert small.posts_for(frozenset({PostKey("approver"), PostKey("contributor")})) == {
        "boss", "contributor"
    }  # fmt: skip
    assert small.posts_for(frozenset({PostKey("sender")})) == frozenset()


@pytest.mark.parametrize(("old", "new", "code", "place", "nth"), CONTRADICTING)
def test_each_contradiction_is_named_with_its_line(
    old: str, new: str, code: str, place: str, nth: int
) -> None:
    text = changed(old, new)

    assert (f"core.regulation_{code}", line_of(place, text=text, nth=nth)) in [
        (name, detail["line"]) for name, detail in refusals(text)
    ]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("articles", "1"), ("clauses", "1"), ("posts", "boss"), ("units", "shop"),
        ("columns", "news"), ("categories", "news"), ("routes", "short"), ("controls", "C1"),
        ("forms", "sheet"), ("gaps", "G1"),
    ],
)  # fmt: skip
def test_a_key_used_twice_is_named_where_it_stands_again(table: str, key: str) -> None:
    blocks = ["[[" + block for block in SMALL.split("\n[[")[1:]]
    first = next(at for at, block in enumerate(blocks) if block.startswith(f"[[{table}]]"))
    size = 4 if table == "routes" else 1  # with its three steps
    text = SMALL + "\n".join(blocks[first : first + size])
    again = line_of(f"[[{table}]]", text=text, nth=text.count(f"[[{table}]]"))

    assert (
        "core.regulation_key_twice", {"table": table, "key": key, "line": again}
    ) in refusals(text)  # fmt: skip


def test_every_contradiction_is_named_not_the_first_only_and_by_line() -> None:
    text = changed('route = "short"', 'route = "x"')
    text = changed('posts = ["contributor"]', 'posts = ["y"]', text=text)
    text = changed('id = "C1"\nclause = "1"', 'id = "C1"\nclause = "z"', text=text)
    text = changed('mail = ""', 'male = ""', text=text)

    assert [(code.removeprefix("core.regulation_"), at["line"]) for code, at in refusals(text)] == [
        ("parameter_unknown", line_of('mail = "1"')),
        ("route_unknown", line_of("[[categories]]")),
        ("post_unknown", line_of("[[routes.steps]]")),
        ("clause_unknown", line_of("[[controls]]")),
    ]


def test_a_regulation_without_clauses_and_controls_is_taken_as_it_was() -> None:
    start, end = SMALL.index("[[articles]]"), SMALL.index("[[posts]]")
    text = SMALL[:start] + SMALL[end : SMALL.index("[[controls]]")]

    assert parse_regulation(text).clauses == ()


@pytest.mark.parametrize(("old", "new", "code", "line"), UNREADABLE)
def test_what_cannot_be_read_says_where(old: str, new: str, code: str, line: int) -> None:
    (found,) = refusals(changed(old, new))

    assert (found[0], found[1]["line"]) == (f"core.regulation_{code}", line)


@pytest.mark.parametrize("value", ["1", "[1]", "[[]]", '"x"', "{}", "[{ key = 1 }]"])
@pytest.mark.parametrize(
    "start",
    [
        '[[routes]]\nkey = "b"\nsteps = ',
        '[[forms]]\nkey = "b"\nlabel = "b"\nfields = ',
        '[[controls]]\nid = "b"\nclause = "1"\nkinds = []\nlabel = "b"\nasks = "b"\ncadence = ',
        '[[controls]]\nid = "b"\nclause = "1"\nkinds = []\nlabel = "b"\nasks = "b"\nterm = ',
    ],
)
def test_what_should_be_tables_within_a_table_is_named(start: str, value: str) -> None:
    text = f"{SMALL}{start}{value}\n"

    (found,) = refusals(text)

    assert (found[0], found[1]["line"]) == ("core.regulation_incomplete", text.count("\n"))


@pytest.mark.parametrize("value", ["1", "[1]", "{}", '"x"', "[]"])
@pytest.mark.parametrize("table", ["units", "posts", "columns", "categories"])
def test_what_should_be_tables_is_named(table: str, value: str) -> None:
    start = SMALL.index(f"[[{table}]]")
    end = SMALL.index("\n[[", SMALL.rindex(f"[[{table}]]")) + 1
    text = f"{table} = {value}\n{SMALL[:start]}{SMALL[end:]}"

    assert refusals(text) == [("core.regulation_incomplete", {"line": 1, "place": table})]


def test_nothing_at_all_is_refused() -> None:
    assert [code for code, _ in refusals("")] == ["core.regulation_incomplete"]
    assert [code for code, _ in refusals("key = " + "[" * 5000)] == ["core.regulation_unreadable"]


def reasons_or_none(text: str) -> tuple[Reason, ...]:
    """Return why `text` cannot be read; empty when it can."""
    try:
        read_regulation(text)
    except Refused as refused:
        return refused.reasons
    return ()


def test_whatever_a_value_is_changed_to_it_is_read_or_refused_with_a_line() -> None:
    written = SMALL.split("\n")
    read = refused = 0
    for number, value in product(range(len(written)), VALUES):
        name, equals, _ = written[number].partition(" = ")
        if not equals or not name.isidentifier() or name == "fields":
            continue
        text = "\n".join([*written[:number], f"{name} = {value}", *written[number + 1 :]])
        reasons = reasons_or_none(text)
        read, refused = read + (not reasons), refused + bool(reasons)
        assert {entry.detail["line"] for entry in reasons} <= {number + 1, number, 1}, text

    assert (read > 50, refused > 250) == (True, True)


def test_whatever_line_is_taken_out_it_is_read_or_refused_with_a_line() -> None:
    written = SMALL.split("\n")
    refused = 0
    for number in range(len(written)):
        text = "\n".join([*written[:number], *written[number + 1 :]])
        reasons = reasons_or_none(text)
        refused += bool(reasons)
        assert all(1 <= int(entry.detail["line"]) <= len(written) for entry in reasons)

    assert refused > 40


def test_version_and_parameters_stand_once_in_the_delivered_text() -> None:
    assert (TEXT.count("version = 1"), TEXT.count("[parameters]")) == (1, 1)
    assert tomllib.loads(TEXT)["version"] == 1
