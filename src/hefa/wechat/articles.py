"""The one shape of an article in every answer: drafts and published items share it."""

from collections.abc import Mapping

from hefa.wechat.answers import Answer
from hefa.wechat.values import AnyArticle, Article, PictureArticle, StoredArticle

MOST_PER_PAGE = 20

_OPTIONAL = ("author", "digest", "content_source_url", "pic_crop_235_1", "pic_crop_1_1")
_READ = (
    "title",
    "author",
    "digest",
    "content",
    "content_source_url",
    "thumb_media_id",
    "thumb_url",
    "url",
    "need_open_comment",
    "only_fans_can_comment",
    "is_deleted",
)


def as_fields(article: AnyArticle) -> Mapping[str, object]:
    """Return `article` as WeChat wants it; empty optional fields are left out."""
    fields: dict[str, object] = {"title": article.title, "content": article.content}
    if isinstance(article, PictureArticle):
        pictures = [{"image_media_id": media_id} for media_id in article.picture_media_ids]
        fields |= {"article_type": "newspic", "image_info": {"image_list": pictures}}
    else:
        fields["thumb_media_id"] = article.thumb_media_id
    fields["need_open_comment"] = int(article.need_open_comment)
    fields["only_fans_can_comment"] = int(article.only_fans_can_comment)
    if isinstance(article, Article):
        fields |= {name: value for name in _OPTIONAL if (value := getattr(article, name))}
    return fields


def stored(answer: Answer) -> StoredArticle:
    """Return one `news_item` of an answer; `content` is empty where it was not asked for."""
    return StoredArticle(
        title=answer.text("title", ""),
        author=answer.text("author", ""),
        digest=answer.text("digest", ""),
        content=answer.text("content", ""),
        content_source_url=answer.text("content_source_url", ""),
        thumb_media_id=answer.text("thumb_media_id", ""),
        thumb_url=answer.text("thumb_url", ""),
        url=answer.text("url", ""),
        need_open_comment=bool(answer.number("need_open_comment", 0)),
        only_fans_can_comment=bool(answer.number("only_fans_can_comment", 0)),
        is_deleted=bool(answer.number("is_deleted", 0)),
        extra=answer.rest(*_READ),
    )


def page_body(*, offset: int, count: int, with_content: bool) -> Mapping[str, object]:
    """Return the body that asks for one page of a list. Raises ValueError out of 1..20."""
    if offset < 0 or not 1 <= count <= MOST_PER_PAGE:
        raise ValueError("offset must be 0 or more, count 1 to 20")
    return {"offset": offset, "count": count, "no_content": int(not with_content)}
