"""Journey: pictures. The cover is cut by pointer and by keyboard; an attachment is looked into."""

import io
import re
from collections.abc import Callable

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect
from tests.fixtures.docx import paragraph, small
from tests.journey.steps import card, write


def drawing() -> bytes:
    """Return a picture wider than an article, with something to aim at."""
    image = Image.new("RGB", (1600, 1000), "#D8E4EA")
    draw = ImageDraw.Draw(image)
    draw.ellipse((600, 200, 1100, 700), fill="#B3372A")
    draw.rectangle((100, 750, 1500, 900), fill="#17607D")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def open_draft(page: Page, title: str) -> str:
    """Begin a draft, save it, and return the address of its editor."""
    write(page, title)
    page.get_by_role("button", name="存草稿").click()
    expect(page.locator("[data-toast]")).to_contain_text("已保存")
    return re.sub(r"[?#].*", "", page.url)


def number(page: Page, name: str) -> float:
    return float(page.locator(f"[name={name}]").input_value())


def test_cover_is_cut_by_pointer_and_keyboard(page_of: Callable[[str], Page]) -> None:
    page = page_of("zhang")
    address = open_draft(page, "换封面的通知")

    page.goto(f"{address}cover/")
    file = {"name": "封面.png", "mimeType": "image/png", "buffer": drawing()}
    page.get_by_label("另外上传一张").set_input_files([file])
    page.get_by_role("button", name="上传", exact=True).click()

    wide = page.get_by_role("group", name=re.compile("横图.*裁剪框"))
    expect(wide).to_be_visible()
    before = number(page, "wide_top")
    wide.scroll_into_view_if_needed()
    box = wide.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1] - 12)
    page.mouse.up()
    assert number(page, "wide_top") < before - 1

    square = page.get_by_role("group", name=re.compile("方图.*裁剪框"))
    width, left = number(page, "square_width"), number(page, "square_left")
    square.focus()
    for key in ("-", "-", "ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert number(page, "square_width") == width - 2
    assert number(page, "square_left") == left + 6

    grip = square.locator(".crop-grip")
    grip.evaluate("element => element.scrollIntoView({block: 'center'})")
    corner = grip.bounding_box()
    assert corner is not None
    page.mouse.move(corner["x"] + 36, corner["y"] + 36)
    page.mouse.down()
    page.mouse.move(corner["x"] + 6, corner["y"] + 36)
    page.mouse.up()
    assert number(page, "square_width") < width - 4

    chosen = {name: number(page, name) for name in ("wide_top", "square_left", "square_width")}
    page.get_by_role("button", name="用作封面").click()
    expect(page.locator("[data-toast]")).to_contain_text("封面已定")

    page.goto(f"{address}cover/")  # the original is remembered, and where it was cut
    expect(wide).to_be_visible()
    assert {name: number(page, name) for name in chosen} == chosen
    expect(page.get_by_alt_text("现在的方图")).to_be_visible()
    page.get_by_role("button", name="不另选封面").click()
    expect(page.locator("[data-toast]")).to_contain_text("封面改回")


def test_number_in_an_attachment_is_found_with_its_place(page_of: Callable[[str], Page]) -> None:
    page = page_of("zhang")
    address = open_draft(page, "带名单的通知")

    page.goto(f"{address}attachments/")
    content = small(paragraph("联系人古丽，电话13812345678。"))
    file = {"name": "名单.docx", "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("加一个附件").set_input_files([file])
    page.get_by_role("button", name="放到文末").click()
    expect(page.get_by_role("link", name="名单.docx")).to_be_visible()

    page.goto(address)
    found = card(page, "这里有手机号")
    expect(found).to_contain_text("在第 1 个附件的内容里")
    expect(found).not_to_contain_text("13812345678")
