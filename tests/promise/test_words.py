"""Every stable code in the sources has words that a reader can understand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hefa.check.engine import all_rules
from hefa.core.finding import Severity, Verdict
from hefa.core.review import Act, State
from hefa.jobs.registry import known_kinds
from hefa.publish.models import PublicationState
from hefa.review.actions import PAST
from hefa.ui import words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "hefa").rglob("*.py"))
STAGES = sorted(path.name for path in (ROOT / "src" / "hefa").iterdir() if path.is_dir())
CODE = re.compile(rf"({'|'.join(STAGES)})(\.[a-z0-9_]+)+")

NOT_FOR_READERS = {"collect.picture"}  # the purpose under which an address is signed


def codes_in(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each text that can only be a code, with its line; a prefix ends in `_` or `.`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prefixes = {
        id(node.values[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if CODE.fullmatch(node.value) and id(node) not in prefixes:
                yield node.lineno, node.value
            elif id(node) in prefixes and CODE.match(node.value):
                yield node.lineno, f"{node.value}*"


FOUND = {
    code: f"{path.relative_to(ROOT)}:{line}"
    for path in SOURCES
    if path.name != "apps.py" and "migrations" not in path.parts
    for line, code in codes_in(path)
}


def test_the_search_is_not_vacuous() -> None:
    assert len(FOUND) > 150
    kinds = {"review", "publish", "collect", "registry", "core", "ledger", "patrol", "people"}
    assert kinds <= {code.partition(".")[0] for code in FOUND}


@pytest.mark.parametrize("code", sorted(FOUND))
def test_a_code_has_words(code: str) -> None:
    known = words.known_codes()
    if code.endswith("*"):
        assert any(entry.startswith(code[:-1]) for entry in known), FOUND[code]
    else:
        assert code in known | known_kinds() | NOT_FOR_READERS, FOUND[code]


@pytest.mark.parametrize("kind", sorted(PAST.values()))
def test_an_act_of_review_has_words_in_the_ledger(kind: str) -> None:
    assert kind in words.known_codes()


@pytest.mark.parametrize("value", [*Act, *State])
def test_an_act_and_a_state_have_words(value: str) -> None:
    assert value in words.known_codes()


@pytest.mark.parametrize("value", [f"check.severity.{one.value}" for one in Severity]
                         + [f"check.verdict.{one.value}" for one in Verdict])  # fmt: skip
def test_severities_and_verdicts_have_words(value: str) -> None:
    assert value in words.known_codes()


def test_every_rule_of_the_machine_s_look_says_what_and_what_to_do() -> None:
    rules = [rule.id.lower() for rule in all_rules()]

    assert rules
    for rule in rules:
        assert f"check.{rule}" in words.known_codes()
        assert f"check.{rule}.todo" in words.known_codes()


def test_every_state_of_a_publication_has_its_label() -> None:
    assert all(state.label and state.label != state.value for state in PublicationState)


def test_words_are_chinese_and_end_as_sentences_do() -> None:
    for code in words.known_codes():
        text = words.sentence(code)
        assert re.search(r"[\u4e00-\u9fff]", text), code
        assert "！" not in text, code
