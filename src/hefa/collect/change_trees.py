"""The columns and the menu of a column change as lines, before and after."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hefa.collect.change_words import BUTTON_KINDS
from hefa.core.change import Change, changes_columns, changes_menu, side

Row = dict[str, Any]
Lines = Callable[[Sequence[Mapping[str, Any]]], list[Row]]


def trees_of(change: Change) -> list[Row]:
    """Return the trees that change, each as lines before and after side by side."""
    found = []
    if changes_columns(change):
        found.append(_beside("栏目", column_lines, change, "columns"))
    if changes_menu(change):
        found.append(_beside("菜单", menu_lines, change, "menu"))
    return found


def menu_lines(buttons: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the lines of one menu."""
    found = []
    for button in buttons:
        found.append({"text": _button(button), "is_below": False})
        found += [{"text": _button(entry), "is_below": True} for entry in button.get("sub", ())]
    return found


def column_lines(columns: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the lines of the columns, each with its cycle."""
    found = []
    for column in columns:
        state = "" if column["is_open"] else "，停用"
        text = f"{column['name']}（{column['update_cycle_days']} 天内更新{state}）"
        found.append({"text": text, "is_below": False})
    return found


def _beside(label: str, lines: Lines, change: Change, what: str) -> Row:
    before, after = (lines(side(change, what, when)) for when in ("before", "after"))
    old, new = ({line["text"] for line in tree} for tree in (before, after))
    for tree, other in ((before, new), (after, old)):
        for line in tree:
            line["is_other"] = line["text"] not in other
    return {"label": label, "before": before, "after": after}


def _button(button: Mapping[str, Any]) -> str:
    kind = str(button.get("type", ""))
    if not kind:
        return str(button["name"])
    what = BUTTON_KINDS.get(kind, "别的功能，照原样")
    value = button.get("value", "")
    return f"{button['name']}：{what} {value}".rstrip()
