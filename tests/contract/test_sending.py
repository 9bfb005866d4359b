"""Mass sends, comments, followers, figures and pushes: only with the simulator."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.contract.conftest import Api
from tests.contract.test_writing import BUTTONS
from tests.sandbox.client import Wechat, png
from tests.sandbox.receiver import AES_KEY, TOKEN, Push, receiving

from hefa.wechat.autoreply import get_auto_replies
from hefa.wechat.callback import (
    CallbackKeys,
    PushRefused,
    encrypted_reply,
    open_push,
    text_reply,
)
from hefa.wechat.comments import (
    CommentedArticle,
    CommentKind,
    delete_comment,
    delete_reply,
    elect_comment,
    list_comments,
    reply_to_comment,
    unelect_comment,
)
from hefa.wechat.drafts import add_draft
from hefa.wechat.errors import Unknown
from hefa.wechat.mass import (
    MassStatus,
    delete_mass_sent,
    mass_state,
    preview_draft,
    send_to_all,
    set_mass_speed,
)
from hefa.wechat.material import add_picture
from hefa.wechat.menu import (
    MatchRule,
    Menu,
    add_conditional_menu,
    create_menu,
    current_menu,
    delete_conditional_menu,
    get_menu,
    menu_of_follower,
)
from hefa.wechat.publishing import list_published, submit_draft
from hefa.wechat.pushes import MassSendFinished, PublishFinished
from hefa.wechat.statistics import article_reads, follower_totals
from hefa.wechat.users import get_follower, get_followers, list_followers
from hefa.wechat.values import Article, MediaId, MsgDataId, Picture, PublishStatus

KEYS = CallbackKeys(appid="", tokens=(TOKEN,), aes_keys=(AES_KEY,), accepts_plain=True)


def drafted(api: Api, *, comments: bool = False, count: int = 1) -> MediaId:
    cover = api.call(add_picture, Picture(name="c.png", content=png(32, 32)))
    article = Article(
        title="停水通知",
        content="<p>明天停水。</p>",
        thumb_media_id=cover.media_id,
        need_open_comment=comments,
    )
    return api.call(add_draft, [article] * count)


def follow(outside: Wechat, count: int = 3) -> list[str]:
    openids: list[str] = outside.console("followers", count=count)["openids"]
    return openids


def test_a_mass_send_goes_out_once(api: Api, outside: Wechat) -> None:
    follow(outside)
    media_id = drafted(api)

    sent = api.call(send_to_all, media_id, client_msg_id="op-1")
    with pytest.raises(Unknown) as caught:
        api.call(send_to_all, drafted(api), client_msg_id="op-1")
    begun = api.call(mass_state, sent.msg_id)
    api.pass_time(3600)
    ended = api.call(mass_state, sent.msg_id)

    assert (caught.value.code, caught.value.msg_id) == ("wechat.mass_sent_before", sent.msg_id)
    assert (begun.status, ended.status) == (MassStatus.SENDING, MassStatus.DONE)
    assert api.call(list_published).publications == ()
    refused = api.refusal(send_to_all, drafted(api), client_msg_id="op-2")
    assert refused.code == "wechat.mass_quota"


def test_a_mass_send_may_fail_and_may_be_hidden(api: Api, outside: Wechat) -> None:
    follow(outside)
    outside.console("mass_outcome", status="send fail")
    failed = api.call(send_to_all, drafted(api), client_msg_id="op-1")
    api.pass_time(90_000)
    sent = api.call(send_to_all, drafted(api, count=2), client_msg_id="op-2")
    api.pass_time(3600)
    api.call(delete_mass_sent, sent.msg_id, position=1)
    half = api.call(mass_state, sent.msg_id)
    api.call(delete_mass_sent, sent.msg_id, position=2)

    assert api.call(mass_state, failed.msg_id).status is MassStatus.FAILED
    assert half.status is MassStatus.DONE
    assert api.call(mass_state, sent.msg_id).status is MassStatus.DELETED


def test_a_preview_reaches_followers_only(api: Api, outside: Wechat) -> None:
    outside.console("followers", wxname="zhang")
    media_id = drafted(api)

    assert api.call(preview_draft, media_id, wechat_name="zhang")
    assert api.refusal(preview_draft, media_id, wechat_name="li").code == "wechat.reader_unknown"
    assert api.refusal(preview_draft, media_id, openid="o1").code == "wechat.reader_unknown"
    api.call(set_mass_speed, speed=2)


def test_what_only_some_may_see_is_matched(api: Api, outside: Wechat) -> None:
    openid = follow(outside, 1)[0]
    api.call(create_menu, BUTTONS)
    menu_id = api.call(add_conditional_menu, BUTTONS[:1], MatchRule(client_platform_type="1"))

    assert [each.menu_id for each in api.call(get_menu).conditional] == [menu_id]
    assert api.call(menu_of_follower, openid) in (BUTTONS, BUTTONS[:1])
    api.call(delete_conditional_menu, menu_id)
    assert api.call(get_menu).conditional == ()


def test_a_menu_and_replies_made_by_hand_are_read(api: Api, outside: Wechat) -> None:
    outside.console("menu", button=[{"type": "text", "name": "问好", "value": "你好"}])
    outside.console("autoreply", follow="欢迎", keyword="电话", answer="12345")

    (button,) = api.call(current_menu).buttons
    replies = api.call(get_auto_replies)

    assert (button.name, button.kind, button.value) == ("问好", "text", "你好")
    assert api.call(get_menu) == Menu()
    assert replies.on_follow is not None
    assert replies.on_follow.content == "欢迎"
    assert [rule.keywords[0].content for rule in replies.rules] == ["电话"]


def test_a_comment_is_elected_answered_and_deleted(api: Api, outside: Wechat) -> None:
    article_id, article = published(api, outside, comments=True)
    outside.console(f"articles/{article_id}/comment", content="写得好")
    (comment,) = api.call(list_comments, article).comments

    api.call(elect_comment, article, comment.comment_id)
    api.call(reply_to_comment, article, comment.comment_id, content="谢谢")
    (shown,) = api.call(list_comments, article, kind=CommentKind.ELECTED).comments
    again = api.refusal(reply_to_comment, article, comment.comment_id, content="再谢")
    api.call(delete_reply, article, comment.comment_id)
    api.call(unelect_comment, article, comment.comment_id)
    (plain,) = api.call(list_comments, article).comments
    api.call(delete_comment, article, comment.comment_id)

    assert (comment.content, comment.is_elected, comment.reply) == ("写得好", False, None)
    assert shown.is_elected
    assert shown.reply is not None
    assert shown.reply.content == "谢谢"
    assert again.code == "wechat.comment_replied"
    assert (plain.is_elected, plain.reply) == (False, None)
    assert api.call(list_comments, article).total_count == 0
    gone = api.refusal(elect_comment, article, comment.comment_id)
    assert gone.code == "wechat.comment_gone"
    other = replace(article, msg_data_id=MsgDataId("1"))
    assert api.refusal(list_comments, other).code == "wechat.article_id_wrong"


def published(api: Api, outside: Wechat, *, comments: bool = False) -> tuple[str, CommentedArticle]:
    """Return the article's id and its name among comments and figures."""
    submitted = api.call(submit_draft, drafted(api, comments=comments))
    api.pass_time(100)
    (listed,) = api.call(list_published).publications
    return listed.article_id, CommentedArticle(
        msg_data_id=MsgDataId(submitted.msg_data_id), position=1
    )


def test_reads_are_those_of_the_article(api: Api, outside: Wechat) -> None:
    article_id, article = published(api, outside)
    follow(outside)
    day = date(2026, 11, 23)
    outside.console(
        f"articles/{article_id}/reads", date=day.isoformat(), read_user=57, read_count=80
    )
    api.pass_time(16 * 3600)  # 04:00 of the next day
    early = api.refusal(article_reads, day)
    api.pass_time(6 * 3600)

    (count,) = api.call(article_reads, day).counts

    assert early.code == "wechat.figures_not_ready"
    assert (count.msg_data_id, count.position) == (article.msg_data_id, article.position)
    assert (count.users, sum(count.by_scene.values())) == (57, 57)
    assert [each.users for each in api.call(follower_totals, begin=day, end=day)] == [3]


def test_followers_come_and_go(api: Api, outside: Wechat) -> None:
    openids = follow(outside, 3)
    outside.console(f"followers/{openids[0]}/unfollow")

    page = api.call(list_followers)

    assert set(page.openids) == set(openids[1:])
    assert page.total_count == 2
    assert not api.call(get_follower, openids[0]).is_following
    assert [each.is_following for each in api.call(get_followers, openids[1:])] == [True, True]


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_pushes_are_opened_and_answered_in_every_mode(api: Api, outside: Wechat, mode: str) -> None:
    keys = replace(KEYS, appid=api.appid)
    now = datetime.fromtimestamp(outside.console("clock")["now"], UTC)

    def answer(push: Push) -> bytes:
        opened = open_push(keys, push.query, push.body, now=now)
        reply = text_reply(opened.push, f"收到：{opened.push.fields['Content']}", now=now)
        if not opened.is_encrypted:
            return reply
        return encrypted_reply(opened.keys, reply, now=now, nonce="n1", random=b"r" * 16)

    with receiving() as receiver:
        receiver.answer = answer
        outside.console("callback", url=receiver.url, token=TOKEN, aes_key=AES_KEY, mode=mode)
        outside.console("callback/message", type="text", content="几点停水 <?>")
        receiver.wait_for(1)
        (push,) = receiver.pushes
        opened = open_push(keys, push.query, push.body, now=now)

    assert opened.is_encrypted == (mode != "plain")
    assert opened.push.fields["Content"] == "几点停水 <?>"
    assert "收到：几点停水" in str(answered(outside))


def answered(outside: Wechat) -> object:
    """Return what the simulator understood of the answers, once one is noted."""
    for _ in range(200):
        time.sleep(0.02)
        pushes = outside.state()["pushes"]
        if any(push["answers"] for push in pushes):
            return pushes
    return []


def test_ends_of_our_own_work_are_told(api: Api, outside: Wechat) -> None:
    keys = replace(KEYS, appid=api.appid)
    follow(outside)
    with receiving() as receiver:
        outside.console("callback", url=receiver.url, token=TOKEN, aes_key=AES_KEY, mode="safe")
        submitted = api.call(submit_draft, drafted(api, count=2))
        sent = api.call(send_to_all, drafted(api), client_msg_id="op-1")
        api.pass_time(3600)
        receiver.wait_for(2)
        now = datetime.fromtimestamp(outside.console("clock")["now"], UTC)
        ends = [open_push(keys, each.query, each.body, now=now).push for each in receiver.pushes]
        first = receiver.pushes[0]
        with pytest.raises(PushRefused):
            open_push(keys, first.query, first.body, now=now + timedelta(seconds=600))

    by_event = {push.event: push.finished for push in ends}
    publication, mass_send = by_event["PUBLISHJOBFINISH"], by_event["MASSSENDJOBFINISH"]
    assert isinstance(publication, PublishFinished)
    assert (publication.publish_id, publication.status) == (
        submitted.publish_id,
        PublishStatus.DONE,
    )
    assert [item.position for item in publication.items] == [1, 2]
    assert isinstance(mass_send, MassSendFinished)
    assert (mass_send.msg_id, mass_send.is_sent, mass_send.sent_count) == (sent.msg_id, True, 3)
