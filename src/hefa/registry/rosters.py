"""Lists for the settings pages: people with their posts, one person's appointments."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q

from hefa.core.regulation import Regulation
from hefa.people.models import Person
from hefa.registry.access import HERE, standing
from hefa.registry.adopted import regulation_in_force, regulation_now
from hefa.registry.models import AdoptedRegulation, Appointment, Column, OfficialAccount, Unit
from hefa.ui.words import sentence

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person in the list, with the posts held now in words."""

    person: Person
    initial: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRow:
    """One appointment in words, and whether it holds, has ended or is still to come."""

    appointment: Appointment
    post: str
    is_over: bool
    is_to_come: bool
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account, and how its connection was found when it was last tested."""

    account: OfficialAccount
    tone: str
    state: str
    has_secret: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the first settings page says beside each section."""

    people: int
    units: int
    columns: int
    accounts: tuple[OfficialAccount, ...]
    adopted: AdoptedRegulation | None


def people_matching(
    words: str, page: str | None, now: datetime
) -> tuple[list[PersonRow], Page[Person]]:
    """Return the people whose name, sign-in name or phone holds `words`, and the page they fill.

    Open accounts come first. Four queries, however many people there are.
    """
    found = Person.objects.order_by("-is_active", "display_name", "id")
    if words:
        found = found.filter(
            Q(display_name__icontains=words)
            | Q(username__icontains=words)
            | Q(phone__icontains=words)
        )
    listed = Paginator(found, PAGE_SIZE).get_page(page)
    held = _posts_held([person.pk for person in listed], now)
    rows = [
        PersonRow(person=person, initial=person.display_name[:1], posts=tuple(held[person.pk]))
        for person in listed
    ]
    return rows, listed


def appointments_ever(person: Person, now: datetime) -> list[AppointmentRow]:
    """Return every appointment of `person`, newest first. Two queries."""
    today = now.astimezone(HERE).date()
    regulation = regulation_now(now)
    return [
        AppointmentRow(
            appointment=entry,
            post=post_words(entry, regulation),
            is_over=entry.ends_on is not None and entry.ends_on < today,
            is_to_come=entry.starts_on > today,
            may_end=entry.ends_on is None,
        )
        for entry in person.appointments.select_related("unit").order_by("-starts_on", "-id")
    ]


def counts(now: datetime) -> Counts:
    """Return what the first settings page counts. Five queries."""
    return Counts(
        people=Person.objects.filter(is_active=True).count(),
        units=Unit.objects.filter(is_active=True).count(),
        columns=Column.objects.filter(is_open=True).count(),
        accounts=tuple(OfficialAccount.objects.order_by("id")),
        adopted=regulation_in_force(now),
    )


def accounts_in_words() -> list[AccountRow]:
    """Return the accounts with the state of their connection in words. One query."""
    return [
        AccountRow(
            account=account,
            tone=_tone(account),
            state=_state(account),
            has_secret=bool(account.secret_sealed),
        )
        for account in OfficialAccount.objects.order_by("id")
    ]


def post_words(appointment: Appointment, regulation: Regulation | None) -> str:
    """Return the organisation's word for the post, marked when it is held as deputy."""
    label = regulation.post_label(appointment.post) if regulation else appointment.post
    return f"{label}（副岗）" if appointment.is_deputy else label


def _tone(account: OfficialAccount) -> str:
    if account.tested_at is None:
        return "neutral"
    return "miss" if account.test_code else "ok"


def _state(account: OfficialAccount) -> str:
    if account.tested_at is None:
        return sentence("registry.connection_untested")
    if account.test_code:
        return sentence("registry.connection_refused", {"why": sentence(account.test_code)})
    return sentence("registry.connection_works")


def _posts_held(people: list[int], now: datetime) -> dict[int, list[str]]:
    held: dict[int, list[str]] = defaultdict(list)
    regulation = regulation_now(now)
    for entry in standing(now).filter(person__in=people).select_related("unit"):
        held[entry.person_id].append(f"{post_words(entry, regulation)} · {entry.unit.name}")
    return held
