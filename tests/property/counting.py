"""Laws tried on many made-up cases, with a count of what was met: no law holds of nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st


def evenly(last: int) -> st.SearchStrategy[int]:
    """Return 0 to `last`, all as likely; wide ranges by themselves prefer what is small."""
    if last < 100:
        return st.integers(0, last)
    return st.builds(
        lambda more, less: min(last, more * 100 + less), evenly(last // 100), evenly(99)
    )


def counted(
    check: Callable[[Any, Counter[str]], None], strategy: st.SearchStrategy[Any], count: int = 150
) -> Counter[str]:
    """Return what `check` counted over `count` examples of `strategy`."""
    tally: Counter[str] = Counter()

    @settings(max_examples=count, deadline=None, database=None, derandomize=True)
    @given(strategy)
    def run(value: Any) -> None:
        check(value, tally)

    run()
    return tally
