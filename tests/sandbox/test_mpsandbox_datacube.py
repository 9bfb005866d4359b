"""Statistics: which days may be asked for, and figures that stay the same."""

from typing import Any

import pytest
from tests.sandbox.client import JSON_TYPE, Json, Wechat, fetch, raw_json

SENT_AT = "2027-03-01T10:00"


def ask(wechat: Wechat, name: str, begin: str, end: str = "") -> Json:
    address = f"{wechat.url}/datacube/{name}?access_token={wechat.token}"
    answer = fetch(address, raw_json({"begin_date": begin, "end_date": end or begin}))
    assert answer.headers["Content-Type"].startswith(JSON_TYPE.partition(";")[0])
    return answer.json()


def listed(wechat: Wechat, name: str, begin: str, end: str = "") -> list[Json]:
    found: list[Json] = ask(wechat, name, begin, end)["list"]
    return found


def set_clock(wechat: Wechat, moment: str) -> None:
    wechat.console("clock", set_to=moment)
    wechat.token = wechat.stable_token()["access_token"]


@pytest.fixture
def published(wechat: Wechat) -> dict[str, Any]:
    """Two articles in one message, published on 1 March at ten."""
    set_clock(wechat, SENT_AT)
    articles = [wechat.article(title=title) for title in ("甲", "乙")]
    media_id = wechat.call("draft/add", {"articles": articles})["media_id"]
    submitted = wechat.call("freepublish/submit", {"media_id": media_id})
    wechat.console("clock", advance_seconds=100)
    [article] = wechat.state()["articles"]
    return {"id": article["article_id"], "mid": submitted["msg_data_id"], **article}


def test_reads_of_a_day_are_ready_at_eight_the_next_morning(
    wechat: Wechat, published: dict[str, Any]
) -> None:
    assert ask(wechat, "getarticleread", "2027-03-01")["errcode"] == 61501
    set_clock(wechat, "2027-03-02T07:59")
    assert ask(wechat, "getarticleread", "2027-03-01")["errcode"] == 61503
    set_clock(wechat, "2027-03-02T08:00")
    told = ask(wechat, "getarticleread", "2027-03-01")

    assert sorted(told) == ["is_delay", "list"]
    assert told["is_delay"] is False
    assert [each["msgid"] for each in told["list"]] == [
        f"{published['mid']}_1",
        f"{published['mid']}_2",
    ]
    first = told["list"][0]
    assert sorted(first) == ["detail", "msgid", "ref_date"]
    assert first["ref_date"] == "2027-03-01"
    sources = first["detail"]["read_user_source"]
    assert sources[0] == {"user_count": first["detail"]["read_user"], "scene_desc": "全部"}
    parts = sources[1:]
    assert sum(each["user_count"] for each in parts) == first["detail"]["read_user"] > 0
    assert {"朋友圈", "搜一搜"} <= {each["scene_desc"] for each in parts}


def test_figures_stay_the_same_and_follow_the_seed(
    wechat: Wechat, published: dict[str, Any]
) -> None:
    set_clock(wechat, "2027-03-02T09:00")
    first = ask(wechat, "getarticleread", "2027-03-01")
    set_clock(wechat, "2027-03-09T09:00")

    assert ask(wechat, "getarticleread", "2027-03-01") == first
    wechat.console("settings", seed="other")
    assert ask(wechat, "getarticleread", "2027-03-01") != first


def test_the_console_sets_figures_and_small_ones_are_not_told(
    wechat: Wechat, published: dict[str, Any]
) -> None:
    act = f"articles/{published['id']}/reads"
    wechat.console(act, idx=1, date="2027-03-01", read_user=1234, share_user=56)
    wechat.console(act, idx=2, date="2027-03-01", read_user=2)
    set_clock(wechat, "2027-03-02T09:00")

    [read] = listed(wechat, "getarticleread", "2027-03-01")
    [share] = listed(wechat, "getarticleshare", "2027-03-01")
    assert read["detail"]["read_user"] == 1234
    assert share["detail"] == {"share_user": 56}
    [summary] = listed(wechat, "getarticlesummary", "2027-03-01")
    assert (summary["int_page_read_user"], summary["share_user"]) == (1234, 56)
    assert summary["title"] == "甲"


@pytest.mark.parametrize(
    ("name", "begin", "end", "errcode"),
    [
        ("getarticleread", "2027-3-1", "", 61500),
        ("getarticleread", "20270301", "", 61500),
        ("getarticleread", "", "", 61500),
        ("getarticleread", "2027-03-01", "2027-03-02", 61501),
        ("getarticleread", "2027-03-02", "2027-03-01", 61501),
        ("getarticleread", "2025-10-31", "", 61501),
        ("getarticlesummary", "2014-11-30", "", 61501),
        ("getbizsummary", "2027-02-01", "2027-03-03", 61501),
        ("getusercumulate", "2027-03-01", "2027-03-08", 61501),
        ("getuserread", "2027-03-01", "2027-03-04", 61501),
        ("getarticletotal", "2027-03-20", "", 61501),
    ],
)
def test_days_that_cannot_be_asked_for_are_refused(
    wechat: Wechat, name: str, begin: str, end: str, errcode: int
) -> None:
    set_clock(wechat, "2027-03-20T12:00")

    assert ask(wechat, name, begin, end)["errcode"] == errcode


def test_totals_grow_day_by_day_for_a_week(wechat: Wechat, published: dict[str, Any]) -> None:
    set_clock(wechat, "2027-03-20T12:00")
    first = listed(wechat, "getarticletotal", "2027-03-01")[0]
    daily = listed(wechat, "getarticlesummary", "2027-03-01")[0]
    details = first["details"]

    assert [each["stat_date"] for each in details] == [f"2027-03-0{day}" for day in range(1, 8)]
    reads = [each["int_page_read_user"] for each in details]
    assert reads == sorted(reads)
    assert reads[0] == daily["int_page_read_user"]
    assert {"target_user", "int_page_from_feed_read_user", "feed_share_from_session_cnt"} <= set(
        details[0]
    )
    assert listed(wechat, "getarticletotal", "2027-03-02") == []


def test_details_name_the_article_and_how_it_went_out(
    wechat: Wechat, published: dict[str, Any]
) -> None:
    sent = wechat.draft(title="群发的")
    wechat.console(f"drafts/{sent}/mass_send")
    set_clock(wechat, "2027-03-20T12:00")
    told = listed(wechat, "getarticletotaldetail", "2027-03-01")
    urls = [item["url"] for each in wechat.state()["articles"] for item in each["items"]]

    assert [(each["title"], each["publish_type"]) for each in told] == [
        ("甲", 1),
        ("乙", 1),
        ("群发的", 0),
    ]
    assert [each["content_url"] for each in told] == urls
    assert len(told[0]["detail_list"]) == 19  # 1 to 19 March
    assert {"read_finish_rate", "read_jump_position", "like_user"} <= set(told[0]["detail_list"][0])


def test_the_account_is_summed_up_by_day(wechat: Wechat, published: dict[str, Any]) -> None:
    set_clock(wechat, "2027-03-20T12:00")
    days = listed(wechat, "getbizsummary", "2027-02-28", "2027-03-02")
    reads = listed(wechat, "getarticleread", "2027-03-01")

    assert [each["ref_date"] for each in days] == ["2027-02-28", "2027-03-01", "2027-03-02"]
    assert days[0]["detail"]["read_user"] == 0
    assert days[1]["detail"]["read_user"] == sum(each["detail"]["read_user"] for each in reads)
    assert days[1]["detail"]["send_page_count"] == 2


def test_parts_of_the_older_figures_add_up(wechat: Wechat, published: dict[str, Any]) -> None:
    set_clock(wechat, "2027-03-20T12:00")
    summed = sum(
        each["int_page_read_user"] for each in listed(wechat, "getarticlesummary", "2027-03-01")
    )
    rows = listed(wechat, "getuserread", "2027-03-01")
    whole = [each for each in rows if each["user_source"] == 99999999]
    parts = [each for each in rows if each["user_source"] != 99999999]

    assert [each["int_page_read_user"] for each in whole] == [summed]
    assert sum(each["int_page_read_user"] for each in parts) == summed
    assert {each["ref_hour"] for each in listed(wechat, "getuserreadhour", "2027-03-01")} == {
        800,
        1200,
        2000,
    }
    for name in ("getusershare", "getusersharehour"):
        assert all(each["share_user"] > 0 for each in listed(wechat, name, "2027-03-01"))


def test_followers_are_counted_by_day(wechat: Wechat) -> None:
    set_clock(wechat, "2027-03-01T10:00")
    first, _ = wechat.console("followers", count=2)["openids"]
    set_clock(wechat, "2027-03-02T10:00")
    wechat.console(f"followers/{first}/unfollow")
    set_clock(wechat, "2027-03-20T12:00")

    assert [
        each["cumulate_user"]
        for each in listed(wechat, "getusercumulate", "2027-02-28", "2027-03-02")
    ] == [0, 2, 1]
    changes = listed(wechat, "getusersummary", "2027-03-01", "2027-03-02")
    assert sum(each["new_user"] for each in changes) == 2
    assert [each["cancel_user"] for each in changes if each["ref_date"] == "2027-03-02"] == [1]


def test_other_kinds_of_account_get_no_statistics(wechat: Wechat) -> None:
    wechat.console("account", kind="personal")

    assert ask(wechat, "getarticleread", "2027-03-01")["errcode"] == 48001
