"""Spoils files of the corpus and reads them: each is read or refused, none crashes or lingers.

The last line gives the seed, the counts and the longest time. Usage: fuzz.py PART COUNT [SEED].
"""

import collections
import secrets
import signal
import sys
import time
import traceback
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.fixtures.corpus.every import CORPUS  # noqa: E402
from tests.fixtures.spoiling import spoil  # noqa: E402

from hefa.collect.word import read_word  # noqa: E402
from hefa.core.document import normalise  # noqa: E402
from hefa.core.errors import HefaError  # noqa: E402

SECONDS = 5
PLACE = ROOT / "var" / "fuzz"


class TooSlow(BaseException):
    """The time is over; no reader catches this by mistake."""


def word(count: int, seed: int) -> int:
    """Read `count` spoiled Word files; return how many crashed or took too long."""
    random = Random(seed)
    signal.signal(signal.SIGALRM, _stop)
    sound = [sample.make() for sample in CORPUS if not sample.name.endswith("through LibreOffice")]
    told: collections.Counter[str] = collections.Counter()
    longest = 0.0
    for number in range(count):
        content = random.choice(sound)
        for _ in range(random.choice((1, 1, 2, 4))):
            content = _spoiled(content, random)
        begun = time.perf_counter()
        result = _outcome(content)
        longest = max(longest, time.perf_counter() - begun)
        told[result] += 1
        if result in {"crashed", "too slow"}:
            PLACE.mkdir(parents=True, exist_ok=True)
            (PLACE / f"word-{seed}-{number}.docx").write_bytes(content)
    failed = told["crashed"] + told["too slow"]
    refused = count - told["read"] - failed
    print(
        f"seed {seed}, {count} spoiled Word files, {told['read']} read, {refused} refused, "
        f"{failed} crashed or too slow, longest {longest:.2f} s"
    )
    return failed


def _stop(_signal: int, _frame: object) -> None:
    raise TooSlow


def _spoiled(content: bytes, random: Random) -> bytes:
    """Return the file spoiled further; one that is no container any more stays as it is."""
    try:
        return spoil(content, random)
    except Exception:  # noqa: BLE001  a spoiled container may fail in any way when it is opened
        return content


def _outcome(content: bytes) -> str:
    signal.alarm(SECONDS)
    try:
        imported = read_word(content, name="x.docx")
    except TooSlow:
        return "too slow"
    except HefaError as refused:
        return refused.reasons[0].code
    except Exception:  # noqa: BLE001  what is looked for
        traceback.print_exc()
        return "crashed"
    finally:
        signal.alarm(0)
    return "read" if imported.document == normalise(imported.document) else "crashed"


PARTS = {"word": word}


def main() -> int:
    """Run one part; exit 0 only when nothing crashed and nothing was too slow."""
    part, count = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else secrets.randbelow(2**32)
    return 1 if PARTS[part](count, seed) else 0


if __name__ == "__main__":
    raise SystemExit(main())
