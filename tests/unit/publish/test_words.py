import ast
from pathlib import Path

import pytest

from hefa.jobs.registry import known_kinds
from hefa.render.page import PageState
from hefa.respond.changes import StepKind
from hefa.ui.words import known_codes

STAGES = ("publish", "patrol", "respond", "jobs")
JOBS = {
    "publish.advance",
    "publish.tidy",
    "publish.chase",
    "publish.counts",
    "publish.ended_notices",
    "patrol.round",
    "respond.pull",
}


def codes_in(stage: str) -> set[str]:
    """Return every dotted text in the stage's code that names something of the stage."""
    found = set()
    for path in Path("src/hefa", stage).rglob("*.py"):
        if path.name == "words.py" or path.parent.name == "migrations":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, dot, rest = node.value.partition(".")
                if head in STAGES and dot and rest.replace("_", "").isalpha() and rest.islower():
                    found.add(node.value)
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_every_code_has_words(stage: str) -> None:
    codes = codes_in(stage) - (JOBS - {"patrol.round"})

    assert codes
    assert codes <= known_codes()


@pytest.mark.parametrize("stage", STAGES)
def test_every_word_is_used(stage: str) -> None:
    used = set().union(*(codes_in(other) for other in STAGES))
    made = {f"respond.step.{kind.value}" for kind in StepKind}
    made |= {f"respond.{kind.value}" for kind in StepKind}
    made |= {f"render.page.{state.value}" for state in PageState}
    made |= {f"respond.kind.{kind}" for kind in ("changed", "missing", "unauthorised", "reported")}
    words = {code for code in known_codes() if code.startswith(f"{stage}.")}

    assert words <= used | made


def test_every_job_that_is_woken_is_known() -> None:
    assert known_kinds() >= JOBS
