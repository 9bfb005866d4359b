"""Who is told of what happens to a sheet: whose turn it is, its author, who was asked.

Everything here is written in the transaction of the act; nothing leaves the machine in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from hefa.core.review import Act, PersonId, Sheet, State, reasons_against
from hefa.notify.models import MessageKind
from hefa.notify.outbox import News, settle, tell
from hefa.people.models import Person
from hefa.registry.access import actors_standing, standing
from hefa.registry.adopted import regulation_now
from hefa.registry.labels import step_label
from hefa.review.models import Advice, ReviewSheet
from hefa.review.queries import attempt_on, core_sheet

# What a turn told of its own; it need not be told once the turn is over.
OF_THE_TURN = (MessageKind.WAITS, MessageKind.DUE_SOON, MessageKind.OVERDUE)
_NOT_THEIRS = frozenset({"review.wrong_post", "review.same_person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is: who hold the post themselves or for its holder, and their deputies."""

    holders: tuple[Person, ...]
    deputies: tuple[Person, ...]

    @property
    def first(self) -> tuple[Person, ...]:
        """Who is told first: the holders, or their deputies where none may act."""
        return self.holders or self.deputies


def tell_of_act(
    sheet: ReviewSheet, act: Act, *, person: Person, has_moved: bool, now: datetime
) -> None:
    """Tell of one act just made by `person` on `sheet`, which is given as it stands after it.

    Whoever is next hears that it waits for them; the author, that it came back or was released.
    `has_moved` says that another step is awaited than before, or none any more.
    """
    settle(about_of(sheet), *OF_THE_TURN, now=now, person=person)
    if act is Act.RETURN and sheet.ended == State.RETURNED:
        tell(news_of(sheet, MessageKind.RETURNED), [sheet.author], now=now)
    if act is Act.RELEASE:
        readers = [sheet.author] if sheet.author != person else []
        tell(news_of(sheet, MessageKind.RELEASED), readers, now=now)
    if has_moved:
        tell_of_turn(sheet, now=now)


def tell_of_turn(sheet: ReviewSheet, *, now: datetime) -> None:
    """Tell whoever is next that the sheet waits for them; nobody when it waits for none.

    What the turn before told and has not left is taken back.
    """
    settle(about_of(sheet), *OF_THE_TURN, now=now)
    if sheet.awaits:
        tell(news_of(sheet, MessageKind.WAITS), whose_turn(sheet, now).first, now=now)


def tell_of_advice(advice: Advice, *, now: datetime) -> None:
    """Tell whoever is asked for advice, and whoever asked once it is there; never the group."""
    occasion = f"advice-{advice.pk}"
    if advice.answered_at is None:
        news = news_of(advice.sheet, MessageKind.ADVICE, occasion=occasion)
        tell(news, [advice.asked_of], now=now, groups=False)
        return
    settle(about_of(advice.sheet), MessageKind.ADVICE, now=now, person=advice.asked_of)
    news = news_of(advice.sheet, MessageKind.ADVISED, occasion=occasion)
    tell(news, [advice.asked_by], now=now, groups=False)


def news_of(sheet: ReviewSheet, kind: MessageKind, *, occasion: str = "") -> News:
    """Return what there is to tell of `sheet` as it stands; the same turn gives the same news."""
    act = step_label(sheet.regulation, sheet.route, sheet.position) if sheet.awaits else ""
    return News(
        kind=kind,
        about=about_of(sheet),
        occasion=occasion or f"{sheet.position}-{sheet.waiting_since:%Y%m%d%H%M%S%f}",
        path=reverse("review:sheet", args=[sheet.number]),
        number=sheet.number,
        act=act,
        title=sheet.version.title,
        unit=sheet.unit,
        is_urgent=sheet.is_urgent,
    )


def about_of(sheet: ReviewSheet) -> str:
    """Return the name under which the ledger knows `sheet`, too."""
    return f"sheet:{sheet.number}"


def whose_turn(sheet: ReviewSheet, now: datetime) -> Turn:
    """Return who may take the awaited step now, by the same rules that would refuse them."""
    decided = core_sheet(sheet)
    if decided.step is None:
        return Turn(holders=(), deputies=())
    attempt = attempt_on(sheet, decided.step.act)
    keys = [
        actor.person
        for actor in actors_standing(now)
        if not _NOT_THEIRS & {entry.code for entry in reasons_against(decided, attempt, actor)}
    ]
    people = list(Person.objects.filter(key__in=keys, is_active=True))
    own = _holding_themselves(decided, keys, now)
    return Turn(
        holders=tuple(person for person in people if person.key in own),
        deputies=tuple(person for person in people if person.key not in own),
    )


def _holding_themselves(sheet: Sheet, keys: Iterable[PersonId], now: datetime) -> set[str]:
    """Return who of `keys` holds a wanted post as its holder, or has it from its holder."""
    number = sheet.awaited
    if number is None:
        return set()
    wanted = sheet.posts_wanted(number)
    regulation = regulation_now(now)
    posts = wanted | (regulation.posts_for(wanted) if regulation else frozenset())
    held = standing(now).filter(person__key__in=list(keys), post__in=posts)
    if sheet.route.steps[number].in_unit:
        held = held.filter(unit__key=sheet.unit)
    own = held.exclude(is_deputy=True, for_person=None)
    return set(own.values_list("person__key", flat=True))
