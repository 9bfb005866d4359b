"""What must hold after every history of what acted on articles that are out, and on the menu."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.prove.history.ordering import BY_OTHERS, as_signed, sentence_of, shown_at
from tests.prove.history.world import World

from hefa.collect.packages import package_of
from hefa.core.change import changes_columns, side
from hefa.core.package import Kind
from hefa.ledger.models import Entry
from hefa.publish.models import Permit, PublicationItem, PublicationState
from hefa.publish.orders.acting import is_anew, item_named

State = PublicationState
Truth = Mapping[str, Any]

COLUMNS_DONE = ("publish.column_changed", "publish.menu_confirmed")
DELETE = "/cgi-bin/freepublish/delete"
CREATE = "/cgi-bin/menu/create"


def faults_of_orders(truth: Truth) -> Iterator[str]:
    """Yield every promise that was broken. Source: docs/design/publication.md."""
    orders = list(
        PublicationItem.objects.select_related("publication", "version", "acts_on__publication")
    )
    yield from _deletions(orders, truth)
    yield from _menus(orders, truth)
    yield from _menu_in_the_end(orders, truth)
    for item in orders:
        publication = item.publication
        if publication.kind == Kind.TAKE_DOWN and publication.state == State.PUBLISHED:
            yield from _still_out(item, truth)
        if publication.kind == Kind.ARTICLE and is_anew(package_of(item.version)):
            yield from _beside_the_former(item, truth)
        if publication.kind == Kind.CORRECTION and publication.state == State.PUBLISHED:
            yield from _without_correction(item, truth)


def columns_written_over(world: World) -> Iterator[str]:
    """Yield the column changes carried out in place of names that were not reviewed."""
    if world.columns_edited is None:
        return
    edited_after, name = world.columns_edited
    for entry in Entry.objects.filter(kind__in=COLUMNS_DONE):
        op_id = entry.subject.partition(":")[2]
        item = PublicationItem.objects.select_related("version").get(publication__op_id=op_id)
        change = package_of(item.version).change
        before = {one["name"] for one in side(change, "columns", "before")}
        known = any(one != name and one.startswith(BY_OTHERS) for one in before)
        is_first = not any(one.startswith((BY_OTHERS, "核准")) for one in before)
        is_later = entry.seq > edited_after
        if is_later and changes_columns(change) and (known or is_first):
            yield f"O6: {op_id} wrote over columns that others had changed"


def _deletions(orders: list[PublicationItem], truth: Truth) -> Iterator[str]:
    """Yield deletions by the interface that no permit allows, or more than were ordered."""
    allowed: Counter[str] = Counter()
    for item in orders:
        target, order = item.acts_on, item.publication
        if order.kind != Kind.TAKE_DOWN or target is None:
            continue
        if Permit.objects.filter(publication=order, kind="take_down", operator=None).exists():
            allowed[f"{target.publication.article_id}/{target.position}"] += 1
    done = Counter(one["what"] for one in truth["effects"] if one["path"] == DELETE)
    for what, count in done.items():
        if count > allowed[what]:
            yield f"O1: {what} was deleted {count} times, ordered {allowed[what]} times"


def _menus(orders: list[PublicationItem], truth: Truth) -> Iterator[str]:
    """Yield menus set by the interface more often than was signed."""
    allowed: Counter[str] = Counter()
    for item in orders:
        if item.publication.kind != Kind.COLUMN_CHANGE:
            continue
        if Permit.objects.filter(publication=item.publication, kind="menu").exists():
            signed = side(package_of(item.version).change, "menu", "after")
            names = [button["name"] for button in signed]
            allowed[json.dumps(names, ensure_ascii=False)] += 1
    done = Counter(one["what"] for one in truth["effects"] if one["path"] == CREATE)
    for what, count in done.items():
        if count > allowed[what]:
            yield f"O2: menu {what} was set {count} times, signed {allowed[what]} times"


def _menu_in_the_end(orders: list[PublicationItem], truth: Truth) -> Iterator[str]:
    """Yield a menu in the end that is neither signed nor set by hand."""
    signed = [
        side(package_of(item.version).change, "menu", "after")
        for item in orders
        if item.publication.kind == Kind.COLUMN_CHANGE
    ]
    shown = as_signed(truth["menu"])
    if truth["menu"] and truth["menu"]["origin"] == "api" and shown not in signed:
        yield f"O2: a menu that nobody signed: {shown}"


def _still_out(item: PublicationItem, truth: Truth) -> Iterator[str]:
    found = shown_at(truth, item.acts_on.article_url) if item.acts_on else None
    if found is not None and not (found[1]["is_deleted"] or found[1]["is_blocked"]):
        yield f"O3: {item.publication.op_id} says taken down, but it is out"


def _beside_the_former(item: PublicationItem, truth: Truth) -> Iterator[str]:
    """Yield where what was published anew came before its former was gone."""
    mark = item.package_sha256[:16]
    out = [
        article
        for article in truth["articles"]
        if any(mark in one["content"] for one in article["items"])
    ]
    former = item_named(package_of(item.version).acts_on)
    found = shown_at(truth, former.article_url) if former is not None else None
    if not out or found is None:
        return
    if not (found[1]["is_deleted"] or found[1]["is_blocked"]):
        yield f"O4: {item.publication.op_id} is out beside its former"
    what = f"{found[0]}/{found[1]['idx']}"
    gone_at = [one["at"] for one in truth["effects"] if one["what"] == what]
    if gone_at and out[0]["created_at"] < gone_at[0]:
        yield f"O4: {item.publication.op_id} came out before its former was gone"


def _without_correction(item: PublicationItem, truth: Truth) -> Iterator[str]:
    found = shown_at(truth, item.article_url)
    if found is not None and sentence_of(item) not in found[1]["content"]:
        yield f"O5: {item.publication.op_id} says corrected, but the former text is out"
