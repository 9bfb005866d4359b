"""Exports of small ledgers, written without a database: what the offline verifier reads."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hefa.core.canonical import sha256_hex
from hefa.core.merkle import appended, edge_root, leaf_hash
from hefa.ledger.leaf import body_text
from hefa.ledger.note import Head, checkpoint_text, signed, verifier_key

SALT = "5a" * 16
TWO = ["王书记", "陈管理员"]


class Book:
    """A ledger in memory whose lines can be bent before they are written."""

    def __init__(self, seed: int = 1) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([seed] * 32))
        self.lines: list[list[Any]] = []
        self.edge: tuple[bytes, ...] = ()
        self.size, self.epoch, self.log = 0, 1, ""
        self.notes: list[str] = []

    def copy(self) -> "Book":
        """Return the same ledger as it stands, to go on by itself."""
        other = Book()
        other.__dict__.update(self.__dict__)
        other.lines, other.notes = [list(line) for line in self.lines], list(self.notes)
        return other

    def enter(
        self,
        count: int = 1,
        *,
        kind: str = "test.done",
        subject: str = "thing:1",
        body: Mapping[str, Any] | None = None,
        ts: str = "2026-11-23T02:30:00.000000Z",
        **personal: str,
    ) -> "Book":
        """Add entries with a body and personal text."""
        for _ in range(count):
            seq = self.size + 1
            facts = dict(body or {"n": seq})
            if personal:
                facts["personal"] = {
                    name: sha256_hex(f"{SALT}\n{text}".encode()) for name, text in personal.items()
                }
            columns = {"seq": seq, "v": 1, "ts": ts, "actor": "machine", "kind": kind}
            leaf = {**columns, "subject": subject, "body": facts}
            hashed = leaf_hash(body_text(leaf).encode())
            row = [*columns.values(), subject, body_text(facts), hashed.hex()]
            self.lines.append(["entry", *row])
            self.lines += [["personal", seq, name, SALT, text] for name, text in personal.items()]
            self.edge, self.size = appended(self.edge, self.size, hashed), seq
            self.log = self.log or f"county.example/ledger/{hashed.hex()[:16]}"
        return self

    def erase(self, seq: int) -> "Book":
        """Erase the personal text of entry `seq` as the product does."""
        self.lines = [line for line in self.lines if line[:2] != ["personal", seq]]
        return self.enter(kind="ledger.erased", subject=f"entry:{seq}", body={"words": "本人要求"})

    def sign(self) -> "Book":
        """Add a checkpoint of the whole ledger."""
        head = Head(origin=f"{self.log}/{self.epoch}", size=self.size, root=edge_root(self.edge))
        self.notes.append(signed(checkpoint_text(head), self.log, self.key))
        self.lines.append(["checkpoint", self.size, "", self.notes[-1], self.public])
        return self

    def restore(self, outside: Mapping[str, Any] | None = None, **bent: Any) -> "Book":
        """Open the next epoch; `outside` is the last size and root known outside."""
        old = {"old_size": self.size, "old_root": edge_root(self.edge).hex()}
        known = outside or {
            "last_outside_size": self.size,
            "last_outside_root": old["old_root"],
        }
        self.epoch += 1
        body = {**old, **known, "epoch": self.epoch, "words": "硬盘坏了", "names": TWO, **bent}
        return self.enter(kind="ledger.restored", body=body)

    def change_key(self, seed: int, *, is_lost: bool = False, signer: int | None = None) -> "Book":
        """Put the key of `seed` in the place of the present one; `signer` signs for the old."""
        old, new = self.key, Ed25519PrivateKey.from_private_bytes(bytes([seed] * 32))
        before = self.public
        self.key = new
        text = f"hefa ledger key\n{self.size + 1}\n{before}\n{self.public}\n".encode()
        body: dict[str, Any] = {"old": before, "new": self.public, "words": "换", "names": TWO}
        body["new_signature"] = new.sign(text).hex()
        if not is_lost:
            by = Ed25519PrivateKey.from_private_bytes(bytes([signer] * 32)) if signer else old
            body["old_signature"] = by.sign(text).hex()
        return self.enter(kind="ledger.key_lost" if is_lost else "ledger.key_replaced", body=body)

    @property
    def public(self) -> str:
        """The public half of the present key, as it is handed out."""
        return verifier_key(self.log, self.key.public_key().public_bytes_raw())

    @property
    def outside(self) -> dict[str, Any]:
        """What an epoch says of the last checkpoint known outside, were it the present one."""
        return {"last_outside_size": self.size, "last_outside_root": edge_root(self.edge).hex()}

    def row(self, seq: int) -> list[Any]:
        """Return the line of entry `seq`, to be bent."""
        return next(line for line in self.lines if line[:2] == ["entry", seq])

    def write(self, path: Path, *, has_personal: bool = True) -> Path:
        """Write the export and return its path."""
        header = {"format": "hefa-ledger-export", "version": 1, "personal": has_personal}
        kept = [line for line in self.lines if has_personal or line[0] != "personal"]
        edge = " ".join(hash_.hex() for hash_ in self.edge)
        every = [header, *kept, ["end", self.size, edge, len(kept) + 2]]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in every)
        path.write_text(text, encoding="utf-8")
        return path
