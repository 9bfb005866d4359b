"""What a menu may look like: the buttons and the rules, each refusal with its own code."""

import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mpsandbox.errors import ApiError
from mpsandbox.material import find_material
from mpsandbox.published import find_article

KEY_BYTES = 128
URL_BYTES = 1024
MATCH_RULES = {"tag_id", "client_platform_type"}
RETIRED_RULES = {"sex", "country", "province", "city", "language", "group_id"}

# Each type and the fields it cannot do without.
TYPES = {
    "click": ("key",),
    "view": ("url",),
    "scancode_push": ("key",),
    "scancode_waitmsg": ("key",),
    "pic_sysphoto": ("key",),
    "pic_photo_or_album": ("key",),
    "pic_weixin": ("key",),
    "location_select": ("key",),
    "media_id": ("media_id",),
    "view_limited": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
    "miniprogram": ("url", "appid", "pagepath"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One of the two levels of buttons: how many, how long, and the codes when not."""

    most: int
    name_bytes: int
    wrong_count: int
    wrong_type: int
    wrong_name: int
    wrong_key: int
    wrong_url: int


TOP = Level(
    most=3,
    name_bytes=16,
    wrong_count=40016,
    wrong_type=40017,
    wrong_name=40018,
    wrong_key=40019,
    wrong_url=40020,
)
SUB = Level(
    most=5,
    name_bytes=60,
    wrong_count=40023,
    wrong_type=40024,
    wrong_name=40025,
    wrong_key=40026,
    wrong_url=40027,
)

Button = dict[str, Any]


def accepted_buttons(db: sqlite3.Connection, sent: object, level: Level = TOP) -> list[Button]:
    """Return the buttons of one level as they are kept; raises ApiError on the first fault.

    Source: WeChat /cgi-bin/menu/create.
    """
    if not isinstance(sent, list) or not 1 <= len(sent) <= level.most:
        raise ApiError(level.wrong_count)
    return [_button(db, each, level) for each in sent]


def accepted_rule(sent: object) -> dict[str, str]:
    """Return for whom a conditional menu is; raises ApiError 65304 or 65320.

    Source: WeChat /cgi-bin/menu/addconditional (matchrule).
    """
    rule = (
        {key: str(value) for key, value in sent.items() if value not in ("", None)}
        if (isinstance(sent, dict))
        else {}
    )
    if rule.keys() & RETIRED_RULES:
        raise ApiError(65320)
    if not rule or rule.keys() - MATCH_RULES:
        raise ApiError(65304)
    return rule


def _button(db: sqlite3.Connection, sent: object, level: Level) -> Button:
    if not isinstance(sent, dict):
        raise ApiError(40035)
    name = sent.get("name")
    if not isinstance(name, str) or not 1 <= _size(name) <= level.name_bytes:
        raise ApiError(level.wrong_name)
    if sent.get("sub_button"):
        if level is SUB:
            raise ApiError(40022)
        if "type" in sent:
            raise ApiError(40035)
        return {"name": name, "sub_button": accepted_buttons(db, sent["sub_button"], SUB)}
    kind = sent.get("type")
    if kind not in TYPES:
        raise ApiError(level.wrong_type)
    fields = {field: sent.get(field, "") for field in TYPES[kind]}
    for field, value in fields.items():
        _check(db, field, value, level)
    return {"type": kind, "name": name} | fields | {"sub_button": []}


def _check(db: sqlite3.Connection, field: str, value: object, level: Level) -> None:
    text = value if isinstance(value, str) else ""
    if field == "key" and not 1 <= _size(text) <= KEY_BYTES:
        raise ApiError(level.wrong_key)
    if field == "url" and (not _is_web_address(text) or _size(text) > URL_BYTES):
        raise ApiError(level.wrong_url)
    if field == "media_id":
        find_material(db, text)
    if field == "article_id":
        find_article(db, text)
    if field in {"appid", "pagepath"} and not text:
        raise ApiError(40035)


def _is_web_address(text: str) -> bool:
    try:
        return urlsplit(text).scheme in {"http", "https"}
    except ValueError:
        return False


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
