"""Receipts: whoever is known is told what became of the mail; nobody else ever is.

A receipt is written down before it is sent, so nobody gets two, whatever dies in between. It
goes to the address in the register, never to one that the mail names, and holds nothing of the
manuscript.
"""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse

from hefa.collect.mail.actions import token_sha256
from hefa.collect.models import IncomingMail, MailState, MailToken
from hefa.core.errors import Reason, Refused, Unavailable
from hefa.notify.mail import deliver
from hefa.notify.queries import has_mail_host
from hefa.people.models import Person
from hefa.registry.access import HERE
from hefa.registry.queries import installation
from hefa.registry.queries import mailbox as the_mailbox
from hefa.ui.words import reason_sentence, sentence

MOST_ATTEMPTS = 3
_MOST_AT_ONCE = 6  # a slow server takes ten seconds for each; a job has two minutes
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_HEADERS = {
    "Auto-Submitted": "auto-replied",  # RFC 3834: no machine answers this one
    "X-Auto-Response-Suppress": "All",
}


def send_receipts(now: datetime) -> bool:
    """Whether more receipts are due after some were sent; none are without a mail server.

    What is refused is tried three times at most and does not keep the others waiting: then the
    first Refused is raised. Raises Unavailable at once.
    """
    if not has_mail_host():
        return False
    due = IncomingMail.objects.filter(
        is_to_answer=True, answer_begun_at=None, answer_attempts__lt=MOST_ATTEMPTS
    ).exclude(state=MailState.WAITING)
    failed: list[Refused] = []
    for mail in due.select_related("sender", "manuscript").order_by("pk")[:_MOST_AT_ONCE]:
        try:
            _send(mail, now)
        except Refused as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return due.exists()


def _send(mail: IncomingMail, now: datetime) -> None:
    rows = IncomingMail.objects.filter(pk=mail.pk)
    person = mail.sender
    if person is None or not person.is_active or not person.mail:
        rows.update(is_to_answer=False)
        return
    if not rows.filter(answer_begun_at=None).update(
        answer_begun_at=now, answer_attempts=F("answer_attempts") + 1
    ):
        return
    try:
        has_left = deliver(_message(mail, person, now))
    except (Refused, Unavailable):
        rows.update(answer_begun_at=None)
        raise
    if has_left:
        rows.update(answered_at=now)


def _message(mail: IncomingMail, person: Person, now: datetime) -> EmailMessage:
    fate = "refused" if mail.state == MailState.REFUSED else "drafted"
    detail = {
        "name": person.display_name,
        "moment": mail.seen_at.astimezone(HERE).strftime("%Y-%m-%d %H:%M"),
        "organisation": str(installation()),
        "link": _link(mail),
        "unit": mail.manuscript.unit.name if mail.manuscript else "",
        "why": "\n".join(f"· {_why(entry)}" for entry in mail.reasons),
        "token": _token_line(person, now),
    }
    reply = {"In-Reply-To": mail.message_id} if mail.message_id else {}
    return EmailMessage(
        subject=sentence(f"collect.receipt_{fate}_subject"),
        body=sentence(f"collect.receipt_{fate}_body", detail),
        to=[person.mail],
        headers={**_HEADERS, **reply},
    )


def _link(mail: IncomingMail) -> str:
    """Return where the person goes on: the newest version of the draft, or the list."""
    version = mail.manuscript.versions.order_by("-number").first() if mail.manuscript else None
    path = reverse("collect:edit", args=[version.pk]) if version else reverse("collect:manuscripts")
    return f"{settings.BASE_URL}{path}"


def _why(entry: dict[str, object]) -> str:
    detail = entry.get("detail")
    return reason_sentence(
        Reason(code=str(entry["code"]), detail=detail if isinstance(detail, dict) else {})
    )


def _token_line(person: Person, now: datetime) -> str:
    """Return the line with the word for the next mail; empty where none is asked for."""
    mailbox = the_mailbox()
    if mailbox is None or not mailbox.asks_token:
        return ""
    token = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))
    MailToken.objects.create(token_sha256=token_sha256(token), person=person, made_at=now)
    return sentence("collect.receipt_token", {"token": token})
