"""The place of a finding: a keyed hash by which answers find it again in a later text."""

import hashlib
import hmac
import json

from hefa.check.rules import Hit

_WINDOW = 16


def anchor_of(rule: str, hit: Hit) -> bytes:
    """Return what `hit` is known by: its rule, field and words, and the words around it.

    Neither the block's number nor the offsets count, so that text put in elsewhere changes
    nothing. A hit without words is known by its case and detail.
    """
    text = hit.passage.text
    words = text[hit.start : hit.end]
    known_by = [
        rule,
        hit.passage.field,
        text[max(0, hit.start - _WINDOW) : hit.start],
        words,
        text[hit.end : hit.end + _WINDOW],
        "" if words else hit.case,
        {} if words else dict(hit.detail),
    ]
    return json.dumps(known_by, sort_keys=True).encode()


def place_of(anchor: bytes, ordinal: int, *, key: bytes) -> str:
    """Return the place of the `ordinal`-th hit with `anchor`, as 64 hexadecimal digits.

    Without `key`, which never leaves the machine, nobody can try numbers against it.
    """
    return hmac.new(key, b"%d\n" % ordinal + anchor, hashlib.sha256).hexdigest()
