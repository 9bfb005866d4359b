"""Mass sends 群发 by the day: how many may go, which days are taken, when the next may go."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q

from hefa.publish.models import Publication, PublicationState
from hefa.publish.turn import BEFORE_SUBMISSION
from hefa.registry.access import HERE
from hefa.registry.adopted import regulation_now
from hefa.registry.models import OfficialAccount

State = PublicationState

_LETS_OUT: Final = ("submit", "by_hand")
_FURTHEST_DAYS: Final = 60


def mass_sends_a_day(now: datetime) -> int:
    """Return how many mass sends an account may make in a day; 1 unless the regulation says more.

    Source: WeChat message/mass/sendall, one successful call a day.
    """
    regulation = regulation_now(now)
    value = regulation.parameters.get("mass_sends_a_day", 1) if regulation else 1
    return value if isinstance(value, int) and value > 0 else 1


def mass_sends_left(
    account: OfficialAccount, day: date, *, now: datetime, besides: int | None = None
) -> int:
    """Return how many mass sends `account` has left on `day`, this one (`besides`) not counted.

    Taken are those let out on that day and those that wait for it.
    """
    begins = datetime.combine(day, time(), tzinfo=HERE)
    ends = begins + timedelta(days=1)
    let_out = Q(
        permits__kind__in=_LETS_OUT, permits__issued_at__gte=begins, permits__issued_at__lt=ends
    ) & ~Q(state__in=BEFORE_SUBMISSION)
    waits = Q(state__in=BEFORE_SUBMISSION, planned_at__gte=begins, planned_at__lt=ends)
    if day == now.astimezone(HERE).date():
        waits |= Q(state__in=BEFORE_SUBMISSION) & (
            Q(planned_at__isnull=True) | Q(planned_at__lt=begins)
        )
    if besides is not None:
        waits &= Q(pk__lt=besides)  # of two that wait, the first was first
    sends = Publication.objects.filter(account=account, mass_send=True, kind="article")
    others = sends.filter(let_out | waits).exclude(state__in=(State.CANCELLED, State.FAILED))
    if besides is not None:
        others = others.exclude(pk=besides)
    return max(mass_sends_a_day(now) - others.values("pk").distinct().count(), 0)


def next_mass_send_on(
    account: OfficialAccount, day: date, *, now: datetime, besides: int | None = None
) -> date:
    """Return the first day from `day` on which `account` has a mass send left."""
    for number in range(_FURTHEST_DAYS):
        wanted = day + timedelta(days=number)
        if mass_sends_left(account, wanted, now=now, besides=besides):
            return wanted
    return day + timedelta(days=_FURTHEST_DAYS)
