"""The measure `ledger` of `hefa bench`: append, verify, prove and export, beside named peers."""

import hashlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from hefa.config.clock import now
from hefa.core import verify as offline
from hefa.core.merkle import appended
from hefa.ledger.actions import make_checkpoint
from hefa.ledger.append import MACHINE, Fact, append, edge_of
from hefa.ledger.export import export
from hefa.ledger.leaf import LEAF_VERSION, body_text, hash_of, timestamp
from hefa.ledger.models import Entry, Frontier
from hefa.ledger.tree import Tree
from hefa.ledger.verify import verify

TURN = 20  # appends of each kind before the next has its turn
PROOFS = 50
MILLION = 1_000_000
RECORD_BYTES = 300
SEED = 20261123
WORDS = "内容属实，同意发布。"


def measure_ledger(entries: int) -> Iterator[tuple[str, float, str, str, str]]:
    """Yield each figure: name, value, unit, target and what it stands beside.

    The ledger stands in a file of its own; `entries` is its size for all but appending.
    """
    yield from _appends(max(200, min(1_000, entries // 100)))
    _fill(entries)
    seconds, verdict = _timed(verify)
    told = f"{'对得上' if verdict.is_sound else '核对不上'}；{_to_a_million(seconds, entries)}"
    yield "ledger verify", seconds, "s", f"< {_share(30, entries):.1f}", told
    seconds, _ = _timed(lambda: make_checkpoint(now()))
    yield "ledger checkpoint", seconds, "s", "—", f"{entries:,} 条后的第一份校验点，连同小树"
    yield from _proofs(entries)
    yield from _offline(entries)


def _appends(count: int) -> Iterator[tuple[str, float, str, str, str]]:
    """Yield appends a second in both journal modes, beside what the disk and plain tables do.

    All take turns, a few at a time, since a disk is not the same from one second to the next.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_chain (id INTEGER PRIMARY KEY, body, hash)")
        cursor.execute("CREATE TABLE bench_bare (id INTEGER PRIMARY KEY, body)")
    for journal, target in (("TRUNCATE", 500), ("WAL", 1000)):
        _keep_journal(journal)
        with tempfile.TemporaryFile(dir=_folder(), buffering=0) as file:
            kinds: dict[str, Callable[[], None]] = {
                "disk": partial(_synced, file),
                "chain": partial(_inserted, _chained),
                "bare": partial(_inserted, _unprotected),
                "append": _append,
            }
            times: dict[str, list[float]] = {kind: [] for kind in kinds}
            for kind in [*kinds] * (count // TURN):
                times[kind] += [_timed(kinds[kind])[0] for _ in range(TURN)]
        rates = {kind: len(taken) / sum(taken) for kind, taken in times.items()}
        rate = rates["append"]
        beside = (
            f"是只做 fdatasync 的 {rate / rates['disk']:.2f} 倍（{rates['disk']:.0f}/s），"
            f"哈希链的 {rate / rates['chain']:.2f} 倍，不设防的表的 {rate / rates['bare']:.2f} 倍"
        )
        yield f"ledger append {journal}", rate, "/s", f"≥ {target}", beside
        slowest = statistics.quantiles(times["append"], n=100)[98] * 1000
        disk = statistics.quantiles(times["disk"], n=100)[98] * 1000
        told = f"{count} 次，每次一个事务；磁盘自己 {disk:.1f} ms"
        yield f"ledger p99 {journal}", slowest, "ms", "< 20", told


def _append() -> None:
    with transaction.atomic():
        append(
            Fact(kind="review.approved", subject="sheet:1", body={"words": WORDS, "round": 1}),
            actor=MACHINE,
            now=now(),
        )


def _synced(file: Any) -> None:
    file.write(bytes(RECORD_BYTES))
    os.fdatasync(file.fileno())


def _inserted(insert: Callable[[Any], None]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        insert(cursor)


def _chained(cursor: Any) -> None:
    cursor.execute("SELECT hash FROM bench_chain ORDER BY id DESC LIMIT 1")
    before = (cursor.fetchone() or ("",))[0]
    body = body_text({"words": WORDS, "round": 1})
    linked = hashlib.sha256(f"{before}{body}".encode()).hexdigest()
    cursor.execute("INSERT INTO bench_chain (body, hash) VALUES (%s, %s)", (body, linked))


def _unprotected(cursor: Any) -> None:
    body = body_text({"words": WORDS, "round": 1})
    cursor.execute("INSERT INTO bench_bare (body) VALUES (%s)", (body,))


def _keep_journal(mode: str) -> None:
    """Let the database keep its journal in `mode` from now on."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA journal_mode={mode}")
        if cursor.fetchall() != [(mode.lower(),)]:
            raise RuntimeError(mode)


def _fill(entries: int) -> None:
    """Bring the ledger to `entries` entries, by the same hashing but in one transaction."""
    with transaction.atomic():
        frontier = Frontier.objects.get(pk=1)
        edge, ts = edge_of(frontier), timestamp(now())
        write = connection.connection.execute
        for size in range(frontier.size, entries):
            entry = Entry(
                seq=size + 1,
                v=LEAF_VERSION,
                ts=ts,
                actor=f"person-{size % 40}",
                kind="review.approved",
                subject=f"sheet:{size // 4}",
                body=body_text({"words": WORDS, "round": 1, "sheet": size // 4}),
            )
            hashed = hash_of(entry)
            edge = appended(edge, size, hashed)
            row = (entry.seq, entry.v, ts, entry.actor, entry.kind, entry.subject, entry.body)
            write("INSERT INTO ledger_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, hashed.hex()))
            frontier_row = (entry.seq, " ".join(hash_.hex() for hash_ in edge))
            write("UPDATE ledger_frontier SET size = ?, edge = ? WHERE id = 1", frontier_row)


def _proofs(entries: int) -> Iterator[tuple[str, float, str, str, str]]:
    """Yield the median time of a proof, its hashes read from the file each time."""
    chance = random.Random(SEED)  # noqa: S311  # which entry is asked for
    size = Frontier.objects.get(pk=1).size
    times = [
        _timed(lambda: Tree(size).inclusion_proof(chance.randint(1, size)))[0]
        for _ in range(PROOFS)
    ]
    median = statistics.median(times) * 1000
    yield "ledger proof", median, "ms", "< 50", f"{entries:,} 条中任一条，{PROOFS} 次的中位数"


def _offline(entries: int) -> Iterator[tuple[str, float, str, str, str]]:
    """Yield the time of the export and of a lone copy of the verifier reading it on one core."""
    out = _folder() / "export.jsonl"
    seconds, _ = _timed(lambda: export(out, with_personal=True))
    yield "ledger export", seconds, "s", "—", f"{out.stat().st_size / 1e6:.0f} MB"
    command = [sys.executable, "-I", "-S", offline.__file__, str(out)]
    seconds, done = _timed(lambda: subprocess.run(command, capture_output=True, check=False))
    told = "对得上" if done.returncode == 0 else "核对不上"
    told = f"只用标准库，{told}；{_to_a_million(seconds, entries)}"
    yield "ledger offline", seconds, "s", f"< {_share(60, entries):.1f}", told


def _share(seconds: float, entries: int) -> float:
    """Return the part of a target for a million that `entries` may take."""
    return seconds * entries / MILLION


def _to_a_million(seconds: float, entries: int) -> str:
    """Return what a million would take, said as what it is."""
    if entries >= MILLION:
        return "实测一百万条"
    return f"按比例推算一百万条 {seconds * MILLION / entries:.1f} s，加 --full 实测"


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many seconds `do` took, and what it returned."""
    begun = time.perf_counter()
    done = do()
    return time.perf_counter() - begun, done


def _folder() -> Path:
    """Return the folder of the database file, so that all is measured on one disk."""
    return Path(str(connection.settings_dict["NAME"])).parent
