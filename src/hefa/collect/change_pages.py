"""What pages show of a manuscript of another kind: the article it is about, fields, both trees."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse

from hefa.collect.change_words import BUTTON_KINDS, LABELS, MANNERS, said
from hefa.collect.models import Version
from hefa.collect.packages import package_shown
from hefa.collect.versions import difference_of
from hefa.core.change import Change, changes_columns, changes_menu, side
from hefa.core.package import Kind

Row = dict[str, Any]


def article_of(version: Version) -> Row:
    """Return the released article that `version` is about; empty when it is about none."""
    about = version.manuscript.about
    if about is None:
        return {}
    return {
        "title": about.title,
        "number": about.sheet.number,
        "preview": reverse("collect:preview", args=[about.pk]),
    }


def subject_of(version: Version) -> Row:
    """Return what reviewers of another kind than an article see; empty for an article."""
    kind = version.manuscript.kind
    if kind == Kind.ARTICLE:
        return {}
    change = package_shown(version).change
    about = version.manuscript.about
    shown: Row = {"kind": kind, "reason": change.get("reason", ""), "article": article_of(version)}
    if kind == Kind.CORRECTION and about is not None:
        shown["manner"] = dict(MANNERS).get(str(change.get("manner", "")), "还没有选")
        shown["changes"] = difference_of(about, version).changes
    if kind == Kind.COLUMN_CHANGE:
        shown["facts"] = facts_of(change)
        shown["trees"] = trees_of(change)
    return shown


def facts_of(change: Change) -> list[Row]:
    """Return the filled-in fields of a column change sheet, in the order of the form."""
    return [
        {"label": label, "text": said(name, str(change[name]))}
        for name, label in LABELS.items()
        if change.get(name)
    ]


def trees_of(change: Change) -> list[Row]:
    """Return the trees that change, each as lines before and after side by side."""
    found = []
    if changes_columns(change):
        found.append(_beside("栏目", _columns, change, "columns"))
    if changes_menu(change):
        found.append(_beside("菜单", _buttons, change, "menu"))
    return found


def menu_lines(buttons: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the lines of one menu."""
    return list(_buttons([dict(button) for button in buttons]))


def _beside(label: str, lines: Any, change: Change, what: str) -> Row:
    before, after = (list(lines(side(change, what, when))) for when in ("before", "after"))
    old, new = ({line["text"] for line in tree} for tree in (before, after))
    for tree, other in ((before, new), (after, old)):
        for line in tree:
            line["is_other"] = line["text"] not in other
    return {"label": label, "before": before, "after": after}


def _columns(columns: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for column in columns:
        state = "" if column["is_open"] else "，停用"
        text = f"{column['name']}（{column['update_cycle_days']} 天内更新{state}）"
        yield {"text": text, "is_below": False}


def _buttons(buttons: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for button in buttons:
        yield {"text": _button(button), "is_below": False}
        for entry in button.get("sub", ()):
            yield {"text": _button(entry), "is_below": True}


def _button(button: Mapping[str, Any]) -> str:
    kind = str(button.get("type", ""))
    if not kind:
        return str(button["name"])
    what = BUTTON_KINDS.get(kind, "别的功能，照原样")
    value = button.get("value", "")
    return f"{button['name']}：{what} {value}".rstrip()
