"""The best road to readers that an official account allows, as far as it is known here."""

from typing import TYPE_CHECKING

from hefa.core.package import Channel
from hefa.registry.models import AccountKind, OfficialAccount

if TYPE_CHECKING:
    from collections.abc import Mapping

_BELOW_WHAT_WAS_REFUSED: "Mapping[str, Channel]" = {
    Channel.API.value: Channel.DRAFT,
    Channel.DRAFT.value: Channel.MANUAL,
}


def proposed_channel(account: OfficialAccount | None) -> Channel:
    """Return the best road for `account`: what WeChat refused it, else what its kind may.

    An account that is not verified may keep drafts but not publish; one without developer's id
    may neither. Source: WeChat freepublish, kinds of account since July 2025.
    """
    if account is None:
        return Channel.API
    if account.refused_channel in _BELOW_WHAT_WAS_REFUSED:
        return _BELOW_WHAT_WAS_REFUSED[account.refused_channel]
    if not is_connected(account):
        return Channel.MANUAL
    may_publish = account.is_verified or account.kind == AccountKind.SANDBOX
    return Channel.API if may_publish else Channel.DRAFT


def is_connected(account: OfficialAccount) -> bool:
    """Whether the account's developer id and secret are here."""
    return bool(account.appid and account.secret_sealed)
