"""The account simulated: its credentials, its kind, and what that kind may call."""

import base64
import secrets
import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mpsandbox.store import put_setting, setting


class Kind(StrEnum):
    """Who the account belongs to, and whether WeChat has verified it."""

    VERIFIED = "verified"
    PERSONAL = "personal"
    UNVERIFIED = "unverified"
    LAPSED = "lapsed"
    SERVICE = "service"
    SERVICE_UNVERIFIED = "service_unverified"
    TEST = "test"


LABELS = {
    Kind.VERIFIED: "已认证公众号",
    Kind.PERSONAL: "个人主体公众号",
    Kind.UNVERIFIED: "未认证公众号",
    Kind.LAPSED: "认证已过期",
    Kind.SERVICE: "已认证服务号",
    Kind.SERVICE_UNVERIFIED: "未认证服务号",
    Kind.TEST: "接口测试号",
}

_VERIFIED = frozenset({Kind.VERIFIED, Kind.SERVICE, Kind.TEST})
_WITH_MENU = _VERIFIED | {Kind.SERVICE_UNVERIFIED}

# What a path begins with, and the kinds that may call it; the longest beginning decides, and
# every kind may call what is named nowhere. Publishing was withdrawn from the others in July
# 2025; drafts and pictures were not, but a lapsed account has been seen to be refused draft/add.
PERMISSIONS: Mapping[str, frozenset[Kind]] = {
    "/cgi-bin/draft/add": frozenset(Kind) - {Kind.LAPSED},
    "/cgi-bin/freepublish/": _VERIFIED,
    "/cgi-bin/message/mass/": _VERIFIED,
    "/cgi-bin/menu/": _WITH_MENU,
    "/cgi-bin/get_current_selfmenu_info": _WITH_MENU,
    "/cgi-bin/get_current_autoreply_info": _WITH_MENU,
    "/cgi-bin/user/": _VERIFIED,
    "/cgi-bin/tags/": _VERIFIED,
    "/cgi-bin/comment/": _VERIFIED,
    "/datacube/": _VERIFIED,
}


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


def may_call(db: sqlite3.Connection, path: str) -> bool:
    """Say whether the account may call `path`; if not, WeChat answers 48001.

    The setting `permissions` (beginning of a path: true or false) goes before the table.
    Source: WeChat's permissions by kind of account.
    """
    asked: dict[str, bool] = setting(db, "permissions")
    if beginning := _longest(asked, path):
        return asked[beginning]
    beginning = _longest(PERMISSIONS, path)
    return not beginning or Kind(setting(db, "kind")) in PERMISSIONS[beginning]


def _longest(beginnings: Mapping[str, object], path: str) -> str:
    return max((each for each in beginnings if path.startswith(each)), key=len, default="")
