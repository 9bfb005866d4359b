"""A column change goes only in place of what was reviewed, by whichever road it is carried out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import FORMER, handed, ordered, sheet_for
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import run_until_rest
from tests.unit.publish.test_publish_pages import browser

from hefa.collect.kinds import columns_now
from hefa.core.errors import Refused
from hefa.publish.actions import cancel_publication, retry_publication
from hefa.publish.advance import advance
from hefa.publish.models import AccountMenu, Publication, PublicationState
from hefa.publish.orders import menus
from hefa.publish.orders.confirming import confirm_done
from hefa.publish.orders.ordering import awaiting_orders
from hefa.publish.queries import timeline
from hefa.registry.models import Column

State = PublicationState
CREATE = "/cgi-bin/menu/create"
MOVED = "publish.columns_not_as_reviewed"
LATER = NOW + timedelta(hours=3)
NEW = [{"name": "办事", "type": "view", "value": "https://example.org/a", "sub": []}]


def order_of(house: House) -> Publication:
    """Order another menu and another name for the column."""
    columns = [{**columns_now()[0], "name": "通知公告"}]
    return ordered(house, sheet_for(house, [], NEW, columns))


def others_edit() -> None:
    Column.objects.update(name="别人改的", update_cycle_days=7)


def left_alone() -> bool:
    kept = Column.objects.get()
    return (kept.name, kept.update_cycle_days) == ("别人改的", 7)


def by_hand(house: House, wechat: Wechat) -> Publication:
    """Return the order once a person has it in hand: Hefa may read the menu, but not set it."""
    wechat.console("faults", path=CREATE, kind="errcode", errcode=48001)
    return handed(order_of(house))


def blind(house: House, wechat: Wechat) -> Publication:
    """Return the order once a person has it in hand, and Hefa may not read the menu either."""
    wechat.console("account", kind="unverified")
    order = handed(order_of(house))
    order = again(order)
    assert order.trouble_code == "publish.menu_confirm"
    return order


def again(order: Publication) -> Publication:
    advance(order.pk, now=LATER)
    order.refresh_from_db()
    return order


def set_menu(wechat: Wechat, name: str = "办事") -> None:
    """Set a menu by hand: the one that was signed, or one of another name."""
    wechat.console("menu", button=[{"type": "view", "name": name, "url": "https://example.org/a"}])


def test_a_person_s_word_does_not_write_over_what_others_changed(
    house: House, wechat: Wechat
) -> None:
    order = blind(house, wechat)
    others_edit()

    with pytest.raises(Refused, match=MOVED):
        confirm_done(order, person=house.administrator, words="换好了", now=LATER)
    assert left_alone()
    order.refresh_from_db()
    assert order.state == State.HANDED
    assert not AccountMenu.objects.exists()

    cancel_publication(order, person=house.administrator, words="重新提", now=LATER)
    assert awaiting_orders().exists()


def test_the_page_says_why_and_the_way_out(house: House, wechat: Wechat) -> None:
    order = blind(house, wechat)
    others_edit()
    with time_machine.travel(LATER, tick=False):
        client = browser(house.administrator)
        answer = client.post(f"/publish/{order.op_id}/confirm/", {"words": "换好了"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "现在的栏目和送审时的不同，没有改" in page
    assert "点“取消办理”，重新提栏目变动" in page
    assert "取消办理</span>" in page
    assert "换好了" in page


@pytest.mark.parametrize("in_hand", [by_hand, blind])
def test_who_has_it_in_hand_is_stopped_before_they_act(
    house: House, wechat: Wechat, in_hand: Callable[[House, Wechat], Publication]
) -> None:
    order = in_hand(house, wechat)
    others_edit()
    order, _ = run_until_rest(order, now=LATER + timedelta(hours=1))

    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, MOVED)
    assert left_alone()


def test_a_menu_that_somebody_else_set_meanwhile_stops_who_has_it_in_hand(
    house: House, wechat: Wechat
) -> None:
    order = by_hand(house, wechat)
    set_menu(wechat, "别的")
    order = again(order)
    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, "publish.menu_not_as_reviewed")

    set_menu(wechat)  # put right after all
    retry_publication(order, person=house.administrator, words="改对了", now=LATER)
    order, _ = run_until_rest(order, now=LATER)
    assert order.state == State.PUBLISHED
    assert Column.objects.get().name == "通知公告"


def test_a_menu_set_by_hand_is_kept_but_columns_changed_meanwhile_are_not_written_over(
    house: House, wechat: Wechat
) -> None:
    order = by_hand(house, wechat)
    set_menu(wechat)
    others_edit()
    order = again(order)

    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, MOVED)
    assert left_alone()
    assert AccountMenu.objects.first().buttons == NEW
    assert "publish.column_changed" not in [entry.kind for entry in timeline(order)]
    cancel_publication(order, person=house.administrator, words="重新提", now=LATER)


@pytest.mark.parametrize("kind", ["none", "drop_after"])
def test_by_the_interface_they_are_left_alone_just_so(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    send = menus.send.send_menu

    def meanwhile(*given: Any) -> None:
        others_edit()
        send(*given)

    monkeypatch.setattr(menus.send, "send_menu", meanwhile)
    if kind != "none":
        wechat.console("faults", path=CREATE, kind=kind)
    order, ended = run_until_rest(order_of(house))

    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, MOVED)
    assert left_alone()
    assert wechat.state()["calls"][CREATE] == 1
    assert AccountMenu.objects.first().buttons == NEW
    cancel_publication(order, person=house.administrator, words="重新提", now=ended)


def test_columns_put_back_as_reviewed_let_it_go_on(house: House, wechat: Wechat) -> None:
    before = Column.objects.values("name", "update_cycle_days").get()
    order = by_hand(house, wechat)
    set_menu(wechat)
    others_edit()
    order = again(order)
    Column.objects.update(**before)

    retry_publication(order, person=house.administrator, words="改回来了", now=LATER)
    order, _ = run_until_rest(order, now=LATER)
    assert order.state == State.PUBLISHED
    assert Column.objects.get().name == "通知公告"


def test_a_change_of_the_menu_alone_asks_nothing_of_the_columns(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=CREATE, kind="errcode", errcode=48001)
    order = handed(ordered(house, sheet_for(house, [], FORMER)))
    others_edit()
    set_menu(wechat, "看看")
    assert again(order).state == State.PUBLISHED
    assert left_alone()
