"""The adopted versions of the regulation: which one is in force, and what each says."""

from datetime import date, datetime
from functools import lru_cache

from hefa.core.regulation import Regulation, parse_regulation
from hefa.core.workdays import HERE
from hefa.registry.models import AdoptedRegulation


@lru_cache(maxsize=16)
def _parsed(text_sha256: str, text: str) -> Regulation:
    del text_sha256
    return parse_regulation(text)


def parsed(adopted: AdoptedRegulation) -> Regulation:
    """Return the regulation that `adopted` keeps word for word."""
    return _parsed(adopted.text_sha256, adopted.text)


def regulation_in_force(now: datetime) -> AdoptedRegulation | None:
    """Return the version in force on the day of `now`, or None before the first adoption."""
    return regulation_on(now.astimezone(HERE).date())


def regulation_on(day: date) -> AdoptedRegulation | None:
    """Return the version in force on `day`; of two that begin together the later adopted."""
    begun = AdoptedRegulation.objects.filter(effective_on__lte=day)
    return begun.order_by("-effective_on", "-pk").first()


def first_regulation() -> AdoptedRegulation | None:
    """Return the version that was or will be in force first, or None before the first adoption."""
    return AdoptedRegulation.objects.order_by("effective_on", "pk").first()


def regulations_at(now: datetime) -> tuple[Regulation | None, tuple[Regulation, ...]]:
    """Return the regulation in force, or None, and every one adopted. One query."""
    adopted = list(AdoptedRegulation.objects.order_by("effective_on", "pk"))
    today = now.astimezone(HERE).date()
    begun = [parsed(entry) for entry in adopted if entry.effective_on <= today]
    return (begun[-1] if begun else None), tuple(parsed(entry) for entry in adopted)


def regulation_now(now: datetime) -> Regulation | None:
    """Return the regulation in force, read; None before the first adoption. One query."""
    adopted = regulation_in_force(now)
    return parsed(adopted) if adopted else None
