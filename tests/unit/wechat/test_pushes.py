"""Events about our own work are read into values; every other push keeps its fields."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hefa.wechat.pushes import MassSendFinished, PublishFinished, Push, read_push
from hefa.wechat.values import PublishedItem, PublishStatus
from hefa.wechat.xml import Field, read_xml

HEAD = (
    "<ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName>"
    "<CreateTime>1700000000</CreateTime><MsgType>event</MsgType>"
)
ADDRESS = "https://mp.weixin.qq.com/s?__biz=M&amp;mid=1"

FIELDS = (
    *("MsgType", "Event", "FromUserName", "CreateTime", "PublishEventInfo", "publish_id", "item"),
    *("fail_idx", "article_detail", "MsgID", "ArticleUrlResult", "ResultList"),
)


def push_of(inner: str) -> Push:
    push = read_push(read_xml(f"<xml>{HEAD}{inner}</xml>".encode()))
    assert push is not None
    return push


def publication(inner: str) -> Push:
    return push_of(f"<Event>PUBLISHJOBFINISH</Event><PublishEventInfo>{inner}</PublishEventInfo>")


def mass_send(inner: str) -> Push:
    return push_of(f"<Event>MASSSENDJOBFINISH</Event><MsgID>34182</MsgID>{inner}")


@pytest.mark.parametrize("count", [1, 2])
def test_a_finished_publication_names_its_articles(count: int) -> None:
    items = "".join(
        f"<item><idx>{n}</idx><article_url>{ADDRESS}&amp;idx={n}</article_url></item>"
        for n in range(1, count + 1)
    )
    push = publication(
        "<publish_id>2650177668</publish_id><publish_status>0</publish_status>"
        f"<article_id>A1</article_id><article_detail><count>{count}</count>{items}</article_detail>"
    )

    finished = push.finished
    assert isinstance(finished, PublishFinished)
    assert (finished.publish_id, finished.status) == ("2650177668", PublishStatus.DONE)
    assert finished.items == tuple(
        PublishedItem(position=n, url=f"https://mp.weixin.qq.com/s?__biz=M&mid=1&idx={n}")
        for n in range(1, count + 1)
    )


@pytest.mark.parametrize(
    ("told", "positions"),
    [
        ("", ()),
        ("<fail_idx>1</fail_idx>", (1,)),
        ("<fail_idx>1</fail_idx><fail_idx>3</fail_idx>", (1, 3)),
    ],
)
def test_a_refused_publication_names_the_guilty(told: str, positions: tuple[int, ...]) -> None:
    push = publication(f"<publish_id>7</publish_id><publish_status>2</publish_status>{told}")

    assert isinstance(push.finished, PublishFinished)
    assert push.finished.status is PublishStatus.NOT_ORIGINAL
    assert push.finished.failed_positions == positions


def test_a_status_nobody_knows_is_not_guessed() -> None:
    push = publication("<publish_id>7</publish_id><publish_status>9</publish_status>")

    assert isinstance(push.finished, PublishFinished)
    assert push.finished.status is None


@pytest.mark.parametrize("inner", ["", "<publish_status>0</publish_status>", "text"])
def test_an_event_that_names_nothing_has_its_fields_only(inner: str) -> None:
    push = publication(inner)

    assert (push.event, push.finished) == ("PUBLISHJOBFINISH", None)


def test_a_finished_mass_send_has_its_numbers_and_addresses() -> None:
    push = mass_send(
        "<Status>send success</Status><TotalCount>100</TotalCount><FilterCount>80</FilterCount>"
        "<SentCount>75</SentCount><ErrorCount>5</ErrorCount>"
        "<CopyrightCheckResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>"
        "<AuditState>2</AuditState><OriginalArticleUrl>u</OriginalArticleUrl></item></ResultList>"
        "<CheckState>2</CheckState></CopyrightCheckResult>"
        f"<ArticleUrlResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>"
        f"<ArticleUrl>{ADDRESS}</ArticleUrl></item></ResultList></ArticleUrlResult>"
    )

    finished = push.finished
    assert isinstance(finished, MassSendFinished)
    assert (finished.msg_id, finished.is_sent, finished.err) == ("34182", True, None)
    counts = (
        finished.total_count,
        finished.filter_count,
        finished.sent_count,
        finished.error_count,
    )
    assert counts == (100, 80, 75, 5)
    assert finished.items == (
        PublishedItem(position=1, url="https://mp.weixin.qq.com/s?__biz=M&mid=1"),
    )
    assert [each.audit_state for each in finished.originality] == [2]


@pytest.mark.parametrize(
    ("status", "err"),
    [("err(10001)", 10001), ("err (40002)", 40002), ("send fail", None), ("", None)],
)
def test_a_mass_send_that_failed_says_why(status: str, err: int | None) -> None:
    push = mass_send(f"<Status>{status}</Status><ArticleUrlResult></ArticleUrlResult>")

    assert isinstance(push.finished, MassSendFinished)
    assert (push.finished.is_sent, push.finished.err) == (False, err)
    assert push.finished.items == ()


def test_another_event_keeps_its_fields() -> None:
    push = push_of("<Event>VIEW</Event><EventKey>https://example.cn/</EventKey><MenuId>1</MenuId>")

    assert (push.kind, push.event, push.finished) == ("event", "VIEW", None)
    assert push.fields["EventKey"] == "https://example.cn/"
    assert push.created_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_repeats_have_one_key_and_other_pushes_another() -> None:
    click, view = "<Event>CLICK</Event>", "<Event>VIEW</Event>"
    keys = [push_of(inner).key for inner in (click, click, view, click + "<MsgId>9</MsgId>")]

    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert keys[3] == "9"


def test_two_ends_in_one_second_have_two_keys() -> None:
    told = "<publish_status>0</publish_status>"
    one, two = (publication(f"<publish_id>{n}</publish_id>{told}").key for n in (7, 8))

    assert one != two
    assert mass_send("").key not in {one, two}


def test_a_long_key_is_shortened_and_still_its_own() -> None:
    long, longer = (push_of(f"<Event>{'e' * size}</Event>").key for size in (300, 301))

    assert long != longer
    assert len(long) <= 100


@settings(deadline=None)
@given(
    fields=st.recursive(
        st.text("0aé字\ud800", max_size=20) | st.just("9" * 5000) | st.just("PUBLISHJOBFINISH"),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(FIELDS),
                inner,
                max_size=6,
            )
        ),
        max_leaves=20,
    ),
    event=st.sampled_from(["PUBLISHJOBFINISH", "MASSSENDJOBFINISH", "VIEW"]),
)
def test_fields_of_any_shape_are_a_push_or_none(fields: Field, event: str) -> None:
    told = fields if isinstance(fields, Mapping) else {"PublishEventInfo": fields}
    named = {"MsgType": "event", "FromUserName": "o", "Event": event, "MsgID": "1"}

    assert read_push(told) is None or isinstance(read_push(told), Push)
    assert isinstance(read_push({**told, **named}), Push)
