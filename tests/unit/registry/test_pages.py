"""The settings pages: useful, plain, keeping what was typed, at a fixed number of queries."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.models import (
    Appointment,
    Column,
    Installation,
    OfficialAccount,
    Unit,
)

from .conftest import enter

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> str:
    """Return the page at `address`, its spaces made one."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    "address",
    [
        "", "organisation/", "accounts/", "accounts/new/", "people/", "people/new/", "people/1/",
        "people/1/edit/", "people/1/appoint/", "appointments/1/end/", "units/", "units/new/",
        "units/1/", "columns/", "columns/new/", "columns/1/", "regulation/", "regulation/adopt/",
        "mail-and-backup/",
    ],
)  # fmt: skip
def test_every_page_opens_with_words_and_no_codes(manager: Client, address: str) -> None:
    page = shown(manager, f"/settings/{address}")

    assert "<h1" in page
    assert not re.search(r">[^<]*\b(registry|people|notify|core)\.[a-z_]+", page)


def test_empty_pages_say_what_to_do(manager: Client) -> None:
    Column.objects.all().delete()

    assert "准备好微信公众平台上的开发者 ID 和密码" in shown(manager, "/settings/accounts/")
    assert "采用制度时会按制度建好" in shown(manager, "/settings/columns/")
    assert "换几个字再找" in shown(manager, "/settings/people/?q=没有这个人")


def test_people_are_found_by_name_sign_in_name_and_phone(manager: Client, now: datetime) -> None:
    person = enter("zhao", "赵站长", ("unit_head", "service"))
    Person.objects.filter(pk=person.pk).update(phone="0900-8000102")

    for words in ("赵站", "zhao", "8000102"):
        page = shown(manager, f"/settings/people/?q={words}")
        assert "赵站长" in page
        assert "科室（网点）负责人 · 便民服务站" in page
        assert "陈管理员" not in page


@pytest.mark.parametrize("address", ["/settings/", "/settings/people/", "/settings/people/1/"])
def test_a_page_takes_as_many_queries_for_30_people_as_for_one(
    manager: Client, address: str
) -> None:
    counted = []
    for people in (1, 30):
        for number in range(people):
            enter(f"p{people}-{number}", "某", ("contributor", "service"))
        manager.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            manager.get(address)
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_a_person_shows_posts_past_present_and_to_come(manager: Client, now: datetime) -> None:
    person = enter("sun", "孙专干", ("sender", "service"))
    actions.end_appointment(
        Appointment.objects.get(person=person), ends_on=date(2026, 10, 1), by=None, now=now
    )
    actions.appoint(
        person,
        post="sender",
        unit=Unit.objects.get(key="culture"),
        is_deputy=True,
        starts_on=date(2026, 12, 1),
        by=None,
        now=now,
    )

    page = shown(manager, f"/settings/people/{person.pk}/")

    assert "2026年10月1日（已结束）" in page
    assert "报送专人（副岗）" in page
    assert "2026年12月1日（还没到）" in page


def test_a_person_is_entered_appointed_and_let_in(manager: Client) -> None:
    given = {"display_name": "赵站长", "username": "zhao", "phone": "", "mail": "", "seen": "0"}
    assert manager.post("/settings/people/new/", given).status_code == 302
    person = Person.objects.get(username="zhao")
    unit = Unit.objects.get(key="service")
    manager.post(
        f"/settings/people/{person.pk}/appoint/",
        {"post": "unit_head", "unit": unit.pk, "starts_on": "2026-11-23"},
    )
    assert Appointment.objects.filter(person=person, post="unit_head", unit=unit).exists()

    page = manager.post(f"/settings/people/{person.pk}/link/")

    found = re.search(r'value="(http://localhost:8000)(/first/[^"]+/)"', page.content.decode())
    assert found
    assert "no-store" in page["Cache-Control"]
    assert "赵站长，请设一个密码" in shown(Client(), found[2])


def test_a_refused_form_keeps_its_input_and_says_what_to_do(manager: Client) -> None:
    given = {
        "display_name": "另一位陈",
        "username": "chen",
        "phone": "0900",
        "mail": "x",
        "seen": 0,
    }

    answer = manager.post("/settings/people/new/", given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="另一位陈"' in page
    assert 'value="0900"' in page
    assert "邮箱写得不对" in page
    answer = manager.post("/settings/people/new/", {**given, "mail": ""})
    assert "登录名“chen”已经有人用" in answer.content.decode()


def test_whoever_was_second_sees_it_keeps_the_input_and_decides(
    manager: Client, now: datetime
) -> None:
    given = {"organisation": "甲居委会", "short_name": "甲", "issued_on": "2026-09-01", "seen": "0"}
    actions.describe_organisation(
        organisation="乙居委会", short_name="乙", issued_on=None, by=None, now=now
    )

    answer = manager.post("/settings/organisation/", given)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "有人改过这里" in page
    assert 'value="甲居委会"' in page
    assert Installation.objects.get().organisation == "乙居委会"
    assert 'name="seen" value="1"' in page
    assert manager.post("/settings/organisation/", {**given, "seen": "1"}).status_code == 302
    assert Installation.objects.get().organisation == "甲居委会"


def test_the_telephones_are_written_one_a_line(manager: Client) -> None:
    given = {
        "organisation": "甲居委会", "short_name": "甲", "issued_on": "2026-09-01", "seen": "0",
        "own_numbers": "0900-8000123\n\n 0900-8000124 ",
    }  # fmt: skip
    manager.post("/settings/organisation/", given)

    assert Installation.objects.get().own_numbers == ["0900-8000123", "0900-8000124"]
    assert "0900-8000123\n0900-8000124" in manager.get("/settings/organisation/").content.decode()


def test_an_account_can_be_tested_and_shows_what_was_found(manager: Client, now: datetime) -> None:
    account = actions.save_account(
        name="青禾", wechat_id="qinghe", kind="service", is_verified=True, appid="wx1",
        secret="s", by=None, now=now,
    )  # fmt: skip
    page = shown(manager, "/settings/accounts/")
    assert f'action="/publish/accounts/{account.pk}/test/"' in page
    assert "还没有测试连接" in page

    actions.record_account_test(OfficialAccount.objects.get(), "", by=None, now=now)

    assert "连接正常" in shown(manager, "/settings/accounts/")


def test_a_demo_alone_offers_the_kind_sandbox(manager: Client) -> None:
    assert "演示账号" not in shown(manager, "/settings/accounts/new/")

    Installation.objects.create(pk=1, is_demo=True)

    assert "演示账号" in shown(manager, "/settings/accounts/new/")


def test_an_account_is_closed_and_opened_again(manager: Client, contributor: Person) -> None:
    address = f"/settings/people/{contributor.pk}/"

    manager.post(f"{address}close/")
    assert "账号已停用，不能登录" in shown(manager, address)

    manager.post(f"{address}reopen/")
    assert "开一次性登录链接" in shown(manager, address)


def test_the_backup_place_is_tried_and_noted(manager: Client, tmp_path: Path) -> None:
    address = "/settings/mail-and-backup/"
    refused = manager.post(address, {"path": str(tmp_path / "none")})
    assert refused.status_code == 422
    assert f'value="{tmp_path / "none"}"' in refused.content.decode()
    assert "没有找到文件夹" in refused.content.decode()

    page = manager.post(address, {"path": str(tmp_path)}, follow=True).content.decode()

    assert "已登记备份位置" in page
    assert "建议换成移动硬盘" in page
    assert Installation.objects.get().backup_place == str(tmp_path)
