"""Acts of notify; each is one ledger entry."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from ulid import ULID

from hefa.core.errors import Conflict, Reason, Refused, Unavailable, reason
from hefa.jobs.wake import wake
from hefa.ledger.append import MACHINE, Fact, append
from hefa.notify.mail import send_test
from hefa.notify.models import (
    CheckpointMail,
    Message,
    MessageChoice,
    MessageKind,
    MessageRule,
    MessageState,
    Robot,
    Service,
)
from hefa.notify.outbox import SEND, key_of
from hefa.notify.queries import MAILED, is_closed, subject_of
from hefa.notify.quiet import due_at, message_rule
from hefa.notify.robots import key_in, say, sealed
from hefa.notify.sending import note_robot, trouble_of
from hefa.notify.wording import trial_text
from hefa.people.models import Person
from hefa.registry.changes import manager_key, mark_mail_tested, write_row
from hefa.registry.models import Unit


def send_test_mail(to: str, *, by: Person, now: datetime) -> None:
    """Send a test message to `to`, and record that it has left.

    The message goes out before the transaction begins: a slow mail server holds nothing up.
    Raises Refused or Unavailable as `notify.mail.send_test` does; then nothing is recorded.
    """
    actor = manager_key(by, now)
    send_test(to, now=now)
    with transaction.atomic():
        mark_mail_tested(to, now=now)
        append(
            Fact(
                kind="notify.mail_tested",
                subject="installation:1",
                body={},
                personal={"to": to},
            ),
            actor=actor,
            now=now,
        )


@transaction.atomic
def close_mail_day(day: date, *, now: datetime) -> None:
    """Enter who got the checkpoint of `day`, by entry number; nothing when it is entered.

    A closed day sends no more mail. `unclear` names those of whom nobody can know whether the
    mail reached them.
    """
    if is_closed(day):
        return
    mails = CheckpointMail.objects.filter(day=day).exclude(begun_at=None).order_by("pk")
    rows = list(mails.values_list("person__key", "size", "sent_at"))
    append(
        Fact(
            kind=MAILED,
            subject=subject_of(day),
            body={
                "day": day.isoformat(),
                "sizes": {key: size for key, size, sent_at in rows if sent_at},
                "unclear": [key for key, _, sent_at in rows if not sent_at],
            },
        ),
        actor=MACHINE,
        now=now,
    )


@transaction.atomic
def save_robot(
    robot: Robot | None,
    *,
    name: str,
    service: str,
    address: str | None,
    secret: str | None,
    unit: Unit | None,
    kinds: Sequence[str],
    is_on: bool,
    by: Person,
    now: datetime,
    seen: int = 0,
) -> Robot:
    """Return the robot with these particulars, a new one where `robot` is None.

    Address and secret are kept encrypted; None leaves those that are there, and an empty secret
    means that the robot has none. Raises Refused for an address that is not the service's,
    Conflict when it was saved since `seen`.
    """
    actor = manager_key(by, now)
    key = robot.key if robot else f"robot-{ULID()}"
    if reasons := _against_robot(robot, service, address, secret):
        raise Refused(reasons)
    values: dict[str, object] = {
        "name": name,
        "service": service,
        "unit": unit,
        "kinds": [kind for kind in MessageKind.values if kind in kinds],
        "is_on": is_on,
    }
    if address:
        values |= {"address_sealed": sealed(key, key_in(service, address)), "trouble_code": ""}
    if secret is not None:
        values["secret_sealed"] = sealed(key, secret)
    if robot is None:
        saved = Robot.objects.create(key=key, **values)
    else:
        write_row(Robot.objects.filter(pk=robot.pk), seen=seen, **values)
        saved = Robot.objects.get(pk=robot.pk)
    append(
        Fact(
            kind="notify.robot_saved",
            subject=f"robot:{key}",
            body={
                "name": name,
                "service": service,
                "unit": unit.key if unit else None,
                "kinds": saved.kinds,
                "is_on": is_on,
                "has_new_address": bool(address),
                "has_new_secret": bool(secret),
            },
        ),
        actor=actor,
        now=now,
    )
    return saved


def send_test_to_robot(robot: Robot, *, by: Person, now: datetime) -> bool:
    """Let `robot` say a test message; False when nobody can know whether it did.

    It is said before the transaction begins. Raises Refused or Unavailable as `say` does; what
    stood in the way is then kept with the robot, and nothing is entered.
    """
    actor = manager_key(by, now)
    try:
        has_left = say(robot, trial_text(now), now=now)
    except (Refused, Unavailable) as error:
        note_robot(robot, trouble_of(error), now)
        raise
    with transaction.atomic():
        Robot.objects.filter(pk=robot.pk).update(tested_at=now)
        note_robot(robot, trouble_of(None), now)
        append(
            Fact(
                kind="notify.robot_tested",
                subject=f"robot:{robot.key}",
                body={"has_left": has_left},
            ),
            actor=actor,
            now=now,
        )
    return has_left


@transaction.atomic
def set_message_rule(
    *,
    quiet_from: time | None,
    quiet_until: time | None,
    gather_minutes: int,
    shows_title: bool,
    by: Person,
    now: datetime,
    seen: int = 0,
) -> MessageRule:
    """Return the organisation's rule of messages. Raises Conflict when saved since `seen`."""
    actor = manager_key(by, now)
    MessageRule.objects.get_or_create(pk=1)
    write_row(
        MessageRule.objects.filter(pk=1),
        seen=seen,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        gather_minutes=gather_minutes,
        shows_title=shows_title,
    )
    append(
        Fact(
            kind="notify.rule_set",
            subject="installation:1",
            body={
                "quiet_from": f"{quiet_from:%H:%M}" if quiet_from else "",
                "quiet_until": f"{quiet_until:%H:%M}" if quiet_until else "",
                "gather_minutes": gather_minutes,
                "shows_title": shows_title,
            },
        ),
        actor=actor,
        now=now,
    )
    return MessageRule.objects.get(pk=1)


@transaction.atomic
def choose_messages(
    person: Person, *, unwanted: Sequence[str], is_daily: bool, now: datetime, seen: int = 0
) -> MessageChoice:
    """Return what `person` wants by mail from now on; what waits for them goes by it too.

    Raises Conflict when it was saved since `seen`.
    """
    MessageChoice.objects.get_or_create(person=person)
    chosen = [kind for kind in MessageKind.values if kind in unwanted]
    rows = MessageChoice.objects.filter(person=person)
    write_row(rows, seen=seen, unwanted=chosen, is_daily=is_daily)
    waiting = Message.objects.filter(
        person=person, state=MessageState.WAITING, is_urgent=False, begun_at=None
    )
    waiting.filter(kind__in=chosen).update(state=MessageState.KEPT, ended_at=now)
    due = due_at(message_rule(), now, is_urgent=False, is_daily=is_daily)
    if waiting.update(due_at=due):
        wake(SEND, f"person:{person.pk}", run_after=due, now=now)
    append(
        Fact(
            kind="notify.choice_made",
            subject=f"person:{person.key}",
            body={"unwanted": chosen, "is_daily": is_daily},
        ),
        actor=person.key,
        now=now,
    )
    return rows.get()


@transaction.atomic
def send_again(message: Message, *, by: Person, now: datetime) -> None:
    """Let all that was not taken for the reader of `message` go once more, now, as one.

    Raises Conflict when nothing for them has failed.
    """
    actor = manager_key(by, now)
    reader = {"person": message.person_id, "robot": message.robot_id}
    rows = Message.objects.filter(state=MessageState.FAILED, **reader)
    changed = rows.update(
        state=MessageState.WAITING,
        due_at=now,
        made_at=now,
        begun_at=None,
        ended_at=None,
        tries=0,
        trouble_code="",
        trouble_detail={},
    )
    if not changed:
        raise Conflict(reason("notify.not_failed"))
    wake(SEND, key_of(message), now=now)
    append(
        Fact(kind="notify.sent_again", subject=message.about, body={"count": changed}),
        actor=actor,
        now=now,
    )


def _against_robot(
    robot: Robot | None, service: str, address: str | None, secret: str | None
) -> list[Reason]:
    """Return what speaks against these particulars; a kept key never goes to another service."""
    found = []
    is_elsewhere = robot is not None and robot.service != service
    if not address and (robot is None or is_elsewhere):
        found.append(reason("notify.robot_without_address"))
    if secret and service == Service.WECOM:
        found.append(reason("notify.robot_signs_nothing"))
    return found
