"""What people do on the pages while their pictures are taken, as steps of several stories."""

import re
from typing import Final

from camera import PASSWORD, Camera
from playwright.sync_api import Locator, Page, expect

ROUTE: Final = (
    ("zhao", "同意并签名"),
    ("wang", "同意并签名"),
    ("sun", "移交"),
    ("chen", "核发"),
)

STATED: Final = {
    "是否涉密": "否",
    "商业秘密": "都没有",
    "是否含个人信息": "不含",
    "是否涉及未成年人": "不涉及",
}


def write(page: Page, title: str, lines: tuple[str, ...]) -> None:
    """Begin a manuscript with a text of these lines and all that reviewers want to know."""
    page.goto("/collect/")
    page.get_by_role("button", name="新建稿件").click()
    page.get_by_role("textbox", name=re.compile("^标题")).fill(title)
    fill_in(page)
    text(page).click()
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(line)
    expect(page.locator("[data-editor-status]")).to_contain_text("已自动保存")


def fill_in(page: Page) -> None:
    """Fill in what reviewers want to know about a notice."""
    page.get_by_label("信息类别").select_option(label="业务通知")
    page.get_by_label("栏目").select_option(label="业务公告")
    page.get_by_label("发布事由").fill("告知居民")
    page.get_by_label("信息来源").fill("自采")
    for question, answer in STATED.items():
        page.get_by_label(question).select_option(label=answer)
    rights = page.get_by_label("图片来源与授权")
    if rights.is_visible():
        rights.fill("本社区拍摄")
    page.get_by_label(re.compile("^面向")).fill("社区居民")


def text(page: Page) -> Locator:
    """Return the text being written, once the editor has taken over the plain field."""
    field = page.get_by_role("textbox", name="正文", exact=True)
    return field.and_(page.locator("[contenteditable=true]"))


def submit(page: Page) -> str:
    """Submit what is open; return the number of its sheet."""
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("送审《")
    page.get_by_role("main").get_by_role("button", name="送审").click()
    page.wait_for_url(re.compile(r"/review/\d{4}-\d+/$"))
    return page.url.rstrip("/").rpartition("/")[2]


def sign(camera: Camera, name: str, number: str, verb: str, words: str = "") -> None:
    """Let one person open the sheet and press the button that carries it on."""
    page = camera.page_of(name)
    page.goto(f"/review/{number}/")
    page.get_by_role("button", name=verb).click()
    if verb != "移交":
        decide(page, words)
    expect(page.locator("[data-toast]")).to_be_visible()
    page.context.close()


def decide(page: Page, words: str) -> None:
    """Declare that nothing stands against it, write an opinion, and confirm."""
    answer(page)
    if words:
        page.get_by_label("意见").fill(words)
    password = page.get_by_label("您的登录密码")
    if password.count():
        password.fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^确认")).click()


def answer(page: Page) -> None:
    """Declare that nothing stands against it, on every point that is asked."""
    expect(page.locator("#decision")).to_be_visible()
    for button in page.get_by_role("button", name=re.compile("^都没")).all():
        button.click()


def draw(page: Page) -> None:
    """Write a name of three strokes into the frame."""
    frame = page.locator(".pad canvas")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box  # noqa: S101  # it is visible
    for stroke in (
        ((0.3, 0.2), (0.6, 0.18)),
        ((0.45, 0.2), (0.42, 0.7)),
        ((0.25, 0.72), (0.7, 0.66)),
    ):
        (left, upper), (right, lower) = stroke
        page.mouse.move(box["x"] + box["width"] * left, box["y"] + box["height"] * upper)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * right, box["y"] + box["height"] * lower, steps=12)
        page.mouse.up()


def release(camera: Camera, title: str, lines: tuple[str, ...]) -> None:
    """Let zhang write an article and the others sign it, until it waits to be published."""
    page = camera.page_of("zhang")
    write(page, title, lines)
    number = submit(page)
    page.context.close()
    for name, verb in ROUTE:
        sign(camera, name, number, verb)
