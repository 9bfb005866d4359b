"""Public article pages, fetched as a reader's phone would."""

import re
from urllib.parse import urlsplit, urlunsplit

from hefa.wechat.answers import read_date
from hefa.wechat.transport import Client, is_loopback
from hefa.wechat.values import FetchedPage

_PRINTED = re.compile(r"[!-~]{1,2000}")
_HOST = "mp.weixin.qq.com"
_HEADERS = {
    "Accept": "text/html",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "User-Agent": "Mozilla/5.0 (Linux; Android 13; Mobile) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0 Mobile Safari/537.36",
}


def fetch_page(client: Client, url: str) -> FetchedPage:
    """Return the public page at `url`; whether it shows the article is for the reader to judge.

    Only https://mp.weixin.qq.com/s… is fetched (http is raised to https), or the simulator's own
    pages when the client speaks to one; ValueError otherwise. WeChat answers 200 for deleted and
    blocked articles too; a redirect or any other status raises Unknown.
    """
    address = page_address(url, base_url=client.base_url)
    content, date = client.get_page(address, headers=_HEADERS)
    return FetchedPage(
        url=address, html=content.decode("utf-8", "replace"), server_at=read_date(date)
    )


def page_address(url: str, *, base_url: str) -> str:
    """Return the address to fetch for `url`, without fragment. Raises ValueError if foreign."""
    parts = urlsplit(url.strip() if _PRINTED.fullmatch(url.strip()) else "")
    base = urlsplit(base_url)
    if is_loopback(base_url) and parts.netloc == base.netloc and parts.scheme == base.scheme:
        return urlunsplit(parts._replace(fragment=""))
    is_article = parts.path == "/s" or parts.path.startswith("/s/")
    if parts.netloc != _HOST or parts.scheme not in ("http", "https") or not is_article:
        raise ValueError("not the address of a WeChat article")
    return urlunsplit(parts._replace(scheme="https", fragment=""))
