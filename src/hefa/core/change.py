"""What a manuscript of another kind changes and why: its shape, and what cannot be."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from hefa.core.errors import Reason, reason
from hefa.core.package import Kind

Change = Mapping[str, Any]

MOST_BUTTONS: Final = 3
MOST_UNDER_ONE: Final = 5
# WeChat 40018, 40025, 40019, 40020: bytes of a name on top, below, a key and an address.
_NAME_BYTES: Final = (16, 60)
_VALUE_BYTES: Final = {"click": 128, "view": 1024}
MOST_SMALL: Final = 20


WRITTEN: Final = frozenset({Kind.ARTICLE, Kind.CORRECTION})  # those with a text for readers


class Manner(StrEnum):
    """How a correction gets out: a person edits the article, or it is published anew."""

    EDIT = "edit"
    ANEW = "anew"


class ChangeType(StrEnum):
    """What a column change is about 变动类型."""

    ADD = "add"
    RENAME = "rename"
    MERGE = "merge"
    MOVE = "move"
    CLOSE = "close"
    CONTENT = "content"
    STRUCTURE = "structure"
    MENU = "menu"


def reasons_against_change(kind: Kind, change: Change, acts_on: str) -> tuple[Reason, ...]:
    """Every reason a manuscript of `kind` cannot be submitted with this `change`; none for text.

    Source: 12(5) a column change has its own form; 12 lead what is taken down has one too.
    """
    if kind is Kind.ARTICLE:
        return ()
    found = []
    if not str(change.get("reason", "")).strip():
        found.append(reason("core.change_reason_missing", clause="12 lead"))
    if kind is Kind.COLUMN_CHANGE:
        found += _of_columns(change)
    elif not acts_on:
        found.append(reason("core.change_of_nothing", clause="12 lead"))
    return tuple(found)


def side(change: Change, what: str, when: str) -> list[dict[str, Any]]:
    """Return one tree of a column change: `what` is columns or menu, `when` before or after."""
    tree = change.get(what) or {}
    return [dict(entry) for entry in tree.get(when, ())]


def changes_menu(change: Change) -> bool:
    """Whether the menu is another afterwards."""
    return side(change, "menu", "before") != side(change, "menu", "after")


def changes_columns(change: Change) -> bool:
    """Whether the columns are others afterwards."""
    return side(change, "columns", "before") != side(change, "columns", "after")


def reasons_against_menu(buttons: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Every reason WeChat would not take this menu: an empty one is none at all.

    Source: WeChat 40016 and 40023 numbers, 40018 and 40025 names, 40019 keys, 40020 addresses.
    """
    found = []
    if len(buttons) > MOST_BUTTONS:
        found.append(reason("core.menu_too_wide", most=MOST_BUTTONS))
    for button in buttons:
        below = button.get("sub", ())
        if len(below) > MOST_UNDER_ONE:
            name = str(button["name"])
            found.append(reason("core.menu_too_long", name=name, most=MOST_UNDER_ONE))
        found += _of_button(button, level=0, has_below=bool(below))
        for entry in below:
            found += _of_button(entry, level=1, has_below=False)
    return tuple(found)


def _of_columns(change: Change) -> Iterator[Reason]:
    if not (changes_menu(change) or changes_columns(change)):
        yield reason("core.change_changes_nothing", clause="12(5)")
    names = [column["name"] for column in side(change, "columns", "after")]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield reason("core.column_twice", name=name)
    if changes_menu(change):
        yield from reasons_against_menu(side(change, "menu", "after"))


def _of_button(button: Mapping[str, Any], *, level: int, has_below: bool) -> Iterator[Reason]:
    name, value = str(button.get("name", "")), str(button.get("value", ""))
    if not name.strip():
        yield reason("core.menu_name_missing")
    elif len(name.encode()) > _NAME_BYTES[level]:
        yield reason("core.menu_name_too_long", name=name, most=_NAME_BYTES[level] // 3)
    if has_below:
        return
    kind = str(button.get("type", ""))
    if not value.strip() and not button.get("more"):
        yield reason("core.menu_leads_nowhere", name=name)
    elif kind == "view" and not value.startswith(("http://", "https://")):
        yield reason("core.menu_address_wrong", name=name)
    elif len(value.encode()) > _VALUE_BYTES.get(kind, 1024):
        yield reason("core.menu_value_too_long", name=name)
