"""A look into the mailbox: what is new is written down first, then taken one by one.

Whatever breaks off in between, the next look goes on where this one stopped: a mail has one row,
and a draft is made in the same transaction in which its row says so.
"""

import time
from datetime import datetime, timedelta

from django.db.models import F, Max, QuerySet

from hefa.collect.mail.actions import Received, keep_mail, refuse, settle, take_in
from hefa.collect.mail.box import Box, opened
from hefa.collect.mail.drafting import draft_from
from hefa.collect.mail.judging import judged
from hefa.collect.mail.letter import Letter, read_letter
from hefa.collect.mail.letterhead import read_letterhead
from hefa.collect.models import IncomingMail, MailState
from hefa.collect.queries import units_to_write_for
from hefa.collect.reading import read_file
from hefa.core.errors import Refused, Unavailable, reason
from hefa.people.models import Person
from hefa.registry.access import HERE, actor_of
from hefa.registry.changes import mark_mailbox_looked_at
from hefa.registry.models import Mailbox, Unit
from hefa.registry.queries import mailbox as the_mailbox

MOST_ATTEMPTS = 3
KEPT_DAYS = timedelta(days=90)
_MOST_A_LOOK = 50
_LONGEST_SECONDS = 20  # with the last one, still within a job's lease
_A_DAY = timedelta(days=1)


def look(now: datetime) -> bool:
    """Whether more mails wait after this look; what was found of the mailbox is written down.

    Does nothing without a mailbox. Raises Unavailable when the server is away or the connection
    breaks off; what settings alone can mend is written down and not raised.
    """
    mailbox = the_mailbox()
    if mailbox is None or not mailbox.is_on:
        return False
    try:
        with opened(mailbox) as box:
            has_more = _look_into(box, mailbox, now)
    except (Refused, Unavailable) as trouble:
        code = trouble.reasons[0].code
        mark_mailbox_looked_at(code, seen=mailbox.revision, now=now)
        if isinstance(trouble, Unavailable):
            raise
        return False
    mark_mailbox_looked_at("", seen=mailbox.revision, now=now)
    return has_more


def place_of(mailbox: Mailbox) -> str:
    """Return mailbox and folder as one name, within which a server's numbers hold."""
    return f"{mailbox.user}@{mailbox.host}/{mailbox.folder}"[:255]


def _look_into(box: Box, mailbox: Mailbox, now: datetime) -> bool:
    mails = IncomingMail.objects.filter(place=place_of(mailbox), uid_validity=box.uid_validity)
    _write_down(box, mailbox, mails, now)
    until = time.monotonic() + _LONGEST_SECONDS
    for mail in mails.filter(state=MailState.WAITING).order_by("uid")[:_MOST_A_LOOK]:
        if time.monotonic() > until:
            break
        _take(box, mailbox, mail, now)
    aside = mails.filter(is_to_move=True)
    if uids := list(aside.values_list("uid", flat=True)):
        box.move_aside(uids)
        aside.filter(uid__in=uids).update(is_to_move=False)
    return mails.filter(state=MailState.WAITING).exists()


def _write_down(box: Box, mailbox: Mailbox, mails: QuerySet[IncomingMail], now: datetime) -> None:
    """Give every new mail its row; forget the rows of ninety days ago that hold nothing.

    Where the server has begun to number anew, everything since the last look is looked at again:
    what has become a draft is known by its Message-ID and body.
    """
    place = place_of(mailbox)
    last = mails.aggregate(last=Max("uid"))["last"]
    if last is None:
        looked = mailbox.looked_at.astimezone(HERE).date() - _A_DAY if mailbox.looked_at else None
        uids = box.uids_since(max(mailbox.begins_on, looked or mailbox.begins_on))
        renumbered = IncomingMail.objects.filter(place=place, state=MailState.WAITING)
        renumbered.exclude(uid_validity=box.uid_validity).delete()
    else:
        uids = box.uids_after(last)
        old = mails.filter(seen_at__lt=now - KEPT_DAYS, file=None, is_to_answer=False)
        old.exclude(state=MailState.WAITING).exclude(uid=last).delete()
    IncomingMail.objects.bulk_create(
        (
            IncomingMail(place=place, uid_validity=box.uid_validity, uid=uid, seen_at=now)
            for uid in uids
        ),
        ignore_conflicts=True,
    )


def _take(box: Box, mailbox: Mailbox, mail: IncomingMail, now: datetime) -> None:
    """Bring one waiting mail to its end."""
    head = box.head(mail.uid)
    if head is None:
        settle(mail, MailState.IGNORED, reasons=[{"code": "collect.mail_gone"}])
        return
    try:
        said = read_letterhead(head.content, authserv_id=mailbox.authserv_id)
    except Refused as refused:  # nobody knows whose it is
        settle(mail, MailState.IGNORED, reasons=[{"code": refused.reasons[0].code}])
        return
    verdict = judged(said, mailbox, size_bytes=head.size_bytes, now=now)
    mail.sender, mail.message_id = verdict.person, said.message_id[:255]
    mail.proved_by, mail.is_to_answer = verdict.proved_by, verdict.is_to_answer
    if verdict.person is None:
        settle(mail, MailState.IGNORED, reasons=[{"code": verdict.ignored}])
    elif verdict.refused:
        refuse(mail, verdict.refused, answer=verdict.is_to_answer, now=now)
    elif (content := box.content(mail.uid)) is None:
        settle(mail, MailState.IGNORED, reasons=[{"code": "collect.mail_gone"}])
    else:
        _open(mail, verdict.person, content, token=verdict.token, now=now)


def _open(mail: IncomingMail, person: Person, content: bytes, *, token: str, now: datetime) -> None:
    """Make a draft of a mail, or say why there is none.

    The attempt is counted before the work: what kills the machine three times is left alone.
    """
    received = Received(mail=mail, person=person, file=keep_mail(content, now=now), token=token)
    if mail.attempts >= MOST_ATTEMPTS:
        failed = reason("collect.mail_failed", times=MOST_ATTEMPTS)
        refuse(mail, [failed], answer=mail.is_to_answer, received=received, now=now)
        return
    attempts = IncomingMail.objects.filter(pk=mail.pk)
    attempts.update(attempts=F("attempts") + 1)
    try:
        letter = read_letter(content)
        received = Received(
            mail=mail, person=person, file=received.file, letter=letter, token=token
        )
        mail.body_sha256 = letter.body_sha256
        if earlier := _earlier(mail, now):
            _repeat(mail, earlier)
            return
        draft = draft_from(letter, read_file)
        take_in(received, draft, unit=_unit_for(person, letter, now), now=now)
    except Unavailable:  # no fault of the mail
        attempts.update(attempts=F("attempts") - 1)
        raise
    except Refused as refused:
        refuse(mail, refused.reasons, answer=mail.is_to_answer, received=received, now=now)


def _earlier(mail: IncomingMail, now: datetime) -> IncomingMail | None:
    """Return the mail of the same sender that this one repeats, if its draft still stands.

    Raises Refused when the Message-ID is the same and the words are not.
    """
    mine = IncomingMail.objects.filter(
        sender=mail.sender,
        state=MailState.DRAFTED,
        manuscript__isnull=False,
        manuscript__binned_at=None,
    )
    if same := mine.filter(body_sha256=mail.body_sha256, seen_at__gt=now - KEPT_DAYS).last():
        return same
    if mail.message_id and mine.filter(message_id=mail.message_id).exists():
        raise Refused(reason("collect.mail_other_words"))
    return None


def _repeat(mail: IncomingMail, earlier: IncomingMail) -> None:
    """Tie a mail to the draft that it would have made; only a new one by its number is answered."""
    settle(
        mail,
        MailState.REPEATED,
        manuscript=earlier.manuscript,
        is_to_answer=mail.is_to_answer and mail.message_id != earlier.message_id,
    )


def _unit_for(person: Person, letter: Letter, now: datetime) -> Unit:
    """Return the unit that the mail is for: the one its subject names, else the person's first."""
    units = units_to_write_for(actor_of(person, now))
    if not units:
        raise Refused(reason("collect.mail_no_unit"))
    return next((unit for unit in units if unit.name in letter.subject), units[0])
