"""What several acts write about one account, inside the caller's transaction."""

import secrets
from datetime import datetime, timedelta

from hefa.core.canonical import sha256_hex
from hefa.core.errors import Refused, reason
from hefa.people.models import Person, SignInLink


def write_link(person: Person, *, now: datetime, hours: int) -> str:
    """Return the token of a fresh one-time link; links made before it stop working.

    Only the SHA-256 of the token is kept, so it can be shown this once. Raises Refused for a
    person who is no longer active.
    """
    if not person.is_active:
        raise Refused(reason("people.inactive", name=person.display_name))
    SignInLink.objects.filter(person=person, used_at=None, expires_at__gt=now).update(
        expires_at=now
    )
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        token_sha256=token_sha256(token),
        person=person,
        made_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    return token


def write_password(person: Person, password: str, *, now: datetime) -> None:
    """Set the password of `person`; every other session of theirs ends with it."""
    person.set_password(password)
    person.password_changed_at = now
    person.save(update_fields=["password", "password_changed_at"])


def token_sha256(token: str) -> str:
    """Return what is kept of a link's token."""
    return sha256_hex(token.encode())
