"""What people do in a browser, as steps that several journeys share."""

import base64
import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect
from tests.journey.browsing import PASSWORD, Visitors

from hefa.core.document import Node, normalise

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "冬季供暖入户检查通知.docx"
DROP = """
([name, type, base]) => {
  const bytes = Uint8Array.from(atob(base), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const target = document.querySelector(".ProseMirror");
  const { left, top } = target.getBoundingClientRect();
  const where = { clientX: left + 60, clientY: top + 40 };
  target.dispatchEvent(
    new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, ...where }));
}
"""
TITLE_LABEL = re.compile("^标题")
STATED = {
    "是否涉密": "否",
    "商业秘密": "都没有",
    "是否含个人信息": "不含",
    "是否涉及未成年人": "不涉及",
}
BODY = "服务站周末照常开门，办事请带身份证件。"


def agree(page: Page, number: str, verb: str = "同意并签名", words: str = "") -> None:
    """Open a sheet, press the button that carries it on, and answer what is asked then."""
    page.goto(f"/review/{number}/")
    page.get_by_role("button", name=verb).click()
    if verb != "移交":
        declare(page)
        if words:
            page.get_by_label("意见").fill(words)
        confirm(page)
    expect(page.locator("[data-toast]")).to_be_visible()


def declare(page: Page) -> None:
    """Declare that nothing stands against it, on every point that is asked."""
    expect(page.locator("#decision")).to_be_visible()
    for button in page.get_by_role("button", name=re.compile("^都没")).all():
        button.click()


def confirm(page: Page) -> None:
    """Press the button that decides, with the password where it is asked."""
    password = page.get_by_label("您的登录密码")
    if password.count():
        password.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^确认")).click()


def sign(visitors: Visitors, number: str, *, until: str, size: tuple[int, int]) -> None:
    """Carry a sheet of 便民服务站 on, each step by the person whose post it is."""
    route = (
        ("zhao", "同意并签名"),
        ("wang", "同意并签名"),
        ("sun", "移交"),
        ("chen", "核发"),
    )
    for name, verb in route:
        page = visitors.page_of(name, size)
        agree(page, number, verb)
        page.close()
        if name == until:
            return


def write(page: Page, title: str, text: str = BODY) -> None:
    """Begin a manuscript and fill in all that is asked; the editor stays open."""
    page.goto("/collect/")
    page.get_by_role("button", name="新建稿件").click()
    page.get_by_role("textbox", name=TITLE_LABEL).fill(title)
    fill_in(page)
    editor(page).click()
    page.keyboard.insert_text(text)


def fill_in(page: Page) -> None:
    """Fill in what the people who review want to know."""
    page.get_by_label("信息类别").select_option(label="业务通知")
    page.get_by_label("栏目").select_option(label="业务公告")
    page.get_by_label("发布事由").fill("告知居民")
    page.get_by_label("信息来源").fill("自采")
    for question, answer in STATED.items():
        page.get_by_label(question).select_option(label=answer)
    rights = page.get_by_label("图片来源与授权")
    if rights.is_visible():
        rights.fill("本社区拍摄")


def submit(page: Page) -> str:
    """Submit what is open in the editor; return the number of its sheet."""
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("送审《")
    page.get_by_role("main").get_by_role("button", name="送审").click()
    page.wait_for_url(re.compile(r"/review/\d{4}-\d+/$"))
    return page.url.rstrip("/").rpartition("/")[2]


def editor(page: Page) -> Locator:
    """Return the text being written: the editor itself, not the plain field it takes over."""
    field = page.get_by_role("textbox", name="正文", exact=True)
    return field.and_(page.locator("[contenteditable=true]"))


def card(page: Page, words: str) -> Locator:
    """Return the finding that says `words`, with its answers."""
    return page.locator("[data-findings] > .stack").filter(has_text=words)


def saved(page: Page) -> None:
    """Wait until the text in the page is saved."""
    with page.expect_response(re.compile("/save/$")) as caught:
        pass
    assert caught.value.ok


def phone(page: Page) -> FrameLocator:
    """Return the phone beside the text, as it was last saved."""
    return page.frame_locator("iframe.phone-preview:not(.is-coming)")


def told(page: Page) -> Locator:
    """Return what the editor says above the text."""
    return page.locator(".editor-notice")


def stored(page: Page) -> Node:
    """Return the document as the page would send it, which is already in normal form."""
    found: Node = json.loads(page.locator("#id_document").input_value())
    assert normalise(found) == found
    return found


def blocks(page: Page) -> list[Node]:
    """Return the blocks of the document in the page."""
    found: list[Node] = stored(page)["content"]
    return found


def paragraph(text: str, **attrs: Any) -> Node:
    """Return a paragraph of plain text."""
    node: Node = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {**node, "attrs": attrs} if attrs else node


def drop(page: Page, name: str, media_type: str, content: bytes) -> None:
    """Drop a file on the text, as the system names its type."""
    page.evaluate(DROP, [name, media_type, base64.b64encode(content).decode()])
