"""The only maker of WeChat clients: base address, and the one token that all processes share."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db.models import Q

from hefa.core.errors import Refused, Unavailable, reason
from hefa.publish import rows
from hefa.publish.models import AccountToken
from hefa.registry.channels import is_connected
from hefa.registry.models import AccountKind, OfficialAccount
from hefa.registry.secrets import open_sealed, seal
from hefa.wechat.errors import CallFailed, Outcome, Unknown
from hefa.wechat.pages import fetch_page
from hefa.wechat.tokens import stable_token
from hefa.wechat.transport import Client, is_loopback
from hefa.wechat.values import AccessToken, FetchedPage

P = ParamSpec("P")
T = TypeVar("T")

_MARGIN = timedelta(minutes=5)
_RENEWAL = timedelta(seconds=40)
_WAITS = 50
_WAIT_SECONDS = 0.1


@dataclass(slots=True, kw_only=True)
class Wire:
    """A connection to one official account; every call raises CallFailed when it fails.

    `token` is the one it was given last, kept for the calls of one turn.
    """

    account: OfficialAccount
    client: Client
    now: datetime
    token: AccessToken | None = field(default=None, repr=False)

    def call(
        self,
        function: Callable[Concatenate[Client, AccessToken, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Return what `function` returns; a stale token is renewed once and the call repeated.

        A refused token means that nothing happened. Source: WeChat 40001, 40014, 42001.
        """
        token = token_of(self)
        try:
            return function(self.client, token, *args, **kwargs)
        except CallFailed as failed:
            if failed.outcome is not Outcome.NEW_TOKEN:
                raise
        return function(self.client, token_of(self, stale=token), *args, **kwargs)

    def call_once(
        self,
        function: Callable[Concatenate[Client, AccessToken, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Return what `function` returns after exactly one call, whatever the answer."""
        return function(self.client, token_of(self), *args, **kwargs)

    def page(self, url: str) -> FetchedPage:
        """Return the public page at `url`. Raises CallFailed, also for a foreign address."""
        try:
            return fetch_page(self.client, url)
        except ValueError:
            raise Unknown(code="publish.address_foreign", path="/s") from None


@contextmanager
def connected(account: OfficialAccount, *, now: datetime) -> Iterator[Wire]:
    """Lend a connection to `account`. Raises Refused when the account may not be reached."""
    with Client(base_url=base_url_of(account)) as client:
        yield Wire(account=account, client=client, now=now)


@contextmanager
def reading(account: OfficialAccount, *, now: datetime) -> Iterator[Wire]:
    """Lend a connection for public pages; an account that is not connected may have it too.

    A call with a token raises Refused where there is none. Raises Refused as `connected` does
    for an address that is not allowed.
    """
    with Client(base_url=_address_of(account)) as client:
        yield Wire(account=account, client=client, now=now)


def base_url_of(account: OfficialAccount) -> str:
    """Return the address of the API for `account`: WeChat's own, or the demo's simulator.

    Raises Refused for a sandbox account outside the demo or away from this machine, and for a
    real account that names an address of its own.
    """
    if not is_connected(account):
        raise Refused(reason("publish.account_not_connected", account=account.name))
    return _address_of(account)


def _address_of(account: OfficialAccount) -> str:
    if account.kind != AccountKind.SANDBOX:
        if account.base_url:
            raise Refused(reason("publish.address_not_wechat", account=account.name))
        return settings.WECHAT_BASE_URL
    address = account.base_url or settings.WECHAT_SANDBOX_URL
    if not settings.DEMO or not is_loopback(address):
        raise Refused(reason("publish.sandbox_only_in_demo", account=account.name))
    return address


def token_of(wire: Wire, *, stale: AccessToken | None = None) -> AccessToken:
    """Return the account's token, renewed once for all processes when it is stale or expired.

    It is read once for each connection: a turn is shorter than what a token has left. Raises
    Unavailable when another process holds the renewal and does not finish, Refused for
    an account that is not connected.
    """
    if not is_connected(wire.account):
        raise Refused(reason("publish.account_not_connected", account=wire.account.name))
    if wire.token is None or wire.token == stale:
        wire.token = _shared(wire, stale)
    return wire.token


def _shared(wire: Wire, stale: AccessToken | None) -> AccessToken:
    """Return the token that all processes share, renewed by whichever comes first."""
    row = rows.token_row_of(wire.account.pk)
    if row is None:
        row, _ = AccountToken.objects.get_or_create(
            account=wire.account, defaults={"token_sealed": "", "expires_at": wire.now}
        )
    for _ in range(_WAITS):
        known = _known(row, wire, stale)
        if known is not None:
            return known
        free = Q(renewal_until__isnull=True) | Q(renewal_until__lte=wire.now)
        ours = AccountToken.objects.filter(
            free, account=wire.account, token_sealed=row.token_sealed
        )
        if ours.update(renewal_until=wire.now + _RENEWAL):
            return _renewed(wire, stale)
        time.sleep(_WAIT_SECONDS)
        row.refresh_from_db()
    raise Unavailable(reason("publish.token_being_renewed"))


def forget_token(wire: Wire) -> None:
    """Let the next call fetch a fresh token."""
    wire.token = None
    AccountToken.objects.filter(account=wire.account).update(expires_at=wire.now)


def _known(row: AccountToken, wire: Wire, stale: AccessToken | None) -> AccessToken | None:
    """Return the token in `row` when it is neither expired nor the stale one."""
    if not row.token_sealed or row.expires_at <= wire.now + _MARGIN:
        return None
    token = AccessToken(value=open_sealed(wire.account.key, row.token_sealed))
    return None if stale is not None and token.value == stale.value else token


def _renewed(wire: Wire, stale: AccessToken | None) -> AccessToken:
    """Fetch a token and keep it; forced only where WeChat repeats the stale one."""
    kept = AccountToken.objects.filter(account=wire.account)
    appid = wire.account.appid
    secret = open_sealed(wire.account.key, wire.account.secret_sealed)
    try:
        issued = stable_token(wire.client, appid=appid, secret=secret)
        if stale is not None and issued.token.value == stale.value:
            issued = stable_token(wire.client, appid=appid, secret=secret, force=True)
    except CallFailed:
        kept.update(renewal_until=None)
        raise
    kept.update(
        token_sealed=seal(wire.account.key, issued.token.value),
        expires_at=wire.now + timedelta(seconds=issued.life_seconds),
        renewal_until=None,
    )
    return issued.token
