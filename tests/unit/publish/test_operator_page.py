"""The operator's page: what is to be copied, in order, and covers with both cuts."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from PIL import Image
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import run_until_rest
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.collect.covers import joined_cover, proposed_cut
from hefa.collect.files import keep_picture
from hefa.collect.models import CoverCut
from hefa.core.package import Channel
from hefa.desk.queries import counts_for, day_of
from hefa.publish.actions import queue_publication
from hefa.publish.models import Publication
from hefa.registry.access import actor_of
from hefa.report.reminding import remind_everybody


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (1000, 800), "#17607d").save(written, "PNG")
    return written.getvalue()


def cut_cover() -> str:
    """Keep a cover of two cuts, and return its SHA-256."""
    original = picture()
    joined = joined_cover(original, proposed_cut((1000, 800)))
    cover = keep_picture(joined, name="封面", now=NOW)
    frames = {
        f"{name}_{part}": 1 for name in ("wide", "square") for part in ("left", "top", "width")
    }
    CoverCut.objects.create(cover=cover, original=cover, **frames)
    return cover.sha256


@pytest.fixture
def handed(house: House) -> Publication:
    sheet = released(house, package(channel=Channel.MANUAL, cover_sha256=cut_cover()))
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )
    publication, _ = run_until_rest(publication, until=timedelta(seconds=2))
    return publication


def shown(client: Client, publication: Publication) -> str:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        return text_of(client, f"/publish/{publication.op_id}/by_hand/")


def test_the_page_has_every_step_in_order(house: House, handed: Publication) -> None:
    page = shown(browser(house.administrator), handed)
    steps = (
        "1 新建图文",
        'value="停水通知"',
        "2 作者、摘要",
        'value="办公室"',
        "3 正文",
        "4 图片",
        "5 封面",
        "链接",
    )
    places = [page.index(step) for step in steps]

    assert places == sorted(places)
    assert page.count("download=") == 3  # a picture and both cuts
    assert "关掉“群发通知”" in page
    assert "【这里放图 1】" in page
    assert "<script" not in page.split("<main")[1].split("</main")[0]


def test_both_cuts_of_the_cover_are_what_was_cut(house: House, handed: Publication) -> None:
    client = browser(house.administrator)
    sizes = []
    for cut in ("wide", "square"):
        answer = client.get(f"/publish/{handed.op_id}/1/cover/{cut}/")
        assert answer["Content-Type"] == "image/jpeg"
        sizes.append(Image.open(BytesIO(answer.content)).size)
    (wide, high), (square, also_high) = sizes

    assert high == also_high == square
    assert wide / high == pytest.approx(2.35, abs=0.02)
    assert client.get(f"/publish/{handed.op_id}/1/cover/round/").status_code == 404


def test_a_refused_link_stays_in_its_field(house: House, handed: Publication) -> None:
    client = browser(house.administrator)
    address = f"/publish/{handed.op_id}/links/"
    answer = client.post(address, {"link_1": "https://example.org/s/abc"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不是公众号文章" in page
    assert 'value="https://example.org/s/abc"' in page


def test_a_refused_withdrawal_stays_open_with_its_words(house: House, handed: Publication) -> None:
    client = browser(house.administrator)
    answer = client.post(f"/publish/{handed.op_id}/withdraw/", {"words": "改天再发"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert '<details class="card" open>' in page
    assert "改天再发</textarea>" in page
    assert '<details class="card" open>' not in shown(client, handed)


def test_each_item_of_an_issue_says_its_own_comments(house: House) -> None:
    sheets = [
        released(house, package(title, channel=Channel.DRAFT, comments=comments))
        for title, comments in (("一", True), ("二", False))
    ]
    publication = queue_publication(
        [sheet.version for sheet in sheets],
        person=house.administrator,
        planned_at=None,
        now=NOW,
    )
    publication, _ = run_until_rest(publication, until=timedelta(seconds=2))
    page = shown(browser(house.administrator), publication)

    assert "《一》的留言：打开" in page
    assert "《二》的留言：不要打开" in page
    assert page.count("找到这份草稿") == 1


def test_whoever_may_not_order_reads_why_and_gets_no_button(
    house: House, handed: Publication
) -> None:
    page = shown(browser(house.author), handed)

    assert "打开核对" not in page
    assert "由平台管理员来办" in page


def test_its_operator_finds_it_on_the_desk(
    house: House, wechat: Wechat, handed: Publication
) -> None:
    for person, count in ((house.administrator, 1), (house.approver, 0)):
        actor = actor_of(person, NOW)
        assert len(day_of(person, actor).in_hand) == count
        assert counts_for(person, actor)["publish"] == count


def test_after_half_an_hour_its_operator_is_reminded(
    house: House, handed: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, list[str]] = {}

    def heard(person: object, calls: list[object], *, now: object) -> int:
        del now
        told[str(person)] = [getattr(call, "line", "") for call in calls]
        return len(calls)

    monkeypatch.setattr("hefa.report.reminding.remind", heard)
    remind_everybody(NOW + timedelta(minutes=29))
    assert not [line for lines in told.values() for line in lines if "交给您发表" in line]
    remind_everybody(NOW + timedelta(minutes=31))
    assert [line for line in told["administrator"] if "《停水通知》交给您发表" in line]
