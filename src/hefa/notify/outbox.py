"""Telling: rows written in the transaction of the act they tell of; the worker sends them.

No row names what the article says. Whoever has changed their mind since is not told any more:
`settle` takes back what has not left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from hefa.jobs.wake import wake
from hefa.notify.models import (
    Message,
    MessageChoice,
    MessageKind,
    MessageRule,
    MessageState,
    Robot,
)
from hefa.notify.queries import has_mail_host
from hefa.notify.quiet import URGENT, due_at, message_rule
from hefa.people.models import Person
from hefa.registry.models import Unit

SEND = "notify.send"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What there is to tell.

    `about` is what it is of, as in the ledger (`sheet:2026-0187`); `occasion` is which turn of it,
    so that the same is told once and a later turn again. `act` is the step or act, as a code or in
    the regulation's own word. `path` is where the link leads, without the base address. `title`
    leaves the machine only where the organisation's rule says so.
    """

    kind: MessageKind
    about: str
    occasion: str
    path: str
    number: str = ""
    act: str = ""
    title: str = ""
    unit: Unit | None = None
    is_urgent: bool = False

    @property
    def breaks_quiet(self) -> bool:
        """Whether it goes at once, also at night."""
        return self.is_urgent or self.kind in URGENT


def tell(news: News, people: Iterable[Person], *, now: datetime, groups: bool = True) -> int:
    """Return how many were told of `news`: `people`, each once, and the groups that want its kind.

    Written in the caller's transaction; RuntimeError outside one. Whoever has no mail, or does not
    want this kind by mail, has it on their page only. The same news of the same occasion is never
    told twice to the same reader.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(news.kind)
    readers = {person.pk: person for person in people if person.is_active}
    rule = message_rule()
    rows = [*_to_people(news, readers, rule, now), *(_to_groups(news, rule, now) if groups else ())]
    told = Message.objects.filter(kind=news.kind, about=news.about, occasion=news.occasion)
    known = set(told.values_list("person_id", "robot_id"))
    made = [row for row in rows if (row.person_id, row.robot_id) not in known]
    for row in Message.objects.bulk_create(made):
        if row.state == MessageState.WAITING:
            wake(SEND, key_of(row), run_after=row.due_at, now=now)
    return len(made)


def settle(about: str, *kinds: MessageKind, now: datetime, person: Person | None = None) -> int:
    """Return how many messages about `about` need not be sent any more; none is that has begun.

    What could not be delivered need not be either. Of these `kinds`, of all when none is named;
    those to `person` only, where one is named.
    """
    is_unsent = Q(state=MessageState.WAITING, begun_at=None) | Q(state=MessageState.FAILED)
    waiting = Message.objects.filter(is_unsent, about=about)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    if person is not None:
        waiting = waiting.filter(person=person)
    return waiting.update(state=MessageState.SETTLED, ended_at=now)


def key_of(message: Message) -> str:
    """Return the key of the job that sends to the reader of `message`."""
    if message.robot_id is not None:
        return f"robot:{message.robot_id}"
    return f"person:{message.person_id}"


def _to_people(
    news: News, readers: dict[int, Person], rule: MessageRule, now: datetime
) -> list[Message]:
    """Return a message for each person, by what each has chosen."""
    choices = MessageChoice.objects.in_bulk(list(readers))
    rows = []
    for person in readers.values():
        choice = choices.get(person.pk) or MessageChoice(person=person)
        is_wanted = news.breaks_quiet or news.kind not in choice.unwanted
        row = _row(news, now)
        row.person = person
        if has_mail_host() and person.mail and is_wanted:
            row.due_at = due_at(rule, now, is_urgent=news.breaks_quiet, is_daily=choice.is_daily)
        else:
            row.state, row.ended_at = MessageState.KEPT, now
        rows.append(row)
    return rows


def _to_groups(news: News, rule: MessageRule, now: datetime) -> list[Message]:
    """Return a message for each group that wants to hear of this unit and kind."""
    unit = news.unit.pk if news.unit else None
    rows = []
    for robot in Robot.objects.filter(is_on=True):
        if news.kind not in robot.kinds or robot.unit_id not in (None, unit):
            continue
        row = _row(news, now)
        row.robot = robot
        row.due_at = due_at(rule, now, is_urgent=news.breaks_quiet, is_daily=False)
        rows.append(row)
    return rows


def _row(news: News, now: datetime) -> Message:
    return Message(
        kind=news.kind,
        about=news.about,
        occasion=news.occasion,
        number=news.number,
        unit_name=news.unit.name if news.unit else "",
        act=news.act[:40],
        title=news.title[:200],
        path=news.path,
        is_urgent=news.breaks_quiet,
        made_at=now,
        due_at=now,
    )
