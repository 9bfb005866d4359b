"""What trying a claim on every case came to."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How many cases a claim was tried on, and those it does not hold for, by name."""

    count: int
    against: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the claim holds for every case; it also holds for none."""
        return not self.against


def tried(cases: Iterable[tuple[str, bool]]) -> Proof:
    """Return the proof of a claim tried on `cases`: each by its name, and whether it holds."""
    found = list(cases)
    return Proof(count=len(found), against=tuple(name for name, holds in found if not holds))
