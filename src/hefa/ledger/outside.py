"""Comparing the ledger with checkpoints that were kept outside: mailed, printed, handed over."""

import re
from dataclasses import dataclass

from hefa.core.errors import Refused, reason
from hefa.ledger.note import Head, head_of

_DASH = "\u2014"
_NOTE = re.compile(
    r'[^\s"]+/ledger/[0-9a-f]+/[0-9]+\n[0-9]+\n[A-Za-z0-9+/]{43}=\n'
    rf'\n(?:{_DASH} [^\s"]+ [A-Za-z0-9+/=]+\n)+'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A checkpoint kept outside: its text with signatures, and what it says."""

    note: str
    head: Head
    epoch: int


def outside_in(text: str) -> list[Outside]:
    """Return the checkpoints in `text`: notes, a mail around them, or the JSON of the command.

    Raises Refused when there is none.
    """
    plain = re.sub(r"[ \t>]*\r?\n[ \t>]*", "\n", text.replace("\\n", "\n") + "\n")
    notes = _NOTE.findall(plain)
    if not notes:
        raise Refused(reason("ledger.checkpoint_unreadable"))
    heads = [head_of(note) for note in notes]
    return [
        Outside(note=note, head=head, epoch=int(head.origin.rpartition("/")[2]))
        for note, head in zip(notes, heads, strict=True)
    ]
