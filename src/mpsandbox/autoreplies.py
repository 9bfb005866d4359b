"""Automatic answers as set on the website, and how the API tells of them."""

import sqlite3
from typing import Any

from mpsandbox.calls import Call, Payload
from mpsandbox.store import setting


def current(call: Call) -> Payload:
    """Return the answers set on the website. Source: WeChat get_current_autoreply_info.

    While an own server receives the messages, they are kept but switched off.
    """
    kept: dict[str, Any] = setting(call.db, "autoreply")
    is_on = not setting(call.db, "callback")
    shown: Payload = {
        "is_add_friend_reply_open": int(is_on and "follow" in kept),
        "is_autoreply_open": int(is_on and ("default" in kept or bool(kept.get("keywords")))),
    }
    if "follow" in kept:
        shown["add_friend_autoreply_info"] = kept["follow"]
    if "default" in kept:
        shown["message_default_autoreply_info"] = kept["default"]
    if kept.get("keywords"):
        shown["keyword_autoreply_info"] = {"list": kept["keywords"]}
    return shown


def answers_to(db: sqlite3.Connection, text: str) -> list[dict[str, Any]]:
    """Return what a reader who writes `text` gets from the website's answers; maybe nothing.

    The first rule that matches answers, then the answer to everything else; nothing while an
    own server receives the messages.
    """
    kept: dict[str, Any] = setting(db, "autoreply")
    if setting(db, "callback"):
        return []
    for rule in kept.get("keywords", []):
        if any(_matches(word, text) for word in rule["keyword_list_info"]):
            answers: list[dict[str, Any]] = rule["reply_list_info"]
            return answers if rule["reply_mode"] == "reply_all" else answers[:1]
    return [kept["default"]] if "default" in kept else []


def _matches(word: dict[str, str], text: str) -> bool:
    return word["content"] == text if word["match_mode"] == "equal" else word["content"] in text
