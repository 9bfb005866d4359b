"""A mail taken apart into its parts, in bounded time and memory.

The standard library's parser is used with the policy that reads headers as they stand: the newer
one parses them by a grammar that takes more than linear time and raises on malformed input.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from typing import Any
from urllib.parse import unquote_to_bytes

from hefa.collect.mail.charsets import decoded, from_wire, header_text
from hefa.core.errors import Refused, reason

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 20
MOST_DEPTH = 10
_MOST_LINES = 400_000  # 20 MB in base64 have 300,000
_MOST_NODES = 40  # with containers and what attached mails consist of
_HEADER_LENGTH = 8_000

_WITHOUT_ASTERISK = re.compile(r"([\w-]+)'[\w-]*'(\S*%\S*)")

ATTACHED_MAIL = "message/rfc822"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part that holds something itself: its type, its name, its bytes."""

    media_type: str
    name: str = ""
    charset: str = ""
    content_id: str = ""
    is_attached: bool = False
    content: bytes = b""

    @property
    def text(self) -> str:
        """The bytes as text."""
        return decoded(self.content, self.charset)


class _Bounded(Compat32):
    """Headers cut to a sane length and read as text; parts counted while they are found."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the header's name and its value on one line."""
        name, _, value = "".join(sourcelines)[:_HEADER_LENGTH].partition(":")
        value = value.lstrip(" \t").replace("\r", "").replace("\n", "")
        return name, from_wire(value)


def parsed(content: bytes) -> "Message[str, str]":
    """Return the mail as a tree. Raises Refused when it is beyond the limits."""
    if len(content) > MOST_BYTES:
        raise Refused(reason("collect.mail_too_large", most=MOST_BYTES // 1024 // 1024))
    if max(content.count(b"\n"), content.count(b"\r")) > _MOST_LINES:
        raise Refused(reason("collect.mail_malformed"))
    count = 0

    def node(policy: Any = None) -> "Message[str, str]":
        nonlocal count
        count += 1
        if count > _MOST_NODES:
            raise Refused(reason("collect.mail_too_many_parts", most=MOST_PARTS))
        return Message(policy=policy)

    try:
        return message_from_bytes(content, policy=_Bounded(message_factory=node))
    except (TypeError, ValueError):  # the parser asks for a boundary that makes no sense
        raise Refused(reason("collect.mail_malformed")) from None


def parts_of(mail: "Message[str, str]") -> tuple[Part, ...]:
    """Return the parts in the order of the mail; attached mails are named and not opened.

    Raises Refused for more than `MOST_PARTS` or for nesting below `MOST_DEPTH`.
    """
    found: list[Part] = []
    for part in _leaves(mail, 0):
        found.append(part)
        if len(found) > MOST_PARTS:
            raise Refused(reason("collect.mail_too_many_parts", most=MOST_PARTS))
    return tuple(found)


def header(mail: "Message[str, str]", name: str) -> str:
    """Return the first header of that name as text; empty when there is none."""
    return header_text(str(mail.get(name, ""))).strip()


def headers(mail: "Message[str, str]", name: str) -> list[str]:
    """Return every header of that name as it stands, topmost first."""
    return [str(value) for value in mail.get_all(name, [])]


def _leaves(node: "Message[str, str]", depth: int) -> Iterator[Part]:
    if depth > MOST_DEPTH:
        raise Refused(reason("collect.mail_too_deep"))
    kind = node.get_content_type()
    if kind.startswith("message/"):
        yield Part(media_type=ATTACHED_MAIL, name=_name(node), is_attached=True)
    elif node.is_multipart():
        for child in node.get_payload():
            if isinstance(child, Message):
                yield from _leaves(child, depth + 1)
    else:
        yield Part(
            media_type=kind,
            name=_name(node),
            charset=str(_parameter(node, "content-type", "charset")),
            content_id=header(node, "Content-ID").strip("<>"),
            is_attached=node.get_content_disposition() == "attachment",
            content=_content(node),
        )


def _content(node: "Message[str, str]") -> bytes:
    payload = node.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(node: "Message[str, str]") -> str:
    """Return the file name, by RFC 2231 or, as many programs write it, by RFC 2047."""
    name = _parameter(node, "content-disposition", "filename") or _parameter(
        node, "content-type", "name"
    )
    name = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
    return name.rpartition("/")[2].strip()[:200]


def _parameter(node: "Message[str, str]", of: str, name: str) -> str:
    """Return one parameter of a header as text; empty when it cannot be read."""
    try:
        value = node.get_param(name, "", of)
    except (TypeError, ValueError):  # pieces of RFC 2231 numbered beyond sense
        return ""
    if isinstance(value, tuple):
        charset, _, text = value
        return decoded(text.encode("latin-1", errors="replace"), charset or "")
    text = str(value or "")
    if bare := _WITHOUT_ASTERISK.fullmatch(text):
        return decoded(unquote_to_bytes(bare[2]), bare[1])
    return header_text(text)
