"""Reading the whole ledger as it stood at one moment, row by row, whatever the rows hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import NamedTuple

from django.db import connection

from hefa.ledger.models import Entry, PersonalText

_AT_ONCE = 2000


class Row(NamedTuple):
    """The columns of one entry, read without the cost of a model."""

    seq: int
    v: int
    ts: str
    actor: str
    kind: str
    subject: str
    body: str
    leaf_hash: str


class Text(NamedTuple):
    """One personal text beside an entry."""

    seq: int
    name: str
    salt: str
    text: str


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything read inside stand as it was at one moment; writers go on.

    Bytes that are no text are read too, as surrogates: no canonical form can carry them, so
    they are found where they stand instead of stopping the reading.
    """
    connection.ensure_connection()
    opened, kept = connection.connection, connection.connection.text_factory
    opened.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    is_ours = not connection.in_atomic_block
    with connection.cursor() as cursor:
        if is_ours:
            cursor.execute("BEGIN")
        try:
            yield
        finally:
            opened.text_factory = kept
            if is_ours:
                cursor.execute("ROLLBACK")


def rows() -> Iterator[Row]:
    """Yield every entry in order."""
    found = Entry.objects.order_by("seq").values_list(*Row._fields)
    return map(Row._make, found.iterator(chunk_size=_AT_ONCE))


class Beside:
    """The personal texts beside the entries, taken in the order of the entries."""

    def __init__(self) -> None:
        found = PersonalText.objects.order_by("seq", "name").values_list(*Text._fields)
        texts = map(Text._make, found.iterator(chunk_size=_AT_ONCE))
        self._groups = groupby(texts, key=lambda text: text.seq)
        self._next: tuple[int, list[Text]] | None = None
        self.orphans: list[Text] = []
        self._step()

    def of(self, seq: int) -> list[Text]:
        """Return the texts beside entry `seq`; those beside no entry go to `orphans`."""
        while self._next and isinstance(self._next[0], (int, float)) and self._next[0] < seq:
            self.orphans += self._next[1]
            self._step()
        if self._next is None or self._next[0] != seq:
            return []
        texts = self._next[1]
        self._step()
        return texts

    def rest(self) -> list[Text]:
        """Return every text that stood beside no entry, those after the last entry included."""
        while self._next:
            self.orphans += self._next[1]
            self._step()
        return self.orphans

    def _step(self) -> None:
        group = next(self._groups, None)
        self._next = (group[0], list(group[1])) if group else None
