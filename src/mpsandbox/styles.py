"""What WeChat does to the `style` of an element before it stores it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

REMOVED_PROPERTIES = {"position", "-webkit-overflow-scrolling"}

_SIZE_SEGMENT = re.compile(r"/\d+$")
_URL = re.compile(r"url\(\s*['\"]?([^'\")]*)['\"]?\s*\)", re.IGNORECASE)
_HEX_COLOUR = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])", re.IGNORECASE)

PictureTest = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What was seen on some accounts and not on others.

    Colours written anew as `rgb(…)`; `code` without its styles; a quotation mark that ends the
    style it stands in.
    """

    writes_colours_anew: bool = False
    code_loses_styles: bool = False
    quotes_end_style: bool = False


USUAL = Habits()


def kept_style(tag: str, style: str, is_own_picture: PictureTest, habits: Habits) -> str:
    """Return `style` as WeChat keeps it; unchanged where there is nothing to change.

    Declarations WeChat does not allow go, and so do those with pictures not uploaded here.
    Source: WeChat /cgi-bin/draft/add, read back by /cgi-bin/draft/get.
    """
    if habits.code_loses_styles and tag == "code":
        return ""
    if habits.quotes_end_style:
        style = re.split("['\"]", style, maxsplit=1)[0]
    declarations = _declarations(style)
    kept = [each for each in declarations if _is_kept(each, is_own_picture)]
    if len(kept) != len(declarations):
        style = ";".join(kept)
    style = _URL.sub(lambda match: match[0].replace(match[1], at_640(match[1])), style)
    return _HEX_COLOUR.sub(_rgb, style) if habits.writes_colours_anew else style


def at_640(url: str) -> str:
    """Return a picture's address as stored articles carry it: the one of width 640."""
    if not urlsplit(url).path.startswith("/mmbiz_"):
        return url
    address, _, query = url.partition("?")
    return _SIZE_SEGMENT.sub("/640", address) + (f"?{query}" if query else "")


def _is_kept(declaration: str, is_own_picture: PictureTest) -> bool:
    name = declaration.partition(":")[0].strip().lower()
    if name in REMOVED_PROPERTIES or name.startswith("--"):
        return False
    return all(is_own_picture(url) for url in _URL.findall(declaration))


def _declarations(style: str) -> list[str]:
    """Return the declarations of `style`, split at semicolons outside brackets and quotes."""
    pieces, start, closing = [], 0, ""
    for position, character in enumerate(style):
        if closing:
            closing = "" if character == closing else closing
        elif character in "'\"(":
            closing = ")" if character == "(" else character
        elif character == ";":
            pieces.append(style[start:position])
            start = position + 1
    return [*pieces, style[start:]]


def _rgb(match: re.Match[str]) -> str:
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])  # noqa: PLR2004
    red, green, blue = (int(digits[start : start + 2], 16) for start in (0, 2, 4))
    return f"rgb({red}, {green}, {blue})"
