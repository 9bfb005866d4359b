"""Bytes of mails as text: named character sets, unnamed ones, encoded words in headers."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

# Only these are decoded by name: others (punycode, idna, escapes) are slow or no text at all.
_BY_NAME = re.compile(
    r"utf-8|utf-16(-[lb]e)?|ascii|gb18030|big5(hkscs)?|hz|iso2022_(jp|kr)|shift_jis|euc_(jp|kr)"
    r"|iso8859-\d+|cp125\d|koi8-[ru]"
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "utf-8-sig": "utf-8"}  # what writers really mean


def decoded(content: bytes, charset: str = "") -> str:
    """Return `content` as text, by `charset` where it holds, else as utf-8, else as gb18030.

    Never fails: what no set explains becomes U+FFFD.
    """
    for name in (_known(charset), "utf-8", "gb18030"):
        if not name:
            continue
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode(_known(charset) or "utf-8", errors="replace")


def from_wire(text: str) -> str:
    """Return header text whose bytes stood there unencoded, against the rules but often."""
    if text.isascii():
        return text
    return decoded(text.encode("utf-8", errors="surrogateescape"))


def header_text(text: str) -> str:
    """Return header text with its encoded words (RFC 2047) read, also where they do not belong.

    Neighbours of one set are joined before decoding: some writers cut a character in two.
    """
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "")
        for piece, charset in pieces
    )


def _known(charset: str) -> str:
    """Return the codec to decode `charset` with; empty when it is not one of ours."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")[:40]).name if charset else ""
    except (LookupError, ValueError):
        return ""
    name = _WIDER.get(name, name)
    return name if _BY_NAME.fullmatch(name) else ""
