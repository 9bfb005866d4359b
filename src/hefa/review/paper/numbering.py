"""Giving a sheet its number: the next of its series, never one that was given before."""

from datetime import datetime
from typing import Final

from django.db.models import F

from hefa.core.numbering import USUAL, is_by_unit, is_pattern, number_from
from hefa.core.regulation import Regulation
from hefa.registry.access import HERE
from hefa.registry.models import Unit
from hefa.review.paper.models import NumberSeries, SheetNumber

NUMBERING: Final = "numbering"


def pattern_of(regulation: Regulation) -> str:
    """Return how the regulation numbers its sheets: its own pattern, or 2026-0187."""
    pattern = str(regulation.parameters.get(NUMBERING, USUAL))
    return pattern if is_pattern(pattern) else USUAL


def next_number(unit: Unit, regulation: Regulation, now: datetime) -> str:
    """Return the next number of the year, or of the unit and the year, and register it.

    In the caller's transaction: the sheet must bear it before that ends.
    """
    pattern = pattern_of(regulation)
    year = now.astimezone(HERE).year
    own = unit if is_by_unit(pattern) else None
    key = f"{year}/{own.key}" if own else str(year)
    NumberSeries.objects.get_or_create(key=key, defaults={"year": year, "unit": own})
    NumberSeries.objects.filter(key=key).update(last=F("last") + 1)
    series = NumberSeries.objects.get(key=key)
    number = number_from(pattern, year=year, serial=series.last, unit=unit.name)
    SheetNumber.objects.create(sheet_id=number, series=series, serial=series.last, given_at=now)
    return number
