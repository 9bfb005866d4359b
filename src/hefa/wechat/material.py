"""Permanent material: /cgi-bin/material/*. Pictures for covers, and the rest of the library."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from hefa.wechat.answers import Answer
from hefa.wechat.articles import MOST_PER_PAGE, stored
from hefa.wechat.media import MediaKind, VideoAddress, as_https, video_address
from hefa.wechat.transport import Client
from hefa.wechat.values import (
    AccessToken,
    Draft,
    DraftPage,
    Extra,
    Material,
    MediaFile,
    MediaId,
    Picture,
    StoredArticle,
)

_ADD = "/cgi-bin/material/add_material"
_NEWS = "news"
_READ = ("media_id", "name", "update_time", "url")
_READ_NEWS = ("media_id", "content", "news_item", "create_time", "update_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialCounts:
    """How many materials of each kind the library holds; what was published is not counted."""

    voices: int
    videos: int
    images: int
    news: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialEntry:
    """One material as a list shows it."""

    media_id: MediaId
    name: str
    url: str
    updated_at: datetime | None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPage:
    """Up to 20 materials of a kind, and how many there are in all."""

    entries: tuple[MaterialEntry, ...]
    total_count: int


def add_picture(client: Client, token: AccessToken, picture: Picture) -> Material:
    """Return the permanent material made of `picture`; a draft's cover must be one.

    Source: /cgi-bin/material/add_material?type=image.
    """
    return add_material(client, token, MediaKind.IMAGE, picture)


def add_material(
    client: Client,
    token: AccessToken,
    kind: MediaKind,
    file: Picture | MediaFile,
    *,
    title: str = "",
    introduction: str = "",
) -> Material:
    """Return the permanent material made of `file`; `url` is empty but for pictures.

    A video has a title and an introduction, which go as a part of their own.
    Source: /cgi-bin/material/add_material.
    """
    form = {}
    if kind is MediaKind.VIDEO:
        words = {"title": title, "introduction": introduction}
        form["description"] = json.dumps(words, ensure_ascii=False)
    answer = client.post_file(_ADD, file, token=token, kind=kind.value, form=form)
    return Material(
        media_id=MediaId(answer.text("media_id")),
        url=as_https(answer.text("url", "")),
        extra=answer.rest("media_id", "url"),
    )


def get_material(
    client: Client, token: AccessToken, media_id: MediaId
) -> MediaFile | VideoAddress | tuple[StoredArticle, ...]:
    """Return the file, where the video is, or the articles. One that is gone is Declined (40007).

    Source: /cgi-bin/material/get_material.
    """
    body = {"media_id": media_id}
    answer = client.post_for_file("/cgi-bin/material/get_material", body, token=token)
    if not isinstance(answer, Answer):
        return answer
    if "news_item" in answer.fields:
        return tuple(stored(each) for each in answer.listed("news_item"))
    return video_address(answer, "down_url")


def delete_material(client: Client, token: AccessToken, media_id: MediaId) -> None:
    """Delete the material for ever; one in use by menu or auto-reply is Declined (48005).

    Source: /cgi-bin/material/del_material.
    """
    client.post_json("/cgi-bin/material/del_material", {"media_id": media_id}, token=token)


def count_materials(client: Client, token: AccessToken) -> MaterialCounts:
    """Return how many materials there are. Source: /cgi-bin/material/get_materialcount."""
    answer = client.get_json("/cgi-bin/material/get_materialcount", token=token)
    return MaterialCounts(
        voices=answer.number("voice_count"),
        videos=answer.number("video_count"),
        images=answer.number("image_count"),
        news=answer.number("news_count"),
    )


def list_materials(
    client: Client,
    token: AccessToken,
    kind: MediaKind,
    *,
    offset: int = 0,
    count: int = MOST_PER_PAGE,
) -> MaterialPage:
    """Return up to 20 materials of a kind from `offset`; thumbs are not listed by WeChat.

    Source: /cgi-bin/material/batchget_material.
    """
    answer = _page(client, token, kind.value, offset, count)
    return MaterialPage(
        entries=tuple(_entry(each) for each in answer.listed("item")),
        total_count=answer.number("total_count"),
    )


def list_news_materials(
    client: Client, token: AccessToken, *, offset: int = 0, count: int = MOST_PER_PAGE
) -> DraftPage:
    """Return up to 20 article materials, in the shape of drafts.

    Source: /cgi-bin/material/batchget_material?type=news.
    """
    answer = _page(client, token, _NEWS, offset, count)
    return DraftPage(
        drafts=tuple(_news(each, each.inner("content")) for each in answer.listed("item")),
        total_count=answer.number("total_count"),
    )


def _page(client: Client, token: AccessToken, kind: str, offset: int, count: int) -> Answer:
    if offset < 0 or not 1 <= count <= MOST_PER_PAGE:
        raise ValueError("offset must be 0 or more, count 1 to 20")
    body = {"type": kind, "offset": offset, "count": count}
    return client.post_json("/cgi-bin/material/batchget_material", body, token=token)


def _entry(answer: Answer) -> MaterialEntry:
    return MaterialEntry(
        media_id=MediaId(answer.text("media_id")),
        name=answer.text("name", ""),
        url=as_https(answer.text("url", "")),
        updated_at=answer.moment("update_time"),
        extra=answer.rest(*_READ),
    )


def _news(entry: Answer, content: Answer) -> Draft:
    return Draft(
        media_id=MediaId(entry.text("media_id")),
        articles=tuple(stored(item) for item in content.listed("news_item")),
        updated_at=entry.moment("update_time") or content.moment("update_time"),
        extra=entry.rest(*_READ_NEWS),
    )
