"""Every call against answers as real accounts sent them, over a bare wire."""

import json
from datetime import UTC, date, datetime

import httpx2
import pytest
from tests.contract.calls import CALLS, TOKEN
from tests.contract.requests import ASKED, FILE
from tests.contract.samples import READ, REFUSED, UNREADABLE, Refusal
from tests.unit.wechat.wire import answering, client_and_wire

from hefa.wechat.errors import CallFailed, Unknown
from hefa.wechat.media import VideoAddress
from hefa.wechat.menu import Button, CurrentMenu, Menu
from hefa.wechat.statistics import ArticleTotal, DayOfCounts
from hefa.wechat.values import Draft, DraftPage, MediaFile, MsgDataId, StoredArticle
from hefa.wechat.words import WORDS

# Writes whose success is an envelope: they have nothing to read in it.
SILENT = frozenset(name for name, reply in READ if reply == b'{"errcode":0,"errmsg":"ok"}')


def read(name: str, nth: int = 0) -> object:
    """Return what the call makes of its nth sample."""
    reply = [sample for call, sample in READ if call == name][nth]
    return CALLS[name](answering(reply))


def test_every_call_has_a_sample_and_a_request() -> None:
    assert CALLS.keys() == {name for name, _ in READ} == ASKED.keys()


@pytest.mark.parametrize(("name", "reply"), READ, ids=[name for name, _ in READ])
def test_an_answer_of_a_known_shape_is_read(name: str, reply: bytes | httpx2.Response) -> None:
    value = CALLS[name](answering(reply))

    assert (value is None) == (name in SILENT)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_asks_once_for_what_the_pages_say(name: str) -> None:
    client, wire = client_and_wire(next(reply for call, reply in READ if call == name))
    CALLS[name](client)
    method, path, query, body = ASKED[name]

    (request,) = wire.requests
    params = dict(request.url.params)
    token = params.pop("access_token", None)
    assert (request.method, request.url.path, params) == (method, path, query)
    assert token == (None if name == "stable_token" else TOKEN.value)
    if body == FILE:
        assert b'name="media"; filename=' in request.content
    elif body is None:
        assert request.content == b""
    else:
        assert json.loads(request.content) == body
        assert b"\\u" not in request.content


def test_a_video_has_its_words_in_a_part_of_their_own() -> None:
    client, wire = client_and_wire(b'{"media_id":"M1"}')
    CALLS["add_material"](client)

    assert b'name="description"' in wire.last.content
    assert '{"title": "片头", "introduction": "简介"}'.encode() in wire.last.content


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.call}-{case.code}")
def test_a_refusal_has_one_meaning_at_its_address(case: Refusal) -> None:
    with pytest.raises(CallFailed) as caught:
        CALLS[case.call](answering(case.reply))

    failed = caught.value
    assert (failed.outcome, failed.code, failed.rid) == (case.outcome, case.code, case.rid)
    assert WORDS[failed.code].format(**failed.detail)


@pytest.mark.parametrize("name", CALLS)
def test_what_cannot_be_read_is_unknown_to_every_call(name: str) -> None:
    for reply in UNREADABLE:
        for headers in ({}, {"Content-Type": "text/plain"}, {"Content-Type": "application/json"}):
            if reply.startswith((b"garbage", b"[", b"null", b"7")) and not headers:
                continue  # without a type it may as well be a file
            with pytest.raises(Unknown):
                CALLS[name](answering(httpx2.Response(200, content=reply, headers=headers)))


def test_the_same_envelope_without_content_satisfies_no_reader() -> None:
    tolerant = SILENT | {
        # nothing there is an answer: an empty list, a preview without a number, a closed menu
        *("preview_draft", "current_menu", "menu_of_follower", "get_auto_replies"),
        *("api_addresses", "callback_addresses", "check_callback", "list_tags", "get_followers"),
        *("article_reads", "article_shares", "account_days", "article_details"),
        *("article_totals", "follower_changes", "follower_totals", "get_draft", "get_published"),
    }
    for name in CALLS.keys() - tolerant:
        with pytest.raises(Unknown):
            CALLS[name](answering(b'{"errcode":0,"errmsg":"ok"}'))


def test_articles_keep_what_nobody_reads() -> None:
    draft, newspic = read("get_draft"), read("get_draft", 1)

    assert isinstance(draft, Draft)
    assert isinstance(newspic, Draft)
    (article,) = draft.articles
    assert (article.title, article.content) == ("通知", "<p>正文</p>")
    assert article.only_fans_can_comment
    assert article.extra == {"show_cover_pic": 1}
    assert draft.updated_at == datetime(2023, 11, 14, 22, 13, 21, tzinfo=UTC)
    assert newspic.articles[0].extra["article_type"] == "newspic"


def test_control_characters_come_through() -> None:
    page = read("list_drafts", 1)

    assert isinstance(page, DraftPage)
    assert page.drafts[0].articles[0].title == "a\x01b\nc"


def test_a_file_is_told_from_json() -> None:
    fetched, video, news = read("get_material", 2), read("get_temporary"), read("get_material")

    assert fetched == MediaFile(name="p.png", content=b"\x89PNG\r\n\x1a\n...")
    assert video == VideoAddress(url="http://example.com/v.mp4")
    assert isinstance(news, tuple)
    assert isinstance(news[0], StoredArticle)


def test_menus_of_both_shapes_are_read_alike() -> None:
    made, shown = read("get_menu"), read("current_menu")

    assert isinstance(made, Menu)
    assert made.menu_id == "208396938"
    assert made.buttons == (
        Button(name="通知", kind="view", url="https://example.gov.cn/"),
        Button(name="办事", sub_buttons=(Button(name="电话", kind="click", key="TEL"),)),
    )
    assert [each.rule for each in made.conditional] == [{"tag_id": "2"}]
    assert isinstance(shown, CurrentMenu)
    assert shown.is_open
    assert [below.kind for below in shown.buttons[0].sub_buttons] == ["view", "news"]
    assert "news_info" in shown.buttons[0].sub_buttons[1].extra
    assert shown.buttons[1] == Button(name="d", kind="text", value="hello")


def test_no_menu_is_an_empty_one() -> None:
    assert read("get_menu", 1) == Menu()


def test_counts_name_the_article_and_say_whether_they_are_final() -> None:
    day, later = read("article_reads"), read("article_reads", 1)

    assert isinstance(day, DayOfCounts)
    assert isinstance(later, DayOfCounts)
    (count,) = day.counts
    assert (count.msg_data_id, count.position, count.users) == ("2247490098", 1, 12)
    assert (count.day, count.by_scene) == (date(2026, 11, 22), {"1": 9, "2": 3})
    assert (day.is_final, later.is_final) == (True, False)


def test_totals_come_one_by_day() -> None:
    totals = read("article_totals")

    assert isinstance(totals, tuple)
    (total,) = totals
    assert isinstance(total, ArticleTotal)
    assert (total.sent_on, total.counted_on) == (date(2026, 11, 22), date(2026, 11, 23))
    assert (total.read_users, total.read_count, total.share_users) == (20, 31, 2)
    assert total.msg_data_id == MsgDataId("202457380")


def test_a_repeated_mass_send_names_the_one_before() -> None:
    reply = b'{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":34182}'
    with pytest.raises(Unknown) as caught:
        CALLS["send_to_all"](answering(reply))

    assert (caught.value.code, caught.value.msg_id) == ("wechat.mass_sent_before", "34182")
