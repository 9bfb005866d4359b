"""The article on a phone, for our own eyes: a whole page around exactly the bytes of render."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hefa.core.package import Package
from hefa.render.article import RENDERER_VERSION, render
from hefa.render.dark import PAGE, dark_article
from hefa.render.inline import escaped

# A phone, the editor at WeChat, and the widest an article gets: what its checker measures.
WIDTHS: Final = (375, 585, 677)
# Frame narrower than this in px, and how much the article shrinks to fit it at each width.
_FITS: Final[tuple[tuple[int, tuple[float, ...]], ...]] = (
    (700, (1, 0.96, 0.85)),
    (600, (1, 0.64, 0.55)),
    (400, (0.86, 0.55, 0.47)),
    (340, (0.75, 0.48, 0.41)),
)
_STYLE: Final = """
*{box-sizing:border-box}
body{margin:0;background:#ffffff;color:#333333;font-size:17px;line-height:1.75;
font-family:-apple-system,system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
input{position:fixed;opacity:0;pointer-events:none}
nav{position:sticky;inset-block-start:0;display:flex;flex-wrap:wrap;gap:4px;padding:6px 8px;
background:#fbfaf6;border-block-end:1px solid #e4dfd5;font-size:14px;line-height:1.4;z-index:1}
label{padding:6px 8px;border:1px solid #8a857a;border-radius:8px;color:#1d2a31;cursor:pointer;
background:#ffffff}
label[for=day]{margin-inline-start:auto}
main{margin:0 auto;padding:20px 16px 48px;overflow-wrap:break-word;overflow:hidden}
main *{margin:0;padding:0;max-width:100%}
h1{font-size:22px;line-height:1.4;font-weight:bold}
.about{margin:12px 0 24px;color:#737373;font-size:15px}
.about span{margin-inline-end:10px}
.hint{margin:0 0 16px;font-size:13px}
td,th{padding:5px 4px;border:1px solid #d9d9d9}
.night,.hint{display:none}
#night:checked~main .night,#night:checked~main .hint{display:block}
#night:checked~main .day{display:none}
.night td,.night th{border-color:#4a4a4a}
"""
_NIGHT: Final = "夜间样子按微信公开的变色办法算出，手机上可能略有出入。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How the preview begins: its width in px, one of `WIDTHS`, by day or by night.

    Without its bar the page it stands in has the choice.
    """

    width: int = WIDTHS[0]
    is_night: bool = False
    has_bar: bool = True


AT_FIRST: Final = Looks()


def render_preview(
    package: Package,
    picture_addresses: Mapping[str, str],
    *,
    account_name: str = "",
    shown_on: date | None = None,
    looks: Looks = AT_FIRST,
    renderer_version: int = RENDERER_VERSION,
) -> str:
    """Return a whole HTML page that shows the article at three widths, by day and by night.

    Inside it stand exactly the bytes that `render` gives for the same arguments, and once more
    those bytes with their colours as dark mode converts them. Needs `style-src 'unsafe-inline'`;
    runs no script: what is chosen is chosen by radio buttons, which `looks` sets beforehand.
    """
    article = render(package, picture_addresses, renderer_version=renderer_version)
    about = (package.author, account_name or package.account, _day(shown_on))
    spans = "".join(f"<span><bdi>{escaped(part)}</bdi></span>" for part in about if part)
    title = escaped(package.title)
    return (
        '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}{_choosing()}</style></head><body>{_choices(looks)}<main>"
        f'<h1 dir="auto">{title}</h1><p class="about">{spans}</p><p class="hint">{_NIGHT}</p>'
        f'<div class="shown day">{article}</div>'
        f'<div class="shown night">{dark_article(article)}</div></main></body></html>'
    )


def _choosing() -> str:
    """Return the style rules that follow the buttons: width, fit, mode, and what is chosen."""
    rules = [
        f"#night:checked~main{{background:{PAGE};color:#a3a3a3}}",
        *(f"#w{width}:checked~main{{width:{width}px}}" for width in WIDTHS),
    ]
    for below, scales in _FITS:
        inside = "".join(
            f"#w{width}:checked~main{{zoom:{scale}}}"
            for width, scale in zip(WIDTHS, scales, strict=True)
        )
        rules.append(f"@media (max-width:{below - 1}px){{{inside}}}")
    for name in (*(f"w{width}" for width in WIDTHS), "day", "night"):
        label = f"~nav label[for={name}]"
        rules.append(f"#{name}:checked{label}{{background:#17607d;color:#ffffff}}")
        rules.append(f"#{name}:focus-visible{label}{{outline:3px solid #b87a0f}}")
    return "".join(rules)


def _choices(looks: Looks) -> str:
    """Return the buttons for width and mode as they begin; hidden without the bar."""
    chosen = {f"w{looks.width}", "night" if looks.is_night else "day"}
    radios = [("width", f"w{width}") for width in WIDTHS] + [("mode", "day"), ("mode", "night")]
    inputs = "".join(
        _radio(group, name, is_chosen=name in chosen, is_hidden=not looks.has_bar)
        for group, name in radios
    )
    return inputs + (_BAR if looks.has_bar else "")


def _radio(group: str, name: str, *, is_chosen: bool, is_hidden: bool) -> str:
    marks = (" hidden" if is_hidden else "") + (" checked" if is_chosen else "")
    spoken = f' aria-label="宽 {name[1:]} 像素"' if group == "width" else ""
    return f'<input type="radio" name="{group}" id="{name}"{spoken}{marks}>'


_BAR: Final = (
    '<nav aria-label="怎么看">'
    + "".join(f'<label for="w{width}">{width}</label>' for width in WIDTHS)
    + '<label for="day">白天</label><label for="night">夜间样子</label></nav>'
)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
