"""Which path does what: the table of the simulated endpoints."""

from dataclasses import dataclass

from mpsandbox import drafts, media, published, publishing, quotas, tokens
from mpsandbox.calls import Endpoint
from mpsandbox.wire import TYPE_JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One endpoint: its verb, its function, and whether it asks for an access token."""

    endpoint: Endpoint
    method: str = "POST"
    needs_token: bool = True
    content_type: str = TYPE_JSON


def _draft_route(endpoint: Endpoint, method: str = "POST") -> Route:
    # The real draft endpoints name no charset, which catches clients that guess.
    return Route(endpoint=endpoint, method=method, content_type="text/plain")


ENDPOINTS = {
    "/cgi-bin/token": Route(endpoint=tokens.classic_token, method="GET", needs_token=False),
    "/cgi-bin/stable_token": Route(endpoint=tokens.stable_token, needs_token=False),
    "/cgi-bin/openapi/quota/get": Route(endpoint=quotas.quota_of_path),
    "/cgi-bin/media/uploadimg": Route(endpoint=media.upload_article_picture),
    "/cgi-bin/material/add_material": Route(endpoint=media.add_material),
    "/cgi-bin/draft/add": _draft_route(drafts.add),
    "/cgi-bin/draft/get": _draft_route(drafts.get),
    "/cgi-bin/draft/update": _draft_route(drafts.update),
    "/cgi-bin/draft/batchget": _draft_route(drafts.batch_get),
    "/cgi-bin/draft/delete": _draft_route(drafts.delete),
    "/cgi-bin/draft/count": _draft_route(drafts.count, "GET"),
    "/cgi-bin/freepublish/submit": Route(endpoint=publishing.submit),
    "/cgi-bin/freepublish/get": Route(endpoint=publishing.get),
    "/cgi-bin/freepublish/batchget": Route(endpoint=published.batch_get),
    "/cgi-bin/freepublish/getarticle": Route(endpoint=published.get_article),
    "/cgi-bin/freepublish/delete": Route(endpoint=published.delete),
}
