"""Mutates copies of a ledger at random; verification must find and name each mutation.

`python tests/prove/mutations.py COUNT`. Every trial takes a fresh copy of a small ledger (personal
text, an erasure, two keys, two checkpoints), bends one thing, puts the triggers back word for
word, and asks the verifier; every fourth trial is also exported and read by the offline one.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mutating import KINDS, Expected

SEED = 20261123
OFFLINE_EVERY = 4
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # nothing need last
MAKE = """
from hefa.config import home
home.create()
from hefa.config.cli.ground import set_up_django
set_up_django()
from datetime import UTC, datetime
from django.core.management import call_command
from django.db import connection, transaction
from hefa.ledger.actions import erase_personal_text, make_checkpoint, replace_key
from hefa.ledger.append import Fact, append
from hefa.ledger.key import key_path
call_command("migrate", "ledger", verbosity=0, skip_checks=True)
now = datetime(2026, 11, 23, tzinfo=UTC)
def enter(begin, end):
    for number in range(begin, end):
        with transaction.atomic():
            personal = {"words": f"意见 {number}"} if number % 3 == 0 else None
            append(Fact(kind="test.done", subject=f"thing:{number}", body={"n": number, "到": "底"},
                        personal=personal), actor="person-1", now=now)
enter(1, 13)
erase_personal_text(3, actor="person-1", words="本人要求", ordered_by="王书记", now=now)
make_checkpoint(now)
with connection.cursor() as cursor:
    cursor.execute(f"VACUUM INTO '{key_path().parent.parent / 'older.sqlite3'}'")
replace_key(names=("王书记", "陈管理员"), words="每年更换", now=now)
enter(15, 23)
print(make_checkpoint(now).note, end="")
with connection.cursor() as cursor:
    cursor.execute("PRAGMA journal_mode=DELETE")
"""


def main() -> int:
    """Make as many mutations as the argument says; exit 0 only when each was named."""
    count, workers = int(sys.argv[1]), os.cpu_count() or 1
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        note = prepare(Path(folder))
        shares = [(folder, note, range(number, count, workers)) for number in range(workers)]
        with ProcessPoolExecutor(workers) as pool:
            done = [outcome for share in pool.map(try_share, shares) for outcome in share]
    kinds = Counter(kind for kind, _ in done)
    missed = [told for _, told in done if told]
    for told in missed[:20]:
        print(told)
    counts = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    print(f"seed {SEED}, {len(done)} mutations ({counts}), {len(missed)} missed")
    return 1 if missed or len(done) != count else 0


def prepare(home: Path) -> str:
    """Make the sound ledger; return its newest checkpoint as it was kept outside."""
    environment = {**os.environ, "HEFA_HOME": str(home)}
    made = subprocess.run(
        [sys.executable, "-c", MAKE], env=environment, check=True, capture_output=True, text=True
    )
    shutil.copy(home / "hefa.sqlite3", home / "sound.sqlite3")
    shutil.copy(home / "keys" / "ledger", home / "key")
    return made.stdout


def try_share(share: tuple[str, str, range]) -> list[tuple[str, str]]:
    """Make one worker's mutations; return for each its kind and, when missed, what happened."""
    folder, note, trials = share
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        home = Path(shutil.copytree(folder, place, dirs_exist_ok=True))
        os.environ["HEFA_HOME"] = str(home)
        from hefa.config.cli.ground import set_up_django  # noqa: PLC0415  # after HEFA_HOME

        set_up_django()
        return [try_once(home, note, trial) for trial in trials]


def try_once(home: Path, note: str, trial: int) -> tuple[str, str]:
    """Mutate one thing of a fresh copy; return its kind and, unless it was named, what was."""
    from django.db import connection  # noqa: PLC0415

    from hefa.ledger.outside import outside_in  # noqa: PLC0415
    from hefa.ledger.verify import verify  # noqa: PLC0415

    connection.close()
    shutil.copy(home / "sound.sqlite3", home / "hefa.sqlite3")
    shutil.copy(home / "key", home / "keys" / "ledger")
    chance = random.Random(SEED + trial)
    kind = chance.choice([*KINDS])
    expected = KINDS[kind](home, chance)
    needs_outside = kind in ("truncate", "checkpoint deleted", "rolled back")
    problems = verify(outside_in(note) if needs_outside or trial % 2 else ()).problems
    found = [(problem.seq, problem.code, problem.thing) for problem in problems]
    if not is_named(expected, found):
        return kind, f"{trial} {kind}: expected {expected}, found {found}"
    if trial % OFFLINE_EVERY == 0 and expected.is_seen_offline:
        found = found_offline(home, note if needs_outside else "")
        if not is_named(expected, found):
            return kind, f"{trial} {kind}, offline: expected {expected}, found {found}"
    return kind, ""


def is_named(expected: Expected, found: list[tuple[int | None, str, str]]) -> bool:
    """Whether the first bad entry is the expected one, or the expected thing is among them."""
    if expected.code:
        wanted = (expected.code, expected.thing, expected.seq)
        return any((code, thing, seq) == wanted for seq, code, thing in found)
    return bool(found) and found[0][0] == expected.seq


def found_offline(home: Path, note: str) -> list[tuple[int | None, str, str]]:
    """Return what the offline verifier finds in an export of the mutated copy."""
    from hefa.core.verify import notes_in  # noqa: PLC0415
    from hefa.core.verify import verify as verify_offline  # noqa: PLC0415
    from hefa.ledger.export import export  # noqa: PLC0415

    out = home / "export.jsonl"
    export(out, with_personal=True, is_forced=True)
    log = verify_offline(str(out), notes_in(note), [])
    return [(one.seq, one.code, one.thing) for one in log.found]


if __name__ == "__main__":
    raise SystemExit(main())
