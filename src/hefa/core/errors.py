"""The four errors Hefa raises on purpose, and the reasons they carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason why an act is refused: a stable code, the clause it rests on, and its data.

    `code` is dotted (`review.same_person`); its words stand in the `words.py` of the package
    named before the dot and are made when shown, in the reader's language.
    """

    code: str
    clause: str = ""
    detail: Mapping[str, str | int] = field(default_factory=dict)


def reason(code: str, clause: str = "", **detail: str | int) -> Reason:
    """Return the reason `code`; `detail` fills the named places in its words."""
    return Reason(code=code, clause=clause, detail=detail)


class HefaError(Exception):
    """Base of the four errors; `reasons` says why, all of them and not only the first."""

    def __init__(self, reasons: Iterable[Reason] | Reason) -> None:
        self.reasons = (reasons,) if isinstance(reasons, Reason) else tuple(reasons)
        super().__init__("; ".join(entry.code for entry in self.reasons))


class Refused(HefaError):
    """The rules say no. The caller shows every reason and keeps what was typed."""


class Conflict(HefaError):
    """Someone was first. The caller reloads and shows what has changed."""


class Unavailable(HefaError):
    """Something outside did not answer. The caller tries again later."""


class Tampered(HefaError):
    """A record does not prove out. The caller stops publishing and raises the alarm."""
