"""What the page of a draft shows of the mail it was made of."""

from typing import Any

from hefa.collect.models import MailState, Manuscript
from hefa.collect.pages import notes_of

_PROOFS = {
    "dkim": "邮箱服务商核验过（DKIM）",
    "spf": "邮箱服务商核验过（SPF）",
    "dmarc": "邮箱服务商核验过（DMARC）",
    "token": "主题里有一次性口令",
}


def letter_of(manuscript: Manuscript) -> dict[str, Any] | None:
    """Return the mail that became `manuscript`, in words; None when none did."""
    mail = (
        manuscript.mails.filter(state=MailState.DRAFTED)
        .select_related("sender", "file")
        .order_by("pk")
        .first()
    )
    if mail is None or mail.file is None:
        return None
    proofs = [_PROOFS[word] for word in mail.proved_by.split()]
    return {
        "sender": str(mail.sender),
        "seen_at": mail.seen_at,
        "file_pk": mail.file_id,
        "words": mail.letter,
        "notes": notes_of(mail.file),
        "proved": "，".join(proofs) or "只认了发件邮箱，没有别的核验",
    }
