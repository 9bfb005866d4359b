"""POST /cgi-bin/comment/*: readers' comments under an article.

An article is named by `msg_data_id` and its position, counted from 1 here and from 0 by WeChat.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NewType

from hefa.wechat.answers import Answer
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Extra, MsgDataId

MOST_COMMENTS_PER_PAGE = 49

CommentId = NewType("CommentId", str)

_READ = ("user_comment_id", "openid", "create_time", "content", "comment_type", "reply")


class CommentKind(IntEnum):
    """Which comments a list holds."""

    ALL = 0
    ORDINARY = 1
    ELECTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedArticle:
    """The article that is commented on: position from 1 within its mass send or publication."""

    msg_data_id: MsgDataId
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReply:
    """The account's answer to a comment."""

    content: str
    created_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One reader's comment."""

    comment_id: CommentId
    openid: str
    content: str
    created_at: datetime | None
    is_elected: bool
    reply: CommentReply | None
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentPage:
    """Some comments, and how many there are in all."""

    comments: tuple[Comment, ...]
    total_count: int


def open_comments(client: Client, token: AccessToken, article: CommentedArticle) -> None:
    """Let readers comment. Source: /cgi-bin/comment/open."""
    client.post_json("/cgi-bin/comment/open", _body(article), token=token)


def close_comments(client: Client, token: AccessToken, article: CommentedArticle) -> None:
    """Let readers comment no longer. Source: /cgi-bin/comment/close."""
    client.post_json("/cgi-bin/comment/close", _body(article), token=token)


def list_comments(
    client: Client,
    token: AccessToken,
    article: CommentedArticle,
    *,
    offset: int = 0,
    count: int = MOST_COMMENTS_PER_PAGE,
    kind: CommentKind = CommentKind.ALL,
) -> CommentPage:
    """Return up to 49 comments from `offset`. Source: /cgi-bin/comment/list."""
    if offset < 0 or not 1 <= count <= MOST_COMMENTS_PER_PAGE:
        raise ValueError("offset must be 0 or more, count 1 to 49")
    body = {**_body(article), "begin": offset, "count": count, "type": kind.value}
    answer = client.post_json("/cgi-bin/comment/list", body, token=token)
    return CommentPage(
        comments=tuple(_comment(each) for each in answer.listed("comment")),
        total_count=answer.number("total"),
    )


def elect_comment(
    client: Client, token: AccessToken, article: CommentedArticle, comment_id: CommentId
) -> None:
    """Show the comment to every reader. Source: /cgi-bin/comment/markelect."""
    client.post_json("/cgi-bin/comment/markelect", _body(article, comment_id), token=token)


def unelect_comment(
    client: Client, token: AccessToken, article: CommentedArticle, comment_id: CommentId
) -> None:
    """Show the comment no longer. Source: /cgi-bin/comment/unmarkelect."""
    client.post_json("/cgi-bin/comment/unmarkelect", _body(article, comment_id), token=token)


def delete_comment(
    client: Client, token: AccessToken, article: CommentedArticle, comment_id: CommentId
) -> None:
    """Delete the comment for ever. Source: /cgi-bin/comment/delete."""
    client.post_json("/cgi-bin/comment/delete", _body(article, comment_id), token=token)


def reply_to_comment(
    client: Client,
    token: AccessToken,
    article: CommentedArticle,
    comment_id: CommentId,
    *,
    content: str,
) -> None:
    """Answer the comment once, in public. Source: /cgi-bin/comment/reply/add."""
    body = {**_body(article, comment_id), "content": content}
    client.post_json("/cgi-bin/comment/reply/add", body, token=token)


def delete_reply(
    client: Client, token: AccessToken, article: CommentedArticle, comment_id: CommentId
) -> None:
    """Delete our answer to the comment. Source: /cgi-bin/comment/reply/delete."""
    client.post_json("/cgi-bin/comment/reply/delete", _body(article, comment_id), token=token)


def _body(article: CommentedArticle, comment_id: CommentId | None = None) -> Mapping[str, object]:
    """Return the fields that name the article, as numbers. Raises ValueError for a bad one."""
    if article.position < 1:
        raise ValueError("a position counts from 1")
    body = {"msg_data_id": int(article.msg_data_id), "index": article.position - 1}
    return body if comment_id is None else {**body, "user_comment_id": int(comment_id)}


def _comment(answer: Answer) -> Comment:
    reply = answer.inner_or_empty("reply")
    return Comment(
        comment_id=CommentId(answer.text("user_comment_id")),
        openid=answer.text("openid", ""),
        content=answer.text("content", ""),
        created_at=answer.moment("create_time"),
        is_elected=answer.flag("comment_type"),
        reply=_reply(reply) if reply.fields else None,
        extra=answer.rest(*_READ),
    )


def _reply(answer: Answer) -> CommentReply:
    return CommentReply(content=answer.text("content", ""), created_at=answer.moment("create_time"))
