"""POST /cgi-bin/freepublish/*: publish a draft, see what became of it, take it down."""

from hefa.wechat.answers import Answer
from hefa.wechat.articles import MOST_PER_PAGE, page_body, stored
from hefa.wechat.transport import Client
from hefa.wechat.values import (
    AccessToken,
    ArticleId,
    MediaId,
    Published,
    PublishedItem,
    PublishedPage,
    PublishId,
    PublishState,
    PublishStatus,
    Submitted,
)

_READ = ("article_id", "content", "news_item", "create_time", "update_time")
_READ_STATE = ("publish_id", "publish_status", "article_id", "article_detail", "fail_idx")


def submit_draft(client: Client, token: AccessToken, media_id: MediaId) -> Submitted:
    """Return the number of the queued publication. It is not published yet.

    After Unknown it may be published all the same: read, never submit again at once.
    Source: /cgi-bin/freepublish/submit.
    """
    answer = client.post_json("/cgi-bin/freepublish/submit", {"media_id": media_id}, token=token)
    return Submitted(
        publish_id=PublishId(answer.text("publish_id")),
        msg_data_id=answer.text("msg_data_id", ""),
        extra=answer.rest("publish_id", "msg_data_id"),
    )


def publish_state(client: Client, token: AccessToken, publish_id: PublishId) -> PublishState:
    """Return how the publication stands. Polling may have a small daily quota (45009).

    Source: /cgi-bin/freepublish/get.
    """
    body = {"publish_id": publish_id}
    answer = client.post_json("/cgi-bin/freepublish/get", body, token=token)
    return PublishState(
        publish_id=publish_id,
        status=_status(answer),
        article_id=ArticleId(answer.text("article_id", "")),
        items=_items(answer),
        failed_positions=answer.numbers("fail_idx"),
        extra=answer.rest(*_READ_STATE),
    )


def list_published(
    client: Client,
    token: AccessToken,
    *,
    offset: int = 0,
    count: int = MOST_PER_PAGE,
    with_content: bool = True,
) -> PublishedPage:
    """Return up to 20 publications from `offset`; mass-sent items are never among them.

    Source: /cgi-bin/freepublish/batchget.
    """
    body = page_body(offset=offset, count=count, with_content=with_content)
    answer = client.post_json("/cgi-bin/freepublish/batchget", body, token=token)
    return PublishedPage(
        publications=tuple(
            _published(entry, entry.inner("content"), ArticleId(entry.text("article_id")))
            for entry in answer.listed("item")
        ),
        total_count=answer.number("total_count"),
    )


def get_published(client: Client, token: AccessToken, article_id: ArticleId) -> Published:
    """Return the publication as WeChat stores it; a deleted article says so itself.

    Source: /cgi-bin/freepublish/getarticle.
    """
    body = {"article_id": article_id}
    answer = client.post_json("/cgi-bin/freepublish/getarticle", body, token=token)
    return _published(answer, answer, article_id)


def delete_published(
    client: Client, token: AccessToken, article_id: ArticleId, *, position: int
) -> None:
    """Delete one article of a publication for ever; positions count from 1.

    0 or none would delete them all, so ValueError is raised for it before anything is sent.
    Source: /cgi-bin/freepublish/delete.
    """
    if position < 1:
        raise ValueError("a position counts from 1; 0 would delete every article")
    body = {"article_id": article_id, "index": position}
    client.post_json("/cgi-bin/freepublish/delete", body, token=token)


def status_of(word: str) -> PublishStatus | None:
    """Return the status written as `word`, or None for one that is not known."""
    return next((status for status in PublishStatus if str(status.value) == word), None)


def _status(answer: Answer) -> PublishStatus:
    status = status_of(answer.text("publish_status"))
    if status is None:
        raise answer.unreadable()
    return status


def _items(answer: Answer) -> tuple[PublishedItem, ...]:
    """Return the published articles; there are none before the end, nor after a failure."""
    if not answer.fields.get("article_detail"):
        return ()
    detail = answer.inner("article_detail")
    return tuple(
        PublishedItem(position=item.number("idx"), url=item.text("article_url"))
        for item in detail.listed("item")
    )


def _published(entry: Answer, content: Answer, article_id: ArticleId) -> Published:
    return Published(
        article_id=article_id,
        articles=tuple(stored(item) for item in content.listed("news_item")),
        updated_at=entry.moment("update_time") or content.moment("update_time"),
        extra=entry.rest(*_READ),
    )
