"""Whether the ledger is in doubt: what the last whole verification found, asked at the door."""

from datetime import datetime

from django.db import connection

from hefa.ledger.models import Doubt
from hefa.ledger.verify import Verdict, verify


def verify_and_note(now: datetime) -> Verdict:
    """Return the verdict over the whole ledger, kept for the door to ask."""
    verdict = verify()
    note_verdict(verdict, now=now)
    return verdict


def note_verdict(verdict: Verdict, *, now: datetime) -> None:
    """Keep that the ledger did not prove out, or that it does again: publishing goes by it."""
    if verdict.is_sound:
        Doubt.objects.all().delete()
        return
    first = verdict.problems[0]
    Doubt.objects.update_or_create(
        pk=1,
        defaults={"code": first.code, "count": len(verdict.problems)},
        create_defaults={"code": first.code, "count": len(verdict.problems), "found_at": now},
    )


def is_in_doubt() -> bool:
    """Whether a doubt stands. One query."""
    with connection.cursor() as cursor:  # written out: the door asks it for every permit
        cursor.execute("SELECT 1 FROM ledger_doubt WHERE id = 1")
        return cursor.fetchone() is not None


def standing_doubt() -> Doubt | None:
    """Return the doubt that stands, or None while the ledger proves out. One query."""
    return Doubt.objects.filter(pk=1).first()
