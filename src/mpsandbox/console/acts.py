"""Every act of the console by its path: the same table serves pages and programs."""

import re
from collections.abc import Callable

from mpsandbox import faults, quotas
from mpsandbox.accounts import Kind
from mpsandbox.calls import Call, Payload
from mpsandbox.console import backoffice, editing, readers
from mpsandbox.console.fields import (
    ActError,
    Fields,
    one_of,
    optional_text,
    seconds,
    whole_number,
    yes_or_no,
)
from mpsandbox.console.settings import change_settings
from mpsandbox.errors import ApiError
from mpsandbox.publishing import Status
from mpsandbox.routes import ENDPOINTS
from mpsandbox.store import put_setting, setting

NOT_FOUND_CODES = {40007, 40114, 53600}
SCRIPTED_OUTCOMES = [Status.SUCCESS, Status.NOT_ORIGINAL, Status.FAILED, Status.REFUSED_BY_REVIEW]

Act = Callable[..., Payload]


def set_account(call: Call, fields: Fields) -> Payload:
    """Change the account's kind, its public name, or both."""
    if "kind" in fields:
        put_setting(call.db, "kind", one_of(fields, "kind", [kind.value for kind in Kind]))
    if name := optional_text(fields, "name"):
        put_setting(call.db, "name", name)
    return {"kind": setting(call.db, "kind"), "name": setting(call.db, "name")}


def arm_fault(call: Call, fields: Fields) -> Payload:
    """Arm a fault for the next calls of a path."""
    kind = faults.FaultKind(one_of(fields, "kind", [kind.value for kind in faults.FaultKind]))
    usual = faults.REFUSING.get(kind, -1)
    is_coded = kind in faults.REFUSING and kind != "busy" and fields.get("errcode") != ""
    fault = faults.Fault(
        path=one_of(fields, "path", [faults.ANY_PATH, *ENDPOINTS]),
        kind=kind,
        errcode=whole_number(fields, "errcode", usual) if is_coded else usual,
        times=whole_number(fields, "times", 1),
        seconds=seconds(fields, "seconds", 30),
        has_effect=faults.usual_effect(kind, yes_or_no(fields, "effect")),
        nth=whole_number(fields, "nth", 1),
        probability=seconds(fields, "probability", 1),
        seed=str(fields.get("seed", "")),
        habit=one_of(fields, "habit", list(faults.HABITS), "none"),
    )
    faults.arm(call.db, fault)
    return {"path": fault.path, "kind": fault.kind, "effect": fault.has_effect}


def clear_faults(call: Call, _: Fields) -> Payload:
    """Disarm every fault and forget the late calls."""
    faults.disarm_all(call.db)
    return {}


def script_outcome(call: Call, fields: Fields) -> Payload:
    """Script the outcome of the next publications submitted through the API."""
    status = whole_number(fields, "status")
    if status not in SCRIPTED_OUTCOMES:
        raise ActError("status: one of 0, 2, 3, 4 expected")
    fail_idx = fields.get("fail_idx", [1] if status else [])
    if not isinstance(fail_idx, list) or not all(type(idx) is int for idx in fail_idx):
        raise ActError("fail_idx: list of numbers expected")
    outcome = {"status": status, "fail_idx": fail_idx}
    script = setting(call.db, "outcomes") + [outcome] * whole_number(fields, "times", 1)
    put_setting(call.db, "outcomes", script)
    return {"outcomes": script}


def set_quota(call: Call, fields: Fields) -> Payload:
    """Set how often a path may be called in a day, in a minute, or both."""
    path = one_of(fields, "path", list(ENDPOINTS))
    if "daily_limit" in fields or "per_minute" not in fields:
        quotas.set_daily_limit(call.db, path, whole_number(fields, "daily_limit"))
    if "per_minute" in fields:
        quotas.set_minute_limit(call.db, path, whole_number(fields, "per_minute"))
    daily, minute = quotas.daily_limit(call.db, path), quotas.minute_limit(call.db, path)
    return {"path": path, "daily_limit": daily, "per_minute": minute}


def expire_tokens(call: Call, fields: Fields) -> Payload:
    """End every token now: `how` is "expired" (42001, the default) or "stolen" (40001)."""
    column = {"expired": "expires_at", "stolen": "revoked_at"}[
        one_of(fields, "how", ["expired", "stolen"], "expired")
    ]
    call.db.execute(f"UPDATE token SET {column} = ?", (call.now,))  # noqa: S608 - from the table
    return {}


ACTS: list[tuple[re.Pattern[str], Act]] = [
    (re.compile(pattern), act)
    for pattern, act in (
        ("articles", editing.put_unknown_article),
        ("articles/([^/]+)/edit", editing.edit_article),
        ("articles/([^/]+)/delete", editing.delete_article),
        ("articles/([^/]+)/block", editing.block_article),
        ("drafts/([^/]+)/edit", editing.edit_draft),
        ("drafts/([^/]+)/delete", editing.delete_draft),
        ("drafts/([^/]+)/publish", editing.publish_draft),
        ("articles/([^/]+)/correct", backoffice.correct_article),
        ("articles/([^/]+)/comment", readers.comment),
        ("articles/([^/]+)/take_comment_back", readers.take_comment_back),
        ("articles/([^/]+)/reads", readers.set_reads),
        ("drafts/([^/]+)/mass_send", backoffice.mass_send_draft),
        ("mass_outcome", backoffice.script_mass_outcome),
        ("menu", backoffice.set_menu),
        ("autoreply", backoffice.set_autoreply),
        ("followers", readers.follow),
        ("followers/([^/]+)/unfollow", readers.unfollow),
        ("ask", readers.ask),
        ("news_material", readers.put_news_material),
        ("account", set_account),
        ("faults", arm_fault),
        ("faults/clear", clear_faults),
        ("publish_outcome", script_outcome),
        ("quotas", set_quota),
        ("settings", change_settings),
        ("tokens/expire", expire_tokens),
    )
]


def do(call: Call, name: str, fields: Fields) -> Payload:
    """Do the act at the path `name` and return its result; raises ActError when it cannot be."""
    for pattern, act in ACTS:
        if match := pattern.fullmatch(name):
            try:
                return act(call, fields, *match.groups())
            except ApiError as error:
                status = 404 if error.errcode in NOT_FOUND_CODES else 400
                raise ActError(f"errcode {error.errcode}", status=status) from None
    raise ActError("no such act", status=404)
