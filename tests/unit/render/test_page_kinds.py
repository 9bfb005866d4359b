"""What real pages wear besides the article: temporary links, moves, walls, and the editor's traces."""

import pytest

from hefa.render.compare import differences, fingerprint_of_html
from hefa.render.page import PageState, parse_page
from hefa.render.words import WORDS

RELEASED = """<section><p style="color: #333333">明日 8时—12时停水，<strong>请储水</strong>😀。</p>
<p><img src="https://mmbiz.qpic.cn/mmbiz_png/Pump1/0?wx_fmt=png" data-w="1080"></p>
<table><tbody><tr><td>3 号楼</td><td>全天</td></tr></tbody></table></section>"""
STORED = """

    <section><section><p style="color: rgb(51, 51, 51);visibility: visible;"><span leaf="">明日&nbsp;8时—12时停水，</span
><span textstyle="" style="font-weight: bold;">请储水</span><span leaf="">😀。<br  /></span></p></section>
<section nodeleaf="" style="text-align: center;"><img class="rich_pages wxw-img" data-ratio="0.5" data-w="1080"
 data-src="http://mmbiz.qpic.cn/sz_mmbiz_png/Pump1/640?wx_fmt=png&amp;from=appmsg&amp;tp=webp&amp;wx_lazy=1#imgIndex=1"
 src="data:image/gif;base64,R0lGODlh" style="width: 100% !important;visibility: visible !important;"></section>
<table><colgroup><col></colgroup><tbody><tr><td data-colwidth="90"><section><span leaf="">3 号楼</span></section></td>
<td><section><span leaf="">全天<br></span></section></td></tr></tbody></table></section>
<p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p>
"""
SCRIPT = """var biz = "" || "Mz=="; var sn = "" || "ff" || ""; var mid = '' || '22'|| "";
var idx = "" || "" || "1"; var msg_source_url = '';"""


def article(*, kind: str = "rich_media", banner: str = "", body: str = STORED) -> str:
    """Return a page with the wrapping, the traps and the title of recent ones."""
    return f"""<!DOCTYPE html><!--headTrap<body></body><head></head><html></html>--><html>
<head><title></title></head><body id="activity-detail"><div id="js_article" class="{kind}">{banner}
<h1 class="rich_media_title" id="activity-name">
  <span class="js_title_inner">停水通知</span>
</h1><div class="rich_media_content js_underline_content
      autoTypeSetting24psection
  " id="js_content" style="visibility: hidden; opacity: 0; ">{body}</div></div>
<script>{SCRIPT}</script></body></html><!--tailTrap<body></body><head></head><html></html>-->"""


def failure(words: str, *, below: str = "", script: str = "") -> str:
    """Return a page on which WeChat shows `words` in place of an article."""
    return f"""<html><head><title></title><script>{script}</script></head><body>
<div class="weui-msg"><h2 class="weui-msg__title">{words}</h2>{below}</div></body></html>"""


def test_what_the_editor_and_the_page_rewrite_is_no_difference() -> None:
    page = parse_page(article())
    released = fingerprint_of_html(RELEASED, title="停水通知")

    assert page.state is PageState.SEEN
    assert differences(released, fingerprint_of_html(page.body_html, title=page.title)) == ()


def test_a_value_may_stand_behind_empty_ones() -> None:
    assert parse_page(article()).identity == ("Mz==", "22", "1", "ff")


@pytest.mark.parametrize(
    "page",
    [
        article(kind="rich_media preview_appmsg"),
        article(banner='<div class="rich_media_global_msg">此为临时链接，仅用于预览</div>'),
        article().replace(
            "</script>", "var msg_link = 'http://a.cn/s?__biz=1&amp;tempkey=k3#rd';</script>"
        ),
        article(
            banner='<div id="preview_bar"><div class="rich_media_global_msg_inner">'
            "此为临时链接，仅用于预览</div></div>"
        ),
    ],
)
def test_a_temporary_link_shows_an_article_that_is_not_out(page: str) -> None:
    read = parse_page(page)

    assert (read.state, read.body_html) == (PageState.PREVIEW, "")
    assert read.code in WORDS


@pytest.mark.parametrize(
    "page",
    [
        article(body="<p>此为临时链接，仅用于预览</p>"),
        article(
            banner='<div id="preview_bar"><div class="rich_media_global_msg_inner"></div></div>'
        ),
        article(banner='<div class="rich_media_global_msg voice">继续播放</div>'),
        article().replace(
            "</script>", "var msg_link = 'http://a.cn/s?mid=2&amp;tempkey=#rd';</script>"
        ),
    ],
)
def test_words_in_the_text_and_an_empty_bar_make_no_preview(page: str) -> None:
    assert parse_page(page).state is PageState.SEEN


@pytest.mark.parametrize(
    "words",
    [
        "此账号已自主注销，内容无法查看",
        "此帐号已自主注销，内容无法查看",
        "此内容发送失败无法查看",
        "此内容因涉嫌违反相关法律法规和政策发送失败",
        "此内容被多人投诉，相关的内容无法进行查看。",
        "原帐号迁移时未将文章素材同步至新帐号，该链接已不可访问",
        "原账号迁移时未将文章素材同步至新账号",
    ],
)
def test_readers_find_nothing_behind_these_words(words: str) -> None:
    assert parse_page(failure(words)).state is PageState.BLOCKED


@pytest.mark.parametrize("words", ["操作过于频繁，请稍后再试。", "操作频繁，请稍候再试"])
def test_a_page_that_asks_to_wait_is_a_wall(words: str) -> None:
    assert parse_page(failure(words)).state is PageState.WALL


def test_a_wall_may_come_without_any_words() -> None:
    script = "var PAGE_MID = 'mmbizwap:secitptpage/verify.html';"

    assert parse_page(failure("", script=script)).state is PageState.WALL


@pytest.mark.parametrize(
    "words", ["此帐号处于帐号迁移流程中", "参数错误", "该内容暂时无法查看", "系统出错"]
)
def test_what_may_pass_tells_nothing(words: str) -> None:
    assert parse_page(failure(words)).state is PageState.UNKNOWN


@pytest.mark.parametrize(
    ("below", "script", "state"),
    [
        (
            '<a id="js_access_msg" href="http://mp.weixin.qq.com/s?mid=2">访问文章</a>',
            "",
            "unknown",
        ),
        ("", "var transferTargetLink = 'http://mp.weixin.qq.com/s?mid=2';", "unknown"),
        ('<a id="js_access_msg" href="">访问文章</a>', "var transferTargetLink = '';", "blocked"),
        ("<p>原账号已回收</p>", "", "blocked"),
    ],
)
def test_an_article_that_moved_with_its_account_is_not_gone(
    below: str, script: str, state: str
) -> None:
    assert parse_page(failure("该公众号已迁移", below=below, script=script)).state == state


@pytest.mark.parametrize("title", ["该内容已被发布者删除", "关于“该公众号已迁移”的说明"])
def test_a_picture_message_that_quotes_such_words_is_not_gone(title: str) -> None:
    page = f"""<html><head><title>{title}</title></head><body><div id="js_article"
class="share_content_page"><h1 id="activity-name">{title}</h1></div></body></html>"""

    assert parse_page(page).state is PageState.UNKNOWN
