"""What verification finds: one thing that does not prove out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not prove out: a stable code, and the entry or thing it names."""

    code: str
    seq: int | None = None
    thing: str = ""
