"""Which picture an address shows, however WeChat has rewritten the address."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

WECHAT_HOSTS: Final = frozenset({"mmbiz.qpic.cn", "mmbiz.qlogo.cn"})
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost"})
_SIZE = re.compile(r"\d{1,4}")
_IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)", re.IGNORECASE)


def picture_id(address: str) -> str:
    """Return what identifies the picture at `address`.

    On WeChat's hosts that is the path segment before the size suffix (/0, /640), so that scheme,
    host, size and query may change; elsewhere host and path, so that a foreign copy differs. A
    simulator on this machine is one host, whatever its port of the day.
    """
    parts = urlsplit(address.strip())
    segments = [segment for segment in unquote(parts.path).split("/") if segment]
    if segments and _SIZE.fullmatch(segments[-1]):
        segments = segments[:-1]
    if parts.hostname in WECHAT_HOSTS:
        return segments[-1] if segments else ""
    host = "localhost" if parts.hostname in _LOOPBACK else parts.netloc
    return f"{host}/{'/'.join(segments)}"


def pictures_in_style(style: str) -> tuple[str, ...]:
    """Return the ids of the pictures that a style attribute shows as background."""
    if "url(" not in style.lower():
        return ()
    return tuple(picture_id(address) for address in _IN_STYLE.findall(style))
