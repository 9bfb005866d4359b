"""Reads that prove who was at work: each name is the claim it proves."""

from collections.abc import Iterable
from datetime import datetime

from hefa.people.models import SignInEvent


def last_sign_in(person_keys: Iterable[str], now: datetime) -> datetime | None:
    """Return when one of the people last signed in by `now`, or None. Source: 5(8)."""
    events = SignInEvent.objects.filter(
        person__key__in=list(person_keys), is_success=True, at__lte=now
    )
    return events.order_by("-at").values_list("at", flat=True).first()
