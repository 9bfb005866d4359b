"""Verifies an export of the ledger: this one file and Python 3.8 or later, nothing else.

`python3 -I -S verify.py OUT [--checkpoint FILE] [--key KEY] [--json]`; exit status 0: all holds,
1: something is wrong, 2: it cannot be read. Hashing and canonical form are repeated on purpose:
nobody need trust what wrote the export. Source: RFC 6962; RFC 8032; c2sp.org/signed-note.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
from collections import namedtuple
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

FORMAT, KINDS = ["hefa-ledger-export", 1], {"entry", "personal", "checkpoint", "end"}
COLUMNS = ("seq", "v", "ts", "actor", "kind", "subject", "body")
KEY_CHANGE = "key_change_unsigned 换密钥的签名不对，或接不上原来的密钥"
ACTS = {"ledger.erased": "erasure_of_nothing 要抹去的个人信息本来没有，或者还在",
        "ledger.restored": "epoch_wrong 恢复记录说的条数、总校验码或期数不对",
        "ledger.key_replaced": KEY_CHANGE, "ledger.key_lost": KEY_CHANGE}  # fmt: skip
ALTERED = "checkpoint_altered 校验点被改动过，或者签名不对"
ANOTHER = "checkpoint_of_another 外面保存的校验点是另一本台账的，或者签名不对"
PRIME, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE, IMAGINARY = -121665 * pow(121666, -1, PRIME) % PRIME, pow(2, (PRIME - 1) // 4, PRIME)
Finding = namedtuple("Finding", "code seq thing message")  # noqa: PYI024  # in one line
Note = namedtuple("Note", "text log log_id epoch size root signatures")  # noqa: PYI024  # as above
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_decode = json.JSONDecoder(parse_float=int, parse_constant=int).decode  # refuses what is not exact


class Log:
    """The ledger as its export tells it, judged line by line."""

    def __init__(self, *, has_personal: bool, outside: list[Note], given: list[str]) -> None:
        self.has_personal, self.outside, self.given = has_personal, outside, given
        self.size, self.signed_until, self.lines, self.is_ended = 0, 0, 1, False
        self.found, self.backwards, self._edge = [], [], []  # type: list[Finding], list[int], list[bytes]
        self.epochs, self.keys = [], []  # type: list[dict[str, Any]], list[tuple[int, str, bool]]
        self._first_leaf, self._last_ts = "", ""
        self._roots = dict.fromkeys((note.size for note in outside), sha256(b"").digest())
        self._texts = bytearray()  # for each entry: 0 has no personal text, 1 its hash, 2 itself
        self._awaited, self.stored = {}, set()  # type: dict[tuple[int, str], str], set[int]

    def entry(self, *row: Any) -> None:
        """Judge one entry: its number, its leaf, what it says of erasures, keys and epochs."""
        seq, _, ts, _, kind, subject, _, claimed = row
        if seq != self.size + 1:
            self.is_ended = True
            return self.find("entry_missing 不见了，核对到此为止", self.size + 1)
        body, hashes, fault = read_leaf(row)
        is_untrue = kind in ACTS and not fault and not self._is_true(seq, kind, subject, body)
        self.find(ACTS[kind] if is_untrue else fault, seq)
        self._texts.append(1 if hashes else 0)
        self._awaited.update({(seq, name): hashes[name] for name in hashes if self.has_personal})
        self._first_leaf = self._first_leaf or str(claimed)
        self.backwards += [seq] if str(ts) < self._last_ts else []
        self._last_ts = str(ts)
        return self._grow(bytes.fromhex(claimed) if re.fullmatch("[0-9a-f]{64}", claimed) else b"")

    def _is_true(self, seq: int, kind: str, subject: str, body: Any) -> bool:
        """Whether an erasure, an epoch or a change of key proves out; it is then taken in."""
        try:
            if kind == "ledger.erased":
                erased = int(subject[len("entry:") :])
                is_true = 0 < erased < seq and self._texts[erased - 1] == 1
                self._texts[erased - 1] -= is_true
            elif kind == "ledger.restored":
                epoch = dict(body, seq=seq, number=body.get("epoch", self._epoch_at(seq) + 1))
                is_true = (body["old_size"], body["old_root"]) == (seq - 1, self.root().hex())
                is_true &= epoch["number"] > self._epoch_at(seq) and body["last_outside_size"] >= 0
                self.epochs += [epoch] * is_true
            else:
                text = "hefa ledger key\n{seq}\n{old}\n{new}\n".format(**body, seq=seq).encode()
                self.keys = self.keys or [(0, body["old"], False)]
                is_true = self.keys[-1][1] == body["old"]
                for name in ("new",) if kind == "ledger.key_lost" else ("new", "old"):
                    signature = bytes.fromhex(body[name + "_signature"])
                    is_true &= is_signature(key_parts(body[name])[1], text, signature)
                self.keys += [(seq, body["new"], kind == "ledger.key_lost")] * is_true
        except (AttributeError, LookupError, TypeError, ValueError):
            return False
        return is_true

    def personal(self, seq: int, name: str, salt: str, text: str) -> None:
        """Compare personal text with the salted hash that its entry commits to."""
        expected = self._awaited.pop((seq, name), None)
        said = sha256(f"{salt}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
        if expected is None or not self._texts[seq - 1]:
            return self.find("personal_unknown 旁多出了个人信息", seq, name)
        self._texts[seq - 1] = 2
        return self.find("personal_altered 的个人信息被改动过" * (expected != said), seq, name)

    def checkpoint(self, size: int, _made_at: str, text: str, key: str) -> None:
        """Compare a stored checkpoint with the entries so far and with the key of its time."""
        self.keys = self.keys or [(0, key, False)]
        self._roots[self.size] = self.root()
        self.stored.add(size)
        note = (*notes_in(text), Note("", "", "", 0, -1, b"", ""))[0]
        whole = (note.size, f"{note.text}\n{note.signatures}", self.keys[-1][1])
        fault, seq = self._fault(note, [key]) if whole == (size, text, key) else (ALTERED, None)
        self.find(ALTERED if fault == ANOTHER else fault, seq, str(size))
        self.stored -= {size} if fault else set()
        self.signed_until = max(self.signed_until, 0 if fault else size)

    def end(self, size: int, edge: str, lines: int) -> None:
        """Judge what only the end shows: frontier, missing text, keys, outside checkpoints."""
        if (size, edge) != (self.size, " ".join(hash_.hex() for hash_ in self._edge)):
            self.find("frontier_differs 台账末端与记录对不上", None, "ledger_frontier")
        self.find("export_cut_off 导出文件缺了行" * (lines != self.lines), None, f"line {lines}")
        for seq, name in self._awaited:
            self.find("personal_missing 的个人信息不见了" * bool(self._texts[seq - 1]), seq, name)
        known = [key for _, key, _ in self.keys]
        trusted = [at for at, key in enumerate(known) if key in self.given]
        if self.given and (not self.signed_until or set(self.given) - set(known)):
            self.find("key_differs 台账里没有给出的公钥签过的校验点", None, "key")
        for since, _, is_lost in self.keys[max(trusted) + 1 :] if trusted else []:
            self.find("key_not_trusted 登记旧密钥丢失，请另给新公钥" * is_lost, since, "key")
        for note in sorted(self.outside, key=lambda note: int(note.size)):
            self.find(*self._fault(note, known + self.given), str(note.size))
        self.is_ended = True

    def find(self, fault: str, seq: Any = None, thing: str = "") -> None:
        """Keep a fault, its code and after a space its words, unless the one before is the same."""
        code, _, words = f"ledger.{fault}".partition(" ")
        if fault and not (seq and self.found and self.found[-1][:2] == (code, seq)):
            self.found.append(Finding(code, seq, thing, (f"第 {seq} 条" if seq else "") + words))

    def _fault(self, note: Note, keys: list[str]) -> tuple[str, int | None]:
        """Return what is wrong with a signed checkpoint and from which entry on."""
        ended = next((epoch for epoch in self.epochs if epoch["number"] > note.epoch), None)
        reach = ended["seq"] - 1 if ended else self.size
        is_further = note.size > reach and not ended  # and may know keys that are missing here
        is_own = note.log_id == self._first_leaf[:16] or not self.size
        signed = {is_signed_by(note, key) for key in keys} or {True}
        if not is_own or not (True in signed or (is_further and False not in signed)):
            return ANOTHER, None
        if is_further:
            return f"rolled_back 起的记录不见了，校验点签到第 {note.size} 条", self.size + 1
        if ended and note.size > reach:
            is_named = note.size == ended["last_outside_size"]
            ended["last_outside_size"] = max(note.size, ended["last_outside_size"])
            if not is_named or note.root.hex() == ended["last_outside_root"]:
                return "", None
        elif (note.root, note.epoch) == (self._roots.get(note.size), self._epoch_at(note.size)):
            is_known = note.size in self.stored or (ended and note.size == reach)
            return "" if is_known else "checkpoint_missing 台账里没有外面的这个校验点", None
        since = max((size for size in self.stored if size < note.size), default=0) + 1
        return "checkpoint_differs 起，与签过名的校验点对不上", since

    def _epoch_at(self, size: int) -> int:
        return max((epoch["number"] for epoch in self.epochs if epoch["seq"] <= size), default=1)

    def _grow(self, leaf: bytes) -> None:
        self._edge.append(leaf)
        size, self.size = self.size, self.size + 1
        while size & 1:
            right = self._edge.pop()
            self._edge[-1] = sha256(b"\x01" + self._edge[-1] + right).digest()
            size >>= 1
        if self.size in self._roots:
            self._roots[self.size] = self.root()

    def root(self) -> bytes:
        """Return the root over all entries so far."""
        root = self._edge[-1] if self._edge else sha256(b"").digest()
        for left in reversed(self._edge[:-1]):
            root = sha256(b"\x01" + left + root).digest()
        return root


def read_leaf(row: tuple[Any, ...]) -> tuple[Any, dict[str, str], str]:
    """Return the body of an entry, the hashes of its personal text, and what is wrong with it."""
    try:
        body = _decode(row[6])
        hashes = dict(body.get("personal", {})) if isinstance(body, dict) else {}
        leaf = _encode(dict(zip(COLUMNS, (*row[:6], body)))).encode()  # noqa: B905  # 3.8
        is_true = (_encode(body), sha256(b"\x00" + leaf).hexdigest()) == row[6:]
    except (RecursionError, TypeError, ValueError):
        return None, {}, "entry_unreadable 读不出来"
    return body, hashes, "" if is_true else "entry_altered 被改动过"


def notes_in(text: str) -> list[Note]:
    """Return the checkpoints in `text`: notes, a mail around them, or the JSON of a command."""
    found = re.findall(
        '(([^\\s"]+/ledger/([0-9a-f]+))/([0-9]{1,18})\n([0-9]{1,18})\n([A-Za-z0-9+/]{43}=)\n)'
        '\n((?:— [^\\s"]+ [A-Za-z0-9+/=]+\n)+)',
        re.sub("[ \t>]*\r?\n[ \t>]*", "\n", text.replace("\\n", "\n") + "\n"),
    )
    return [Note(a, b, c, int(d), int(e), base64.b64decode(f), g) for a, b, c, d, e, f, g in found]


def is_signed_by(note: Note, key: str) -> bool | None:
    """Whether `note` carries a true signature of the public key `key`; None where it has none."""
    head, public = key_parts(key)
    for name, encoded in re.findall("— (.+) ([A-Za-z0-9+/]{91}=)\n", note.signatures):
        raw = base64.b64decode(encoded)  # written again below, so that no bit stands uncovered
        if (name, raw[:4], base64.b64encode(raw).decode()) == (note.log, head, encoded):
            return is_signature(public, note.text.encode(), raw[4:])
    return None


def key_parts(key: str) -> tuple[bytes, bytes]:
    """Return key id and 32 bytes of a public key; nothing equals them when it is none."""
    name, key_id, encoded = (*key.split("+", 2), "", "")[:3]
    raw = base64.b64decode(encoded) if re.fullmatch("[A-Za-z0-9+/]{44}", encoded) else b""
    head = sha256(name.encode(errors="replace") + b"\n" + raw).digest()[:4]
    return (head, raw[1:]) if (raw[:1], key_id) == (b"\x01", head.hex()) else (b"", b"")


def is_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `public` over `message`. Source: RFC 8032 section 5.1.7."""
    head, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(sha512(head + public + message).digest(), "little") % ORDER
    base, point = _point(b"X" + b"f" * 31), _point(public)
    if not point or len(public + signature) != 96 or s >= ORDER:  # noqa: PLR2004  # 32 + 64
        return False
    minus, zero = (-point[0], point[1], 1, -point[3]), (0, 1, 1, 0)
    total, *_ = chosen = [zero, base, minus, _sum(base, minus)]
    for bit in reversed(range(253)):
        total = _sum(_sum(total, total), chosen[(s >> bit & 1) + 2 * (h >> bit & 1)])
    x, y = (total[at] * pow(total[2], -1, PRIME) % PRIME for at in (0, 1))
    return (y + ((x & 1) << 255)).to_bytes(32, "little") == head


def _point(encoded: bytes) -> tuple[int, ...]:
    sign, y = divmod(int.from_bytes(encoded, "little"), 2**255)
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    x = x if x * x % PRIME == square else x * IMAGINARY % PRIME
    x = x if x & 1 == sign else -x % PRIME
    is_point = y < PRIME and (x * x % PRIME, x & 1) == (square, sign)
    return (x, y, 1, x * y % PRIME) if is_point else ()


def _sum(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    (x, y, z, t), (u, v, w, s) = one, other
    a, b = (y - x) * (v - u) % PRIME, (y + x) * (v + u) % PRIME
    c, d = 2 * CURVE * t * s % PRIME, 2 * z * w % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def verify(path: str, outside: list[Note], given: list[str]) -> Log:
    """Return the export at `path`, judged. Raises OSError or ValueError when it is none."""
    with Path(path).open(encoding="utf-8", errors="surrogateescape") as lines:
        header = json.loads(next(lines, ""))
        if [header["format"], header["version"]] != FORMAT:
            raise ValueError(header)
        log = Log(has_personal=header["personal"], outside=outside, given=given)
        while not log.is_ended:
            log.lines += 1
            try:
                kind, *row = json.loads(next(lines, ""))
                getattr(log, kind if kind in KINDS else "")(*row)
            except (AttributeError, RecursionError, TypeError, ValueError):
                log.find("export_cut_off 导出文件断了，或有一行读不出来", None, f"line {log.lines}")
                break
    log.found.sort(key=lambda one: (one.seq is None, "entry_" not in one.code))
    return log


def main() -> int:
    """Verify what the command line names; print what is wrong and what was not checked."""
    parser = argparse.ArgumentParser(description="离线核对导出的台账")
    parser.add_argument("out", help="导出文件")
    parser.add_argument("--checkpoint", action="append", default=[], help="外面保存的校验点")
    parser.add_argument("--key", action="append", default=[], help="当面交来的公钥")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    options = parser.parse_args()
    try:
        texts = [Path(name).read_text("utf-8", errors="replace") for name in options.checkpoint]
        outside = [note for text in texts for note in notes_in(text) or parser.error("没有校验点")]
        log = verify(options.out, outside, [key.strip() for key in options.key])
    except (OSError, KeyError, TypeError, ValueError) as error:
        parser.error(f"读不出来：{error}")
    unchecked = ["没有给外面保存的校验点：删去末尾或换成较早的一份，这样看不出来"] * (not outside)
    unchecked += ["没有给当面交来的公钥：签名说明不了是谁签的"] * (not log.given)
    unchecked += ["导出文件不含个人信息原文，只核对了它的校验码"] * (not log.has_personal)
    unchecked += [f"第 {log.signed_until + 1} 条起还没有签过名"] * (log.signed_until < log.size)
    told = [f"{'核对不上' if log.found else '全部对得上'}：{log.size} 条，根 {log.root().hex()}"]
    told += ["第 {number} 期从第 {seq} 条另起，原来到第 {last_outside_size} 条为止的已经失去。"
             .format(**epoch) for epoch in log.epochs]  # fmt: skip
    told += [f"第 {seq} 条的时间早于前一条，可能调过时钟。" for seq in log.backwards]
    told += [f"{one.message}。（{one.code} {one.thing}）" for one in log.found]
    told += [f"没有核对：{text}。" for text in unchecked]
    answer = {"verified": not log.found, "size": log.size, "root": log.root().hex(),
              "problems": [one._asdict() for one in log.found], "epochs": log.epochs,
              "backwards": log.backwards, "unchecked": unchecked}  # fmt: skip
    print(json.dumps(answer, ensure_ascii=False) if options.json else "\n".join(told))  # noqa: T201
    return 1 if log.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
