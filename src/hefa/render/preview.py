"""The article on a phone, for our own eyes: a whole page around exactly the bytes of render."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from hefa.core.package import Package
from hefa.render.article import RENDERER_VERSION, render
from hefa.render.inline import escaped

_STYLE: Final = """
:root{color-scheme:light dark}
body{margin:0;background-color:#ffffff;color:#333333;font-size:17px;line-height:1.75;
font-family:-apple-system,system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
main{box-sizing:border-box;max-width:677px;margin:0 auto;padding:20px 16px 48px;
overflow-wrap:break-word}
main *{margin:0;padding:0;max-width:100%;box-sizing:border-box}
h1{font-size:22px;line-height:1.4;font-weight:bold}
.about{margin:12px 0 24px;color:#8c8c8c;font-size:15px}
.about span{margin-inline-end:10px}
td,th{padding:5px 4px;border:1px solid #d9d9d9}
@media (prefers-color-scheme:dark){
body{background-color:#191919;color:#a3a3a3}
.shown{filter:invert(.88) hue-rotate(180deg)}.shown img{filter:invert(1) hue-rotate(180deg)}}
"""


def render_preview(
    package: Package,
    picture_addresses: Mapping[str, str],
    *,
    account_name: str = "",
    shown_on: date | None = None,
    renderer_version: int = RENDERER_VERSION,
) -> str:
    """Return a whole HTML page that shows the article as a phone does, in light or dark.

    Inside it stand exactly the bytes that `render` gives for the same arguments.
    Needs `style-src 'unsafe-inline'`; runs no script.
    """
    article = render(package, picture_addresses, renderer_version=renderer_version)
    about = (package.author, account_name or package.account, _day(shown_on))
    spans = "".join(f"<span><bdi>{escaped(part)}</bdi></span>" for part in about if part)
    title = escaped(package.title)
    return (
        '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>"
        f'<h1 dir="auto">{title}</h1><p class="about">{spans}</p>'
        f'<div class="shown">{article}</div></main></body></html>'
    )


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
