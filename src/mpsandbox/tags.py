"""Tags: the groups an account sorts its followers into."""

import json

from mpsandbox.calls import Call, Payload
from mpsandbox.drafts import OK
from mpsandbox.errors import ApiError
from mpsandbox.followers import find_follower, present_followers, tags_of
from mpsandbox.store import next_number, put_setting, setting
from mpsandbox.users import openids_sent, page_of_openids

MOST_TAGS = 100
NAME_CHARACTERS = 30
SYSTEM_IDS = range(3)
TAGS_PER_FOLLOWER = 20
MOST_AT_ONCE = 50


def create(call: Call) -> Payload:
    """Make a tag and return it. Source: WeChat /cgi-bin/tags/create."""
    name = _name_sent(call)
    tags = _tags(call)
    if len(tags) >= MOST_TAGS:
        raise ApiError(45056)
    tag_id = next_number(call.db, "next_tag_id")
    put_setting(call.db, "tags", tags | {str(tag_id): name})
    return {"tag": {"id": tag_id, "name": name}}


def get(call: Call) -> Payload:
    """Return every tag and how many bear it. Source: WeChat /cgi-bin/tags/get."""
    borne = [tag for row in present_followers(call.db) for tag in tags_of(row)]
    return {
        "tags": [
            {"id": int(tag_id), "name": name, "count": borne.count(int(tag_id))}
            for tag_id, name in _tags(call).items()
        ]
    }


def update(call: Call) -> Payload:
    """Name a tag anew. Source: WeChat /cgi-bin/tags/update."""
    tag_id = _tag_sent(call, _tag_object(call).get("id"))
    put_setting(call.db, "tags", _tags(call) | {str(tag_id): _name_sent(call, but=tag_id)})
    return OK


def delete(call: Call) -> Payload:
    """Remove a tag, from its bearers too. Source: WeChat /cgi-bin/tags/delete."""
    tag_id = _tag_sent(call, _tag_object(call).get("id"))
    put_setting(
        call.db, "tags", {key: name for key, name in _tags(call).items() if key != str(tag_id)}
    )
    for row in present_followers(call.db):
        _keep_tags(call, row["openid"], [tag for tag in tags_of(row) if tag != tag_id])
    return OK


def bestow(call: Call) -> Payload:
    """Give followers a tag. Source: WeChat /cgi-bin/tags/members/batchtagging."""
    tag_id = _tag_sent(call, call.json().get("tagid"))
    rows = openids_sent(call, most=MOST_AT_ONCE)
    for row in rows:
        tags = [*(tag for tag in tags_of(row) if tag != tag_id), tag_id]
        if len(tags) > TAGS_PER_FOLLOWER:
            raise ApiError(45059)
        _keep_tags(call, row["openid"], tags)
    return OK


def withdraw(call: Call) -> Payload:
    """Take a tag from followers. Source: WeChat /cgi-bin/tags/members/batchuntagging."""
    tag_id = _tag_sent(call, call.json().get("tagid"))
    for row in openids_sent(call, most=MOST_AT_ONCE):
        _keep_tags(call, row["openid"], [tag for tag in tags_of(row) if tag != tag_id])
    return OK


def bearers(call: Call) -> Payload:
    """Return the openids that bear a tag. Source: WeChat /cgi-bin/user/tag/get."""
    sent = call.json()
    tag_id = _tag_sent(call, sent.get("tagid"))
    openids = [row["openid"] for row in present_followers(call.db) if tag_id in tags_of(row)]
    page = page_of_openids(openids, str(sent.get("next_openid", "")))
    return {name: value for name, value in page.items() if name != "total"}


def of_follower(call: Call) -> Payload:
    """Return the tags of one follower. Source: WeChat /cgi-bin/tags/getidlist."""
    return {"tagid_list": tags_of(find_follower(call.db, call.json().get("openid")))}


def _tags(call: Call) -> dict[str, str]:
    tags: dict[str, str] = setting(call.db, "tags")
    return tags


def _tag_object(call: Call) -> Payload:
    sent = call.json().get("tag")
    if not isinstance(sent, dict):
        raise ApiError(40035)
    return sent


def _name_sent(call: Call, but: int = -1) -> str:
    """Return the name sent; raises ApiError 45157 (taken) or 45158 (too long)."""
    name = str(_tag_object(call).get("name") or "")
    if not name:
        raise ApiError(40035)
    if len(name) > NAME_CHARACTERS:
        raise ApiError(45158)
    if name in [each for key, each in _tags(call).items() if key != str(but)]:
        raise ApiError(45157)
    return name


def _tag_sent(call: Call, tag_id: object) -> int:
    """Return the id of a tag that may be changed; raises ApiError 45058 or 45159."""
    if tag_id in SYSTEM_IDS:
        raise ApiError(45058)
    if type(tag_id) is not int or str(tag_id) not in _tags(call):
        raise ApiError(45159)
    return tag_id


def _keep_tags(call: Call, openid: str, tags: list[int]) -> None:
    call.db.execute("UPDATE follower SET tags = ? WHERE openid = ?", (json.dumps(tags), openid))
