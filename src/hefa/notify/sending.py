"""Sending what waits for one reader: together, at the right hour, and never twice.

A message is begun before it leaves. One found begun by a later run was being sent when the
process died: nobody can know whether it arrived, so it is not sent again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import F, Min, QuerySet

from hefa.core.errors import HefaError, Refused, Tampered, Unavailable
from hefa.notify.mail import deliver
from hefa.notify.models import Message, MessageRule, MessageState, Robot
from hefa.notify.quiet import message_rule, quiet_until
from hefa.notify.robots import SERVICES, say
from hefa.notify.wording import group_text, mail_text, subject_of
from hefa.people.models import Person

State = MessageState

GIVE_UP_AFTER = timedelta(hours=24)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=10)


def send_waiting(key: str, *, now: datetime) -> datetime | None:
    """Send what is due to the reader `key` in one message; return when to look again, if ever.

    `key` is `person:` or `robot:` with a primary key. In the quiet hours only the urgent goes.
    """
    waiting = _waiting(key)
    waiting.exclude(begun_at=None).update(state=State.UNCLEAR, ended_at=now)
    rule = message_rule()
    _put_off(waiting, rule, now)
    bundle = _bundle(waiting, now)
    if bundle:
        _send(bundle, rule, now)
    later: datetime | None = waiting.aggregate(at=Min("due_at"))["at"]
    return later


def _waiting(key: str) -> QuerySet[Message]:
    reader, _, number = key.partition(":")
    found = Message.objects.filter(state=State.WAITING, **{f"{reader}_id": int(number)})
    return found.select_related("person", "robot").order_by("pk")


def _put_off(waiting: QuerySet[Message], rule: MessageRule, now: datetime) -> None:
    """Put off to the end of the quiet hours what is due within them and not urgent."""
    until = quiet_until(rule, now)
    if until is not None:
        waiting.filter(due_at__lte=now, is_urgent=False).update(due_at=until)


def _bundle(waiting: QuerySet[Message], now: datetime) -> list[Message]:
    """Return what goes now: what is due, and with anything not urgent all else that waits."""
    due = list(waiting.filter(due_at__lte=now))
    return due if all(message.is_urgent for message in due) else list(waiting)


def _send(chosen: Sequence[Message], rule: MessageRule, now: datetime) -> None:
    """Send `chosen` as one message and write down what came of it; what was settled stays."""
    rows = Message.objects.filter(pk__in=[message.pk for message in chosen], state=State.WAITING)
    if not _is_reached(chosen[0]):
        rows.update(state=State.SETTLED, ended_at=now)
        return
    rows.update(begun_at=now, tries=F("tries") + 1)
    bundle = list(rows.select_related("person", "robot").order_by("pk"))
    if not bundle:
        return
    try:
        has_left = _deliver(bundle, rule, now)
    except Unavailable as error:
        trouble = trouble_of(error)
        _again(bundle, rows, trouble, now)
    except (Refused, Tampered) as error:
        trouble = trouble_of(error)
        rows.update(state=State.FAILED, ended_at=now, **trouble)
    else:
        trouble = trouble_of(None)
        state = State.SENT if has_left else State.UNCLEAR
        rows.update(state=state, ended_at=now, **trouble)
    if bundle[0].robot is not None:
        note_robot(bundle[0].robot, trouble, now)


def _is_reached(message: Message) -> bool:
    """Whether the reader is still to be told: active, or a robot in use."""
    if message.robot is not None:
        return message.robot.is_on
    return message.person is not None and message.person.is_active


def trouble_of(error: HefaError | None) -> dict[str, Any]:
    """Return what stood in the way as a row keeps it; empty when nothing did."""
    if error is None:
        return {"trouble_code": "", "trouble_detail": {}}
    first = error.reasons[0]
    return {"trouble_code": first.code, "trouble_detail": dict(first.detail)}


def note_robot(robot: Robot, trouble: dict[str, Any], now: datetime) -> None:
    """Keep with the robot what stood in its way last; nothing does once it has spoken."""
    at = now if trouble["trouble_code"] else None
    Robot.objects.filter(pk=robot.pk).update(trouble_at=at, **trouble)


def _deliver(bundle: Sequence[Message], rule: MessageRule, now: datetime) -> bool:
    """Deliver `bundle`; False when nobody can know. Raises as `say` and `deliver` do."""
    robot = bundle[0].robot
    if robot is not None:
        return _to_group(robot, bundle, rule, now)
    return _to_person(bundle[0].person, bundle, rule)


def _to_group(robot: Robot, bundle: Sequence[Message], rule: MessageRule, now: datetime) -> bool:
    most = SERVICES[robot.service].most_bytes
    text = group_text(bundle, shows_title=rule.shows_title, most_bytes=most)
    return say(robot, text, now=now)


def _to_person(person: Person | None, bundle: Sequence[Message], rule: MessageRule) -> bool:
    assert person is not None  # noqa: S101  # a message has one reader, by constraint
    text = mail_text(bundle, name=person.display_name, shows_title=rule.shows_title)
    return deliver(EmailMessage(subject=subject_of(bundle), body=text, to=[person.mail]))


def _again(
    bundle: Sequence[Message], rows: QuerySet[Message], trouble: dict[str, Any], now: datetime
) -> None:
    """Let `bundle` be tried again later, or give up what is a day old."""
    old = rows.filter(made_at__lte=now - GIVE_UP_AFTER)
    old.update(state=State.FAILED, ended_at=now, **trouble)
    tries = max(message.tries for message in bundle)
    wait = min(_FIRST_WAIT * (1 << min(tries - 1, 10)), _LONGEST_WAIT)
    rows.update(begun_at=None, due_at=now + wait, **trouble)
