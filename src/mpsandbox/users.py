"""Users of the API: who follows the account, and the blacklist."""

import sqlite3

from mpsandbox.calls import Call, Payload
from mpsandbox.drafts import OK
from mpsandbox.errors import ApiError
from mpsandbox.followers import find_follower, find_person, present_followers, tags_of

MOST_OPENIDS = 10_000
MOST_ASKED = 100
REMARK_BYTES = 30


def get(call: Call) -> Payload:
    """Return openids, ten thousand at a time. Source: WeChat /cgi-bin/user/get."""
    everybody = [row["openid"] for row in present_followers(call.db)]
    return page_of_openids(everybody, call.request.query.get("next_openid", ""))


def info(call: Call) -> Payload:
    """Return what is told of one user. Source: WeChat /cgi-bin/user/info."""
    return _shown(find_person(call.db, call.request.query.get("openid", "")))


def batch_info(call: Call) -> Payload:
    """Return what is told of at most a hundred users. Source: WeChat user/info/batchget."""
    asked = call.json().get("user_list")
    if not isinstance(asked, list) or not 1 <= len(asked) <= MOST_ASKED:
        raise ApiError(40032)
    openids = [each.get("openid") if isinstance(each, dict) else None for each in asked]
    return {"user_info_list": [_shown(find_person(call.db, openid)) for openid in openids]}


def update_remark(call: Call) -> Payload:
    """Give a follower a remark. Source: WeChat /cgi-bin/user/info/updateremark."""
    sent = call.json()
    row, remark = find_follower(call.db, sent.get("openid")), str(sent.get("remark", ""))
    if len(remark.encode("utf-8", "surrogatepass")) >= REMARK_BYTES:
        raise ApiError(40092)
    call.db.execute("UPDATE follower SET remark = ? WHERE openid = ?", (remark, row["openid"]))
    return OK


def get_blacklist(call: Call) -> Payload:
    """Return the openids on the blacklist. Source: WeChat tags/members/getblacklist."""
    black = [row["openid"] for row in present_followers(call.db) if row["is_black"]]
    return page_of_openids(black, str(call.json().get("begin_openid", "")))


def blacken(call: Call) -> Payload:
    """Put followers on the blacklist. Source: WeChat tags/members/batchblacklist."""
    return _set_black(call, is_black=True)


def whiten(call: Call) -> Payload:
    """Take followers off the blacklist. Source: WeChat tags/members/batchunblacklist."""
    return _set_black(call, is_black=False)


def page_of_openids(everybody: list[str], begin: str) -> Payload:
    """Return the openids after `begin`, with the total; a page with nobody has no `data`.

    Raises ApiError 40003 when `begin` is nobody's.
    """
    if begin and begin not in everybody:
        raise ApiError(40003)
    start = everybody.index(begin) + 1 if begin else 0
    shown = everybody[start : start + MOST_OPENIDS]
    if not shown:
        return {"total": len(everybody), "count": 0, "next_openid": ""}
    return {
        "total": len(everybody),
        "count": len(shown),
        "data": {"openid": shown},
        "next_openid": shown[-1],
    }


def openids_sent(call: Call, *, most: int) -> list[sqlite3.Row]:
    """Return the followers of an `openid_list`; raises ApiError 40032 (how many) or 40003."""
    openids = call.json().get("openid_list")
    if not isinstance(openids, list) or not 1 <= len(openids) <= most:
        raise ApiError(40032)
    return [find_follower(call.db, openid) for openid in openids]


def _set_black(call: Call, *, is_black: bool) -> Payload:
    rows = openids_sent(call, most=20)
    call.db.executemany(
        "UPDATE follower SET is_black = ? WHERE openid = ?",
        [(is_black, row["openid"]) for row in rows],
    )
    return OK


def _shown(row: sqlite3.Row) -> Payload:
    if row["unsubscribed_at"] is not None:
        return {"subscribe": 0, "openid": row["openid"]}
    tags = tags_of(row)
    return {
        "subscribe": 1,
        "openid": row["openid"],
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": int(row["subscribed_at"]),
        "remark": row["remark"],
        "groupid": tags[0] if tags else 0,
        "tagid_list": tags,
        "subscribe_scene": row["scene"],
        "qr_scene": 0,
        "qr_scene_str": "",
    }
