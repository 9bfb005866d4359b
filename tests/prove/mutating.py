"""The ways of bending a ledger: each bends a copy and says what verification must name."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

COLUMNS = ("seq", "v", "ts", "actor", "kind", "subject", "body", "leaf_hash")


class Expected(NamedTuple):
    """What must be named: an entry as the first bad one, or a problem with its thing."""

    seq: int | None = None
    code: str = ""
    thing: str = ""
    is_seen_offline: bool = True


@cache
def triggers(database: Path) -> tuple[tuple[str, str], ...]:
    """Return name and text of every trigger of the sound ledger."""
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return tuple(found.fetchall())


def change(home: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Carry out statements on the copy with its guards down, and put them back word for word."""
    connection = sqlite3.connect(home / "hefa.sqlite3")
    connection.execute("PRAGMA synchronous=OFF")
    standing = triggers(home / "sound.sqlite3")
    for name, _ in standing:
        connection.execute(f"DROP TRIGGER {name}")
    for sql, values in statements:
        connection.execute(sql, values)
    for _, sql in standing:
        connection.execute(sql)
    connection.commit()
    connection.close()


def ask(home: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    """Return rows of the sound ledger."""
    connection = sqlite3.connect(home / "sound.sqlite3")
    connection.text_factory = bytes
    found = connection.execute(sql, values).fetchall()
    connection.close()
    return found


def size_of(home: Path) -> int:
    return int(str(ask(home, "SELECT count(*) FROM ledger_entry")[0][0]))


def flipped(raw: bytes, chance: random.Random) -> bytes:
    """Return `raw` with one bit turned."""
    at, bit = chance.randrange(len(raw)), chance.randrange(8)
    return raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]


def flip(home: Path, chance: random.Random, table: str, column: str, where: str) -> None:
    """Turn one bit of one text column, whatever bytes that leaves there."""
    raw = ask(home, f"SELECT {column} FROM {table} WHERE {where}")[0][0]
    assert isinstance(raw, bytes)
    sql = f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE {where}"
    change(home, (sql, (flipped(raw, chance),)))


def bit_of_a_row(home: Path, chance: random.Random) -> Expected:
    seq, column = chance.randint(1, size_of(home)), chance.choice(COLUMNS[1:])
    if column == "v":
        change(
            home,
            ("UPDATE ledger_entry SET v = ? WHERE seq = ?", (1 ^ 1 << chance.randrange(30), seq)),
        )
    else:
        flip(home, chance, "ledger_entry", column, f"seq = {seq}")
    return Expected(seq=seq)


def bit_of_a_number(home: Path, chance: random.Random) -> Expected:
    """One bit of `seq` itself: onto another number the row is lost, elsewhere it stands apart."""
    size = size_of(home)
    seq = chance.randint(1, size)
    other = seq ^ 1 << chance.randrange(16)
    change(
        home,
        ("DELETE FROM ledger_entry WHERE seq = ?", (other,)),
        ("UPDATE ledger_entry SET seq = ? WHERE seq = ?", (other, seq)),
    )
    return Expected(seq=min(seq, other) if other else 1)


def deleted(home: Path, chance: random.Random) -> Expected:
    seq = chance.randint(1, size_of(home))
    change(home, ("DELETE FROM ledger_entry WHERE seq = ?", (seq,)))
    return Expected(seq=seq)


def swapped(home: Path, chance: random.Random) -> Expected:
    one, other = sorted(chance.sample(range(1, size_of(home) + 1), 2))
    sql = "UPDATE ledger_entry SET seq = ? WHERE seq = ?"
    change(home, (sql, (-1, one)), (sql, (one, other)), (sql, (other, -1)))
    return Expected(seq=one)


def inserted(home: Path, chance: random.Random) -> Expected:
    """A row between two others, those after it one further on; or one after the last."""
    size = size_of(home)
    seq = chance.randint(1, size + 1)
    after = [
        ("UPDATE ledger_entry SET seq = seq + 1 WHERE seq = ?", (number,))
        for number in range(size, seq - 1, -1)
    ]
    copied = chance.choice([at for at in range(1, size + 1) if at not in (seq, seq + 1)])
    columns = ", ".join(COLUMNS[1:])
    put = f"INSERT INTO ledger_entry SELECT ?, {columns} FROM ledger_entry WHERE seq = ?"
    change(home, *after, (put, (seq, copied)))
    return Expected(seq=seq)


def truncated(home: Path, chance: random.Random) -> Expected:
    """The newest entries gone with everything that would tell: frontier and checkpoints too."""
    size = size_of(home)
    left = chance.randint(1, size - 1)
    rows = ask(home, "SELECT leaf_hash FROM ledger_entry WHERE seq <= ? ORDER BY seq", left)
    hashes = [bytes.fromhex(raw.decode()) for (raw,) in rows if isinstance(raw, bytes)]
    from hefa.core.merkle import appended  # noqa: PLC0415

    edge: tuple[bytes, ...] = ()
    for at, hash_ in enumerate(hashes):
        edge = appended(edge, at, hash_)
    written = " ".join(hash_.hex() for hash_ in edge)
    change(
        home,
        ("DELETE FROM ledger_entry WHERE seq > ?", (left,)),
        ("DELETE FROM ledger_personal WHERE seq > ?", (left,)),
        ("DELETE FROM ledger_checkpoint WHERE size > ?", (left,)),
        ("UPDATE ledger_frontier SET size = ?, edge = ?", (left, written)),
    )
    return Expected(seq=left + 1, code="ledger.rolled_back", thing=str(size))


def text_bent(home: Path, chance: random.Random) -> Expected:
    seq, name = chance.choice(ask(home, "SELECT seq, name FROM ledger_personal"))
    column = chance.choice(("text", "salt", "name"))
    flip(home, chance, "ledger_personal", column, f"seq = {seq}")
    gone = "ledger.personal_missing" if column == "name" else "ledger.personal_altered"
    assert isinstance(seq, int)
    assert isinstance(name, bytes)
    return Expected(seq=seq, code=gone, thing=name.decode())


def text_deleted(home: Path, chance: random.Random) -> Expected:
    seq, name = chance.choice(ask(home, "SELECT seq, name FROM ledger_personal"))
    change(home, ("DELETE FROM ledger_personal WHERE seq = ?", (seq,)))
    assert isinstance(seq, int)
    assert isinstance(name, bytes)
    return Expected(seq=seq, code="ledger.personal_missing", thing=name.decode())


def text_added(home: Path, chance: random.Random) -> Expected:
    seq, name = chance.randint(1, size_of(home) + 3), chance.choice(("words", "other"))
    known = {(one, other) for one, other in ask(home, "SELECT seq, name FROM ledger_personal")}
    name = "more" if (seq, name.encode()) in known else name
    sql = "INSERT INTO ledger_personal (seq, name, salt, text) VALUES (?, ?, 's', 't')"
    change(home, (sql, (seq, name)))
    is_erased = (seq, name) == (3, "words")  # its hash stands in the leaf still
    code = "ledger.personal_altered" if is_erased else "ledger.personal_unknown"
    return Expected(seq=seq, code=code, thing=name)


def frontier_bent(home: Path, chance: random.Random) -> Expected:
    size = size_of(home)
    if chance.random() < 0.5:  # half and half
        change(home, ("UPDATE ledger_frontier SET size = ?", (size ^ 1 << chance.randrange(20),)))
    else:
        flip(home, chance, "ledger_frontier", "edge", "id = 1")
    return Expected(code="ledger.frontier_differs", thing="ledger_frontier")


def checkpoint_bent(home: Path, chance: random.Random) -> Expected:
    """One bit of a note or of its key."""
    size = chance.choice(ask(home, "SELECT size FROM ledger_checkpoint"))[0]
    flip(home, chance, "ledger_checkpoint", chance.choice(("note", "key")), f"size = {size}")
    return Expected(code="ledger.checkpoint_altered", thing=str(size))


def checkpoint_deleted(home: Path, chance: random.Random) -> Expected:
    size = ask(home, "SELECT max(size) FROM ledger_checkpoint")[0][0]
    change(home, ("DELETE FROM ledger_checkpoint WHERE size = ?", (size,)))
    del chance
    return Expected(code="ledger.checkpoint_missing", thing=str(size))


def trigger_dropped(home: Path, chance: random.Random) -> Expected:
    name, sql = chance.choice(triggers(home / "sound.sqlite3"))
    connection = sqlite3.connect(home / "hefa.sqlite3")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(f"DROP TRIGGER {name}")
    if chance.random() < 0.5:  # half of them stand again, and do nothing
        table = sql.partition(" ON ")[2].split()[0]
        connection.execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN 0 BEGIN SELECT 1; END"
        )
    connection.commit()
    connection.close()
    return Expected(code="ledger.trigger_missing", thing=name, is_seen_offline=False)


def key_replaced(home: Path, chance: random.Random) -> Expected:
    """Another key in the file, none, or something that is none."""
    from hefa.ledger.key import write_new_key  # noqa: PLC0415

    path = home / "keys" / "ledger"
    code = chance.choice(("ledger.key_differs", "ledger.key_missing", "ledger.key_unreadable"))
    if code == "ledger.key_differs":
        write_new_key(path)
    elif code == "ledger.key_missing":
        path.unlink()
    else:
        path.write_bytes(chance.randbytes(chance.randrange(44)))
    return Expected(code=code, thing="ledger_key", is_seen_offline=False)


def rolled_back(home: Path, chance: random.Random) -> Expected:
    """The older copy in the place of the newer one, as sound as it was on its day."""
    shutil.copy(home / "older.sqlite3", home / "hefa.sqlite3")
    del chance
    return Expected(seq=14, code="ledger.rolled_back", thing=str(size_of(home)))


KINDS: dict[str, Callable[[Path, random.Random], Expected]] = {
    "row bit": bit_of_a_row,
    "number bit": bit_of_a_number,
    "row deleted": deleted,
    "rows swapped": swapped,
    "row inserted": inserted,
    "truncate": truncated,
    "text bit": text_bent,
    "text deleted": text_deleted,
    "text added": text_added,
    "frontier": frontier_bent,
    "checkpoint bit": checkpoint_bent,
    "checkpoint deleted": checkpoint_deleted,
    "trigger": trigger_dropped,
    "key file": key_replaced,
    "rolled back": rolled_back,
}
