"""Mutates copies of a ledger at random; verification must find and name each mutation."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261123
COLUMNS = ("ts", "actor", "kind", "subject", "body", "leaf_hash")


def main() -> int:
    """Make as many mutations as the argument says; exit 0 only when each was named."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEFA_HOME"] = folder
        prepare(Path(folder))
        missed = [trial for trial in range(count) if not is_named(Path(folder), trial)]
    print(f"seed {SEED}, {count} mutations, {len(missed)} missed")
    return 1 if missed else 0


def prepare(home: Path) -> None:
    """Make an installation whose ledger has the entries of its first day."""
    script = "from hefa.config.template import SCRIPT; exec(SCRIPT)"
    environment = {**os.environ, "HEFA_HOME": str(home), "HEFA_DEMO": "1"}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    shutil.copy(home / "hefa.sqlite3", home / "sound.sqlite3")
    from hefa.config.cli.ground import set_up_django  # noqa: PLC0415  # after HEFA_HOME

    set_up_django()


def is_named(home: Path, trial: int) -> bool:
    """Mutate one place of a fresh copy; whether verification names just that entry."""
    from django.db import connection  # noqa: PLC0415

    from hefa.ledger.verify import verify  # noqa: PLC0415

    connection.close()
    for leftover in home.glob("hefa.sqlite3-*"):
        leftover.unlink()
    shutil.copy(home / "sound.sqlite3", home / "hefa.sqlite3")
    seq = mutate(home / "hefa.sqlite3", random.Random(SEED + trial))
    verdict = verify()
    named = [problem.seq for problem in verdict.problems if problem.seq is not None]
    return bool(named) and named[0] == seq


def mutate(database: Path, chance: random.Random) -> int:
    """Change one character of one column of one row; return the row's number.

    The triggers of the copy are put back word for word, so that only the row tells.
    """
    with sqlite3.connect(database) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        size = connection.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]
        seq, column = chance.randint(1, size), chance.choice(COLUMNS)
        text = connection.execute(
            f"SELECT {column} FROM ledger_entry WHERE seq = ?",
            (seq,),  # own names
        ).fetchone()[0]
        connection.execute(
            f"UPDATE ledger_entry SET {column} = ? WHERE seq = ?",  # own names
            (changed(text, chance), seq),
        )
        for _, sql in triggers:
            connection.execute(sql)
    connection.close()
    return seq


def changed(text: str, chance: random.Random) -> str:
    """Return `text` with one character replaced by another."""
    at = chance.randrange(len(text))
    other = chance.choice([sign for sign in "0123456789abcdefXYZ" if sign != text[at]])
    return text[:at] + other + text[at + 1 :]


if __name__ == "__main__":
    raise SystemExit(main())
