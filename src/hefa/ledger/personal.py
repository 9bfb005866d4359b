"""Verification of the personal text beside the entries, and of the erasures that explain gaps."""

import re
from collections.abc import Iterator, Mapping, Sequence

from hefa.ledger.leaf import personal_sha256
from hefa.ledger.problems import Problem
from hefa.ledger.reading import Row, Text

ERASED = "ledger.erased"
_NOTHING, _HASHES, _TEXT = 0, 1, 2


class PersonalCheck:
    """What is known of personal text while verification passes the entries, a byte an entry."""

    def __init__(self) -> None:
        self._known = bytearray()
        self._missing: dict[int, list[str]] = {}

    def pass_entry(
        self, row: Row, hashes: Mapping[str, object], texts: Sequence[Text]
    ) -> Iterator[Problem]:
        """Yield what is wrong beside one sound entry whose leaf commits to `hashes`."""
        if row.kind == ERASED and not self._takes_erasure(row):
            yield Problem(code="ledger.erasure_of_nothing", seq=row.seq)
        awaited = dict(hashes)
        for text in texts:
            expected = awaited.pop(text.name, None)
            if expected is None:
                yield Problem(code="ledger.personal_unknown", seq=row.seq, thing=str(text.name))
            elif not _is_of(text, expected):
                yield Problem(code="ledger.personal_altered", seq=row.seq, thing=text.name)
        if awaited:
            self._missing[row.seq] = list(awaited)
        self._known.append(
            _NOTHING if not hashes else _HASHES if len(awaited) == len(hashes) else _TEXT
        )

    def pass_unread(self) -> None:
        """Pass an entry that does not prove out, whose personal text cannot be judged."""
        self._known.append(_NOTHING)

    def problems(self) -> Iterator[Problem]:
        """Yield the personal text that is missing without an erasure."""
        for seq, names in self._missing.items():
            for name in names:
                yield Problem(code="ledger.personal_missing", seq=seq, thing=name)

    def _takes_erasure(self, row: Row) -> bool:
        """Whether an erasure names an earlier entry whose personal text was there and is gone."""
        match = re.fullmatch("entry:([0-9]{1,18})", row.subject)
        seq = int(match.group(1)) if match else 0
        if not 0 < seq < row.seq or self._known[seq - 1] != _HASHES:
            return False
        self._known[seq - 1] = _NOTHING
        self._missing.pop(seq, None)
        return True


def _is_of(text: Text, expected: object) -> bool:
    """Whether `text` has the salted hash `expected`."""
    try:
        return personal_sha256(text.salt, text.text) == expected
    except UnicodeEncodeError:
        return False
