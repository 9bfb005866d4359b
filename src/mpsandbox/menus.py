"""The custom menu: made through the API or by hand, one for all and others for some."""

import json
import re
from typing import Any

from mpsandbox.calls import Call, Payload
from mpsandbox.drafts import OK
from mpsandbox.effects import note
from mpsandbox.errors import ApiError
from mpsandbox.followers import present_followers, tags_of
from mpsandbox.menu_rules import Button, accepted_buttons, accepted_rule
from mpsandbox.store import next_number, put_setting, setting

MOST_CONDITIONAL = 100

_ESCAPE = re.compile(rb"\\u[0-9a-fA-F]{4}")

# A menu as kept: `button`, `menuid`, and `origin` (api or hand); a conditional one: `button`,
# `menuid` and `matchrule`.
Menu = dict[str, Any]


def create(call: Call) -> Payload:
    """Put a menu in place of the one there is. Source: WeChat /cgi-bin/menu/create."""
    buttons = accepted_buttons(call.db, _sent(call).get("button"))
    put_menu(call, buttons, origin="api")
    note(call, json.dumps([button["name"] for button in buttons], ensure_ascii=False))
    return OK


def get(call: Call) -> Payload:
    """Return the menus made through the API. Source: WeChat /cgi-bin/menu/get.

    Raises ApiError 46003 when there is none, one made by hand notwithstanding.
    """
    menu: Menu | None = setting(call.db, "menu")
    if menu is None or menu["origin"] != "api":
        raise ApiError(46003)
    shown: Payload = {"menu": {"button": menu["button"], "menuid": menu["menuid"]}}
    if conditional := _conditional(call):
        shown["conditionalmenu"] = conditional
    return shown


def delete(call: Call) -> Payload:
    """Take every menu away, the conditional ones too. Source: WeChat /cgi-bin/menu/delete."""
    put_setting(call.db, "menu", None)
    put_setting(call.db, "conditional_menus", [])
    return OK


def add_conditional(call: Call) -> Payload:
    """Add a menu for some of the followers. Source: WeChat /cgi-bin/menu/addconditional."""
    sent = _sent(call)
    if setting(call.db, "menu") is None:
        raise ApiError(65303)
    if not sent.get("button"):
        raise ApiError(65307)
    conditional = _conditional(call)
    if len(conditional) >= MOST_CONDITIONAL:
        raise ApiError(65305)
    menu = {
        "button": accepted_buttons(call.db, sent["button"]),
        "matchrule": accepted_rule(sent.get("matchrule")),
        "menuid": next_number(call.db, "next_menuid"),
    }
    put_setting(call.db, "conditional_menus", [*conditional, menu])
    return {"menuid": str(menu["menuid"])}


def delete_conditional(call: Call) -> Payload:
    """Take one conditional menu away. Source: WeChat /cgi-bin/menu/delconditional."""
    menuid = str(call.json().get("menuid"))
    conditional = _conditional(call)
    kept = [menu for menu in conditional if str(menu["menuid"]) != menuid]
    if len(kept) == len(conditional):
        raise ApiError(65301)
    put_setting(call.db, "conditional_menus", kept)
    return OK


def try_match(call: Call) -> Payload:
    """Return the buttons one follower sees, named by openid or WeChat name.

    The conditional menu added last goes before the others. Source: WeChat /cgi-bin/menu/trymatch.
    """
    user_id, menu = call.json().get("user_id"), setting(call.db, "menu")
    for row in present_followers(call.db):
        if user_id in (row["openid"], row["wxname"]):
            break
    else:
        raise ApiError(65302)
    for conditional in reversed(_conditional(call)):
        rule = conditional["matchrule"]
        tags = {str(tag) for tag in tags_of(row)}
        if rule.get("tag_id", "") not in {"", *tags}:
            continue
        if rule.get("client_platform_type", row["platform"]) == row["platform"]:
            return {"button": conditional["button"]}
    if menu is None:
        raise ApiError(46003)
    return {"button": menu["button"]}


def current(call: Call) -> Payload:
    """Return the menu as followers see it, made by hand or not.

    Source: WeChat /cgi-bin/get_current_selfmenu_info.
    """
    menu: Menu | None = setting(call.db, "menu")
    if menu is None:
        return {"is_menu_open": 0, "selfmenu_info": {"button": []}}
    return {
        "is_menu_open": 1,
        "selfmenu_info": {"button": [_as_shown_now(button) for button in menu["button"]]},
    }


def put_menu(call: Call, buttons: list[Button], *, origin: str) -> None:
    """Keep `buttons` as the menu for all."""
    menuid = next_number(call.db, "next_menuid")
    put_setting(call.db, "menu", {"button": buttons, "menuid": menuid, "origin": origin})


def _sent(call: Call) -> Payload:
    """Return what was sent; raises ApiError 40033 when it was escaped."""
    if _ESCAPE.search(call.request.body):
        raise ApiError(40033)
    return call.json()


def _conditional(call: Call) -> list[Menu]:
    menus: list[Menu] = setting(call.db, "conditional_menus")
    return menus


def _as_shown_now(button: Button) -> Button:
    """Return a button in the form of this one endpoint, whose lower level is an object."""
    if button.get("sub_button"):
        inner = [_as_shown_now(each) for each in button["sub_button"]]
        return {"name": button["name"], "sub_button": {"list": inner}}
    return {name: value for name, value in button.items() if name != "sub_button"}
