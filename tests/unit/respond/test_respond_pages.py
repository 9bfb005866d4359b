"""The pages of responding: clocks on top, words asked for, a stop that two people lift."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.unit.publish.factory import NOW, House, build_house, released

from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.models import PublicationState, PublishingHalt
from hefa.respond import pages
from hefa.respond.actions import close_incident, report_incident
from hefa.respond.models import Incident

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def quiet() -> Iterator[House]:
    with time_machine.travel(LATER, tick=False):
        yield build_house()


@pytest.fixture
def incident(quiet: House) -> Incident:
    return report_incident(title="标题被改", words="首页", person=quiet.author, now=NOW)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_banner_says_what_and_how_long_is_left(incident: Incident) -> None:
    (banner,) = pages.banners(LATER)

    assert banner["title"] == "突发事件 事-2026-001：有人上报"
    assert [clock["remaining"] for clock in banner["clocks"]] == [
        "还有 20 分",
        "还有 11 小时 50 分",
    ]
    assert banner["action"]["url"] == f"/respond/{incident.pk}/"


def test_banners_take_two_queries_however_many(quiet: House) -> None:
    for number in range(6):
        report_incident(title=f"事 {number}", words="有", person=quiet.author, now=NOW)
    with CaptureQueriesContext(connection) as captured:
        found = pages.banners(LATER)

    assert len(captured) == 2
    assert found[-1]["title"] == "还有 3 件突发事件没有办结"


def test_an_incident_is_reported_by_anyone_with_a_post(quiet: House) -> None:
    answer = browser(quiet.author).post(
        "/respond/report/", {"title": "标题被改", "words": "首页第一条"}, follow=True
    )

    assert "标题被改" in answer.content.decode()
    assert Incident.objects.get().is_drill is False


def test_a_report_without_words_keeps_what_was_typed(quiet: House) -> None:
    answer = browser(quiet.author).post("/respond/report/", {"title": "标题被改", "words": " "})

    assert answer.status_code == 422
    assert "标题被改" in answer.content.decode()
    assert "请写明情况" in answer.content.decode()
    assert not Incident.objects.exists()


def test_a_stranger_may_not_look_nor_report(quiet: House) -> None:
    client = browser(quiet.stranger)

    assert client.get("/respond/").status_code == 403
    assert client.post("/respond/report/", {"title": "a", "words": "b"}).status_code == 403
    assert not Incident.objects.exists()


@pytest.mark.parametrize("act", ["step", "close"])
def test_a_wrong_form_shows_a_stranger_nothing(quiet: House, incident: Incident, act: str) -> None:
    answer = browser(quiet.stranger).post(f"/respond/{incident.pk}/{act}/", {})

    assert answer.status_code == 403
    assert incident.title not in answer.content.decode()


def test_a_contributor_reads_an_incident_without_the_forms(
    quiet: House, incident: Incident
) -> None:
    client = browser(quiet.author)
    address = f"/respond/{incident.pk}/"
    page = text_of(client, address)
    assert "不归您的岗位办" in page
    assert "写下做了什么" not in page

    answer = client.post(f"{address}step/", {"kind": "action", "words": "改回"})
    assert answer.status_code == 422
    assert incident.steps.count() == 1


def test_an_action_stops_the_first_clock_and_closing_ends_it(
    quiet: House, incident: Incident
) -> None:
    client = browser(quiet.administrator)
    address = f"/respond/{incident.pk}/"
    client.post(f"{address}step/", {"kind": "action", "words": "改回"})
    incident.refresh_from_db()
    assert incident.first_action_at == LATER

    answer = client.post(f"{address}close/", {"close-words": ""})
    assert answer.status_code == 422
    assert "请写明情况" in answer.content.decode()

    client.post(f"{address}close/", {"close-words": "已改密码"})
    incident.refresh_from_db()
    assert incident.closed_at == LATER
    assert "标题被改" in text_of(client, "/respond/")


def test_a_step_without_kind_or_words_says_what_is_missing(
    quiet: House, incident: Incident
) -> None:
    client = browser(quiet.administrator)
    answer = client.post(f"/respond/{incident.pk}/step/", {"words": "改回"})

    assert answer.status_code == 422
    assert "请选记的是什么" in answer.content.decode()
    assert "改回" in answer.content.decode()


def test_closing_twice_is_a_plain_conflict(quiet: House, incident: Incident) -> None:
    client = browser(quiet.administrator)
    address = f"/respond/{incident.pk}/close/"
    client.post(address, {"close-words": "好了"})
    answer = client.post(address, {"close-words": "好了"})

    assert answer.status_code == 409
    assert incident.steps.count() == 2


def test_publishing_is_stopped_and_lifted_by_two(quiet: House) -> None:
    publication = queue_publication(
        [released(quiet).version], person=quiet.administrator, planned_at=None, now=NOW
    )
    first, second = browser(quiet.administrator), browser(quiet.approver)
    assert "1 次等候的发布停住" in text_of(first, "/respond/halt/")
    first.post("/respond/halt/", {"cause": "changed", "tick": "1", "sure": "on"})

    halt = PublishingHalt.objects.get()
    publication.refresh_from_db()
    assert halt.words == "内容被改"
    assert publication.state == PublicationState.HALTED
    assert "已停止发布" in text_of(second, "/collect/")

    first.post(f"/respond/halt/{halt.pk}/ask/")
    assert "请另一位同事" in text_of(first, "/respond/halt/")
    refused = first.post(f"/respond/halt/{halt.pk}/lift/")
    assert refused.status_code == 422
    assert "恢复发布要两个人" in refused.content.decode()

    second.post(f"/respond/halt/{halt.pk}/lift/")
    halt.refresh_from_db()
    assert halt.lifted_by == quiet.approver


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tick": "1", "sure": "on"}, "请选为什么停"),
        ({"cause": "changed", "tick": "1"}, "请先打勾"),
        ({"cause": "other", "tick": "1", "sure": "on"}, "要写明原因"),
    ],
)
def test_the_stop_asks_for_its_reason_and_its_second_step(
    quiet: House, given: dict[str, str], words: str
) -> None:
    answer = browser(quiet.administrator).post("/respond/halt/", given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not PublishingHalt.objects.exists()


def test_a_contributor_reads_who_may_stop(quiet: House) -> None:
    client = browser(quiet.author)
    page = text_of(client, "/respond/halt/")
    assert "不归您的岗位办" in page
    assert "data-hold" not in page

    answer = client.post("/respond/halt/", {"cause": "changed", "sure": "on"})
    assert answer.status_code == 422
    assert not PublishingHalt.objects.exists()


def test_the_number_of_queries_does_not_grow(quiet: House) -> None:
    client = browser(quiet.administrator)

    def add(count: int) -> int:
        for number in range(count):
            for title in (f"开 {number}", f"办结 {number}"):
                made = report_incident(title=title, words="有", person=quiet.author, now=NOW)
            close_incident(made, words="好了", person=quiet.administrator, now=NOW)
        with CaptureQueriesContext(connection) as captured:
            text_of(client, "/respond/")
        return len(captured)

    assert add(1) == add(29)
