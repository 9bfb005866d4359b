"""Proofs over trees of any size, with a count of how many were large."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hefa.core import merkle


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


SIZES = st.integers(1, 300)


def leaves_of(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


def test_inclusion_is_proved_at_any_size_and_for_no_other_leaf() -> None:
    def check(drawn: tuple[int, int], tally: Counter[str]) -> None:
        size, at = drawn[0], drawn[1] % drawn[0]
        leaves = leaves_of(size)
        proof = merkle.inclusion_proof(leaves, at)
        root = merkle.root_of(leaves)
        known = {"index": at, "size": size, "root": root, "proof": proof}
        assert merkle.is_included(leaf=leaves[at], **known)
        assert not merkle.is_included(leaf=merkle.leaf_hash(b"no"), **known)
        tally["large"] += size > 32

    assert counted(check, st.tuples(SIZES, st.integers(0)), 100)["large"] > 30


def test_consistency_is_proved_at_any_size_and_for_no_other_past() -> None:
    def check(drawn: tuple[int, int], tally: Counter[str]) -> None:
        size, old = drawn[0], drawn[1] % (drawn[0] + 1)
        leaves = leaves_of(size)
        known = {
            "old_size": old,
            "size": size,
            "root": merkle.root_of(leaves),
            "proof": merkle.consistency_proof(leaves, old),
        }
        assert merkle.is_consistent(old_root=merkle.root_of(leaves[:old]), **known)
        assert not merkle.is_consistent(old_root=merkle.leaf_hash(b"no"), **known)
        tally["between"] += 0 < old < size

    assert counted(check, st.tuples(SIZES, st.integers(0)), 100)["between"] > 30
