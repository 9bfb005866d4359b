"""What messages there are: a person's own, those that could not be delivered, the robots."""

from dataclasses import dataclass

from django.db.models import QuerySet

from hefa.notify.models import Message, MessageChoice, MessageState, Robot
from hefa.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages are asked for; empty asks for all."""

    kind: str = ""
    state: str = ""


def messages_of(person: Person, wanted: Wanted) -> QuerySet[Message]:
    """Return what `person` was told, the newest first."""
    found = Message.objects.filter(person=person)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.state:
        found = found.filter(state=wanted.state)
    return found.order_by("-id")


def undelivered() -> QuerySet[Message]:
    """Return the messages that were given up or refused, the newest first."""
    found = Message.objects.filter(state=MessageState.FAILED)
    return found.select_related("person", "robot").order_by("-id")


def choice_of(person: Person) -> MessageChoice:
    """Return what `person` has chosen, or what everybody begins with."""
    return MessageChoice.objects.filter(person=person).first() or MessageChoice(person=person)


def robots() -> QuerySet[Robot]:
    """Return the robots with their units."""
    return Robot.objects.select_related("unit").order_by("id")
