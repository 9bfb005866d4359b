"""Lists for the settings pages: people with their posts, one person's appointments."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

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
    """One account, how its connection was found last, and what is known of WeChat's habits.

    `road` says which road WeChat refuses, `resubmission` who submits again when an answer was lost.
    """

    account: OfficialAccount
    tone: str
    state: str
    has_secret: bool
    road: str
    resubmission: str
    is_resubmission_seen: bool


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
    entries = person.appointments.select_related("unit", "for_person")
    return _rows(entries.order_by("-starts_on", "-id"), now)


def posts_to_delegate(person: Person, now: datetime) -> list[AppointmentRow]:
    """Return the posts that `person` holds as holder now. Two queries."""
    own = standing(now).filter(person=person, is_deputy=False)
    return _rows(own.select_related("unit", "for_person"), now)


def delegations_of(person: Person, now: datetime) -> list[AppointmentRow]:
    """Return who acts for `person`, now or later, the next to begin first. Two queries."""
    today = now.astimezone(HERE).date()
    given = Appointment.objects.filter(for_person=person, ends_on__gte=today)
    return _rows(given.select_related("unit", "person").order_by("starts_on"), now)


def _rows(entries: QuerySet[Appointment], now: datetime) -> list[AppointmentRow]:
    today, regulation = now.astimezone(HERE).date(), regulation_now(now)
    return [
        AppointmentRow(
            appointment=entry,
            post=post_words(entry, regulation),
            is_over=entry.ends_on is not None and entry.ends_on < today,
            is_to_come=entry.starts_on > today,
            may_end=entry.ends_on is None,
        )
        for entry in entries
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
            road=_road(account),
            resubmission=_resubmission(account),
            is_resubmission_seen=_has_proposal(account),
        )
        for account in OfficialAccount.objects.order_by("id")
    ]


def post_words(appointment: Appointment, regulation: Regulation | None) -> str:
    """Return the organisation's word for the post, marked when held as deputy or for another."""
    label = regulation.post_label(appointment.post) if regulation else appointment.post
    if appointment.for_person is not None:
        return f"{label}（代{appointment.for_person.display_name}）"
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


def _road(account: OfficialAccount) -> str:
    refused = account.refused_channel
    return sentence(f"registry.road_refused_{refused}") if refused else ""


def _resubmission(account: OfficialAccount) -> str:
    known = "refused" if account.is_resubmission_refused else "unknown"
    return sentence(f"registry.resubmission_is_{known}")


def _has_proposal(account: OfficialAccount) -> bool:
    """Whether WeChat was seen to refuse a second submission and nobody has drawn it from that."""
    is_seen = account.resubmission_refused_at is not None
    return is_seen and not account.is_resubmission_refused


def _posts_held(people: list[int], now: datetime) -> dict[int, list[str]]:
    held: dict[int, list[str]] = defaultdict(list)
    regulation = regulation_now(now)
    for entry in standing(now).filter(person__in=people).select_related("unit", "for_person"):
        held[entry.person_id].append(f"{post_words(entry, regulation)} · {entry.unit.name}")
    return held
