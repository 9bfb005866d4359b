"""The one act upon the ledger itself: lawful erasure of personal text."""

from datetime import datetime

from django.db import transaction

from hefa.core.errors import Refused, reason
from hefa.ledger.append import Fact, append
from hefa.ledger.models import PersonalText


@transaction.atomic
def erase_personal_text(
    seq: int, *, actor: str, words: str, ordered_by: str, now: datetime
) -> None:
    """Erase the personal text of entry `seq`; the erasure is an entry of its own.

    Raises Refused without a reason or where there is nothing to erase.
    """
    if not words.strip():
        raise Refused(reason("ledger.erasure_needs_reason"))
    texts = PersonalText.objects.filter(seq=seq)
    if not texts.exists():
        raise Refused(reason("ledger.nothing_to_erase", seq=seq))
    append(
        Fact(
            kind="ledger.erased",
            subject=f"entry:{seq}",
            body={"words": words, "ordered_by": ordered_by},
        ),
        actor=actor,
        now=now,
    )
    texts.delete()
