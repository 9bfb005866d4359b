"""Canonical form: one byte string for one value, on any machine and for ever."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from hefa.core.errors import Refused, reason

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


def canonical_bytes(value: Json) -> bytes:
    """Return the UTF-8 JSON of `value` with sorted keys, no spaces and integers only.

    Text is not normalised: another code point is another value.
    Raises Refused for a float, a key that is no text, or text that UTF-8 cannot carry.
    """
    _refuse_the_inexact(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Refused(reason("core.text_not_unicode")) from None


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _refuse_the_inexact(value: object) -> None:
    """Raise Refused when `value` holds anything whose JSON could differ between machines."""
    if value is None or isinstance(value, (bool, int, str)):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise Refused(reason("core.key_not_text"))
            _refuse_the_inexact(inner)
        return
    if isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_the_inexact(inner)
        return
    raise Refused(reason("core.not_canonical", kind=type(value).__name__))
