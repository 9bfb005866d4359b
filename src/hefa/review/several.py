"""Several routine sheets agreed to at once: each its own opinion in its own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.core.review import Act, Attempt
from hefa.people.models import Person
from hefa.registry.adopted import parsed
from hefa.review.actions import act_on
from hefa.review.models import ReviewSheet

TOGETHER = frozenset({Act.ENDORSE, Act.APPROVE, Act.DELIVER})
MOST_AT_ONCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one of several sheets: the sheet, and why not where it was not done."""

    sheet: ReviewSheet
    reasons: tuple[Reason, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it was signed."""
        return not self.reasons


def act_on_several(
    wanted: Iterable[tuple[ReviewSheet, Attempt]], *, person: Person, now: datetime
) -> tuple[Outcome, ...]:
    """Carry out each attempt by itself and return what became of each, in order.

    What is refused, or met somebody else's act, leaves the others as they are.
    """
    return tuple(_one(sheet, attempt, person, now) for sheet, attempt in wanted)


def is_routine(sheet: ReviewSheet) -> bool:
    """Whether the regulation lets sheets of this kind be agreed to with others."""
    category = sheet.version.category
    listed = parsed(sheet.regulation).categories
    is_marked = any(kind.key == category and kind.is_routine for kind in listed)
    return is_marked and not parsed(sheet.regulation).route(sheet.route).kinds


def _one(sheet: ReviewSheet, attempt: Attempt, person: Person, now: datetime) -> Outcome:
    if attempt.act not in TOGETHER or not is_routine(sheet):
        return Outcome(sheet=sheet, reasons=(reason("review.not_routine"),))
    try:
        done = act_on(sheet, attempt, person=person, now=now)
    except (Refused, Conflict) as error:
        return Outcome(sheet=sheet, reasons=error.reasons)
    return Outcome(sheet=done)
