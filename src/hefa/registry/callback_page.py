"""How the receiving of an account's messages stands, in words."""

from datetime import datetime

from hefa.registry.models import AccountCallback
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import sentence

KINDS = {
    "PUBLISHJOBFINISH": "发布结果",
    "MASSSENDJOBFINISH": "群发结果",
    "text": "读者留言",
    "image": "读者发的图片",
    "voice": "读者发的语音",
    "subscribe": "有人关注",
    "unsubscribe": "有人取消关注",
    "CLICK": "有人点了菜单",
    "VIEW": "有人点了菜单里的链接",
}
MODES = {"plain": "没有加密", "aes": "加密"}


def callback_in_words(row: AccountCallback, now: datetime) -> list[dict[str, str]]:
    """Return label, text and tone of each thing known about the messages of `row`."""
    told = [_verified(row, now), _heard(row, now)]
    if row.refused_at is not None:
        text = (
            f"{moment(row.refused_at, now)} {sentence(row.refused_code)}"
            f"一共拒收 {row.refused_count} 次。"
        )
        is_newer = row.heard_at is None or row.refused_at > row.heard_at
        told.append({"label": "最近拒收", "text": text, "tone": "miss" if is_newer else "neutral"})
    if row.old_until is not None and now < row.old_until:
        text = f"到 {moment(row.old_until, now)} 还收，请在这之前到微信后台换好。"
        told.append({"label": "换掉的密钥", "text": text, "tone": "soon"})
    return told


def _verified(row: AccountCallback, now: datetime) -> dict[str, str]:
    if row.verified_at is None:
        text = "微信还没有来核验过。在微信后台点“提交”时核验。"
        return {"label": "地址核验", "text": text, "tone": "neutral"}
    text = f"{moment(row.verified_at, now)} 核验通过"
    return {"label": "地址核验", "text": text, "tone": "ok"}


def _heard(row: AccountCallback, now: datetime) -> dict[str, str]:
    if row.heard_at is None:
        return {"label": "最近收到", "text": "还没有收到过通知", "tone": "neutral"}
    kind = KINDS.get(row.heard_kind, "其他通知")
    mode = MODES.get(row.heard_mode, "")
    text = f"{moment(row.heard_at, now)} {kind}" + (f"（{mode}）" if mode else "")
    return {"label": "最近收到", "text": text, "tone": "ok"}
