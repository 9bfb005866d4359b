"""What the report itself writes to the ledger: a released sheet that no longer comes out so."""

from datetime import datetime

from django.db import transaction

from hefa.ledger.append import MACHINE, Fact, append
from hefa.ledger.models import Entry
from hefa.report.models import SheetProof
from hefa.report.proving import proofs_of

DIFFERS = "report.proof_differs"
# The rules of the machine's look grow; what they find today is not what they found then.
NOT_TRIED_AGAIN = frozenset({"nothing_unanswered"})


def note_differences(after: int, *, most: int, now: datetime) -> int | None:
    """Return the last row looked at of those after `after`, or None when there are no more.

    A sheet that fails other claims than it did when it was released gets one ledger entry:
    somebody changed what may not change.
    """
    rows = list(
        SheetProof.objects.filter(pk__gt=after).select_related("sheet").order_by("pk")[:most]
    )
    fresh = {proof.sheet_id: proof for proof in proofs_of((row.sheet for row in rows), now=now)}
    for row in rows:
        if _lasting(fresh[row.sheet_id].failed) != _lasting(row.failed):
            _enter(row, fresh[row.sheet_id], now=now)
    return rows[-1].pk if rows else None


@transaction.atomic
def _enter(row: SheetProof, fresh: SheetProof, *, now: datetime) -> None:
    subject = f"sheet:{row.sheet.number}"
    if Entry.objects.filter(kind=DIFFERS, subject=subject).exists():
        return
    body = {"failed": fresh.failed, "failed_then": row.failed}
    append(Fact(kind=DIFFERS, subject=subject, body=body), actor=MACHINE, now=now)


def _lasting(names: str) -> frozenset[str]:
    return frozenset(names.split()) - NOT_TRIED_AGAIN
