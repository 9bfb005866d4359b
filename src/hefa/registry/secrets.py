"""Secrets at rest: encrypted, bound to their account, with room for another cipher."""

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from hefa.core.errors import Tampered, reason

PREFIX = "v1:"


def seal(account_key: str, secret: str) -> str:
    """Return `secret` encrypted and bound to the account `account_key`."""
    plain = json.dumps({"account": account_key, "secret": secret}).encode()
    return PREFIX + _cipher().encrypt(plain).decode("ascii")


def open_sealed(account_key: str, sealed: str) -> str:
    """Return the secret that `seal` encrypted for `account_key`.

    Raises Tampered when it was sealed for another account or with a lost key.
    """
    if not sealed.startswith(PREFIX):
        raise Tampered(reason("registry.secret_unreadable"))
    try:
        plain = json.loads(_cipher().decrypt(sealed.removeprefix(PREFIX)))
    except InvalidToken:
        raise Tampered(reason("registry.secret_unreadable")) from None
    if plain["account"] != account_key:
        raise Tampered(reason("registry.secret_of_another"))
    return str(plain["secret"])


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECRETS_KEYS])
