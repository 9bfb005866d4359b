"""A public page is read the same in each of its forms, and is never taken for what it is not."""

from datetime import UTC, datetime

import pytest

from hefa.render.page import Page, PageState, parse_page
from hefa.render.words import WORDS

LONG = r"""<!DOCTYPE html><html><head><title></title>
<meta property="og:title" content="停水通知" /><meta name="author" content="办公室" />
<meta property="og:url" content="http://mp.weixin.qq.com/s?__biz=Mz==&amp;mid=22&amp;idx=1&amp;sn=ff#rd" />
</head><body>
<h1 class="rich_media_title" id="activity-name">
  停水通知
</h1><a id="js_name" href="javascript:void(0);"> 阳光社区 </a><em id="publish_time"></em>
<div class="rich_media_content " id="js_content" style="visibility: hidden; opacity: 0;">
<section><div>正文<div>内层</div></div><p>该内容已被发布者删除，环境异常 var msg_title = '假';</p></section></div>
<script>var biz = "" || "Mz=="; var msg_title = '停水\x26amp;通知'.html(false);
var msg_desc = htmlDecode("摘要\x0a二"); var nickname = htmlDecode("阳光社区");
var msg_cdn_url = "http://mmbiz.qpic.cn/c/0"; var msg_source_url = 'https://a.cn/?b=1&amp;c=2';
var ct = "1700000000"; var mid = "22"; var idx = "1"; var sn = "ff";</script></body></html>"""

OLD = r"""<html><head></head><body><h2 id="activity-name" class="rich_media_title">停水通知</h2>
<strong class="profile_nickname">阳光社区</strong>
<div id="js_content"><p>正文</p><img data-src="http://mmbiz.qpic.cn/x/p/640"></div>
<script>var biz = "Mz=="; var mid = "22"; var idx = "1"; var sn = "ff";
var author = "办公室"; var publish_time = "2023-11-15" || "";</script></body></html>"""

SCRIPT_ONLY = r"""<html><body><div id="js_content">正文</div><script>
var msg_title = "停水\x22通知\x22"; var nickname = htmlDecode('阳光\u793e\u533a');</script></body></html>"""


def test_the_long_form_gives_every_datum() -> None:
    page = parse_page(LONG)

    assert "<div>内层</div>" in page.body_html
    assert page == Page(
        state=PageState.SEEN,
        title="停水通知",
        author="办公室",
        account_name="阳光社区",
        digest="摘要\n二",
        body_html=page.body_html,
        cover_url="http://mmbiz.qpic.cn/c/0",
        source_url="https://a.cn/?b=1&c=2",
        published_at=datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        identity=("Mz==", "22", "1", "ff"),
    )


def test_the_old_form_gives_the_same() -> None:
    page = parse_page(OLD)

    assert (page.state, page.title, page.author) == (PageState.SEEN, "停水通知", "办公室")
    assert page.account_name == "阳光社区"
    assert page.published_at == datetime(2023, 11, 14, 16, tzinfo=UTC)
    assert page.identity == ("Mz==", "22", "1", "ff")


def test_title_and_account_may_stand_in_the_script_only() -> None:
    page = parse_page(SCRIPT_ONLY)

    assert (page.title, page.account_name) == ('停水"通知"', "阳光社区")
    assert page.published_at is None


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("该内容已被发布者删除", PageState.DELETED),
        ("此内容因违规无法查看", PageState.BLOCKED),
        ("此内容因违规已删除", PageState.BLOCKED),
        ("此账号已被屏蔽, 内容无法查看", PageState.BLOCKED),
        ("该公众号已迁移", PageState.BLOCKED),
        ("当前<b>环境</b>异常，完成验证后即可继续访问", PageState.WALL),
        ("访问过于频繁，请稍后再试", PageState.WALL),
        ("链接已过期", PageState.UNKNOWN),
        ("系统出错", PageState.UNKNOWN),
        ("", PageState.UNKNOWN),
    ],
)
def test_failure_pages(words: str, state: PageState) -> None:
    page = parse_page(f'<html><body><div class="global_error_msg">{words}</div></body></html>')

    assert page == Page(state=state)
    assert page.code in WORDS


def test_failure_words_in_a_script_do_not_count() -> None:
    html = "<html><body><script>var t = '该内容已被发布者删除';</script></body></html>"

    assert parse_page(html).state is PageState.UNKNOWN


def test_a_page_cut_off_is_not_taken_for_a_changed_article() -> None:
    assert parse_page(LONG[: LONG.index("内层")]).state is PageState.UNKNOWN


@pytest.mark.parametrize("html", ["", "{}", "<", "\x00", "<html></html>"])
def test_anything_else_is_unknown(html: str) -> None:
    assert parse_page(html).state is PageState.UNKNOWN
