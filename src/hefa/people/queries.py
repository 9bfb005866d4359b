"""What is known of one's own account: open links, the age of the password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hefa.people.changes import token_sha256
from hefa.people.models import Person, SignInLink

PASSWORD_MAX_DAYS = 90  # 11: at least every three months
PASSWORD_WARNING_DAYS = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordAge:
    """How old a password is, and the moment by which it must be changed."""

    changed_at: datetime
    due_at: datetime
    days: int
    is_due_soon: bool
    is_overdue: bool


def open_link(token: str, now: datetime) -> SignInLink | None:
    """Return the link of `token` while it can still be used, else None."""
    return (
        SignInLink.objects.select_related("person")
        .filter(
            token_sha256=token_sha256(token),
            used_at=None,
            expires_at__gt=now,
            person__is_active=True,
        )
        .first()
    )


def password_age(person: Person, now: datetime) -> PasswordAge | None:
    """Return the age of the password of `person`; None before the first one. Source: 11."""
    if person.password_changed_at is None:
        return None
    days = (now - person.password_changed_at).days
    return PasswordAge(
        changed_at=person.password_changed_at,
        due_at=person.password_changed_at + timedelta(days=PASSWORD_MAX_DAYS),
        days=days,
        is_due_soon=PASSWORD_WARNING_DAYS <= days < PASSWORD_MAX_DAYS,
        is_overdue=days >= PASSWORD_MAX_DAYS,
    )
