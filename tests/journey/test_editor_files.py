"""Files put into the text: what lands, what is called off, and what fails without a word lost."""

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import CDPSession, Page, Route, expect
from tests.fixtures.docx import opening_hours_notice
from tests.fixtures.photos import HEIC
from tests.journey.browsing import Visitors
from tests.journey.steps import blocks, drop, editor, paragraph, saved, told, write

NO_TYPE = ""  # what a browser says of a HEIC on most systems
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLOW_BYTES_PER_SECOND = 20_000


def test_an_attachment_is_dropped_where_it_shall_stand(page_of: Callable[[str], Page]) -> None:
    page = page_of("zhang")
    write(page, "带附件", "表在下面")

    drop(page, "开放时间.docx", WORD, opening_hours_notice())

    shown = editor(page).get_by_text("开放时间.docx")
    expect(shown).to_be_visible()
    expect(editor(page).get_by_role("status")).to_have_count(0)
    [text, attachment] = blocks(page)
    assert text == paragraph("表在下面")
    assert attachment["type"] == "attachment"
    assert attachment["attrs"]["name"] == "开放时间.docx"
    saved(page)
    page.reload()
    expect(shown).to_be_visible()
    page.get_by_role("link", name="看附件").click()
    with page.expect_download() as caught:
        page.get_by_role("link", name=re.compile("开放时间")).click()
    assert caught.value.path().read_bytes() == opening_hours_notice()


def test_picture_is_dropped_described_and_refused_with_its_reason(
    page_of: Callable[[str], Page],
) -> None:
    page = page_of("zhang")
    write(page, "有图", "图在下面")

    drop(page, "楼前.png", "image/png", _picture())
    shown = editor(page).locator("img[alt='']")
    expect(shown).to_be_visible()
    shown.click()
    page.get_by_label("图片内容").fill("楼前的公告栏")
    page.get_by_label("宽度").fill("60")
    page.get_by_label("宽度").press("Enter")
    drop(page, "坏.png", "image/png", b"no picture")
    expect(told(page)).to_contain_text("“坏.png”没能放进来")

    [text, image] = blocks(page)
    assert text == paragraph("图在下面")
    assert len(image["attrs"].pop("sha256")) == 64
    assert image == {
        "type": "image",
        "attrs": {"alt": "楼前的公告栏", "width": 600, "height": 300, "percent": 6000},
    }
    saved(page)
    page.reload()
    loaded = "(image) => image.complete && image.naturalWidth > 0"
    page.wait_for_function(f"({loaded})(document.querySelector('.ProseMirror img'))")


def test_a_phone_s_photo_is_dropped_and_shown(visitors: Visitors) -> None:
    page = visitors.page_of("zhang")
    write(page, "手机照片", "图在下面")

    drop(page, "IMG_0412.HEIC", NO_TYPE, HEIC)

    expect(editor(page).locator("img[alt='']")).to_have_js_property("naturalWidth", 64)
    assert blocks(page)[1]["attrs"]["height"] == 128


def test_an_upload_under_way_is_called_off(page_of: Callable[[str], Page]) -> None:
    page = page_of("zhang")
    write(page, "不放了", "只有字")
    slow = _send_no_faster(page, SLOW_BYTES_PER_SECOND)

    drop(page, "大图.png", "image/png", _heavy())
    waiting = editor(page).get_by_role("status")
    expect(waiting).to_contain_text("正在放入 大图.png")
    page.keyboard.insert_text("，接着写")
    waiting.get_by_role("button", name="取消").click()

    expect(waiting).to_have_count(0)
    expect(told(page)).to_have_text("")
    assert blocks(page) == [paragraph("只有字，接着写")]
    slow.detach()
    drop(page, "小图.png", "image/png", _heavy(30))
    expect(editor(page).locator("img[alt='']")).to_be_visible()


def test_an_upload_that_breaks_off_leaves_what_was_typed(visitors: Visitors) -> None:
    page = visitors.page_of("zhang")
    write(page, "断在半路", "先写的")
    saved(page)
    under_way: list[Route] = []
    page.route("**/pictures/", lambda route, _: under_way.append(route))

    with page.expect_request("**/pictures/"):
        drop(page, "大图.png", "image/png", _picture())
    waiting = editor(page).get_by_role("status")
    expect(waiting).to_be_visible()
    page.keyboard.insert_text("，传着时写的")
    [held] = under_way
    held.abort("connectionreset")

    expect(told(page)).to_contain_text("没有连上核发，“大图.png”没能放进来")
    expect(waiting).to_have_count(0)
    assert blocks(page) == [paragraph("先写的，传着时写的")]
    page.get_by_role("button", name="知道了").click()
    expect(told(page)).to_have_text("")
    saved(page)
    page.reload()
    expect(editor(page)).to_contain_text("先写的，传着时写的")
    visitors.troubles[:] = [text for text in visitors.troubles if "CONNECTION_RESET" not in text]


def _send_no_faster(page: Page, bytes_per_second: int) -> CDPSession:
    """Slow the page's way to the house; ending the session takes the limit off."""
    session = page.context.new_cdp_session(page)
    limits = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {**limits, "offline": False})
    return session


def _heavy(side: int = 900) -> bytes:
    """Return a picture that cannot be packed small: about `side` squared bytes."""
    buffer = io.BytesIO()
    Image.effect_noise((side, side), 90).save(buffer, "PNG")
    return buffer.getvalue()


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 300), (23, 96, 125)).save(buffer, "PNG")
    return buffer.getvalue()
