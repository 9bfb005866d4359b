"""What would do more than was asked, or can only be refused, is never sent."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.unit.wechat.wire import TOKEN, client_and_wire

from hefa.wechat.comments import CommentedArticle, CommentId, delete_comment, list_comments
from hefa.wechat.drafts import update_draft
from hefa.wechat.mass import delete_mass_sent, preview_draft, send_to_all, set_mass_speed
from hefa.wechat.material import list_materials
from hefa.wechat.media import MediaKind
from hefa.wechat.statistics import account_days, follower_changes, follower_totals
from hefa.wechat.transport import Client
from hefa.wechat.users import get_followers
from hefa.wechat.values import Article, MediaId, MsgDataId, MsgId

DRAFT = MediaId("D1")
ARTICLE = Article(title="t", content="c", thumb_media_id=MediaId("C"))
DAY = date(2026, 11, 22)
BEFORE_ALL = CommentedArticle(msg_data_id=MsgDataId("1"), position=0)


@pytest.mark.parametrize(
    "call",
    [
        lambda c: delete_mass_sent(c, TOKEN, MsgId("1"), position=0),
        lambda c: delete_mass_sent(c, TOKEN, MsgId("1"), position=-1),
        lambda c: send_to_all(c, TOKEN, DRAFT, client_msg_id=""),
        lambda c: send_to_all(c, TOKEN, DRAFT, client_msg_id="x" * 33),
        lambda c: send_to_all(c, TOKEN, DRAFT, client_msg_id="字" * 11),
        lambda c: preview_draft(c, TOKEN, DRAFT),
        lambda c: preview_draft(c, TOKEN, DRAFT, wechat_name="zhang", openid="o1"),
        lambda c: set_mass_speed(c, TOKEN, speed=5),
        lambda c: update_draft(c, TOKEN, DRAFT, ARTICLE, position=0),
        lambda c: delete_comment(c, TOKEN, BEFORE_ALL, CommentId("5")),
        lambda c: list_comments(c, TOKEN, BEFORE_ALL),
        lambda c: list_materials(c, TOKEN, MediaKind.IMAGE, count=21),
        lambda c: get_followers(c, TOKEN, []),
        lambda c: get_followers(c, TOKEN, ["o"] * 101),
        lambda c: account_days(c, TOKEN, begin=DAY, end=DAY + timedelta(days=30)),
        lambda c: follower_changes(c, TOKEN, begin=DAY, end=DAY - timedelta(days=1)),
        lambda c: follower_totals(c, TOKEN, begin=DAY, end=DAY + timedelta(days=7)),
    ],
)
def test_what_can_only_go_wrong_is_not_sent(call: Callable[[Client], object]) -> None:
    client, wire = client_and_wire()

    with pytest.raises(ValueError):  # noqa: PT011  each says what is wrong in its own words
        call(client)

    assert wire.requests == []


def test_a_tag_is_sent_to_in_place_of_everybody() -> None:
    client, wire = client_and_wire(b'{"errcode":0,"msg_id":1}')

    send_to_all(client, TOKEN, DRAFT, client_msg_id="op-1", tag_id=0)

    assert b'"filter":{"is_to_all":false,"tag_id":0}' in wire.last.content
