"""What an article's HTML looks like after WeChat has stored it."""

import pytest
from tests.sandbox.client import Wechat, png

SAME = [
    '<section data-hefa="0123456789abcdef" class="x"><p style="color:#333">一&nbsp;&lt;二</p></section>',
    '<p style="background-image:linear-gradient(1deg,#fff 0%,#000 100%);margin:0">文</p>',
    '<table width="100%"><tbody><tr><td colspan="2" align="center">格</td></tr></tbody></table>',
    '<div style="color:red">只有文字<span>的块</span></div>',
    '<p><a href="https://mp.weixin.qq.com/s/abc?x=1&amp;y=2">往期</a></p>',
    "<h2>题</h2><ul><li>甲</li></ul><blockquote>引</blockquote>",
]


@pytest.mark.parametrize("content", SAME)
def test_plain_articles_come_back_as_sent(wechat: Wechat, content: str) -> None:
    assert wechat.stored(content) == content


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ('<p id="a" onclick="x()">文</p>', "<p>文</p>"),
        ("<p>一<br>二<br/>三</p><hr>", "<p>一<br  />二<br  />三</p><hr  />"),
        ("<p>一</p><script>x()</script><style>p{}</style><!-- 注 -->", "<p>一</p>"),
        ('<link href="a.css"><form><label>名</label><input></form>', "名"),
        ('<p><a href="https://a.example/">外</a></p>', "<p><a>外</a></p>"),
        ('<p style="position:fixed;color:red;top:0">文</p>', '<p style="color:red;top:0">文</p>'),
        ('<p style="position:relative">文</p>', '<p style="">文</p>'),
        ('<p style="--a:1;color:red">文</p>', '<p style="color:red">文</p>'),
        (
            '<div style="padding:9px">零<p style="color:red">一</p><span>二</span></div>',
            '<p>零</p><p style="color:red">一</p><p><span>二</span></p>',
        ),
        ("<div><div><p>一</p></div></div>", "<p>一</p>"),
        (
            "<p style=\"font-family:'Some Font';color:red\">文</p>",
            '<p style="font-family:&#39;Some Font&#39;;color:red">文</p>',
        ),
        ('<p style="font-family:&quot;Some Font&quot;;color:red">文</p>', '<p style="">文</p>'),
        ('<p style="font-family:&#39;Some Font&#39;">文</p>', '<p style="">文</p>'),
        ('<p>图<img src="https://a.example/a.png">后</p>', "<p>图后</p>"),
        ('<p style="background:url(https://a.example/a.png)">文</p>', '<p style="">文</p>'),
        (
            '<iframe src="https://a.example/" data-vid="1"></iframe>',
            '<iframe data-vid="1"></iframe>',
        ),
        (
            '<img src="https://mmbiz.qpic.cn/mmbiz_png/x/0?wx_fmt=png" data-w="9">',
            '<img data-src="https://mmbiz.qpic.cn/mmbiz_png/x/640?wx_fmt=png" data-w="9" />',
        ),
    ],
)
def test_what_wechat_changes_is_changed(wechat: Wechat, sent: str, stored: str) -> None:
    assert wechat.stored(sent) == stored


def test_an_uploaded_picture_stays_as_a_lazy_one_of_width_640(wechat: Wechat) -> None:
    url = wechat.upload("media/uploadimg", "a.png", png())["url"]
    stored = wechat.stored(f'<p><img src="{url}" data-ratio="1"></p>')

    assert stored == f'<p><img data-src="{url.replace("/0?", "/640?")}" data-ratio="1" /></p>'


def test_a_picture_nobody_uploaded_here_is_dropped(wechat: Wechat) -> None:
    assert (
        wechat.stored(f'<p>图<img src="{wechat.url}/mmbiz_png/none/0?wx_fmt=png"></p>')
        == "<p>图</p>"
    )


def test_storing_what_was_stored_changes_nothing_more(wechat: Wechat) -> None:
    url = wechat.upload("media/uploadimg", "a.png", png())["url"]
    once = wechat.stored(f'<div><p id="a">一<br></p><img src="{url}"></div>')

    assert wechat.stored(once) == once


def test_a_very_deep_article_is_stored(wechat: Wechat) -> None:
    assert "底" in wechat.stored("<section>" * 3000 + "底" + "</section>" * 3000)
