"""What is put into an account and taken away again: drafts, material, the menu."""

import pytest
from tests.contract.conftest import IS_REAL, Api
from tests.sandbox.client import png

from hefa.wechat.drafts import add_draft, count_drafts, delete_draft, get_draft, update_draft
from hefa.wechat.material import add_picture, delete_material, get_material, list_materials
from hefa.wechat.media import MediaKind, get_temporary, upload_picture, upload_temporary
from hefa.wechat.menu import Button, create_menu, current_menu, delete_menu, get_menu
from hefa.wechat.values import Article, MediaFile, Picture, PictureArticle

BUTTONS = (
    Button(name="通知", kind="view", url="https://example.gov.cn/notices?a=1&b=2"),
    Button(
        name="办事",
        sub_buttons=(
            Button(name="常用电话", kind="click", key="TEL"),
            Button(name="网上办", kind="view", url="https://example.gov.cn/"),
        ),
    ),
)


def test_a_picture_stays_until_it_is_deleted(writing: Api) -> None:
    content = png(32, 32)
    material = writing.call(add_picture, Picture(name="p.png", content=content))
    try:
        listed = writing.call(list_materials, MediaKind.IMAGE)
        kept = writing.call(get_material, material.media_id)
    finally:
        writing.call(delete_material, material.media_id)

    assert material.media_id in {entry.media_id for entry in listed.entries}
    assert material.url.startswith("http")
    assert isinstance(kept, MediaFile)
    assert kept.content == content or IS_REAL  # WeChat may have compressed it
    assert writing.refusal(get_material, material.media_id).code == "wechat.material_gone"


def test_a_temporary_picture_comes_back(writing: Api) -> None:
    content = png(32, 32)
    kept = writing.call(upload_temporary, MediaKind.IMAGE, Picture(name="p.png", content=content))

    fetched = writing.call(get_temporary, kept.media_id)

    assert kept.created_at is not None
    assert isinstance(fetched, MediaFile)
    assert fetched.content == content or IS_REAL


def test_a_draft_is_changed_in_its_place(writing: Api) -> None:
    cover = writing.call(add_picture, Picture(name="c.png", content=png(32, 32)))
    address = writing.call(upload_picture, Picture(name="p.png", content=png(16, 16)))
    article = Article(
        title="停水通知 <1&2>",
        author="办公室",
        content=f'<p>明天停水。</p><p><img src="{address}"></p>',
        thumb_media_id=cover.media_id,
    )
    before = writing.call(count_drafts)
    media_id = writing.call(add_draft, [article, article])
    try:
        changed = Article(title="改期", content="<p>后天停水。</p>", thumb_media_id=cover.media_id)
        writing.call(update_draft, media_id, changed, position=2)
        draft = writing.call(get_draft, media_id)
        count = writing.call(count_drafts)
    finally:
        writing.call(delete_draft, media_id)
        writing.call(delete_material, cover.media_id)

    assert [each.title for each in draft.articles] == ["停水通知 <1&2>", "改期"]
    assert "data-src=" in draft.articles[0].content
    assert "后天停水。" in draft.articles[1].content
    assert (before, count, writing.call(count_drafts)) == (before, before + 1, before)


def test_a_draft_of_pictures_keeps_its_text_and_pictures(writing: Api) -> None:
    picture = writing.call(add_picture, Picture(name="p.png", content=png(32, 32)))
    article = PictureArticle(
        title="花开了", content="楼下的花", picture_media_ids=(picture.media_id,)
    )
    media_id = writing.call(add_draft, [article])
    try:
        (stored,) = writing.call(get_draft, media_id).articles
    finally:
        writing.call(delete_draft, media_id)
        writing.call(delete_material, picture.media_id)

    assert (stored.title, stored.content) == ("花开了", "楼下的花")
    assert stored.extra["article_type"] == "newspic"


def test_a_menu_is_read_back_as_it_was_made(writing: Api) -> None:
    if IS_REAL and writing.call(current_menu).buttons:
        pytest.skip("this account has a menu of its own")
    writing.call(create_menu, BUTTONS)
    try:
        made, shown = writing.call(get_menu), writing.call(current_menu)
    finally:
        writing.call(delete_menu)

    assert made.buttons == shown.buttons == BUTTONS
    assert writing.call(get_menu).buttons == ()


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ((BUTTONS[0],) * 4, "wechat.menu_count"),
        ((Button(name="字" * 6, kind="view", url="https://example.cn/"),), "wechat.menu_name"),
        ((Button(name="x", kind="view", url="h" * 1025),), "wechat.menu_target"),
        ((Button(name="x", kind="view"),), "wechat.menu_target"),
        ((Button(name="x", kind="click", key="k" * 129),), "wechat.menu_target"),
        ((Button(name="x", kind="article_id", article_id="none"),), "wechat.menu_target"),
    ],
)
def test_a_menu_that_wechat_refuses_changes_nothing(
    writing: Api, buttons: tuple[Button, ...], code: str
) -> None:
    before = writing.call(get_menu)

    assert writing.refusal(create_menu, buttons).code == code
    assert writing.call(get_menu) == before


def test_a_title_too_long_is_named(writing: Api) -> None:
    cover = writing.call(add_picture, Picture(name="c.png", content=png(32, 32)))
    article = Article(title="字" * 65, content="<p>x</p>", thumb_media_id=cover.media_id)
    try:
        refused = writing.refusal(add_draft, [article])
    finally:
        writing.call(delete_material, cover.media_id)

    assert refused.code == "wechat.title_too_long"
