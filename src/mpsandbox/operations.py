"""The account's own housekeeping: WeChat's addresses, quotas, and what a refused call was."""

import ipaddress
from urllib.parse import urlsplit

from mpsandbox import quotas
from mpsandbox.accounts import may_call
from mpsandbox.calls import Call, Payload
from mpsandbox.clock import shanghai_text
from mpsandbox.errors import ApiError
from mpsandbox.refusals import refused_call
from mpsandbox.store import setting
from mpsandbox.tokens import check_credentials
from mpsandbox.wire import json_body

CLEARED_PER_MONTH = 10
CLEARED_PATHS_PER_MONTH = 50
LOOPBACK = "127.0.0.1"

OK: Payload = {"errcode": 0, "errmsg": "ok"}


def api_addresses(_: Call) -> Payload:
    """Return where the API is answered. Source: WeChat /cgi-bin/get_api_domain_ip."""
    return {"ip_list": [LOOPBACK]}


def callback_addresses(_: Call) -> Payload:
    """Return where pushes come from: its own address, and a range as WeChat lists them too.

    Source: WeChat /cgi-bin/getcallbackip.
    """
    return {"ip_list": [LOOPBACK, "101.226.103.0/25"]}


def check_callback(call: Call) -> Payload:
    """Return how the callback's host is found and reached. Source: WeChat /cgi-bin/callback/check.

    No name service is asked; a host with a name counts as this machine.
    """
    sent = call.json()
    action, operator = str(sent.get("action")), str(sent.get("check_operator", "DEFAULT"))
    if action not in {"dns", "ping", "all"}:
        raise ApiError(40202)
    if operator not in {"CHINANET", "UNICOM", "CAP", "DEFAULT"}:
        raise ApiError(40203)
    callback = setting(call.db, "callback")
    if not callback:
        raise ApiError(40201)
    address = _address_of(callback["url"])
    answer: Payload = {}
    if action != "ping":
        answer["dns"] = [{"ip": address, "real_operator": operator}]
    if action != "dns":
        ping = {"ip": address, "from_operator": operator, "package_loss": "0%", "time": "0.04ms"}
        answer["ping"] = [ping]
    return answer


def clear_quota(call: Call) -> Payload:
    """Make the day's quotas whole again. Source: WeChat /cgi-bin/clear_quota."""
    appid = call.json().get("appid")
    if not appid:
        raise ApiError(41002)
    if appid != call.account.appid:
        raise ApiError(40013)
    return _clear(call, None)


def clear_quota_without_token(call: Call) -> Payload:
    """Make the day's quotas whole again; the secret stands for the token.

    Its documentation disagrees with itself: the fields may stand in the body or in the query.
    Source: WeChat /cgi-bin/clear_quota/v2.
    """
    sent = dict(call.request.query)
    if call.request.body.strip():
        sent |= json_body(call.request)
    check_credentials(call, {"appid": sent.get("appid"), "secret": sent.get("appsecret")})
    return _clear(call, None)


def quota_of_path(call: Call) -> Payload:
    """Return the limit, the use and the rest of one path's quota.

    Source: WeChat /cgi-bin/openapi/quota/get.
    """
    path = _path_asked_for(call)
    quota = quotas.quota(call.db, path, now=call.now)
    remain = max(quota.daily_limit - quota.used, 0)
    return OK | {
        "quota": {"daily_limit": quota.daily_limit, "used": quota.used, "remain": remain},
        "rate_limit": {"call_count": quotas.minute_limit(call.db, path), "refresh_second": 60},
        "component_rate_limit": {"call_count": 0, "refresh_second": 0},
    }


def clear_quota_of_path(call: Call) -> Payload:
    """Make one path's quota of the day whole. Source: WeChat /cgi-bin/openapi/quota/clear."""
    return _clear(call, _path_asked_for(call))


def explain_request(call: Call) -> Payload:
    """Return what a refused call was. Source: WeChat /cgi-bin/openapi/rid/get."""
    request = refused_call(call.db, str(call.json().get("rid", "")), now=call.now)
    return OK | {"request": request}


def _clear(call: Call, path: str | None) -> Payload:
    counter, limit = ("clear_quota", CLEARED_PER_MONTH)
    if path:
        counter, limit = ("quota/clear", CLEARED_PATHS_PER_MONTH)
    month = shanghai_text(call.now, "%Y-%m")
    quotas.spend_from(call.db, month, counter, limit=limit, errcode=48006)
    quotas.give_back(call.db, path, now=call.now)
    return OK


def _path_asked_for(call: Call) -> str:
    from mpsandbox.routes import ENDPOINTS  # noqa: PLC0415 - the table names these functions

    path = str(call.json().get("cgi_path", ""))
    if path not in ENDPOINTS:
        raise ApiError(76021)
    if not may_call(call.db, path):
        raise ApiError(76022)
    return path


def _address_of(url: str) -> str:
    host = urlsplit(url).hostname or ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return LOOPBACK
