"""Acts on mails: one becomes a draft, or the sender is told why not.

A mail that becomes nothing changes no manuscript; like every refusal it has its row and no entry
in the ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from hefa.collect import changes
from hefa.collect.files import keep_file
from hefa.collect.mail.drafting import Draft
from hefa.collect.mail.letter import Letter
from hefa.collect.mail.letterhead import title_from
from hefa.collect.models import IncomingMail, MailState, MailToken, StoredFile, Version, WordFile
from hefa.collect.note import Note
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Conflict, Reason, Refused, reason
from hefa.core.review import UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.ledger.append import MACHINE, Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.models import Unit

MAIL_TYPE = "message/rfc822"
TOKEN_LIVES = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A mail that has come in whole: its row, who sent it, its bytes kept, a token if one counts.

    `letter` is None when it could not even be read.
    """

    mail: IncomingMail
    person: Person
    file: StoredFile
    letter: Letter | None = None
    token: str = ""


def keep_mail(content: bytes, *, now: datetime) -> StoredFile:
    """Return the mail as it came, kept for good."""
    return keep_file(content, name="来信.eml", media_type=MAIL_TYPE, now=now)


def token_sha256(token: str) -> str:
    """Return what is kept of a token."""
    return sha256_hex(token.encode())


def take_in(received: Received, draft: Draft, *, unit: Unit, now: datetime) -> Version:
    """Return the open version of the one draft that the mail makes, for its sender to go on with.

    It is a draft and nothing more: no step of review is taken by mail. Raises Refused when the
    sender may not draft for `unit` or the token is used up, Conflict when the mail has been
    taken in meanwhile. Source: 6(1), 7(1), 12(3).
    """
    demand(Right.DRAFT, actor_of(received.person, now), Item(unit=UnitKey(unit.key)))
    attached = None
    if (file := draft.file) is not None:
        attached = keep_file(
            file.content, name=file.name, media_type=file.media_type[:100], now=now
        )
    try:
        with transaction.atomic():
            return _take_in(received, draft, attached, unit=unit, now=now)
    except IntegrityError:
        raise Conflict(reason("collect.mail_taken_in_already")) from None


@transaction.atomic
def refuse(
    mail: IncomingMail,
    reasons: Iterable[Reason],
    *,
    answer: bool,
    received: Received | None = None,
    now: datetime,
) -> None:
    """Write that the mail makes no draft and why.

    One that has been received whole waits on its sender's page, to be had again.
    """
    found = list(reasons)
    kept = None
    if received is not None:
        kept = _file_of(received, now=now)
        kept.trouble_code, kept.report = found[0].code, [dict(found[0].detail)]
        kept.save(update_fields=["trouble_code", "report"])
    settle(
        mail,
        MailState.REFUSED,
        file=kept,
        reasons=[{"code": entry.code, "detail": dict(entry.detail)} for entry in found],
        is_to_move=True,
        is_to_answer=answer,
    )


def settle(mail: IncomingMail, state: MailState, **values: object) -> bool:
    """Write what has become of a waiting mail; False when somebody else was first."""
    told = {
        "sender": mail.sender,
        "message_id": mail.message_id,
        "body_sha256": mail.body_sha256,
        "proved_by": mail.proved_by,
        **values,
    }
    waiting = IncomingMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    return bool(waiting.update(state=state, **told))


def _take_in(
    received: Received, draft: Draft, attached: StoredFile | None, *, unit: Unit, now: datetime
) -> Version:
    """Make the manuscript, tie mail and file to it, and enter it."""
    mail, person = received.mail, received.person
    if received.token:
        _use_up(received.token, person, now=now)
    version = changes.new_manuscript(person, unit=unit, now=now)
    changes.take_in_word(version, draft.read, now=now)
    kept = _tie_files(received, draft, attached, version, now=now)
    _forget_binned(mail)
    is_ours = settle(
        mail,
        MailState.DRAFTED,
        file=kept,
        manuscript=version.manuscript,
        letter=received.letter.words if received.letter and attached else "",
        is_to_answer=mail.is_to_answer,
    )
    if not is_ours:
        raise Conflict(reason("collect.mail_taken_in_already"))
    body = {
        "sender": person.key,
        "proved_by": mail.proved_by,
        "mail_sha256": received.file.sha256,
        "file_sha256": attached.sha256 if attached else "",
        "unit": unit.key,
    }
    subject = f"manuscript:{version.manuscript_id}"
    append(Fact(kind="collect.mailed", subject=subject, body=body), actor=MACHINE, now=now)
    return version


def _tie_files(
    received: Received,
    draft: Draft,
    attached: StoredFile | None,
    version: Version,
    *,
    now: datetime,
) -> WordFile:
    """Return the mail's own row among the manuscript's files; its Word file comes after it."""
    kept = _file_of(received, now=now)
    kept.manuscript, kept.report = version.manuscript, _rows(draft.notes)
    kept.save(update_fields=["manuscript", "report"])
    if attached is not None and draft.file is not None:
        WordFile.objects.create(
            file=attached,
            name=draft.file.name[:255] or "来稿",
            received_from=received.person,
            received_at=now,
            manuscript=version.manuscript,
            report=_rows(draft.read.report),
        )
    return kept


def _file_of(received: Received, *, now: datetime) -> WordFile:
    title = title_from(received.letter.subject)[:80] if received.letter else ""
    return WordFile.objects.create(
        file=received.file,
        name=f"{title or '来信'}.eml",
        received_from=received.person,
        received_at=now,
    )


def _forget_binned(mail: IncomingMail) -> None:
    """Let a mail whose draft was thrown away come again."""
    IncomingMail.objects.filter(
        Q(manuscript=None) | Q(manuscript__binned_at__isnull=False),
        sender=mail.sender,
        message_id=mail.message_id,
        state=MailState.DRAFTED,
    ).update(state=MailState.REPEATED)


def _use_up(token: str, person: Person, *, now: datetime) -> None:
    live = MailToken.objects.filter(person=person, used_at=None, made_at__gt=now - TOKEN_LIVES)
    if not live.filter(token_sha256=token_sha256(token)).update(used_at=now):
        raise Refused(reason("collect.mail_token_used"))


def _rows(notes: Iterable[Note]) -> list[dict[str, object]]:
    return [{"code": note.code, "count": note.count, "text": note.text} for note in notes]
