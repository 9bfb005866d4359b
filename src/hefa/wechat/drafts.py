"""POST /cgi-bin/draft/*: the draft box."""

from collections.abc import Sequence

from hefa.wechat.answers import Answer
from hefa.wechat.articles import MOST_PER_PAGE, as_fields, page_body, stored
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, AnyArticle, Draft, DraftPage, MediaId

_READ = ("media_id", "content", "news_item", "create_time", "update_time")


def add_draft(client: Client, token: AccessToken, articles: Sequence[AnyArticle]) -> MediaId:
    """Return the id of the new draft that holds `articles` in order.

    After Unknown a draft may exist: look through `list_drafts` before adding again.
    Source: /cgi-bin/draft/add.
    """
    body = {"articles": [as_fields(article) for article in articles]}
    return MediaId(client.post_json("/cgi-bin/draft/add", body, token=token).text("media_id"))


def get_draft(client: Client, token: AccessToken, media_id: MediaId) -> Draft:
    """Return the draft as WeChat stores it. A draft that is gone is Declined with 40007.

    Source: /cgi-bin/draft/get.
    """
    answer = client.post_json("/cgi-bin/draft/get", {"media_id": media_id}, token=token)
    return _draft(answer, answer, media_id)


def update_draft(
    client: Client, token: AccessToken, media_id: MediaId, article: AnyArticle, *, position: int
) -> None:
    """Replace one article of the draft whole; positions count from 1, ValueError otherwise.

    Source: /cgi-bin/draft/update, whose index counts from 0.
    """
    if position < 1:
        raise ValueError("a position counts from 1")
    body = {"media_id": media_id, "index": position - 1, "articles": as_fields(article)}
    client.post_json("/cgi-bin/draft/update", body, token=token)


def count_drafts(client: Client, token: AccessToken) -> int:
    """Return how many drafts there are. Source: /cgi-bin/draft/count."""
    return client.get_json("/cgi-bin/draft/count", token=token).number("total_count")


def list_drafts(
    client: Client,
    token: AccessToken,
    *,
    offset: int = 0,
    count: int = MOST_PER_PAGE,
    with_content: bool = True,
) -> DraftPage:
    """Return up to 20 drafts from `offset`; their order is not promised.

    Source: /cgi-bin/draft/batchget.
    """
    body = page_body(offset=offset, count=count, with_content=with_content)
    answer = client.post_json("/cgi-bin/draft/batchget", body, token=token)
    return DraftPage(
        drafts=tuple(
            _draft(entry, entry.inner("content"), MediaId(entry.text("media_id")))
            for entry in answer.listed("item")
        ),
        total_count=answer.number("total_count"),
    )


def delete_draft(client: Client, token: AccessToken, media_id: MediaId) -> None:
    """Delete the draft for ever; doing it twice may answer 0 or 40007.

    Source: /cgi-bin/draft/delete.
    """
    client.post_json("/cgi-bin/draft/delete", {"media_id": media_id}, token=token)


def _draft(entry: Answer, content: Answer, media_id: MediaId) -> Draft:
    return Draft(
        media_id=media_id,
        articles=tuple(stored(item) for item in content.listed("news_item")),
        updated_at=entry.moment("update_time") or content.moment("update_time"),
        extra=entry.rest(*_READ),
    )
