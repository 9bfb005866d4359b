"""Pages on the simulator as a whole: its accounts, and their own servers."""

from collections.abc import Callable
from typing import Any

from mpsandbox import clock
from mpsandbox.accounts import LABELS, Account, Kind, account
from mpsandbox.callback import Mode
from mpsandbox.calls import Call
from mpsandbox.console.paper import TEMPLATES, framed, options
from mpsandbox.events import EventFault, pushes
from mpsandbox.store import setting
from mpsandbox.templating import Markup, filled, joined
from mpsandbox.world import World

MOST_SHOWN = 50
MODES = {Mode.PLAIN: "明文模式", Mode.COMPATIBLE: "兼容模式", Mode.SAFE: "安全模式"}
STATES = {
    "waiting": "等待推送",
    "sending": "正在推送",
    "answered": "已收到答复",
    "given_up": "三次没有答复",
    "lost": "丢失",
}
EVENT_FAULTS = {
    EventFault.LOST: "丢失",
    EventFault.LATE: "迟到",
    EventFault.DOUBLED: "推送两次",
    EventFault.OUT_OF_ORDER: "排到下一条之后",
    EventFault.FORGED: "签名不对",
    EventFault.STALE: "时间戳是一小时前的",
}


def accounts_page(world: World, call: Call) -> Markup:
    """Return the list of accounts; the one chosen here is the one all pages show."""
    rows = []
    for sandbox in world:
        with sandbox.store.reading() as db:
            rows.append(_account_row(account(db), call.account.appid))
    kinds = options({kind.value: LABELS[kind] for kind in Kind}, Kind.VERIFIED)
    body = filled(TEMPLATES / "accounts.html", rows=joined(rows), kinds=kinds)
    return framed(call, "账号", body)


def callback_page(_: World, call: Call) -> Markup:
    """Return the account's server configuration and what was pushed to it."""
    entered = setting(call.db, "callback")
    rows = [
        filled(
            TEMPLATES / "push_row.html",
            name=push["name"],
            at=clock.shanghai_text(push["queued_at"]),
            state=STATES[push["state"]],
            tries=push["tries"],
            answer=_last_answer(push["answers"]),
        )
        for push in pushes(call.db)[: -MOST_SHOWN - 1 : -1]
    ]
    body = filled(
        TEMPLATES / "callback.html",
        url=entered.get("url", ""),
        token=entered.get("token", ""),
        aes_key=entered.get("aes_key", ""),
        modes=options(
            {mode.value: words for mode, words in MODES.items()}, entered.get("mode", Mode.SAFE)
        ),
        faults=options(
            {kind.value: words for kind, words in EVENT_FAULTS.items()}, EventFault.LOST
        ),
        pushes=joined(rows) if rows else filled(TEMPLATES / "empty.html"),
    )
    return framed(call, "消息推送", body)


PLATFORM_PAGES: dict[str, Callable[[World, Call], Markup]] = {
    "accounts": accounts_page,
    "callback": callback_page,
}


def _account_row(kept: Account, chosen: str) -> Markup:
    is_chosen = kept.appid == chosen
    choose = filled(TEMPLATES / "account_choose.html", appid=kept.appid)
    return filled(
        TEMPLATES / "account_row.html",
        name=kept.name,
        appid=kept.appid,
        secret=kept.secret,
        kind=LABELS[kept.kind],
        choose="当前" if is_chosen else choose,
    )


def _last_answer(answers: list[dict[str, Any]]) -> str:
    if not answers:
        return ""
    last = answers[-1]
    reply = last["reply"].get("Content", last["reply"].get("MsgType", "没有回复"))
    return str(last["problem"] or reply)
