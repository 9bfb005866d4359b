"""The error codes WeChat answers with, and their English phrases."""

import secrets
from typing import Any

PHRASES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40009: "invalid image size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40035: "invalid parameter",
    40066: "invalid url",
    40097: "invalid args",
    40114: "invalid index value",
    40125: "invalid appsecret",
    40137: "invalid image format",
    40164: "invalid ip, not in whitelist",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41039: "invalid content_source_url",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    44001: "empty media data",
    44002: "empty post data",
    44003: "empty news data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45004: "description size out of limit",
    45005: "url size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, please retry next minute",
    45110: "author size out of limit",
    45166: "invalid content",
    47001: "data format error",
    48001: "api unauthorized",
    48004: "api forbidden",
    50007: "user limited",
    53500: "publish banned",
    53501: "publish too frequently",
    53502: "invalid publish_id",
    53503: "draft failed the check, please verify the draft",
    53504: "please use the official website to publish",
    53505: "please save the draft manually first",
    53600: "invalid article_id",
    76021: "cgi_path not found",
}


class ApiError(Exception):
    """WeChat refuses the call with `errcode`; the answer is still HTTP 200."""

    def __init__(self, errcode: int) -> None:
        self.errcode = errcode
        super().__init__(errcode)


def refusal(errcode: int, *, now: float) -> dict[str, Any]:
    """Return the body of a refused call: the code, its phrase and a request id.

    The first group of the request id is the Unix time in hexadecimal.
    """
    rid = f"{int(now):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
    return {"errcode": errcode, "errmsg": f"{PHRASES.get(errcode, 'error')} rid: {rid}"}
