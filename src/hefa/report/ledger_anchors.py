"""What vouches for the ledger: the newest checkpoint, its epochs, and what is kept outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hefa.ledger.checkpoints import Epoch, epochs, newest_checkpoint
from hefa.ledger.leaf import moment_of
from hefa.ledger.note import head_of
from hefa.notify.queries import has_mail_host, last_mails, within_reach
from hefa.people.models import Person
from hefa.ui.words import sentence

OFTEN_ENOUGH = timedelta(hours=26)  # a day, and time for what is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The newest checkpoint in plain values: up to which entry, when, the root in hex.

    Where the note that is kept cannot be read, `at` is None and `root` empty.
    """

    size: int
    note: str
    key: str
    at: datetime | None = None
    root: str = ""
    epoch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What has been mailed, and what is to be done so that it goes on.

    `size` is the newest checkpoint that has left by mail, None where none ever has; `todo` says
    what stands in the way, empty when nothing does.
    """

    size: int | None
    sent_at: datetime | None
    names: str
    unclear: str
    todo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One epoch for the page; the first begins with entry 1 and lost nothing."""

    number: int
    seq: int
    at: datetime | None = None
    lost_from: int | None = None
    lost_until: int | None = None
    words: str = ""
    names: str = ""


def newest_signed() -> Signed | None:
    """Return the newest checkpoint, or None before the first."""
    newest = newest_checkpoint()
    if newest is None:
        return None
    try:
        head, at = head_of(newest.note), moment_of(newest.made_at)
    except (ValueError, TypeError):
        return Signed(size=newest.size, note=newest.note, key=newest.key)
    return Signed(
        size=newest.size,
        note=newest.note,
        key=newest.key,
        at=at,
        root=head.root.hex(),
        epoch=head.origin.rpartition("/")[2],
    )


def every_period() -> list[Period]:
    """Return every epoch with its lost range, the first one first.

    Empty where an entry that opened one cannot be read: then none may be taken for complete.
    """
    try:
        later = [_period(epoch) for epoch in epochs()]
    except (ValueError, KeyError, TypeError):
        return []
    return [Period(number=1, seq=1), *later]


def kept_outside(now: datetime) -> Outside:
    """Return when the last mail went to whom, and what is to be done."""
    mails = last_mails()
    sent = [mail for mail in mails if mail.sent_at]
    last = max((mail.sent_at for mail in sent if mail.sent_at), default=None)
    return Outside(
        size=max((mail.size for mail in sent), default=None),
        sent_at=last,
        names=_listed(mail.person for mail in sent),
        unclear=_listed(mail.person for mail in mails if not mail.sent_at),
        todo=_todo(last, now),
    )


def _period(epoch: Epoch) -> Period:
    """Return an epoch after the first; it lost something where more was known outside."""
    has_lost = epoch.lost_until >= epoch.seq
    return Period(
        number=epoch.number,
        seq=epoch.seq,
        at=moment_of(epoch.ts),
        lost_from=epoch.seq if has_lost else None,
        lost_until=epoch.lost_until if has_lost else None,
        words=epoch.words,
        names="、".join(epoch.names),
    )


def _todo(last: datetime | None, now: datetime) -> str:
    """Return what stands in the way of the daily mail and who does something about it."""
    if not has_mail_host():
        return sentence("report.mail_no_host")
    people = within_reach()
    if not people:
        return sentence("report.mail_nobody")
    if last is None:
        return sentence("report.mail_waiting", {"names": _listed(people)})
    return sentence("report.mail_late") if now - last > OFTEN_ENOUGH else ""


def _listed(people: Iterable[Person]) -> str:
    return "、".join(person.display_name for person in people)
