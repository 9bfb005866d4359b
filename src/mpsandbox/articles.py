"""One article of a draft: what is accepted, what is kept, and how it is shown."""

import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit

from mpsandbox.accounts import Account
from mpsandbox.calls import Call
from mpsandbox.errors import ApiError
from mpsandbox.media import cover_url, is_known_picture
from mpsandbox.newspic import accepted_extras, text_of_newspic
from mpsandbox.rewriting import plain_text, rewritten
from mpsandbox.store import setting
from mpsandbox.styles import Habits

TITLE_CHARACTERS = 32
AUTHOR_CHARACTERS = 16
DIGEST_CHARACTERS_ON_ADD = 128
DIGEST_CHARACTERS_ON_UPDATE = 120
CONTENT_BYTES = 1024 * 1024
STRICT_CONTENT_CHARACTERS = 20_000
SOURCE_URL_BYTES = 1024
ARTICLES_PER_DRAFT = 8
AUTOMATIC_DIGEST_CHARACTERS = 54

ARTICLE_TYPES = ("news", "newspic")
# Kept of an article and shown again only where they were sent.
SHOWN_EXTRAS = ("article_type", "image_info", "cover_info", "product_info")

PICTURE_HOSTS = {"mmbiz.qpic.cn", "mmbiz.qlogo.cn"}

# One article as stored: WeChat's field names, `sn`, and once published also `idx`, `short`,
# `is_deleted` and `is_blocked`.
Item = dict[str, Any]


def accepted_articles(call: Call, sent: object) -> list[Item]:
    """Return the articles of a new draft as they are stored; raises ApiError on the first fault.

    Source: WeChat /cgi-bin/draft/add.
    """
    if not isinstance(sent, list) or not sent:
        raise ApiError(44003)
    if len(sent) > ARTICLES_PER_DRAFT:
        raise ApiError(45008)
    return [accepted_article(call, each, is_single=len(sent) == 1) for each in sent]


def accepted_article(call: Call, sent: object, *, is_single: bool, is_update: bool = False) -> Item:
    """Return one article as it is stored; raises ApiError when WeChat would refuse it."""
    if not isinstance(sent, dict):
        raise ApiError(44003)
    kind = sent.get("article_type", "news")
    if kind not in ARTICLE_TYPES or not sent.get("title"):
        raise ApiError(40035)
    _check_lengths(sent, DIGEST_CHARACTERS_ON_UPDATE if is_update else DIGEST_CHARACTERS_ON_ADD)
    _check_content(call, sent)
    extras = accepted_extras(call.db, sent, kind)
    thumb_media_id = _cover_id(sent, extras)
    content = _text(sent, "content")
    if kind == "newspic":
        extras["article_type"], content = kind, text_of_newspic(content)
    else:
        content = stored_content(call, content, is_update=is_update)
    digest = _text(sent, "digest") if is_single else ""
    return extras | {
        "title": _text(sent, "title"),
        "author": _text(sent, "author"),
        "digest": digest or automatic_digest(content),
        "content": content,
        "content_source_url": _text(sent, "content_source_url"),
        "thumb_media_id": _text(sent, "thumb_media_id"),
        "thumb_url": cover_url(call.db, thumb_media_id),
        "show_cover_pic": _switch(sent, "show_cover_pic"),
        "need_open_comment": _switch(sent, "need_open_comment"),
        "only_fans_can_comment": _switch(sent, "only_fans_can_comment"),
        "sn": secrets.token_hex(16),
    }


def automatic_digest(content: str) -> str:
    """Return the start of the body's text, which WeChat shows where no digest was given."""
    return plain_text(content)[:AUTOMATIC_DIGEST_CHARACTERS]


def stored_content(call: Call, content: str, *, is_update: bool = False) -> str:
    """Return article HTML as WeChat stores it, independent of the simulator's address.

    Habits seen on some accounts only apply as the settings say; that of writing colours anew
    belongs to updates.
    """
    habits = Habits(
        writes_colours_anew=is_update and setting(call.db, "colours") == "rgb",
        code_loses_styles=setting(call.db, "code_styles") == "lose",
        quotes_end_style=setting(call.db, "quoted_fonts") == "break",
    )

    def is_own_picture(url: str) -> bool:
        if url.startswith(f"{call.base}/"):
            return is_known_picture(call.db, urlsplit(url).path)
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.hostname in PICTURE_HOSTS

    return call.stored(rewritten(content, is_own_picture=is_own_picture, habits=habits))


def shown_item(call: Call, item: Item, *, mid: int, idx: int, no_content: bool = False) -> Item:
    """Return a stored article as the API shows it."""
    shown: Item = {
        "title": item["title"],
        "author": item["author"],
        "digest": item["digest"],
        "content": call.shown(item["content"]),
        "content_source_url": item["content_source_url"],
        "thumb_media_id": item["thumb_media_id"],
        "show_cover_pic": item["show_cover_pic"],
        "url": article_url(call.base, call.account, mid=mid, idx=idx, sn=item["sn"]),
        "thumb_url": call.shown(item["thumb_url"]),
        "need_open_comment": item["need_open_comment"],
        "only_fans_can_comment": item["only_fans_can_comment"],
    } | {name: item[name] for name in SHOWN_EXTRAS if name in item}
    if no_content:
        del shown["content"]
    return shown


def article_url(base: str, account: Account, *, mid: int, idx: int, sn: str) -> str:
    """Return the long form of an article's address."""
    chksm = hashlib.sha3_512(sn.encode()).hexdigest()[:88]
    return f"{base}/s?__biz={account.biz}&mid={mid}&idx={idx}&sn={sn}&chksm={chksm}#rd"


def short_id() -> str:
    """Return a new short address id of 22 characters."""
    return secrets.token_urlsafe(17)[:22]


def _check_lengths(sent: dict[str, Any], digest_characters: int) -> None:
    if len(_text(sent, "title")) > TITLE_CHARACTERS:
        raise ApiError(45003)
    if len(_text(sent, "author")) > AUTHOR_CHARACTERS:
        raise ApiError(45110)
    if len(_text(sent, "digest")) > digest_characters:
        raise ApiError(45004)
    source_url = _text(sent, "content_source_url")
    if len(source_url.encode("utf-8", "surrogatepass")) > SOURCE_URL_BYTES:
        raise ApiError(45005)
    if source_url and urlsplit(source_url).scheme not in {"http", "https"}:
        raise ApiError(41039)


def _check_content(call: Call, sent: dict[str, Any]) -> None:
    content = _text(sent, "content")
    if not content:
        raise ApiError(44004)
    if len(content.encode("utf-8", "surrogatepass")) >= CONTENT_BYTES:
        raise ApiError(45002)
    if setting(call.db, "strict_content") and len(content) >= STRICT_CONTENT_CHARACTERS:
        raise ApiError(45002)


def _cover_id(sent: dict[str, Any], extras: dict[str, Any]) -> str:
    """Return the picture that stands for the article; a picture message's is its first."""
    if pictures := extras.get("image_info"):
        return str(pictures["image_list"][0]["image_media_id"])
    return _text(sent, "thumb_media_id")


def _text(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str):
        raise ApiError(47001)
    return value


def _switch(sent: dict[str, Any], name: str) -> int:
    value = sent.get(name, 0)
    if value not in (0, 1):
        raise ApiError(40035)
    return int(value)
