"""What a judge is asked, and what is read once for all of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from hefa.core.duty import Standing
from hefa.core.regulation import Control, Regulation
from hefa.core.workdays import Calendar
from hefa.patrol import evidence as patrolled
from hefa.publish import evidence as published
from hefa.registry.models import AdoptedRegulation
from hefa.registry.recorded import House, house
from hefa.report.board import Evidence
from hefa.report.tally import Tally, tally
from hefa.respond.evidence import Episode, episodes

PERIOD = timedelta(days=366)
LONGEST = timedelta(days=2 * 366)
SHOWN = 20


class Records:
    """What was on record at `at`, each part read once, when the first judge asks for it.

    Not a plain value: what is never asked for is never read.
    """

    def __init__(self, at: datetime, since: datetime) -> None:
        self.at = at
        self.since = max(since, at - LONGEST)
        self.year_began_at = at - PERIOD

    @cached_property
    def house(self) -> House:
        """The register as the ledger tells it."""
        return house(self.at)

    @cached_property
    def sheets(self) -> Tally:
        """What trying the released sheets of a year came to."""
        return tally(self.year_began_at, self.at)

    @cached_property
    def let(self) -> published.Let:
        """How all that went out in a year was let out."""
        return published.let_out(self.year_began_at, self.at)

    @cached_property
    def sighted(self) -> patrolled.Sighted:
        """How what is out was last seen."""
        return patrolled.sighted(self.year_began_at, self.at)

    @cached_property
    def rounds(self) -> patrolled.Rounds:
        """The first whole round of each day, by account."""
        return patrolled.whole_rounds(self.since, self.at)

    @cached_property
    def incidents(self) -> tuple[Episode, ...]:
        """The incidents of two years, drills among them, newest first."""
        return episodes(self.at - LONGEST, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A control asked about at a moment, under the regulation in force then.

    `since` is when the record of duties begins: the first adoption, or the day it took effect
    where that is later. `adopted` is the version in force, `calendar` that of working days.
    """

    control: Control
    at: datetime
    regulation: Regulation
    adopted: AdoptedRegulation
    since: datetime
    calendar: Calendar
    records: Records = field(repr=False, compare=False)

    def unit_name(self, key: str) -> str:
        """Return how the unit `key` was called: as last saved, else as the regulation says."""
        if key in self.records.house.units:
            return self.records.house.units[key][0]
        return next((unit.label for unit in self.regulation.units if unit.key == key), key)


def missing(fact: str, place: str = "", next_: str = "") -> Evidence:
    """Return that there is no evidence, why, and what to do about it."""
    return Evidence(standing=Standing.MISSING, fact=fact, place=place, next=next_)


def worst(standings: list[Standing]) -> Standing:
    """Return the worst of the states; without any, nothing is proved."""
    for state in (Standing.MISSING, Standing.EXPIRING):
        if state in standings or not standings:
            return state
    return Standing.PROVED
