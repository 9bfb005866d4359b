"""The signing key: a file outside the database, and whether it is the one the ledger knows."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from hefa.core.errors import Refused, reason
from hefa.ledger import note
from hefa.ledger.problems import Problem

REPLACED, LOST = "ledger.key_replaced", "ledger.key_lost"
_SEED_BYTES = 32
# Written out: the door asks it for every permit.
_CHANGED = "SELECT body FROM ledger_entry WHERE kind IN (%s, %s) ORDER BY seq DESC LIMIT 1"


def signing_key() -> Ed25519PrivateKey:
    """Return the key of this installation. Raises Refused when its file is missing or no key."""
    return key_in(key_path())


def key_path() -> Path:
    """Return where the signing key lies."""
    return Path(settings.LEDGER_KEY_PATH)


def key_in(path: Path) -> Ed25519PrivateKey:
    """Return the key in the file at `path`. Raises Refused when it is missing or holds none."""
    try:
        seed = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except OSError:
        raise Refused(reason("ledger.key_missing")) from None
    except (binascii.Error, ValueError):
        raise Refused(reason("ledger.key_unreadable")) from None
    if len(seed) != _SEED_BYTES:
        raise Refused(reason("ledger.key_unreadable"))
    return Ed25519PrivateKey.from_private_bytes(seed)


def write_new_key(path: Path) -> Ed25519PrivateKey:
    """Write a new key to `path`, on disk when this returns, and return it."""
    seed = secrets.token_bytes(_SEED_BYTES)
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123  # with its mode
        file.write(base64.b64encode(seed))
        file.flush()
        os.fsync(file.fileno())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_line(key: Ed25519PrivateKey, log: str) -> str:
    """Return the public half of `key` as it is handed out, under the name of the ledger."""
    return note.verifier_key(log, key.public_key().public_bytes_raw())


def expected_key() -> str | None:
    """Return the public key the ledger knows: the last one entered, else that of the first
    checkpoint, else None.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [REPLACED, LOST])
        if (changed := cursor.fetchone()) is not None:
            return str(json.loads(changed[0])["new"])
        cursor.execute("SELECT key FROM ledger_checkpoint ORDER BY size LIMIT 1")
        first = cursor.fetchone()
    return str(first[0]) if first else None


def key_problems() -> Iterator[Problem]:
    """Yield what is wrong with the signing key: missing, no key, or not the one known."""
    try:
        key = signing_key()
        expected = expected_key()
        if expected and note.key_parts(expected)[1] != key.public_key().public_bytes_raw():
            yield Problem(code="ledger.key_differs", thing="ledger_key")
    except Refused as refused:
        for entry in refused.reasons:
            yield Problem(code=entry.code, thing="ledger_key")
    except (ValueError, KeyError, TypeError):
        yield Problem(code="ledger.key_differs", thing="ledger_key")
