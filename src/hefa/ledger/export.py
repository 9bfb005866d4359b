"""The export: one file of JSON lines that holds everything a verifier needs.

A header names format and version; then each entry, followed by its personal texts and by the
checkpoint of just that size; then what stands beside no entry; last the frontier with the number
of lines, by which a file cut short is known. `docs/design/ledger.md` has the form.
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hefa.core.errors import Refused, reason
from hefa.ledger.models import Checkpoint, Frontier
from hefa.ledger.reading import Beside, Row, Text, one_moment, rows

FORMAT, VERSION = "hefa-ledger-export", 1
COLUMNS = {
    "entry": Row._fields,
    "personal": Text._fields,
    "checkpoint": ("size", "made_at", "note", "key"),
    "end": ("size", "edge", "lines"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export holds."""

    entries: int = 0
    personal: int = 0
    checkpoints: int = 0


def export(out: Path, *, with_personal: bool, is_forced: bool = False) -> Exported:
    """Write the whole ledger to the file `out`, whole or not at all, and return what it holds.

    Raises Refused when `out` is there already, unless `is_forced`, and when the place cannot be
    written or is full; what was there then still is.
    """
    if out.is_dir():
        raise Refused(reason("ledger.export_place_is_folder", path=str(out)))
    if out.exists() and not is_forced:
        raise Refused(reason("ledger.export_exists", path=str(out)))
    written, counted = None, Counter[str]()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent)
        written = Path(name)
        with open(handle, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:  # noqa: PTH123  # of a handle
            for kind, line in _lines(with_personal=with_personal):
                counted[kind] += 1
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
        written.replace(out)
    except OSError as error:
        code = "ledger.export_unwritable" if written is None else "ledger.export_unfinished"
        raise Refused(reason(code, path=str(out), why=error.strerror or "")) from None
    finally:
        if written is not None:
            with suppress(OSError):
                written.unlink(missing_ok=True)
    return Exported(
        entries=counted["entry"],
        personal=counted["personal"],
        checkpoints=counted["checkpoint"],
    )


def _lines(*, with_personal: bool) -> Iterator[tuple[str, str]]:
    """Yield each line of the export with its kind."""
    header = {"format": FORMAT, "version": VERSION, "personal": with_personal, "columns": COLUMNS}
    yield "header", _line(header)
    for number, row in enumerate(_in_order(with_personal=with_personal), start=2):
        yield row[0], _line([*row, number] if row[0] == "end" else row)


def _in_order(*, with_personal: bool) -> Iterator[tuple[Any, ...]]:
    """Yield every row, its kind first, in the order in which a verifier can pass it."""
    with one_moment():
        beside = Beside() if with_personal else None
        notes = Checkpoint.objects.order_by("size").values_list(*COLUMNS["checkpoint"]).iterator()
        note = next(notes, None)
        for row in rows():
            yield ("entry", *row)
            if beside:
                yield from (("personal", *text) for text in beside.of(row.seq))
            while note is not None and note[0] <= row.seq:
                yield ("checkpoint", *note)
                note = next(notes, None)
        if beside:
            yield from (("personal", *text) for text in beside.rest())
        while note is not None:
            yield ("checkpoint", *note)
            note = next(notes, None)
        frontier = Frontier.objects.filter(pk=1).values_list("size", "edge").first()
        yield ("end", *(frontier or (None, None)))


def _hex_of(value: object) -> dict[str, str]:
    """Return what is neither number nor text as something that no verifier takes for either."""
    return {"bytes": bytes(value).hex() if isinstance(value, bytes | memoryview) else repr(value)}


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_hex_of).encode


def _line(value: object) -> str:
    return _encode(value) + "\n"
