"""What is learned at work of how WeChat treats an account; written in the caller's transaction."""

from datetime import datetime

from hefa.ledger.append import MACHINE, Fact, append
from hefa.registry.models import OfficialAccount


def note_refused_channel(account: OfficialAccount, channel: str, *, now: datetime) -> None:
    """Write that WeChat refuses `account` this road, and since when."""
    if account.refused_channel == channel:
        return
    OfficialAccount.objects.filter(pk=account.pk).update(refused_channel=channel, refused_at=now)
    account.refused_channel, account.refused_at = channel, now


def takes_a_draft_once(account: OfficialAccount) -> bool:
    """Whether it is known that WeChat refuses a second submission of a draft, as of this moment."""
    rows = OfficialAccount.objects.filter(pk=account.pk, is_resubmission_refused=True)
    return rows.exists()


def note_resubmission_refused(account: OfficialAccount, publication: str, *, now: datetime) -> None:
    """Write that a second submission was refused while the first one went out.

    One such case is no proof, so that a person decides what follows: `set_resubmission`.
    """
    rows = OfficialAccount.objects.filter(pk=account.pk, resubmission_refused_at=None)
    if rows.update(resubmission_refused_at=now):
        seen = Fact(
            kind="registry.resubmission_seen_refused",
            subject=f"account:{account.key}",
            body={"name": account.name, "publication": publication},
        )
        append(seen, actor=MACHINE, now=now)
