"""The text of an article: its schema, its one normal form, and ways through it."""

from hefa.core.document.normal import normalise, normalise_typed
from hefa.core.document.schema import (
    COLOUR,
    MARKS,
    MAX_DEPTH,
    NODES,
    READABLE,
    SCHEMA_NUMBER,
    SHA256,
    Node,
    as_json,
)
from hefa.core.document.walking import (
    asides,
    attachment_sha256s,
    block_text,
    blocks,
    is_empty,
    picture_sha256s,
    text_of,
    walk,
)

__all__ = [
    "COLOUR",
    "MARKS",
    "MAX_DEPTH",
    "NODES",
    "READABLE",
    "SCHEMA_NUMBER",
    "SHA256",
    "Node",
    "as_json",
    "asides",
    "attachment_sha256s",
    "block_text",
    "blocks",
    "is_empty",
    "normalise",
    "normalise_typed",
    "picture_sha256s",
    "text_of",
    "walk",
]
