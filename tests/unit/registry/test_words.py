"""Every code that people, registry and notify use has words, and every word a use."""

import re
from pathlib import Path

import pytest

import hefa
from hefa.notify.words import WORDS as NOTIFY
from hefa.people.words import WORDS as PEOPLE
from hefa.registry.words import WORDS as REGISTRY
from hefa.ui.words import known_codes

STAGES = {"people": PEOPLE, "registry": REGISTRY, "notify": NOTIFY}
# Put together where they are used; tests/promise looks whether every prefix is.
BUILT = (
    "registry.line_",
    "registry.hint_",
    "registry.act_",
    "registry.change_",
    "registry.function_",
    "registry.parameter_",
    "registry.post_o",
    "registry.control_o",
    "registry.takes_",
    "registry.is_taken_",
    "registry.nobody_",
    "registry.road_refused_",
    "registry.resubmission_",
    "registry.routine_",
    "notify.told_",
)


def used(stage: str) -> set[str]:
    """Return the codes of `stage` that stand in the source of the three stages."""
    root = Path(hefa.__file__).parent
    files = [
        path
        for name in STAGES
        for path in (root / name).rglob("*.py")
        if path.name != "words.py" and "migrations" not in path.parts
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return set(re.findall(rf'"({stage}\.[a-z_]+[a-z])"', text))


@pytest.mark.parametrize("stage", STAGES)
def test_every_code_has_words_and_every_word_a_use(stage: str) -> None:
    words = set(STAGES[stage])
    built = {code for code in words if code.startswith(BUILT)}

    assert used(stage) - words == set()
    assert words - built - used(stage) == set()
    assert words <= known_codes()
