"""The menu as a package signs it, as WeChat's buttons, and as it was seen and kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from hefa.publish.models import AccountMenu, Publication
from hefa.registry.models import OfficialAccount
from hefa.wechat.menu import Button

Tree = Sequence[Mapping[str, Any]]

# The field that says where a button leads, by its kind; other kinds are kept as they came.
_VALUE_OF: Final = {"view": "url", "click": "key", "article_id": "article_id"}
_KEPT: Final = ("key", "url", "media_id", "article_id", "appid", "pagepath", "value")


def from_buttons(buttons: Sequence[Button]) -> list[dict[str, Any]]:
    """Return WeChat's buttons as a package has them."""
    return [
        {**_entry(button), "sub": [_entry(below) for below in button.sub_buttons]}
        for button in buttons
    ]


def to_buttons(tree: Tree) -> tuple[Button, ...]:
    """Return the menu of a package as WeChat's buttons."""
    return tuple(
        _button(entry, tuple(_button(below, ()) for below in entry.get("sub", ())))
        for entry in tree
    )


def same_menu(one: Tree, other: Tree) -> bool:
    """Whether followers find the same buttons in the same places in both."""
    return _plain(one) == _plain(other)


def keep_menu(
    account: OfficialAccount,
    menu: Tree,
    *,
    now: datetime,
    publication: Publication | None = None,
) -> AccountMenu:
    """Keep the menu as it was seen, in the caller's transaction, unless it is the last one kept."""
    last = AccountMenu.objects.filter(account=account).first()
    if last is not None and same_menu(last.buttons, menu):
        return last
    return AccountMenu.objects.create(
        account=account,
        buttons=[dict(button) for button in menu],
        publication=publication,
        seen_at=now,
    )


def _entry(button: Button) -> dict[str, Any]:
    if button.sub_buttons:
        return {"name": button.name, "type": "", "value": ""}
    name = _VALUE_OF.get(button.kind)
    if name is not None:
        return {"name": button.name, "type": button.kind, "value": getattr(button, name)}
    more = {field: value for field in _KEPT if (value := getattr(button, field))}
    return {"name": button.name, "type": button.kind, "value": "", "more": more}


def _button(entry: Mapping[str, Any], below: tuple[Button, ...]) -> Button:
    name = str(entry["name"])
    if below:
        return Button(name=name, sub_buttons=below)
    kind = str(entry["type"])
    told = dict(entry.get("more") or {})
    if kind in _VALUE_OF:
        told = {_VALUE_OF[kind]: str(entry["value"])}
    return Button(name=name, kind=kind, **told)


def _plain(tree: Tree) -> list[Any]:
    return [(_words(entry), [_words(below) for below in entry.get("sub", ())]) for entry in tree]


def _words(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    if entry.get("sub"):
        return (entry["name"], "", "", ())
    more = tuple(sorted((entry.get("more") or {}).items()))
    return (entry["name"], entry["type"], entry.get("value", ""), more)
