"""Every call the client has, each with arguments that do not matter, by the name of its function."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from hefa.wechat import (
    autoreply,
    comments,
    drafts,
    mass,
    material,
    media,
    menu,
    operations,
    publishing,
    statistics,
    tokens,
    users,
)
from hefa.wechat.comments import CommentedArticle, CommentId
from hefa.wechat.media import MediaKind
from hefa.wechat.menu import Button, MatchRule
from hefa.wechat.transport import Client
from hefa.wechat.values import (
    AccessToken,
    Article,
    ArticleId,
    MediaFile,
    MediaId,
    MsgDataId,
    MsgId,
    Picture,
    PictureArticle,
    PublishId,
)

Call = Callable[[Client], object]

TOKEN = AccessToken(value="82_secret-token-of-the-test")
SECRET = "s3cret-of-the-test-account"
DAY = date(2026, 11, 22)
ARTICLE = Article(title="停水通知", content="<p>明天停水</p>", thumb_media_id=MediaId("COVER"))
PICTURES = PictureArticle(
    title="花开了", content="楼下的花", picture_media_ids=(MediaId("P1"), MediaId("P2"))
)
PICTURE = Picture(name="p.png", content=b"PNG")
VIDEO = MediaFile(name="v.mp4", content=b"MP4")
COMMENTED = CommentedArticle(msg_data_id=MsgDataId("206227730"), position=2)
COMMENT = CommentId("5")
BUTTONS = (
    Button(name="通知", kind="view", url="https://example.gov.cn/"),
    Button(name="办事", sub_buttons=(Button(name="电话", kind="click", key="TEL"),)),
)
DRAFT = MediaId("D1")
SENT = MsgId("34182")

CALLS: Mapping[str, Call] = MappingProxyType(
    {
        "stable_token": lambda c: tokens.stable_token(c, appid="wx1", secret=SECRET),
        "api_addresses": lambda c: operations.api_addresses(c, TOKEN),
        "callback_addresses": lambda c: operations.callback_addresses(c, TOKEN),
        "check_callback": lambda c: operations.check_callback(c, TOKEN),
        "clear_quotas": lambda c: operations.clear_quotas(c, TOKEN, appid="wx1"),
        "clear_quota_of": lambda c: operations.clear_quota_of(c, TOKEN, "/cgi-bin/draft/add"),
        "quota_of": lambda c: operations.quota_of(c, TOKEN, "/cgi-bin/draft/add"),
        "call_of_rid": lambda c: operations.call_of_rid(c, TOKEN, "6a55eac5-12345678-9abcdef0"),
        "upload_picture": lambda c: media.upload_picture(c, TOKEN, PICTURE),
        "upload_temporary": lambda c: media.upload_temporary(c, TOKEN, MediaKind.THUMB, PICTURE),
        "get_temporary": lambda c: media.get_temporary(c, TOKEN, MediaId("T1")),
        "add_picture": lambda c: material.add_picture(c, TOKEN, PICTURE),
        "add_material": lambda c: material.add_material(
            c, TOKEN, MediaKind.VIDEO, VIDEO, title="片头", introduction="简介"
        ),
        "get_material": lambda c: material.get_material(c, TOKEN, MediaId("M1")),
        "delete_material": lambda c: material.delete_material(c, TOKEN, MediaId("M1")),
        "count_materials": lambda c: material.count_materials(c, TOKEN),
        "list_materials": lambda c: material.list_materials(c, TOKEN, MediaKind.IMAGE),
        "list_news_materials": lambda c: material.list_news_materials(c, TOKEN),
        "add_draft": lambda c: drafts.add_draft(c, TOKEN, [ARTICLE, PICTURES]),
        "get_draft": lambda c: drafts.get_draft(c, TOKEN, DRAFT),
        "update_draft": lambda c: drafts.update_draft(c, TOKEN, DRAFT, ARTICLE, position=2),
        "count_drafts": lambda c: drafts.count_drafts(c, TOKEN),
        "list_drafts": lambda c: drafts.list_drafts(c, TOKEN),
        "delete_draft": lambda c: drafts.delete_draft(c, TOKEN, DRAFT),
        "submit_draft": lambda c: publishing.submit_draft(c, TOKEN, DRAFT),
        "publish_state": lambda c: publishing.publish_state(c, TOKEN, PublishId("2650177668")),
        "list_published": lambda c: publishing.list_published(c, TOKEN),
        "get_published": lambda c: publishing.get_published(c, TOKEN, ArticleId("A1")),
        "delete_published": lambda c: publishing.delete_published(
            c, TOKEN, ArticleId("A1"), position=2
        ),
        "send_to_all": lambda c: mass.send_to_all(c, TOKEN, DRAFT, client_msg_id="op-1"),
        "preview_draft": lambda c: mass.preview_draft(c, TOKEN, DRAFT, wechat_name="zhang"),
        "mass_state": lambda c: mass.mass_state(c, TOKEN, SENT),
        "delete_mass_sent": lambda c: mass.delete_mass_sent(c, TOKEN, SENT, position=2),
        "mass_speed": lambda c: mass.mass_speed(c, TOKEN),
        "set_mass_speed": lambda c: mass.set_mass_speed(c, TOKEN, speed=3),
        "create_menu": lambda c: menu.create_menu(c, TOKEN, BUTTONS),
        "get_menu": lambda c: menu.get_menu(c, TOKEN),
        "delete_menu": lambda c: menu.delete_menu(c, TOKEN),
        "current_menu": lambda c: menu.current_menu(c, TOKEN),
        "add_conditional_menu": lambda c: menu.add_conditional_menu(
            c, TOKEN, BUTTONS, MatchRule(tag_id="2")
        ),
        "delete_conditional_menu": lambda c: menu.delete_conditional_menu(c, TOKEN, "208379533"),
        "menu_of_follower": lambda c: menu.menu_of_follower(c, TOKEN, "zhang"),
        "get_auto_replies": lambda c: autoreply.get_auto_replies(c, TOKEN),
        "open_comments": lambda c: comments.open_comments(c, TOKEN, COMMENTED),
        "close_comments": lambda c: comments.close_comments(c, TOKEN, COMMENTED),
        "list_comments": lambda c: comments.list_comments(c, TOKEN, COMMENTED),
        "elect_comment": lambda c: comments.elect_comment(c, TOKEN, COMMENTED, COMMENT),
        "unelect_comment": lambda c: comments.unelect_comment(c, TOKEN, COMMENTED, COMMENT),
        "delete_comment": lambda c: comments.delete_comment(c, TOKEN, COMMENTED, COMMENT),
        "reply_to_comment": lambda c: comments.reply_to_comment(
            c, TOKEN, COMMENTED, COMMENT, content="谢谢"
        ),
        "delete_reply": lambda c: comments.delete_reply(c, TOKEN, COMMENTED, COMMENT),
        "article_reads": lambda c: statistics.article_reads(c, TOKEN, DAY),
        "article_shares": lambda c: statistics.article_shares(c, TOKEN, DAY),
        "account_days": lambda c: statistics.account_days(c, TOKEN, begin=DAY, end=DAY),
        "article_details": lambda c: statistics.article_details(c, TOKEN, DAY),
        "article_totals": lambda c: statistics.article_totals(c, TOKEN, DAY),
        "follower_changes": lambda c: statistics.follower_changes(c, TOKEN, begin=DAY, end=DAY),
        "follower_totals": lambda c: statistics.follower_totals(c, TOKEN, begin=DAY, end=DAY),
        "list_followers": lambda c: users.list_followers(c, TOKEN),
        "get_follower": lambda c: users.get_follower(c, TOKEN, "o1"),
        "get_followers": lambda c: users.get_followers(c, TOKEN, ["o1", "o2"]),
        "list_tags": lambda c: users.list_tags(c, TOKEN),
    }
)
