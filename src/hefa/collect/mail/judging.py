"""Whether a mail may become a draft, by its head alone: before anything of it is opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from hefa.collect.mail.actions import TOKEN_LIVES, token_sha256
from hefa.collect.mail.letterhead import Letterhead, plain_address
from hefa.collect.mail.parts import MOST_BYTES
from hefa.collect.models import IncomingMail, MailToken
from hefa.core.errors import Reason, reason
from hefa.people.models import Person
from hefa.registry.models import Mailbox
from hefa.registry.queries import enrolled_senders

MOST_AN_HOUR = 50
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the head of a mail allows.

    `ignored` is why it concerns nobody here; `refused` why its known sender gets no draft.
    """

    person: Person | None = None
    ignored: str = ""
    refused: tuple[Reason, ...] = ()
    is_to_answer: bool = False
    proved_by: str = ""
    token: str = ""


def judged(head: Letterhead, mailbox: Mailbox, *, size_bytes: int, now: datetime) -> Verdict:
    """Return what becomes of a mail with this head.

    Only people in the register are known; machines get no answer, so no two of them ever write
    to each other without end. Source: 6(1), 7(1); RFC 3834 section 2.
    """
    own = {mailbox.address.lower(), plain_address(settings.DEFAULT_FROM_EMAIL)}
    if head.is_automatic or head.sender in own:
        return Verdict(ignored="collect.mail_automatic")
    person = enrolled_senders(now).get(head.sender)
    if person is None:
        return Verdict(ignored="collect.mail_unknown_sender")
    lately = IncomingMail.objects.filter(sender=person, seen_at__gt=now - HOUR)
    if lately.count() >= MOST_AN_HOUR:
        told = lately.filter(reasons__0__code="collect.mail_too_many").exists()
        too_many = reason("collect.mail_too_many", most=MOST_AN_HOUR)
        return Verdict(
            person=person, refused=(too_many,), is_to_answer=not told and not head.is_bulk
        )
    token = _live_token(head, person, now)
    return Verdict(
        person=person,
        refused=tuple(_reasons_against(head, mailbox, size_bytes, token)),
        is_to_answer=not head.is_bulk,
        proved_by=" ".join((*head.proved, *(("token",) if token else ()))),
        token=token,
    )


def _reasons_against(
    head: Letterhead, mailbox: Mailbox, size_bytes: int, token: str
) -> list[Reason]:
    found = []
    if size_bytes > MOST_BYTES:
        found.append(reason("collect.mail_too_large", most=MOST_BYTES // 1024**2))
    if mailbox.authserv_id and not head.proved:
        found.append(reason("collect.mail_unproved"))
    if mailbox.asks_token and not token:
        found.append(reason("collect.mail_token_missing"))
    return found


def _live_token(head: Letterhead, person: Person, now: datetime) -> str:
    """Return the token in the subject that this person was given and has not used yet."""
    live = MailToken.objects.filter(person=person, used_at=None, made_at__gt=now - TOKEN_LIVES)
    for token in head.tokens:
        if live.filter(token_sha256=token_sha256(token)).exists():
            return token
    return ""
