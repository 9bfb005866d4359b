"""Pictures inside an article, and files that WeChat keeps for three days: /cgi-bin/media/*."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hefa.wechat.answers import Answer
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, MediaFile, MediaId, Picture


class MediaKind(StrEnum):
    """WeChat's type of a file; a thumb is a small JPG."""

    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    THUMB = "thumb"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryMedia:
    """A file that WeChat forgets after three days."""

    media_id: MediaId
    kind: MediaKind
    created_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoAddress:
    """Where a video can be fetched; `title` and `description` only of a permanent one."""

    url: str
    title: str = ""
    description: str = ""


def upload_picture(client: Client, token: AccessToken, picture: Picture) -> str:
    """Return the https address of `picture` for use in an article.

    JPG or PNG under 1 MB. Every upload makes a new address, so keep it by the picture's SHA-256.
    Source: /cgi-bin/media/uploadimg.
    """
    answer = client.post_file("/cgi-bin/media/uploadimg", picture, token=token)
    url = answer.text("url")
    if not url.startswith(("https://", "http://")):
        raise answer.unreadable()
    return as_https(url)


def upload_temporary(
    client: Client, token: AccessToken, kind: MediaKind, file: Picture | MediaFile
) -> TemporaryMedia:
    """Return the id of `file`, good for three days. No draft takes it as its cover.

    Source: /cgi-bin/media/upload.
    """
    answer = client.post_file("/cgi-bin/media/upload", file, token=token, kind=kind.value)
    name = "media_id" if "media_id" in answer.fields else "thumb_media_id"
    return TemporaryMedia(
        media_id=MediaId(answer.text(name)), kind=kind, created_at=answer.moment("created_at")
    )


def get_temporary(
    client: Client, token: AccessToken, media_id: MediaId
) -> MediaFile | VideoAddress:
    """Return the file, or where the video is. One that is gone is Declined with 40007.

    Source: /cgi-bin/media/get.
    """
    answer = client.get_file("/cgi-bin/media/get", token=token, query={"media_id": media_id})
    return video_address(answer, "video_url") if isinstance(answer, Answer) else answer


def video_address(answer: Answer, name: str) -> VideoAddress:
    """Return the video that `answer` tells of under `name`."""
    return VideoAddress(
        url=answer.text(name),
        title=answer.text("title", ""),
        description=answer.text("description", ""),
    )


def as_https(url: str) -> str:
    """Return `url` with https where WeChat answered http for its picture host."""
    plain = "http://mmbiz."
    return f"https://mmbiz.{url[len(plain) :]}" if url.startswith(plain) else url
