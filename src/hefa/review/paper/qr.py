"""What the QR code on paper says: number, copy and short digest, signed with the ledger's key.

The code is an address, `<base>/paper/<number>/<copy>/<digest>/<signature>`. What is signed are
the first three, so that anybody with the public key checks it without this system.
Source: RFC 8032 (Ed25519).
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import segno
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from hefa.core.errors import Refused
from hefa.ledger.checkpoints import known_keys, log_name
from hefa.ledger.key import public_line, signing_key
from hefa.ledger.note import key_parts

PLACE: Final = "paper"
FORM: Final = "HEFA-SHEET/1"
DIGEST_DIGITS: Final = 16
NO_MARK: Final = "-"
_SIGNATURE_BYTES: Final = 64
_PARTS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a printed copy says of itself; `digest` are the first 16 digits of its package's."""

    number: str
    mark: str
    digest: str

    @property
    def signed_bytes(self) -> bytes:
        """The bytes that the signature is over."""
        return f"{FORM}\n{self.number}\n{self.mark}\n{self.digest}\n".encode()


def code_of(number: str, mark: str, package_sha256: str) -> Code:
    """Return the code of one copy; one without a mark bears a dash."""
    return Code(number=number, mark=mark or NO_MARK, digest=package_sha256[:DIGEST_DIGITS])


def address_of(code: Code) -> str:
    """Return the signed address that the QR code holds.

    Raises Refused when the signing key is missing or no key.
    """
    signature = base64.urlsafe_b64encode(signing_key().sign(code.signed_bytes)).decode()
    parts = (code.number, code.mark, code.digest, signature.rstrip("="))
    return "/".join([settings.BASE_URL, PLACE, *(quote(part, safe="") for part in parts)])


def read(address: str) -> tuple[Code, bytes] | None:
    """Return code and signature that an address says, unchecked; None when it is none of ours.

    The host does not count: an installation may move.
    """
    path = urlsplit(address.strip()).path.strip("/").split("/")
    at = len(path) - _PARTS - 1
    if at < 0 or path[at] != PLACE:
        return None
    number, mark, digest, encoded = (unquote(part) for part in path[at + 1 :])
    signature = _decoded(encoded)
    if signature is None or len(digest) != DIGEST_DIGITS or "\n" in number + mark:
        return None
    return Code(number=number, mark=mark, digest=digest), signature


def is_genuine(code: Code, signature: bytes, keys: list[str] | None = None) -> bool:
    """Whether one of the public `keys`, ours without any given, signed this very code."""
    for line in public_lines() if keys is None else keys:
        try:
            Ed25519PublicKey.from_public_bytes(key_parts(line)[1]).verify(
                signature, code.signed_bytes
            )
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


def public_lines() -> list[str]:
    """Return every public key that papers of ours were ever signed with, as it is handed out.

    The ledger knows them from its first checkpoint on; before, it is the key that lies here.
    """
    known = known_keys()
    if known:
        return known
    try:
        return [public_line(signing_key(), log_name())]
    except Refused:
        return []


def drawn(address: str) -> str:
    """Return the QR code as an SVG; it still reads with a seventh of it spoilt."""
    made: str = segno.make_qr(address, error="m").svg_inline(border=2, omitsize=True)
    return made


def _decoded(encoded: str) -> bytes | None:
    """Return the signature that `encoded` stands for; one spelling only, else None."""
    try:
        raw = base64.urlsafe_b64decode(encoded + "==")
    except (binascii.Error, ValueError):
        return None
    is_exact = base64.urlsafe_b64encode(raw).decode().rstrip("=") == encoded
    return raw if is_exact and len(raw) == _SIGNATURE_BYTES else None
