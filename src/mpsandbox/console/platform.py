"""Acts upon the simulator as a whole: its accounts, its clock, and their own servers."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

from mpsandbox import clock, events
from mpsandbox.accounts import Kind, account
from mpsandbox.callback import Callback, Mode, verify
from mpsandbox.calls import Payload
from mpsandbox.console.fields import (
    ActError,
    Fields,
    one_of,
    optional_text,
    seconds,
    text,
    whole_number,
    yes_or_no,
)
from mpsandbox.gateway import Sandbox, settle
from mpsandbox.store import forget_everything, next_number, put_setting, setting
from mpsandbox.world import World

MOST_ACCOUNTS_AT_ONCE = 1000
FASTEST = 100_000
SHANGHAI = timezone(timedelta(seconds=clock.SHANGHAI_OFFSET_SECONDS))

_TOKEN = re.compile(r"[0-9A-Za-z]{3,32}")
_AES_KEY = re.compile(r"[0-9A-Za-z]{43}")


def add_accounts(world: World, _: Sandbox, fields: Fields) -> Payload:
    """Add `count` accounts to this process and return their credentials."""
    kind = one_of(fields, "kind", [kind.value for kind in Kind], Kind.VERIFIED)
    count, appid = whole_number(fields, "count", 1), optional_text(fields, "appid")
    if not 1 <= count <= MOST_ACCOUNTS_AT_ONCE or (appid and count > 1):
        raise ActError(f"count: 1 to {MOST_ACCOUNTS_AT_ONCE} expected, 1 with an appid")
    name = optional_text(fields, "name")
    try:
        added = [world.add(appid=appid, kind=kind, name=name) for _ in range(count)]
    except ValueError:
        raise ActError("appid: taken", status=409) from None
    return {"accounts": [asdict(each) for each in added]}


def move_clock(world: World, _: Sandbox, fields: Fields) -> Payload:
    """Move, set, stop or speed up the one clock of all accounts."""
    advanced = seconds(fields, "advance_seconds", 0)
    moment = _moment(fields["set_to"]) if "set_to" in fields else None
    pace = _pace(fields)
    with world.first.store.transaction() as db:
        if moment is not None:
            clock.set_to(db, moment)
        clock.advance(db, advanced)
        if pace is not None:
            clock.set_speed(db, pace)
        kept, shown = clock.kept(db), {"now": clock.now(db), "speed": clock.speed(db)}
    for sandbox in world:
        with sandbox.store.transaction() as db:
            clock.put(db, kept)
        settle(sandbox)
    return shown


def reset(world: World, sandbox: Sandbox, fields: Fields) -> Payload:
    """Forget everything but the accounts; only the one named by `appid` where one is."""
    if "appid" in fields:
        with sandbox.store.transaction() as db:
            kept = clock.kept(db)
            forget_everything(db)
            clock.put(db, kept)
        return {}
    for each in world:
        with each.store.transaction() as db:
            forget_everything(db)
    return {}


def keep(world: World, _: Sandbox, __: Fields) -> Payload:
    """Keep how every account stands, clock included, for `go_back`."""
    for each in world:
        each.store.keep()
    return {}


def go_back(world: World, _: Sandbox, __: Fields) -> Payload:
    """Let every account stand as it was kept; those added since stay as they are."""
    gone_back = [each.store.go_back() for each in world]
    if not any(gone_back):
        raise ActError("nothing was kept", status=409)
    return {}


def enter_callback(_: World, sandbox: Sandbox, fields: Fields) -> Payload:
    """Enter the account's own server, which must first prove that it knows the token."""
    callback = _callback(fields)
    with sandbox.store.reading() as db:
        now, limit = clock.now(db), float(setting(db, "callback_seconds"))
    if yes_or_no(fields, "verify") is not False:
        problem = verify(callback, now=now, limit_seconds=limit)
        if problem:
            raise ActError(f"url: not verified: {problem}", status=409)
    with sandbox.store.transaction() as db:
        put_setting(db, "callback", asdict(callback))
    return {"callback": asdict(callback)}


def remove_callback(_: World, sandbox: Sandbox, __: Fields) -> Payload:
    """Forget the account's own server; nothing is pushed any more."""
    with sandbox.store.transaction() as db:
        put_setting(db, "callback", {})
    return {"callback": {}}


def send_message(_: World, sandbox: Sandbox, fields: Fields) -> Payload:
    """Let a person write, follow, leave, or press a button of the menu."""
    name = one_of(fields, "type", ["text", "subscribe", "unsubscribe", "CLICK", "VIEW"])
    with sandbox.store.transaction() as db:
        if not setting(db, "callback"):
            raise ActError("no callback is entered", status=409)
        at = clock.now(db)
        openid = text(fields, "openid", f"oReader{account(db).appid[2:]:0<21}"[:28])
        if name == "text":
            number = next_number(db, "next_message_id")
            message = {"Content": text(fields, "content"), "MsgId": number}
            events.push_message(db, "text", message, at=at, openid=openid)
        else:
            event = {} if name == "unsubscribe" else {"EventKey": text(fields, "event_key", "")}
            events.push(db, name, event, at=at, openid=openid)
    return {"type": name, "openid": openid}


def arm_event_fault(_: World, sandbox: Sandbox, fields: Fields) -> Payload:
    """Let the next pushes of an event, or of any, go wrong."""
    kind = events.EventFault(one_of(fields, "kind", [kind.value for kind in events.EventFault]))
    event, times = text(fields, "event", events.ANY_EVENT), whole_number(fields, "times", 1)
    with sandbox.store.transaction() as db:
        events.arm(db, kind, event=event, times=times, late=seconds(fields, "seconds", 30))
        return {"event_faults": setting(db, "event_faults")}


def clear_event_faults(_: World, sandbox: Sandbox, __: Fields) -> Payload:
    """Disarm every fault of the pushes."""
    with sandbox.store.transaction() as db:
        put_setting(db, "event_faults", [])
    return {}


PLATFORM_ACTS: dict[str, Callable[[World, Sandbox, Fields], Payload]] = {
    "accounts": add_accounts,
    "clock": move_clock,
    "reset": reset,
    "keep": keep,
    "go_back": go_back,
    "callback": enter_callback,
    "callback/remove": remove_callback,
    "callback/message": send_message,
    "callback/faults": arm_event_fault,
    "callback/faults/clear": clear_event_faults,
}


def _callback(fields: Fields) -> Callback:
    url, token = text(fields, "url"), text(fields, "token")
    mode = Mode(one_of(fields, "mode", [mode.value for mode in Mode], Mode.PLAIN))
    aes_key = text(fields, "aes_key", "")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ActError("url: an http or https address expected")
    if not _TOKEN.fullmatch(token):
        raise ActError("token: 3 to 32 letters and digits expected")
    if not _AES_KEY.fullmatch(aes_key) and (aes_key or mode is not Mode.PLAIN):
        raise ActError("aes_key: 43 letters and digits expected")
    return Callback(url=url, token=token, aes_key=aes_key, mode=mode)


def _moment(sent: object) -> float:
    """Return a Unix time from a number or from ISO text, in Shanghai's time unless it says."""
    try:
        if isinstance(sent, int | float):
            return float(sent)
        moment = datetime.fromisoformat(str(sent))
    except ValueError:
        raise ActError("set_to: a Unix time or 2026-01-31T08:00 expected") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).timestamp()


def _pace(fields: Fields) -> float | None:
    """Return the speed asked for; freezing is 0, and the usual speed afterwards 1."""
    is_frozen = yes_or_no(fields, "freeze")
    if is_frozen is not None:
        return 0 if is_frozen else 1
    if "speed" not in fields:
        return None
    pace = seconds(fields, "speed")
    if pace > FASTEST:
        raise ActError(f"speed: at most {FASTEST} expected")
    return pace
