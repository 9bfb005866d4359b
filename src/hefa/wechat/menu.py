"""The account's custom menu: /cgi-bin/menu/* and /cgi-bin/get_current_selfmenu_info."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hefa.wechat.answers import Answer
from hefa.wechat.errors import Declined
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Extra

MOST_BUTTONS = 3
MOST_SUB_BUTTONS = 5
LONGEST_NAME_BYTES = 16
LONGEST_SUB_NAME_BYTES = 60
LONGEST_KEY_BYTES = 128
LONGEST_URL_BYTES = 1024

_NO_MENU = "wechat.menu_none"
_TEXTS = ("key", "url", "media_id", "article_id", "appid", "pagepath", "value")
_READ = ("type", "name", "sub_button", *_TEXTS)
_LEVELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button: a kind with what it opens, or the buttons under it.

    `kind` is WeChat's type, such as view (url), click (key), article_id, miniprogram (url, appid,
    pagepath). Menus made on the website also have news, text, img, voice and video with `value`;
    these can be read, not created. `extra` is what WeChat sent beside.
    """

    name: str
    kind: str = ""
    key: str = ""
    url: str = ""
    media_id: str = ""
    article_id: str = ""
    appid: str = ""
    pagepath: str = ""
    value: str = ""
    sub_buttons: tuple["Button", ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRule:
    """Whom a conditional menu is for: a tag, a platform (1 iOS, 2 Android, 3 other), or both."""

    tag_id: str = ""
    client_platform_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalMenu:
    """A menu for some followers only; `rule` as WeChat keeps it."""

    menu_id: str
    buttons: tuple[Button, ...]
    rule: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The menu made by API; without buttons when there is none."""

    buttons: tuple[Button, ...] = ()
    menu_id: str = ""
    conditional: tuple[ConditionalMenu, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentMenu:
    """The menu that followers see, however it was made."""

    is_open: bool
    buttons: tuple[Button, ...]


def create_menu(client: Client, token: AccessToken, buttons: Sequence[Button]) -> None:
    """Replace the account's menu. Phones show it within 5 minutes. Source: /cgi-bin/menu/create."""
    client.post_json("/cgi-bin/menu/create", _body(buttons), token=token)


def get_menu(client: Client, token: AccessToken) -> Menu:
    """Return the menu made by API; one made on the website is not seen.

    Source: /cgi-bin/menu/get.
    """
    try:
        answer = client.get_json("/cgi-bin/menu/get", token=token)
    except Declined as declined:
        if declined.code != _NO_MENU:
            raise
        return Menu()
    main = answer.inner("menu")
    return Menu(
        buttons=_buttons(main),
        menu_id=main.text("menuid", ""),
        conditional=tuple(
            ConditionalMenu(
                menu_id=each.text("menuid"),
                buttons=_buttons(each),
                rule=each.inner_or_empty("matchrule").fields,
            )
            for each in answer.listed("conditionalmenu")
        ),
    )


def delete_menu(client: Client, token: AccessToken) -> None:
    """Delete the account's menu and all conditional ones. Source: /cgi-bin/menu/delete."""
    client.get_json("/cgi-bin/menu/delete", token=token)


def current_menu(client: Client, token: AccessToken) -> CurrentMenu:
    """Return the menu that followers see, also one made on the website.

    Source: /cgi-bin/get_current_selfmenu_info.
    """
    answer = client.get_json("/cgi-bin/get_current_selfmenu_info", token=token)
    return CurrentMenu(
        is_open=answer.flag("is_menu_open"),
        buttons=_buttons(answer.inner_or_empty("selfmenu_info")),
    )


def add_conditional_menu(
    client: Client, token: AccessToken, buttons: Sequence[Button], rule: MatchRule
) -> str:
    """Return the id of the new menu for some followers. Source: /cgi-bin/menu/addconditional."""
    named = {"tag_id": rule.tag_id, "client_platform_type": rule.client_platform_type}
    body = {**_body(buttons), "matchrule": {name: word for name, word in named.items() if word}}
    return client.post_json("/cgi-bin/menu/addconditional", body, token=token).text("menuid")


def delete_conditional_menu(client: Client, token: AccessToken, menu_id: str) -> None:
    """Delete one conditional menu. Source: /cgi-bin/menu/delconditional."""
    client.post_json("/cgi-bin/menu/delconditional", {"menuid": menu_id}, token=token)


def menu_of_follower(client: Client, token: AccessToken, user_id: str) -> tuple[Button, ...]:
    """Return the menu that one follower sees, by openid or WeChat name.

    Source: /cgi-bin/menu/trymatch.
    """
    answer = client.post_json("/cgi-bin/menu/trymatch", {"user_id": user_id}, token=token)
    return _buttons(answer.inner("menu") if "menu" in answer.fields else answer)


def as_button_fields(button: Button) -> Mapping[str, object]:
    """Return `button` as WeChat wants it; type and sub-buttons exclude each other."""
    if button.sub_buttons:
        return {
            "name": button.name,
            "sub_button": [as_button_fields(below) for below in button.sub_buttons],
        }
    fields = {"type": button.kind, "name": button.name}
    fields |= {name: value for name in _TEXTS if (value := getattr(button, name))}
    return fields


def _body(buttons: Sequence[Button]) -> Mapping[str, object]:
    return {"button": [as_button_fields(button) for button in buttons]}


def _buttons(answer: Answer, levels: int = _LEVELS) -> tuple[Button, ...]:
    return tuple(_button(each, levels - 1) for each in answer.listed("button"))


def _button(answer: Answer, levels: int) -> Button:
    """Return one button; `sub_button` is a list, or an object around a list."""
    below = answer.fields.get("sub_button") or []
    within = answer.inner("sub_button") if isinstance(below, dict) else answer
    listed = within.listed("list") if isinstance(below, dict) else answer.listed("sub_button")
    if listed and not levels:
        raise answer.unreadable()
    return Button(
        name=answer.text("name", ""),
        kind=answer.text("type", ""),
        **{name: answer.text(name, "") for name in _TEXTS},
        sub_buttons=tuple(_button(each, levels - 1) for each in listed),
        extra=answer.rest(*_READ),
    )
