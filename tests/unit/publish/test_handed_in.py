"""Behind WeChat's wall a person hands in what they see; it is compared and kept like any page."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.sandbox.client import Wechat, fetch
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.test_by_hand import handed, named, paste
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.collect.files import content_of
from hefa.core.canonical import sha256_hex
from hefa.core.errors import Refused
from hefa.core.package import Channel
from hefa.patrol.actions import run_round
from hefa.publish.hand.by_hand import accept_links, read_links
from hefa.publish.hand.handed_in import HTML, TEXT, HandedIn
from hefa.publish.models import Publication, PublicationState
from hefa.publish.queries import timeline

State = PublicationState
__all__ = ["named"]

COPIED = """停水通知
办公室
英巴扎社区
2026年11月23日 09:01
停水通知
明天上午停水检修。
微信扫一扫
关注该公众号"""


@pytest.fixture
def out(house: House, wechat: Wechat) -> tuple[Publication, str]:
    """An article that a person has published, behind the wall; and its link."""
    publication = handed(house, Channel.MANUAL)
    link = paste(publication, wechat)
    wechat.console("settings", bot_wall=True)
    return publication, link


def hand_in(out: tuple[Publication, str], content: str, kind: str, house: House) -> Publication:
    publication, link = out
    handed_in = {1: HandedIn(content=content.encode(), media_type=kind)}
    seen = read_links(publication, {1: link}, handed_in, now=NOW)
    return accept_links(publication, seen, person=house.administrator, now=NOW)


def test_copied_text_that_is_the_release_makes_it_published(
    house: House, out: tuple[Publication, str]
) -> None:
    with pytest.raises(Refused, match=r"publish\.link_wall"):
        read_links(out[0], {1: out[1]}, now=NOW)
    done = hand_in(out, COPIED, TEXT, house)

    assert (done.state, done.trouble_code) == (State.PUBLISHED, "publish.seen_by_person")
    (kept,) = done.trouble_detail["seen"]
    assert kept["seen_sha256"] == sha256_hex(COPIED.encode())
    assert content_of(kept["seen_sha256"]) == COPIED.encode()
    entry = timeline(done).get(kind="publish.published")
    assert kept["seen_sha256"] in entry.body


def test_a_saved_page_is_compared_with_its_pictures(
    house: House, wechat: Wechat, out: tuple[Publication, str]
) -> None:
    wechat.console("settings", bot_wall=False)
    saved = fetch(out[1]).text
    wechat.console("settings", bot_wall=True)
    assert hand_in(out, saved, HTML, house).state == State.PUBLISHED


@pytest.mark.parametrize(
    "changed",
    [
        COPIED.replace("上午", "下午"),
        COPIED.replace(
            "明天上午停水检修。", "明天上午停水检修。\n又加了一句。\n明天上午停水检修。"
        ),
        COPIED.replace("\n停水通知\n明天", "\n明天"),
    ],
)
def test_text_that_differs_goes_to_a_person(
    house: House, out: tuple[Publication, str], changed: str
) -> None:
    done = hand_in(out, changed, TEXT, house)

    assert (done.state, done.trouble_code) == (State.NEEDS_HUMAN, "publish.out_differs")
    assert done.trouble_detail["pages"][0]["seen_sha256"] == sha256_hex(changed.encode())


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        ("别的文章\n英巴扎社区\n正文", TEXT, "publish.seen_without_title"),
        ("停水通知\n别的社区\n明天上午停水检修。", TEXT, "publish.seen_without_account"),
        ("<html><body>环境异常</body></html>", HTML, "publish.seen_no_page"),
    ],
)
def test_what_is_no_page_of_it_is_refused(
    house: House, out: tuple[Publication, str], content: str, kind: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        hand_in(out, content, kind, house)
    assert [entry.code for entry in refused.value.reasons] == [code]
    assert Publication.objects.get(pk=out[0].pk).state == State.HANDED


def test_what_hefa_can_read_itself_counts_and_nothing_else(
    house: House, wechat: Wechat, out: tuple[Publication, str]
) -> None:
    wechat.console("settings", bot_wall=False)
    done = hand_in(out, COPIED.replace("上午", "下午"), TEXT, house)

    assert (done.state, done.trouble_code) == (State.PUBLISHED, "")


def test_patrol_reads_it_at_last(
    house: House, wechat: Wechat, out: tuple[Publication, str]
) -> None:
    done = hand_in(out, COPIED, TEXT, house)
    run_round(house.account, ordered_by=None, now=NOW + timedelta(hours=1))
    done.refresh_from_db()
    assert done.trouble_code == "publish.seen_by_person"

    wechat.console("settings", bot_wall=False)
    run_round(house.account, ordered_by=None, now=NOW + timedelta(hours=2))
    done.refresh_from_db()
    assert done.trouble_code == ""
    assert "publish.read_at_last" in [entry.kind for entry in timeline(done)]


def test_the_page_takes_it_and_says_who_saw_it(house: House, out: tuple[Publication, str]) -> None:
    publication, link = out
    client = browser(house.administrator)
    with time_machine.travel(NOW, tick=False):
        address = f"/publish/{publication.op_id}/links/"
        first = client.post(address, {"link_1": link, "text_1": "只抄了一句"})
        text = first.content.decode()
        assert first.status_code == 422
        assert "只抄了一句</textarea>" in text
        assert '<details class="field is-wide" open>' in text
        file = SimpleUploadedFile("page.html", b"<html>", content_type="text/html")
        wrong = client.post(address, {"link_1": link, "file_1": file})
        assert "存下来的网页里没有文章" in wrong.content.decode()
        client.post(address, {"link_1": link, "text_1": COPIED.replace("\n", "\r\n")})
        page = text_of(client, f"/publish/{publication.op_id}/")
        kept = client.get(f"/publish/{publication.op_id}/1/seen/")

    assert "已发布，只有人看过" in page
    assert "由人看过，与核准稿一致" in page
    assert "明天上午停水检修。" in kept.content.decode()
    assert kept["Content-Disposition"].startswith("attachment")
