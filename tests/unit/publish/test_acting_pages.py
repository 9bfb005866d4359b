"""Pages of take-downs, corrections and column changes: what they show and what they refuse."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import FORMER, handed, ordered, published, sheet_about, sheet_for
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import run_until_rest
from tests.unit.publish.test_taking_down import notice

from hefa.core.package import Kind
from hefa.publish.models import AccountMenu, Publication, PublicationState
from hefa.publish.orders.ordering import awaiting_orders, end_notice
from hefa.publish.tasks import end_notices


@pytest.fixture
def client(house: House) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(house.administrator)
    return browser


def test_what_waits_is_shown_and_carried_out(client: Client, house: House) -> None:
    out = published(house)
    sheet = sheet_about(house, out.items.get(), Kind.TAKE_DOWN)
    with time_machine.travel(NOW, tick=False):
        assert "办理" in client.get("/publish/").content.decode()
        page = client.get("/publish/orders/").content.decode()
        assert "现在撤下" in page
        assert sheet.number in page

        answer = client.post(f"/publish/orders/{sheet.number}/")
        assert answer.status_code == 302
        again = client.post(f"/publish/orders/{sheet.number}/")
    assert again.status_code == 422
    assert "不用再办一次" in again.content.decode()
    assert not awaiting_orders().exists()


def test_an_article_that_is_out_offers_both(client: Client, house: House) -> None:
    out = published(house)
    with time_machine.travel(NOW, tick=False):
        page = client.get(f"/publish/{out.op_id}/").content.decode()
    assert "提更正" in page
    assert "提撤稿" in page

    run_until_rest(ordered(house, sheet_about(house, out.items.get(), Kind.TAKE_DOWN)))
    with time_machine.travel(NOW, tick=False):
        page = client.get(f"/publish/{out.op_id}/").content.decode()
    assert "提撤稿" not in page


def test_a_take_down_is_told_by_its_kind_and_by_the_article_that_goes(
    client: Client, house: House
) -> None:
    out = published(house)
    title = out.items.get().version.title
    order = ordered(house, sheet_about(house, out.items.get(), Kind.TAKE_DOWN))
    with time_machine.travel(NOW, tick=False):
        page = client.get(f"/publish/{order.op_id}/").content.decode()
        rows = client.get("/publish/").content.decode().partition('id="rows"')[2]

    assert f"按审核单撤下《{title}》" in page
    assert "取消办理" in page
    assert "取消发布" not in page
    assert rows.count("撤稿") == 1


def test_who_cancels_half_of_what_is_published_anew_reads_that_both_go(
    client: Client, house: House
) -> None:
    item = published(house).items.get()
    both_go = "撤下原文和发出新的一篇一起取消。"
    anew = ordered(
        house, sheet_about(house, item, Kind.CORRECTION, text="后天停水。", manner="anew")
    )
    with time_machine.travel(NOW, tick=False):
        assert both_go in client.get(f"/publish/{anew.op_id}/").content.decode()

    run_until_rest(Publication.objects.get(kind=Kind.TAKE_DOWN))
    with time_machine.travel(NOW, tick=False):
        page = client.get(f"/publish/{anew.op_id}/").content.decode()
    assert "取消发布" in page
    assert both_go not in page


def test_the_end_of_a_notice_says_by_what_it_went(client: Client, house: House) -> None:
    item = notice(house)
    after = NOW + timedelta(days=3)
    order, _ = run_until_rest(end_notice(item, now=after), now=after)
    with time_machine.travel(after, tick=False):
        page = client.get(f"/publish/{order.op_id}/").content.decode()

    assert "已撤下" in page
    assert "公示到" in page
    assert "不用另办审核单" in page


def test_the_job_orders_each_ended_notice_once(house: House) -> None:
    notice(house)
    after = NOW + timedelta(days=3)
    for _ in range(2):
        end_notices("", now=after)

    assert Publication.objects.filter(kind=Kind.TAKE_DOWN).count() == 1


def test_the_regulation_can_switch_that_off(house: House) -> None:
    notice(house)
    text = house.regulation.text.replace(
        "is_ended_notice_taken_down = true", "is_ended_notice_taken_down = false"
    )
    assert text != house.regulation.text
    house.regulation.text = text
    house.regulation.text_sha256 = "0" * 64
    house.regulation.save()
    end_notices("", now=NOW + timedelta(days=3))
    assert not Publication.objects.filter(kind=Kind.TAKE_DOWN).exists()


def test_where_nobody_can_read_the_menu_a_person_confirms(
    client: Client, house: House, wechat: Wechat
) -> None:
    for path in ("/cgi-bin/menu/create", "/cgi-bin/get_current_selfmenu_info"):
        wechat.console("faults", path=path, kind="errcode", errcode=48001, times=99)
    order = handed(ordered(house, sheet_for(house, [], FORMER)))
    assert order.trouble_code == "publish.menu_confirm"

    with time_machine.travel(NOW, tick=False):
        refused = client.post(f"/publish/{order.op_id}/confirm/", {"words": " "})
        assert refused.status_code == 422
        done = client.post(f"/publish/{order.op_id}/confirm/", {"words": "陈管理员改的"})
    assert done.status_code == 302
    order.refresh_from_db()
    assert order.state == PublicationState.PUBLISHED
    assert AccountMenu.objects.get().buttons == FORMER


def test_a_menu_that_can_be_read_is_not_taken_on_anybody_s_word(
    client: Client, house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path="/cgi-bin/menu/create", kind="errcode", errcode=48001)
    order = handed(ordered(house, sheet_for(house, [], FORMER)))
    with time_machine.travel(NOW, tick=False):
        answer = client.post(f"/publish/{order.op_id}/confirm/", {"words": "改好了"})
    assert answer.status_code == 422
    order.refresh_from_db()
    assert order.state == PublicationState.HANDED


def test_the_menu_is_read_and_kept_only_when_it_changed(
    client: Client, house: House, wechat: Wechat
) -> None:
    wechat.console("menu", button=[{"type": "view", "name": "看看", "url": "https://e.org/"}])
    with time_machine.travel(NOW, tick=False):
        for _ in range(2):
            client.post(f"/publish/account/{house.account.pk}/menu/read/")
        page = client.get(f"/publish/account/{house.account.pk}/menu/").content.decode()
    assert "看看：打开网页 https://e.org/" in page
    assert AccountMenu.objects.count() == 1
