"""The switches of the simulator: behaviours nobody is sure of, and states an account can be in."""

import ipaddress
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from mpsandbox.calls import Call, Payload
from mpsandbox.console.fields import ActError, Fields, one_of, seconds, text, yes_or_no
from mpsandbox.pages import FAILURES
from mpsandbox.store import put_setting, setting

Reader = Callable[[Fields, str], Any]


def choice(*choices: str) -> Reader:
    """Return a reader of one of `choices`."""
    return lambda fields, name: one_of(fields, name, list(choices))


def addresses(fields: Fields, name: str) -> list[str]:
    """Return a list of addresses or ranges, from a list or from lines of text."""
    sent = fields[name]
    listed = sent.split() if isinstance(sent, str) else sent
    try:
        return [str(ipaddress.ip_network(each, strict=False)) for each in listed]
    except (TypeError, ValueError):
        raise ActError(f"{name}: addresses expected") from None


def address(fields: Fields, name: str) -> str:
    """Return one address, or nothing."""
    sent = text(fields, name)
    try:
        return str(ipaddress.ip_address(sent)) if sent else ""
    except ValueError:
        raise ActError(f"{name}: an address expected") from None


def permissions(fields: Fields, name: str) -> dict[str, bool]:
    """Return beginnings of paths with true or false."""
    sent = fields[name]
    if not isinstance(sent, dict) or not all(type(each) is bool for each in sent.values()):
        raise ActError(f"{name}: paths with true or false expected")
    return {str(path): may for path, may in sent.items()}


# Every setting with the reader of its field; the defaults stand in `store.DEFAULTS`.
SETTINGS: Mapping[str, Reader] = {
    "bot_wall": yes_or_no,
    "publish_delay": seconds,
    "resubmit": choice("accept", "refuse"),
    "list_order": choice("newest", "oldest"),
    "permissions": permissions,
    "secret_frozen": yes_or_no,
    "account_frozen": yes_or_no,
    "ip_whitelist": addresses,
    "ip_whitelist_on": choice("tokens", "all"),
    "caller_ip": address,
    "publish_id_as": choice("number", "text"),
    "callback_seconds": seconds,
    "retry_seconds": seconds,
    "draft_delete": choice("accept", "refuse"),
    "file_type": choice("own", "text"),
    "strict_content": yes_or_no,
    "colours": choice("keep", "rgb"),
    "code_styles": choice("keep", "lose"),
    "quoted_fonts": choice("keep", "break"),
    "public_pages": choice("shown", *FAILURES),
    "mass_event_links": yes_or_no,
    "comment_feature": yes_or_no,
    "seed": text,
}


def change_settings(call: Call, fields: Fields) -> Payload:
    """Change the settings named and return them all."""
    for name, read in SETTINGS.items():
        value = read(fields, name) if name in fields else None
        if value is not None:
            put_setting(call.db, name, value)
    return shown_settings(call.db)


def shown_settings(db: sqlite3.Connection) -> Payload:
    """Return every setting as it stands."""
    return {name: setting(db, name) for name in SETTINGS}
