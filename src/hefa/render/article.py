"""One signed package to the exact HTML that is sent to WeChat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hefa.core.errors import Refused, reason
from hefa.core.package import Package, package_sha256, sealed
from hefa.render import first
from hefa.render.clean import clean
from hefa.render.inline import Mended
from hefa.render.themes import css, theme_named
from hefa.render.writing import Piece, write

RENDERER_VERSION: Final = 2
MARKER: Final = "data-hefa"
_MARKER_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The article's HTML, and how it came about.

    `pieces` stand in it one after the other, each with the block of the document it shows;
    `mended` are the colours that had to be changed so that the text can be read.
    """

    html: str
    pieces: tuple[Piece, ...] = ()
    mended: tuple[Mended, ...] = ()


def render(
    package: Package,
    picture_addresses: Mapping[str, str],
    *,
    renderer_version: int = RENDERER_VERSION,
) -> str:
    """Return the article's HTML: the same bytes for the same arguments, on any machine.

    `picture_addresses` maps each picture's SHA-256 to its address. Raises Refused for a picture
    without one, and for a theme or renderer this version does not have. The first element
    carries the first 16 digits of the package's fingerprint, by which it is found again.
    Source: article HTML rules of WeChat, tags and properties that survive its rewriting.
    """
    return rendering(package, picture_addresses, renderer_version=renderer_version).html


def rendering(
    package: Package,
    picture_addresses: Mapping[str, str],
    *,
    renderer_version: int = RENDERER_VERSION,
) -> Rendering:
    """Return what `render` returns, with its pieces. Raises Refused as `render` does."""
    package = sealed(package)
    theme = theme_named(package.theme)
    head = (
        f'<section {MARKER}="{package_sha256(package)[:_MARKER_DIGITS]}"'
        f' style="{css(theme["article"])}">'
    )
    if renderer_version == 1:
        body = first.body(package.document, theme, picture_addresses)
        return Rendering(html=f"{head}{body}</section>")
    if renderer_version != RENDERER_VERSION:
        raise Refused(reason("render.renderer_unknown", number=renderer_version))
    written = write(package.document, theme, picture_addresses)
    body = "".join(piece.html for piece in written.pieces)
    html = f"{head}{body}</section>"
    _pass_gate(html)
    return Rendering(html=html, pieces=written.pieces, mended=written.mended)


def _pass_gate(html: str) -> None:
    """Raise Refused when the very bytes to be sent hold anything that is not on the list."""
    cleaned = clean(html)
    if cleaned.html != html:
        raise Refused(reason("render.not_clean", found=" ".join(cleaned.dropped)[:60]))
