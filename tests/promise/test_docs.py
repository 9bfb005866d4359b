"""The documents name what there is: tables of a profile, commands of `hefa`, pages, pictures."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from hefa.config.cli import COMMANDS, main
from hefa.core.duty import Cadence, Rhythm, Term
from hefa.core.regulation import (
    Article,
    Category,
    Clause,
    ColumnPlan,
    Control,
    Form,
    FormField,
    Gap,
    Kind,
    Label,
    Post,
    Regulation,
)
from hefa.core.regulation.reading import read_regulation
from hefa.core.review import Route, Step
from hefa.core.rights import ALL_POSTS
from hefa.registry.delivered import profile_text

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROFILE = (ROOT / "docs" / "design" / "regulation.md").read_text(encoding="utf-8")

TABLES: dict[str, Any] = {
    "[[articles]]": Article,
    "[[clauses]]": Clause,
    "[[posts]]": Post,
    "[[units]]": Label,
    "[[columns]]": ColumnPlan,
    "[[categories]]": Category,
    "[[routes]]": Route,
    "[[routes.steps]]": Step,
    "[[controls]]": Control,
    "cadence": Cadence,
    "term": Term,
    "[[forms]]": Form,
    "fields": FormField,
    "[[gaps]]": Gap,
}
BESIDE_THE_ROUTE = {"label": True, "clause": True}  # kept by the regulation, not by the route
OF_THE_FILE = {"key", "title", "version"}
NEVER_WRITTEN = {"lines", "route_labels"}

COMMAND = re.compile(r"`(?:\.venv/bin/)?(hefa [^`]+)`|^(?:\.venv/bin/)?(hefa .+)$", re.MULTILINE)
FLAG = re.compile(r"--[a-z][a-z-]*")
LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field as the document describes it."""

    field: str
    is_optional: bool
    example: str


def described() -> dict[str, list[Row]]:
    """Return the rows under each heading of the third level that names tables."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in PROFILE.partition("\n## The tables\n")[2].splitlines():
        if line.startswith("#"):
            rows = []
            for name in re.findall(r"`([^`]+)`", line) if line.startswith("### ") else []:
                found[name] = rows
        elif line.startswith("| `"):
            name, _, example = (cell.strip() for cell in line.strip("|").split("|"))
            rows.append(
                Row(
                    field=name.split("`")[1],
                    is_optional=name.endswith("°"),
                    example=example.strip("`"),
                )
            )
    return found


DESCRIBED = described()


def commands_in(page: Path) -> Iterator[str]:
    for match in COMMAND.finditer(page.read_text(encoding="utf-8").replace(r"\|", "|")):
        yield match[1] or match[2]


NAMED = sorted({(page.name, line) for page in PAGES for line in commands_in(page)})


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_described_with_all_its_fields_and_no_other(name: str) -> None:
    expected = {
        entry.name: entry.default is not MISSING or entry.default_factory is not MISSING
        for entry in fields(TABLES[name])
    }
    if name == "[[routes]]":
        expected |= BESIDE_THE_ROUTE

    assert {row.field: row.is_optional for row in DESCRIBED[name]} == expected


def test_every_part_of_a_regulation_has_its_table() -> None:
    parts = {entry.name for entry in fields(Regulation)} - OF_THE_FILE - NEVER_WRITTEN
    headings = {name.strip("[]") for name in DESCRIBED}

    assert parts <= headings
    assert headings - parts == {"routes.steps", "cadence", "term", "fields"}
    itself = PROFILE.partition("### the file itself")[2].partition("###")[0]
    assert set(re.findall(r"^\| `(\w+)`", itself, re.MULTILINE)) == OF_THE_FILE


@pytest.mark.parametrize("name", [name for name in TABLES if name.startswith("[[")])
def test_the_examples_of_a_table_can_be_read(name: str) -> None:
    lines = [f"{row.field} = {row.example}" for row in DESCRIBED[name] if row.example]
    text = "\n".join(["", name, *lines, ""])

    read_regulation(profile_text("hospital") + text)  # no fault in it


def test_the_examples_of_rhythm_term_and_field_can_be_read() -> None:
    def values(name: str) -> dict[str, Any]:
        return tomllib.loads("\n".join(f"{r.field} = {r.example}" for r in DESCRIBED[name]))

    rhythm = values("cadence")
    Cadence(**{**rhythm, "every": Rhythm(rhythm["every"])})
    for unit, amount in values("term").items():
        Term(**{unit: amount})
    FormField(**values("fields"))


@pytest.mark.parametrize("word", [*Kind, *Rhythm, *sorted(ALL_POSTS)])
def test_a_word_that_a_profile_may_use_is_named(word: str) -> None:
    assert f"`{word}`" in PROFILE


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_in_the_readme_and_helps(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert any(page == "README.md" and line.split()[1] == name for page, line in NAMED)
    assert help_of([name], capsys).startswith(f"usage: hefa {name}")


@pytest.mark.parametrize(("page", "line"), NAMED)
def test_a_command_that_a_page_names_is_there_with_its_flags(
    page: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = line.split()[1:]
    assert words[0] in COMMANDS, page
    actions = words[1].split("|") if words[0] in {"ledger", "regulation"} and words[1:] else [""]
    text = "".join(help_of([words[0], *filter(None, [action])], capsys) for action in actions)
    for flag in FLAG.findall(line):
        assert flag in text, (page, line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith(("http", "#")):
            assert (page.parent / unquote(target).partition("#")[0]).exists(), target


def help_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what `hefa … --help` prints."""
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out
