"""What the head of a mail says of where it comes from, and how far that may be believed.

The sender's line alone proves nothing: anybody can write anything there.
Source: RFC 5322 From, RFC 8601 Authentication-Results, RFC 3834 automatic mail.
"""

import re
from dataclasses import dataclass

from hefa.collect.mail.parts import header, headers, parsed

_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}"
_ALONE = re.compile(rf"\s*({_ADDRESS})\s*(?:\([^()<>]*\))?\s*")
_WITH_NAME = re.compile(rf"([^<>]*)<\s*({_ADDRESS})\s*>\s*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_SEPARATORS = frozenset(',;:@"')

_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,250}>")
_TOKEN = re.compile(r"(?<![0-9A-Z])[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}(?![0-9A-Z])", re.IGNORECASE)
_MOST_TOKENS = 3
_PREFIX = re.compile(r"\s*(?:re|fw|fwd|回复|答复|转发)\s*[:：]", re.IGNORECASE)
_BULK = frozenset({"bulk", "junk", "list"})

_RESULT = re.compile(r"\s*([a-z0-9-]{1,20})\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]{1,20}\.[a-z-]{1,20})\s*=\s*(\S+)", re.IGNORECASE)
_PROOFS = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",), "dmarc": ("header.from",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The head of a mail; `sender` is empty unless exactly one plain address stands there.

    `proved` names the methods by which the provider vouches for the sender's domain.
    """

    sender: str = ""
    subject: str = ""
    message_id: str = ""
    is_automatic: bool = False
    is_bulk: bool = False
    proved: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()


def read_letterhead(content: bytes, *, authserv_id: str = "") -> Letterhead:
    """Return what the head in `content` says; results of other hosts than ours do not count.

    Raises Refused when it is beyond the limits of a mail.
    """
    mail = parsed(content)
    senders = headers(mail, "From")
    sender = plain_address(senders[0]) if len(senders) == 1 else ""
    subject = header(mail, "Subject")
    found = _MESSAGE_ID.search(header(mail, "Message-ID"))
    automatic = header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    tokens = [token.upper() for token in _TOKEN.findall(subject)]
    return Letterhead(
        sender=sender,
        subject=subject,
        message_id=found[0] if found else "",
        is_automatic=automatic not in ("", "no") or header(mail, "Return-Path") == "<>",
        is_bulk=header(mail, "Precedence").lower() in _BULK or bool(header(mail, "List-Id")),
        proved=_proved(headers(mail, "Authentication-Results"), authserv_id, sender),
        tokens=tuple(tokens[:_MOST_TOKENS]),
    )


def plain_address(line: str) -> str:
    """Return the one address in a sender's line, in small letters; empty for anything unclear."""
    if alone := _ALONE.fullmatch(line):
        return alone[1].lower()
    named = _WITH_NAME.fullmatch(line)
    if named is None or _SEPARATORS & set(_QUOTED.sub("", named[1])):
        return ""
    return named[2].lower()


def title_from(subject: str) -> str:
    """Return the subject as a title: without tokens and the marks of answers and forwards."""
    subject = _TOKEN.sub("", subject)
    while mark := _PREFIX.match(subject):
        subject = subject[mark.end() :]
    return " ".join(subject.split())[:200]


def _proved(lines: list[str], authserv_id: str, sender: str) -> tuple[str, ...]:
    """Return which methods passed for the sender's own domain, by our provider's topmost word.

    Lines further down may have come with the mail.
    """
    domain = sender.rpartition("@")[2]
    for line in lines:
        host, _, rest = _bare(line).partition(";")
        if authserv_id and domain and host.lower().split()[:1] == [authserv_id.lower()]:
            methods = (_passed(result, domain) for result in rest.split(";"))
            return tuple(dict.fromkeys(method for method in methods if method))
    return ()


def _passed(result: str, domain: str) -> str:
    """Return the method that `result` says has passed for `domain`; empty when it does not."""
    found = _RESULT.match(result)
    if found is None or found[2].lower() != "pass":
        return ""
    method = found[1].lower()
    wanted = _PROOFS.get(method, ())
    shown = [
        value.rpartition("@")[2].lower().strip(".")
        for name, value in _PROPERTY.findall(result)
        if name.lower() in wanted
    ]
    return method if shown and all(_is_aligned(name, domain) for name in shown) else ""


def _is_aligned(shown: str, domain: str) -> bool:
    """Whether both belong together: the same, or the one below the other."""
    return bool(shown) and (
        shown == domain or domain.endswith(f".{shown}") or shown.endswith(f".{domain}")
    )


def _bare(line: str) -> str:
    """Return `line` without its comments, each quoted text as one sign.

    What a stranger chose, as the local part of an address, stands in one of these.
    """
    kept: list[str] = []
    depth, is_quoted, is_escaped = 0, False, False
    for letter in line:
        if is_escaped:
            is_escaped = False
        elif letter == "\\":
            is_escaped = True
        elif is_quoted:
            is_quoted = letter != '"'
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(depth - 1, 0)
        elif depth == 0:
            is_quoted = letter == '"'
            kept.append("_" if is_quoted else letter)
    return "".join(kept)
