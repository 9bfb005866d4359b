"""The one account simulated: its credentials, its kind, and what that kind may call."""

import base64
import secrets
import sqlite3
import zlib
from dataclasses import dataclass
from enum import StrEnum

from mpsandbox.store import put_setting, setting


class Kind(StrEnum):
    """Who the account belongs to, and whether WeChat has verified it."""

    VERIFIED = "verified"
    PERSONAL = "personal"
    UNVERIFIED = "unverified"
    LAPSED = "lapsed"
    TEST = "test"


LABELS = {
    Kind.VERIFIED: "已认证公众号",
    Kind.PERSONAL: "个人主体公众号",
    Kind.UNVERIFIED: "未认证公众号",
    Kind.LAPSED: "认证已过期",
    Kind.TEST: "接口测试号",
}

# Publishing was withdrawn from these kinds in July 2025; drafts and pictures were not.
_MAY_NOT_PUBLISH = {Kind.PERSONAL, Kind.UNVERIFIED, Kind.LAPSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account's credentials and public names."""

    appid: str
    secret: str
    name: str
    kind: Kind

    @property
    def biz(self) -> str:
        """The account's number as article addresses carry it."""
        number = 3_000_000_000 + zlib.crc32(self.appid.encode()) % 900_000_000
        return base64.b64encode(str(number).encode()).decode()

    @property
    def user_name(self) -> str:
        """The account's original id, `gh_` and twelve hexadecimal digits."""
        return f"gh_{self.appid[-12:]}"


def account(db: sqlite3.Connection) -> Account:
    """Return the account as it stands."""
    return Account(
        appid=setting(db, "appid"),
        secret=setting(db, "secret"),
        name=setting(db, "name"),
        kind=Kind(setting(db, "kind")),
    )


def set_up_account(
    db: sqlite3.Connection, appid: str | None, secret: str | None, kind: str | None
) -> Account:
    """Keep the credentials given, invent those still missing, and return the account."""
    if appid or not setting(db, "appid"):
        put_setting(db, "appid", appid or f"wx{secrets.token_hex(8)}")
    if secret or not setting(db, "secret"):
        put_setting(db, "secret", secret or secrets.token_hex(16))
    if kind:
        put_setting(db, "kind", Kind(kind))
    return account(db)


def may_call(kind: Kind, path: str) -> bool:
    """Say whether an account of `kind` may call `path`; if not, WeChat answers 48001.

    Source: WeChat freepublish (account kinds since 2025-07); a lapsed verification has been
    seen to refuse draft/add as well.
    """
    if path.startswith("/cgi-bin/freepublish/"):
        return kind not in _MAY_NOT_PUBLISH
    return not (kind is Kind.LAPSED and path == "/cgi-bin/draft/add")
