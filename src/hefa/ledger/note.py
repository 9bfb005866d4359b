"""Signed checkpoints as text: C2SP tlog-checkpoint in a C2SP signed-note, Ed25519.

Source: c2sp.org/tlog-checkpoint, c2sp.org/signed-note.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014"
_ID_BYTES = 4
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The whole ledger at one size: whose it is, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def log(self) -> str:
        """The ledger's name, which is also the name of its key: the origin without the epoch."""
        return self.origin.rpartition("/")[0]


def checkpoint_text(head: Head) -> str:
    """Return the three lines that are signed."""
    return f"{head.origin}\n{head.size}\n{base64.b64encode(head.root).decode()}\n"


def signed(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """Return `text` as a note with the signature line of `key`, whose name is `name`."""
    public = key.public_key().public_bytes_raw()
    signature = base64.b64encode(_key_id(name, public) + key.sign(text.encode())).decode()
    return f"{text}\n{_DASH} {name} {signature}\n"


def head_of(note: str) -> Head:
    """Return what a checkpoint says, its signature unseen. Raises ValueError when it is none."""
    origin, size, root, *_ = note.split("\n")
    if not size.isascii() or not size.isdecimal():
        raise ValueError(size)
    return Head(origin=origin, size=int(size), root=base64.b64decode(root, validate=True))


def is_signed_by(note: str, key: str) -> bool:
    """Whether `note` carries a true signature of the verifier key `key`."""
    text, found, lines = note.partition(f"\n\n{_DASH} ")
    name, public = key_parts(key)
    if not found:
        return False
    for line in lines.rstrip("\n").split(f"\n{_DASH} "):
        named, _, encoded = line.partition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
            is_exact = base64.b64encode(raw).decode() == encoded  # no bit stands uncovered
            if is_exact and named == name and raw[:_ID_BYTES] == _key_id(name, public):
                Ed25519PublicKey.from_public_bytes(public).verify(
                    raw[_ID_BYTES:], f"{text}\n".encode()
                )
                return True
        except (binascii.Error, InvalidSignature, ValueError):
            continue
    return False


def names_signer(note: str, key: str) -> bool:
    """Whether a signature line of `note` claims to be by the verifier key `key`, true or not."""
    name, public = key_parts(key)
    claimed = base64.b64encode(_key_id(name, public)).decode().rstrip("=")[:-1]
    return f"\n{_DASH} {name} {claimed}" in note


def verifier_key(name: str, public: bytes) -> str:
    """Return the public key as it is handed out: name, key id and key in one line."""
    encoded = base64.b64encode(_ED25519 + public).decode()
    return f"{name}+{_key_id(name, public).hex()}+{encoded}"


def key_parts(key: str) -> tuple[str, bytes]:
    """Return name and 32 bytes of a verifier key. Raises ValueError when it is none."""
    name, key_id, encoded = key.strip().split("+", 2)
    raw = base64.b64decode(encoded, validate=True)
    public = raw[1:]
    if raw[:1] != _ED25519 or len(public) != _KEY_BYTES or key_id != _key_id(name, public).hex():
        raise ValueError(key)
    return name, public


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_ID_BYTES]
