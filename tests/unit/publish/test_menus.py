"""Column changes carried out: the menu is read, set once, read back; columns change with it."""

from datetime import timedelta

from tests.sandbox.client import Wechat
from tests.unit.publish.acting import FORMER, WANTED, handed, ordered, sheet_for
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import run_until_rest

from hefa.collect.kinds import columns_now
from hefa.publish.advance import advance
from hefa.publish.models import AccountMenu, Publication, PublicationState
from hefa.registry.models import Column

State = PublicationState
CREATE = "/cgi-bin/menu/create"


def menu_at(wechat: Wechat) -> list[str]:
    return [button["name"] for button in wechat.state()["menu"]["button"]]


def set_by_hand(wechat: Wechat, *names: str) -> None:
    buttons = [{"type": "view", "name": name, "url": "https://example.org/a"} for name in names]
    wechat.console("menu", button=buttons)


def test_the_new_menu_is_set_once_read_back_and_the_former_kept(
    house: House, wechat: Wechat
) -> None:
    set_by_hand(wechat, "看看")
    order, _ = run_until_rest(ordered(house, sheet_for(house, FORMER, WANTED)))

    assert order.state == State.PUBLISHED
    assert order.permits.get().kind == "menu"
    assert menu_at(wechat) == ["办事", "社区"]
    assert [menu.buttons for menu in AccountMenu.objects.all()] == [WANTED, FORMER]
    assert AccountMenu.objects.first().publication == order


def test_a_menu_changed_since_the_review_is_left_as_it_is(house: House, wechat: Wechat) -> None:
    set_by_hand(wechat, "别的")
    order, _ = run_until_rest(ordered(house, sheet_for(house, FORMER, WANTED)))

    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, "publish.menu_not_as_reviewed")
    assert menu_at(wechat) == ["别的"]


def test_a_lost_answer_is_found_out_by_reading(house: House, wechat: Wechat) -> None:
    wechat.console("faults", path=CREATE, kind="drop_after")
    order, _ = run_until_rest(ordered(house, sheet_for(house, [], WANTED)))

    assert order.state == State.PUBLISHED
    assert order.permits.count() == 1


def test_a_call_without_effect_is_made_again_after_the_floor_only(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=CREATE, kind="drop_before")
    order, at = run_until_rest(ordered(house, sheet_for(house, [], WANTED)))

    assert order.state == State.PUBLISHED
    assert order.permits.count() == 2
    assert at - NOW >= timedelta(minutes=25)


def test_columns_change_in_the_register_with_the_sheet(house: House, wechat: Wechat) -> None:
    del wechat
    wanted = [
        {**columns_now()[0], "name": "通知公告"},
        {"key": "", "name": "志愿风采", "update_cycle_days": 30, "is_open": True},
    ]
    order: Publication
    order, _ = run_until_rest(ordered(house, sheet_for(house, [], [], wanted)))

    assert order.state == State.PUBLISHED
    assert list(Column.objects.values_list("name", flat=True)) == ["通知公告", "志愿风采"]


def test_columns_changed_since_the_review_stop_it(house: House) -> None:
    sheet = sheet_for(house, [], [], [{**columns_now()[0], "name": "通知公告"}])
    Column.objects.update(name="别的")
    order, _ = run_until_rest(ordered(house, sheet))

    assert order.trouble_code == "publish.columns_not_as_reviewed"
    assert Column.objects.get().name == "别的"


def test_without_permission_to_set_it_a_person_does_and_hefa_sees_it(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=CREATE, kind="errcode", errcode=48001)
    order = handed(ordered(house, sheet_for(house, [], FORMER)))
    assert order.permits.filter(operator=house.administrator).exists()

    set_by_hand(wechat, "看看")
    advance(order.pk, now=NOW + timedelta(hours=3))
    order.refresh_from_db()
    assert order.state == State.PUBLISHED
