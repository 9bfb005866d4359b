"""The canonical form: one for one value, and what it refuses."""

import json
import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import strategies as st
from tests.property.drawn import TEXT, counted

from hefa.core.canonical import canonical_bytes
from hefa.core.errors import Refused

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


FLOATS = st.floats()


SURROGATES = st.characters(categories=("Cs",))


def test_canonical_bytes_are_one_for_one_value() -> None:
    def check(value: Any, tally: Counter[str]) -> None:
        made = canonical_bytes(value)
        assert canonical_bytes(json.loads(made)) == made
        assert json.loads(made) == value
        tally["with an object"] += b"{" in made
        if isinstance(value, dict):
            assert canonical_bytes(dict(reversed(value.items()))) == made

    assert counted(check, JSON)["with an object"] > 30


def test_a_float_anywhere_is_refused() -> None:
    def check(drawn: tuple[Any, float], tally: Counter[str]) -> None:
        inner, number = drawn
        for value in (number, [inner, number], {"a": {"b": [number]}}):
            with pytest.raises(Refused) as refused:
                canonical_bytes(value)
            assert refused.value.reasons[0].code == "core.not_canonical"
        tally["whole"] += (
            not math.isnan(number) and number == int(number) if math.isfinite(number) else 0
        )

    assert counted(check, st.tuples(JSON, FLOATS | st.sampled_from([0.0, 1.0])))["whole"] > 5


def test_a_lone_surrogate_is_refused_in_text_and_in_keys() -> None:
    def check(drawn: tuple[str, str], tally: Counter[str]) -> None:
        before, lone = drawn
        for value in (before + lone, {"a": [before + lone]}, {lone: 1}):
            with pytest.raises(Refused) as refused:
                canonical_bytes(value)
            assert refused.value.reasons[0].code == "core.text_not_unicode"
        tally["tried"] += 1

    assert counted(check, st.tuples(TEXT, SURROGATES))["tried"] > 100


@pytest.mark.parametrize("key", [1, None, True, (1,)])
def test_a_key_that_is_no_text_is_refused(key: object) -> None:
    with pytest.raises(Refused) as refused:
        canonical_bytes({key: 1})  # type: ignore[dict-item]  # that is the point

    assert refused.value.reasons[0].code == "core.key_not_text"


@pytest.mark.parametrize("value", [b"x", {1}, object(), frozenset()])
def test_what_json_does_not_know_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        canonical_bytes(value)  # type: ignore[arg-type]  # that is the point
