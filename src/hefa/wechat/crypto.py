"""Signatures and AES of WeChat's callbacks, as in its WXBizMsgCrypt; pure functions of bytes."""

import base64
import binascii
import hmac
import re
import secrets
from hashlib import sha1
from string import ascii_letters, digits

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_ALPHABET = ascii_letters + digits
_AES_KEY = re.compile(r"[A-Za-z0-9+/]{43}")
_TOKEN_LENGTH = 32
_AES_KEY_LENGTH = 43
_PADDED_TO = 32
_RANDOM_BYTES = 16
_LENGTH_BYTES = 4
_IV_BYTES = 16


class Undecipherable(Exception):
    """What was sent is not a message encrypted for this account with this key."""


def fresh_token() -> str:
    """Return a new token for signatures: 32 letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_TOKEN_LENGTH))


def fresh_aes_key() -> str:
    """Return a new EncodingAESKey: 43 letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_AES_KEY_LENGTH))


def key_of(aes_key: str) -> bytes:
    """Return the 32 bytes of an EncodingAESKey. Raises ValueError unless it has 43 characters."""
    if not _AES_KEY.fullmatch(aes_key):
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    return base64.b64decode(aes_key + "=")


def signature_of(token: str, *parts: str) -> str:
    """Return WeChat's signature of `parts`: SHA-1 over token and parts, sorted and joined."""
    joined = "".join(sorted((token, *parts)))
    return sha1(joined.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def is_signed(signature: str, token: str, *parts: str) -> bool:
    """Whether `signature` is that of `parts`; the time it takes tells nothing."""
    given = signature.encode("utf-8", "replace")
    return hmac.compare_digest(given, signature_of(token, *parts).encode())


def encrypt(message: bytes, *, aes_key: str, appid: str, random: bytes) -> str:
    """Return `message` encrypted for the account, in Base64; `random` is 16 fresh bytes."""
    if len(random) != _RANDOM_BYTES:
        raise ValueError("16 random bytes go before the message")
    plain = random + len(message).to_bytes(_LENGTH_BYTES, "big") + message + appid.encode()
    padding = _PADDED_TO - len(plain) % _PADDED_TO
    encryptor = _cipher(aes_key).encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def decrypt(encrypted: str, *, aes_key: str, appid: str) -> bytes:
    """Return the message in `encrypted`.

    Raises Undecipherable, without saying why, when Base64, padding, length or account is wrong.
    Ask only after the signature was found right.
    """
    try:
        sealed = base64.b64decode(encrypted.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        sealed = b""
    if not sealed or len(sealed) % _PADDED_TO:
        raise Undecipherable
    decryptor = _cipher(aes_key).decryptor()
    plain = _without_padding(decryptor.update(sealed) + decryptor.finalize())
    begin = _RANDOM_BYTES + _LENGTH_BYTES
    length = int.from_bytes(plain[_RANDOM_BYTES:begin], "big")
    message, account = plain[begin : begin + length], plain[begin + length :]
    if len(message) != length or not hmac.compare_digest(account, appid.encode()):
        raise Undecipherable
    return message


def _without_padding(padded: bytes) -> bytes:
    padding = padded[-1]
    if not 1 <= padding <= _PADDED_TO or padded[-padding:] != bytes([padding]) * padding:
        raise Undecipherable
    if len(padded) - padding < _RANDOM_BYTES + _LENGTH_BYTES:
        raise Undecipherable
    return padded[:-padding]


def _cipher(aes_key: str) -> Cipher[modes.CBC]:
    key = key_of(aes_key)
    return Cipher(algorithms.AES(key), modes.CBC(key[:_IV_BYTES]))
