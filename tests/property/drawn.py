"""What the properties of the core draw from."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = st.text(
    st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=("Cs",)),
    max_size=6,
)


def counted(
    check: Callable[[Any, Counter[str]], None], strategy: st.SearchStrategy[Any], count: int = 200
) -> Counter[str]:
    """Return what `check` counted over `count` examples of `strategy`."""
    tally: Counter[str] = Counter()

    @settings(max_examples=count, deadline=None, database=None, derandomize=True)
    @given(strategy)
    def run(value: Any) -> None:
        tally["examples"] += 1
        check(value, tally)

    run()
    return tally
