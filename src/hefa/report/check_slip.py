"""Checks a proof slip, or the code on a printed sheet, with any Python from 3.8 and nothing else.

`python3 check.py SLIP.txt`, `python3 check.py CODE PUBLIC-KEY`. It stands at the end of each slip.
Exit status 0 only when everything holds.
Source: RFC 6962 section 2.1; RFC 8032 section 5.1; c2sp.org/signed-note.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from typing import Callable, Iterator  # noqa: UP035  # Python 3.8
from urllib.parse import unquote

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Return the root that the path leads to, the lowest hash first; empty for a wrong length."""
    last = size - 1
    for step in path:
        if last == 0:
            return b""
        if index & 1 or index == last:
            leaf = hashlib.sha256(b"\x01" + step + leaf).digest()
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            leaf = hashlib.sha256(b"\x01" + leaf + step).digest()
        index, last = index >> 1, last >> 1
    return leaf if last == 0 else b""


def is_signed(text: bytes, signature: bytes, public: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or len(public) != 32 or s >= ORDER:  # noqa: PLR2004  # RFC 8032
        return False
    digest = hashlib.sha512(signature[:32] + public + text).digest()
    h = int.from_bytes(digest, "little") % ORDER
    try:
        left = _times(s, _point(b"\x58" + b"\x66" * 31))
        right = _sum(_point(signature[:32]), _times(h, _point(public)))
    except ValueError:
        return False
    is_same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return is_same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def _point(text: bytes) -> tuple[int, int, int, int]:
    """Return the point that 32 bytes stand for. Raises ValueError when they stand for none."""
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError(text)
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _sum(
    one: tuple[int, int, int, int], two: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    return (
        (b - a) * (d - c) % P,
        (d + c) * (b + a) % P,
        (d - c) * (d + c) % P,
        (b - a) * (b + a) % P,
    )


def _times(number: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    found = (0, 1, 1, 0)
    while number:
        found = _sum(found, point) if number & 1 else found
        point, number = _sum(point, point), number >> 1
    return found


def what_is_wrong(slip: str) -> Iterator[str]:
    """Yield what does not hold. Raises ValueError or KeyError for a text that is no slip."""
    part = slip[slip.index("\nHEFA-PROOF/1\n") + 1 :]
    facts, note = part[: part.index("\nend\n")].split("\ncheckpoint\n", 1)
    rows = [line.split(" ", 1) for line in facts.split("\n")[1:]]
    fact = {row[0]: row[1] for row in rows}
    path = [bytes.fromhex(row[1]) for row in rows if row[0] == "path"]
    seq, size = int(fact["seq"]), int(fact["size"])
    leaf = hashlib.sha256(b"\x00" + fact["entry"].encode()).digest()
    if leaf.hex() != fact["leaf"]:
        yield "记录原文与本条校验码不符。"
    if json.loads(fact["entry"])["seq"] != seq:
        yield "记录原文不是这一条。"
    if not 1 <= seq <= size or root_from(leaf, seq - 1, size, path).hex() != fact["root"]:
        yield "从本条推不到总校验码。"
    text, _, signed = note.partition("\n\n")
    origin, signed_size, root = text.split("\n")
    if (origin, int(signed_size), base64.b64decode(root).hex()) != (
        fact["log"],
        size,
        fact["root"],
    ):
        yield "校验点说的不是这个总校验码。"
    public = base64.b64decode(fact["key"].split("+", 2)[2])[1:]
    signature = base64.b64decode(signed.split()[2])[4:]
    if not is_signed((text + "\n").encode(), signature, public):
        yield "校验点的签名不对。"


def code_is_wrong(code: str, key: str) -> Iterator[str]:
    """Yield why the code on paper does not hold. Raises ValueError for a text that is no code."""
    place, number, mark, digest, signature = map(unquote, code.strip().split("/")[-5:])
    raw = base64.urlsafe_b64decode(signature + "==")
    text = f"HEFA-SHEET/1\n{number}\n{mark}\n{digest}\n"
    is_exact = base64.urlsafe_b64encode(raw).decode().rstrip("=") == signature
    public = base64.b64decode(key.split("+", 2)[2])[1:]
    if place != "paper" or not is_exact or not is_signed(text.encode(), raw, public):
        yield "这个码不是这个公钥签的，或者被改过。"


def main(path: str, key: str = "") -> int:
    """Print what was found; return the exit status."""
    if key:
        return _told(lambda: code_is_wrong(path, key), "这个码读不出来。")
    with open(path, encoding="utf-8") as file:  # noqa: PTH123  # the least that will do
        slip = file.read()
    return _told(lambda: what_is_wrong(slip), "这份证明读不出来。")


def _told(find: Callable[[], Iterator[str]], unreadable: str) -> int:
    try:
        wrong = list(find())
    except (ValueError, KeyError, IndexError, TypeError):
        wrong = [unreadable]
    sys.stdout.write("\n".join(wrong or ["全部对得上。"]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
