"""Operating the connection: WeChat's addresses, callback check, quotas, and what a rid was."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from hefa.wechat.answers import Answer
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Extra

_SECRETS = ("secret", "access_token")  # names in a body that stand before what must not be told


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAddress:
    """An address that WeChat found for the callback's name, and whose network it is in."""

    ip: str
    operator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """How WeChat reached one address of the callback; loss and time in its own words."""

    ip: str
    from_operator: str
    package_loss: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackReach:
    """How WeChat sees the machine that takes its callbacks."""

    addresses: tuple[NamedAddress, ...]
    pings: tuple[Ping, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """One address's daily calls: allowed, used and left. `rates` are limits per some seconds."""

    daily_limit: int
    used: int
    remain: int
    rates: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCall:
    """One of our calls as WeChat recorded it; never its token, nor a body that holds a secret.

    `path` is empty where WeChat tells the query only.
    """

    invoked_at: datetime | None
    cost_ms: int
    path: str
    request_body: str = field(repr=False)
    response_body: str = field(repr=False)
    client_ip: str


def api_addresses(client: Client, token: AccessToken) -> tuple[str, ...]:
    """Return the addresses of WeChat's API. Source: /cgi-bin/get_api_domain_ip."""
    return client.get_json("/cgi-bin/get_api_domain_ip", token=token).texts("ip_list")


def callback_addresses(client: Client, token: AccessToken) -> tuple[str, ...]:
    """Return addresses and ranges from which WeChat pushes. Source: /cgi-bin/getcallbackip."""
    return client.get_json("/cgi-bin/getcallbackip", token=token).texts("ip_list")


def check_callback(
    client: Client, token: AccessToken, *, action: str = "all", operator: str = "DEFAULT"
) -> CallbackReach:
    """Return how WeChat reaches the callback address set in its backend.

    `action` is all, dns or ping; `operator` DEFAULT, CHINANET, UNICOM or CAP. Without an address
    in the backend: Declined with `wechat.callback_unset`. Source: /cgi-bin/callback/check.
    """
    body = {"action": action, "check_operator": operator}
    answer = client.post_json("/cgi-bin/callback/check", body, token=token)
    return CallbackReach(
        addresses=tuple(
            NamedAddress(ip=each.text("ip"), operator=each.text("real_operator", ""))
            for each in answer.listed("dns")
        ),
        pings=tuple(
            Ping(
                ip=each.text("ip"),
                from_operator=each.text("from_operator", ""),
                package_loss=each.text("package_loss", ""),
                time=each.text("time", ""),
            )
            for each in answer.listed("ping")
        ),
    )


def clear_quotas(client: Client, token: AccessToken, *, appid: str) -> None:
    """Set every address's count of today to 0; 10 times a month. Source: /cgi-bin/clear_quota."""
    client.post_json("/cgi-bin/clear_quota", {"appid": appid}, token=token)


def clear_quota_of(client: Client, token: AccessToken, path: str) -> None:
    """Set one address's count of today to 0; 50 a month. Source: /cgi-bin/openapi/quota/clear."""
    client.post_json("/cgi-bin/openapi/quota/clear", {"cgi_path": path}, token=token)


def quota_of(client: Client, token: AccessToken, path: str) -> Quota:
    """Return how often `path` may be called today. Source: /cgi-bin/openapi/quota/get."""
    answer = client.post_json("/cgi-bin/openapi/quota/get", {"cgi_path": path}, token=token)
    quota = answer.inner("quota")
    return Quota(
        daily_limit=quota.number("daily_limit"),
        used=quota.number("used", 0),
        remain=quota.number("remain"),
        rates=answer.rest("quota"),
    )


def call_of_rid(client: Client, token: AccessToken, rid: str) -> RecordedCall:
    """Return the call that WeChat numbered `rid`, for 7 days. Source: /cgi-bin/openapi/rid/get."""
    answer = client.post_json("/cgi-bin/openapi/rid/get", {"rid": rid}, token=token)
    request = answer.inner("request")
    return RecordedCall(
        invoked_at=request.moment("invoke_time"),
        cost_ms=request.number("cost_in_ms", 0),
        path=_path(request),
        request_body=_body(request, "request_body"),
        response_body=_body(request, "response_body"),
        client_ip=request.text("client_ip", ""),
    )


def _path(request: Answer) -> str:
    """Return the path of the recorded address; its query holds the token."""
    try:
        path = urlsplit(request.text("request_url", "")).path
    except ValueError:
        pass
    else:
        return path if path.startswith("/") else ""
    raise request.unreadable()


def _body(request: Answer, name: str) -> str:
    """Return the recorded body, empty where it holds a secret or a token."""
    body = request.text(name, "")
    return "" if any(word in body.lower() for word in _SECRETS) else body
