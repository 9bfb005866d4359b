"""Where things stand in a TOML file: every table and key by its line, whatever stands between."""

import tomllib
from pathlib import Path

import pytest

from hefa.core.regulation.places import lines_of, named_lines

TEXT = '''\
# a comment with """ opens nothing
key = "x"

[parameters]
mail = ""
[[posts]]
key = "owner"
  label = "甲"  # indented

[[posts]]
key = "office"
[[routes]]
key = "news"
[[routes.steps]]
act = "submit"
[[routes.steps]]
act = "release"
[[routes]]
key = "notice"
[[routes.steps]]
act = "submit"
[[forms]]
key = "sheet"
fields = [  # one a line
  { key = "title", label = "[[posts]]" },
  # { key = "none" },
  { key = "unit", label = "单位" },
]
copies = ["甲", "乙"]
'''
FENCED = '''\
[parameters]
long = """
key = "no key"
[[posts]]
"""
short = """one line"""
other = \'\'\'
also = 1
\'\'\'
last = 2
'''


def test_a_key_of_the_file_and_of_a_plain_table_has_its_line() -> None:
    lines = lines_of(TEXT)

    assert (lines["key"], lines["parameters"], lines["parameters.mail"]) == (2, 4, 5)


def test_tables_of_a_list_are_counted() -> None:
    lines = lines_of(TEXT)

    assert (lines["posts.0"], lines["posts.0.key"], lines["posts.0.label"]) == (6, 7, 8)
    assert (lines["posts.1"], lines["posts.1.key"]) == (10, 11)
    assert "posts.2" not in lines


def test_tables_within_tables_are_counted_anew_in_each() -> None:
    lines = lines_of(TEXT)

    assert (lines["routes.0"], lines["routes.0.steps.0"], lines["routes.0.steps.1.act"]) == (
        12, 14, 17
    )  # fmt: skip
    assert (lines["routes.1"], lines["routes.1.steps.0"]) == (18, 20)
    assert "routes.1.steps.1" not in lines


def test_tables_in_braces_are_counted_in_their_list() -> None:
    lines = lines_of(TEXT)

    assert (lines["forms.0.fields"], lines["forms.0.fields.0"], lines["forms.0.fields.1"]) == (
        24, 25, 27
    )  # fmt: skip
    assert lines["forms.0.copies"] == 29
    assert "forms.0.label" not in lines


def test_a_text_of_several_lines_holds_no_keys() -> None:
    lines = lines_of(FENCED)

    assert lines == {
        "parameters": 1, "parameters.long": 2, "parameters.short": 6,
        "parameters.other": 7, "parameters.last": 10,
    }  # fmt: skip


def test_only_a_line_feed_ends_a_line() -> None:
    assert lines_of('a = "\u2028\u0085"\r\nb = 1\n') == {"a": 1, "b": 2}


def test_lines_are_found_by_name() -> None:
    lines = named_lines(tomllib.loads(TEXT), lines_of(TEXT))

    assert (lines["posts:owner"], lines["posts:office"]) == (6, 10)
    assert (lines["routes:news:1"], lines["routes:notice:0"]) == (16, 20)
    assert (lines["forms:sheet:title"], lines["forms:sheet:unit"]) == (25, 27)
    assert lines["parameters:mail"] == 5


def test_of_two_with_one_name_the_last_is_named() -> None:
    text = '[[gaps]]\nid = "G1"\n[[gaps]]\nid = "G1"\n[[articles]]\nnumber = 1\n'

    lines = named_lines(tomllib.loads(text), lines_of(text))

    assert (lines["gaps:G1"], lines["articles:1"]) == (3, 5)


@pytest.mark.parametrize("profile", ["community", "hospital"])
def test_every_table_and_key_of_a_delivered_file_has_the_line_it_stands_on(profile: str) -> None:
    text = Path(f"src/hefa/regulations/{profile}/regulation.toml").read_text(encoding="utf-8")
    written = text.split("\n")
    lines = lines_of(text)
    tried = 0
    for table, listed in tomllib.loads(text).items():
        if not isinstance(listed, list):
            continue
        for number, entry in enumerate(listed):
            assert written[lines[f"{table}.{number}"] - 1] == f"[[{table}]]"
            for name in entry:
                if name == "steps":
                    continue
                assert written[lines[f"{table}.{number}.{name}"] - 1].startswith(f"{name} = ")
                tried += 1
            for count, field in enumerate(entry.get("fields", ())):
                line = written[lines[f"{table}.{number}.fields.{count}"] - 1]
                assert f'key = "{field["key"]}"' in line
            for count, step in enumerate(entry.get("steps", ())):
                first = lines[f"{table}.{number}.steps.{count}"]
                assert written[first] == f'act = "{step["act"]}"'

    assert tried > 500
