"""When to look again: the waiting times of the publication protocol, for any given moment."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from hefa.registry.access import HERE

LEASE: Final = timedelta(seconds=120)
LONGEST_TURN_SECONDS: Final = 60
PERMIT_LIFE_SECONDS: Final = 30
CLEAR_BY: Final = timedelta(minutes=30)
SUBMITTED_UNTIL: Final = timedelta(hours=24)
ADDRESSES_TOLD_BY: Final = timedelta(minutes=10)
SHOWN_BY: Final = timedelta(minutes=10)  # before that a page may say gone that is only new

# Waiting for an outcome: up to this age, this long between two looks.
_POLLS: Final = ((5, 5), (15, 10), (35, 20), (75, 40), (1800, 60))
_POLL_LATE_SECONDS: Final = 300
_GLANCES: Final = ((300, 30), (900, 60), (3600, 300), (14_400, 900))
_LATEST_GLANCE_SECONDS: Final = 1800
_LOOKS_SECONDS: Final = (15, 30, 60, 120, 300, 600, 900, 1200, 1500, 1800)
_LOOKS_DEMO_SECONDS: Final = (1, 3, 6, *_LOOKS_SECONDS)
_DEMO_SECONDS: Final = 60


def waiting_floor() -> timedelta:
    """Return how long an unclear submission rests before anybody may submit again."""
    return timedelta(minutes=getattr(settings, "PUBLISH_WAITING_FLOOR_MINUTES", 25))


def next_poll(since: datetime, now: datetime) -> datetime:
    """Return when to ask again for the outcome of what was accepted at `since`."""
    age = (now - since).total_seconds()
    if settings.DEMO and age < _DEMO_SECONDS:
        return now + timedelta(seconds=0.1 if age < 1 else 1)
    wait = next((wait for until, wait in _POLLS if age < until), _POLL_LATE_SECONDS)
    return now + timedelta(seconds=wait)


def next_look(since: datetime, now: datetime) -> datetime:
    """Return when to look again for a submission whose answer was lost at `since`."""
    looks = _LOOKS_DEMO_SECONDS if settings.DEMO else _LOOKS_SECONDS
    age = (now - since).total_seconds()
    wait = next((look - age for look in looks if look > age), _POLL_LATE_SECONDS)
    return now + timedelta(seconds=wait)


def next_glance(since: datetime, now: datetime) -> datetime:
    """Return when to look again whether a person has published what was handed over at `since`."""
    age = (now - since).total_seconds()
    if settings.DEMO and age < _LATEST_GLANCE_SECONDS:
        return now + timedelta(seconds=1)
    wait = next((wait for until, wait in _GLANCES if age < until), _LATEST_GLANCE_SECONDS)
    return now + timedelta(seconds=wait)


def settled(since: datetime) -> datetime:
    """Return when a draft call whose answer was lost at `since` may be looked for."""
    return since + timedelta(seconds=1 if settings.DEMO else 5)


def soon(now: datetime) -> datetime:
    """Return when to try again what certainly did not happen."""
    return now + timedelta(seconds=2 if settings.DEMO else 30)


def after_refusal(code: str, now: datetime) -> datetime:
    """Return when WeChat may take again what it put off with `code`.

    A used-up day ends at midnight in Shanghai; quotas of calls are also raised by hand, so it is
    asked again every hour.
    """
    tomorrow = (now.astimezone(HERE) + timedelta(days=1)).replace(
        hour=0, minute=1, second=0, microsecond=0
    )
    if code == "wechat.mass_quota":
        return tomorrow
    if code == "wechat.quota_day":
        return min(tomorrow, now + timedelta(hours=1))
    if code == "wechat.publish_too_often":
        return now + timedelta(minutes=5)
    if code == "wechat.quota_minute":
        return now + timedelta(minutes=1)
    return soon(now)
