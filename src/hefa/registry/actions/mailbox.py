"""The mailbox whose mails become drafts: its particulars, and a look at it now."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hefa.core.errors import Reason, Refused, reason
from hefa.jobs.wake import wake
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import HERE
from hefa.registry.actions.organisation import SUBJECT
from hefa.registry.changes import manager_key, write_row
from hefa.registry.models import Mailbox
from hefa.registry.secrets import seal

BOUND_TO = "mailbox:1"
LOOKING = "collect.mail"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_PLACE = ("host", "user", "folder")
_SIGN_IN = ("host", "port", "is_plain", "user")
_PERSONAL = ("address", "user")


@transaction.atomic
def save_mailbox(
    *,
    is_on: bool,
    address: str,
    host: str,
    port: int,
    user: str,
    secret: str | None,
    folder: str,
    authserv_id: str,
    asks_token: bool,
    by: Person | None,
    now: datetime,
    is_plain: bool = False,
    seen: int = 0,
) -> Mailbox:
    """Return the mailbox with these particulars; the job that looks into it is woken.

    The password is kept encrypted; None leaves the one that is there. Another place is read
    from today on, so that nobody's old mails become drafts. Raises Refused for a connection in
    the clear to another machine and without the password for a new server or name, Conflict
    when it was saved since `seen`. Source: 6(1), 7(1).
    """
    actor = manager_key(by, now)
    before = Mailbox.objects.filter(pk=1).first()
    values: dict[str, Any] = {
        "is_on": is_on,
        "address": address.strip().lower(),
        "host": host,
        "port": port,
        "is_plain": is_plain,
        "user": user or address.strip(),
        "folder": folder or "INBOX",
        "authserv_id": authserv_id.strip().lower(),
        "asks_token": asks_token,
    }
    if reasons := _reasons_against(before, values, secret):
        raise Refused(reasons)
    _write(before, values, secret, seen=seen, now=now)
    _note(values, has_new_secret=bool(secret), actor=actor, now=now)
    wake(LOOKING, "", now=now)
    return Mailbox.objects.get(pk=1)


def look_at_mailbox(*, by: Person, now: datetime) -> None:
    """Have the mailbox looked into now; nothing but that changes, so nothing is entered."""
    manager_key(by, now)
    if not Mailbox.objects.filter(is_on=True).exists():
        raise Refused(reason("registry.no_mailbox"))
    wake(LOOKING, "", now=now)


def _reasons_against(
    before: Mailbox | None, values: dict[str, Any], secret: str | None
) -> list[Reason]:
    """Return what speaks against `values`; a kept password never goes to another server."""
    found = []
    if values["is_plain"] and values["host"] not in _THIS_MACHINE:
        found.append(reason("registry.mailbox_plain"))
    if not secret and (before is None or not before.secret_sealed):
        found.append(reason("registry.mailbox_without_secret"))
    elif not secret and any(values[name] != getattr(before, name) for name in _SIGN_IN):
        found.append(reason("registry.mailbox_secret_again"))
    return found


def _write(
    before: Mailbox | None, values: dict[str, Any], secret: str | None, *, seen: int, now: datetime
) -> None:
    """Write `values`; what was found of the mailbox before says nothing of it now."""
    values = {**values, "looked_at": None, "trouble_code": ""}
    if secret:
        values["secret_sealed"] = seal(BOUND_TO, secret)
    if before is None or any(values[name] != getattr(before, name) for name in _PLACE):
        values["begins_on"] = now.astimezone(HERE).date()
    if before is None:
        Mailbox.objects.create(pk=1, **values)
    else:
        write_row(Mailbox.objects.filter(pk=1), seen=seen, **values)


def _note(values: dict[str, Any], *, has_new_secret: bool, actor: str, now: datetime) -> None:
    """Append the ledger entry; of the password it says only whether it was replaced."""
    append(
        Fact(
            kind="registry.mailbox_saved",
            subject=SUBJECT,
            body={
                **{name: value for name, value in values.items() if name not in _PERSONAL},
                "has_new_secret": has_new_secret,
            },
            personal={name: values[name] for name in _PERSONAL},
        ),
        actor=actor,
        now=now,
    )
