"""What pages show of take-downs, corrections and column changes: prepared values only."""

from datetime import datetime
from typing import Any

from hefa.collect.change_pages import subject_of
from hefa.collect.change_trees import menu_lines
from hefa.collect.change_words import KINDS
from hefa.collect.queries import seen_by, units_to_write_for
from hefa.core.package import Kind
from hefa.core.review import Actor
from hefa.core.rights import Right, reasons_against_right
from hefa.publish.models import AccountMenu, Publication, PublicationItem, PublicationState
from hefa.publish.orders.acting import ACTING
from hefa.publish.orders.confirming import CONFIRMED
from hefa.publish.orders.menu_trees import same_menu
from hefa.publish.orders.ordering import awaiting_orders
from hefa.registry.adopted import parsed
from hefa.registry.models import OfficialAccount
from hefa.ui.words import reason_sentence

State = PublicationState

MOST_MENUS = 12
VERBS = {
    Kind.TAKE_DOWN: "现在撤下",
    Kind.CORRECTION: "现在更正",
    Kind.COLUMN_CHANGE: "现在改",
}
WARNINGS = {
    Kind.TAKE_DOWN: "撤下之后不能恢复，转发过的链接也打不开。",
    Kind.CORRECTION: "小改由您在公众号后台改；重发会先撤下原文，链接会变。",
    Kind.COLUMN_CHANGE: "菜单在关注者手机上最多过五分钟就变。",
}


def orders_for(actor: Actor) -> dict[str, Any]:
    """Return the released sheets of other kinds that wait to be carried out, and who may."""
    found = awaiting_orders().filter(version__manuscript__in=seen_by(actor))
    rows = found.select_related("version__manuscript", "unit").order_by("-pk")
    against = reasons_against_right(Right.ORDER_PUBLICATION, actor)
    return {
        "rows": [_order_row(sheet) for sheet in rows],
        "refusals": [reason_sentence(entry) for entry in against],
    }


def acting_of(publication: Publication, actor: Actor) -> dict[str, Any]:
    """Return what the page of such a publication shows besides; empty for articles."""
    if publication.kind not in ACTING:
        return {}
    item = publication.items.select_related(
        "version__manuscript__about",
        "version__sheet__regulation",
        "acts_on__version__sheet",
        "acts_on__publication",
    ).get()
    kind = Kind(publication.kind)
    is_notice = item.acts_on is not None and item.acts_on.version_id == item.version_id
    may = not reasons_against_right(Right.ORDER_PUBLICATION, actor)
    asks = publication.state == State.HANDED and publication.trouble_code in CONFIRMED
    return {
        "label": KINDS[kind],
        "is_handed": publication.state == State.HANDED,
        "target": _target(item.acts_on),
        "subject": {}
        if is_notice
        else subject_of(item.version, parsed(item.version.sheet.regulation)),
        "is_notice": is_notice,
        "until": item.version.notice_until if is_notice else None,
        "may_confirm": asks and may,
    }


def kind_label(publication: Publication) -> str:
    """Return the word for a take-down, correction or column change; empty for an article."""
    return KINDS[Kind(publication.kind)] if publication.kind in ACTING else ""


def may_act_on(item: PublicationItem, actor: Actor) -> bool:
    """Whether a take-down or a correction of this item may be begun by `actor`."""
    is_out = item.published_at is not None and item.removed_at is None
    return is_out and bool(units_to_write_for(actor))


def menu_page(account: OfficialAccount, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the account's menu as last seen, and the earlier ones to go back to."""
    kept = list(AccountMenu.objects.filter(account=account)[:MOST_MENUS])
    latest = kept[0] if kept else None
    return {
        "account": account,
        "latest": _menu(latest) if latest else None,
        "former": [
            _menu(menu)
            for menu in kept[1:]
            if latest is None or not same_menu(menu.buttons, latest.buttons)
        ],
        "may_ask": bool(units_to_write_for(actor)),
        "now": now,
    }


def _menu(menu: AccountMenu) -> dict[str, Any]:
    return {"pk": menu.pk, "seen_at": menu.seen_at, "lines": menu_lines(menu.buttons)}


def _order_row(sheet: Any) -> dict[str, Any]:
    kind = Kind(sheet.version.manuscript.kind)
    return {
        "number": sheet.number,
        "title": sheet.version.title,
        "kind": KINDS[kind],
        "unit": sheet.unit.name,
        "released_at": sheet.ended_at,
        "verb": VERBS[kind],
        "warning": WARNINGS[kind],
    }


def _target(item: PublicationItem | None) -> dict[str, Any]:
    if item is None:
        return {}
    return {
        "title": item.version.title,
        "url": item.article_url,
        "op_id": item.publication.op_id,
        "number": item.version.sheet.number,
    }
