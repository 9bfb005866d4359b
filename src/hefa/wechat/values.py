"""What goes to WeChat and what comes back: ids, articles and their stored forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NewType

MediaId = NewType("MediaId", str)
PublishId = NewType("PublishId", str)
MsgId = NewType("MsgId", str)
MsgDataId = NewType("MsgDataId", str)
ArticleId = NewType("ArticleId", str)

Extra = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """The key to one account's calls; never shown by `repr` or `str`."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A token with the seconds it may still be used, and WeChat's own clock at that moment."""

    token: AccessToken
    life_seconds: int
    server_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture file to upload: its bytes and a name that ends in .jpg, .png or .gif."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """Any file: its bytes and its name; the name of one that came back may be empty."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A permanent material: its id, and its address inside WeChat."""

    media_id: MediaId
    url: str
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it goes into a draft; the cover must be a permanent material.

    A crop of the cover is `X1_Y1_X2_Y2`, shares of its width and height; empty: in the middle.
    """

    title: str
    content: str
    thumb_media_id: MediaId
    author: str = ""
    digest: str = ""
    content_source_url: str = ""
    need_open_comment: bool = False
    only_fans_can_comment: bool = False
    pic_crop_235_1: str = ""
    pic_crop_1_1: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureArticle:
    """An article of up to 20 pictures, permanent materials, the first its cover; plain text."""

    title: str
    content: str
    picture_media_ids: tuple[MediaId, ...]
    need_open_comment: bool = False
    only_fans_can_comment: bool = False


AnyArticle = Article | PictureArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """One article as WeChat keeps it; `content` is WeChat's own rewriting of what was sent.

    `url` is a passing preview address in a draft and the lasting one once published.
    """

    title: str
    author: str
    digest: str
    content: str
    content_source_url: str
    thumb_media_id: str
    thumb_url: str
    url: str
    need_open_comment: bool
    only_fans_can_comment: bool
    is_deleted: bool
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft: its articles in order. `media_id` is empty where WeChat does not repeat it."""

    media_id: MediaId
    articles: tuple[StoredArticle, ...]
    updated_at: datetime | None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """Up to 20 drafts, in no promised order, and how many there are in all."""

    drafts: tuple[Draft, ...]
    total_count: int


class PublishStatus(IntEnum):
    """WeChat's publish_status."""

    DONE = 0
    IN_PROGRESS = 1
    NOT_ORIGINAL = 2
    FAILED = 3
    REVIEW_REFUSED = 4
    ALL_DELETED = 5
    ALL_BLOCKED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """WeChat has queued the draft; whether it is published is found out by reading."""

    publish_id: PublishId
    msg_data_id: str
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedItem:
    """One published article of a publication: position from 1, and its lasting address."""

    position: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishState:
    """How a publication stands; `failed_positions` count from 1."""

    publish_id: PublishId
    status: PublishStatus
    article_id: ArticleId
    items: tuple[PublishedItem, ...]
    failed_positions: tuple[int, ...]
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One publication as the list of published items shows it: its articles in order."""

    article_id: ArticleId
    articles: tuple[StoredArticle, ...]
    updated_at: datetime | None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPage:
    """Up to 20 publications, in no promised order. Items sent by mass-send are not in it."""

    publications: tuple[Published, ...]
    total_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A public article page as it came, undecided whether it shows the article."""

    url: str
    html: str
    server_at: datetime | None
