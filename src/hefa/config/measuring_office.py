"""The other half of the measure `word`: old files through LibreOffice, cold, ready and together."""

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hefa.collect.legacy import Kind
from hefa.collect.legacy.converted import read_converted
from hefa.collect.legacy.office import MOST_IN_A_RUN, is_installed, keep_ready, to_docx_together
from hefa.collect.legacy.standby import let_go

ROUNDS: Final = 3
_STARTS_SECONDS: Final = 5.0


def measure_office(sample: Path) -> list[tuple[str, float, str, str, str]]:
    """Return how long an old file takes to a document: a figure each way; none without one."""
    if not is_installed():
        return [("word .doc", 0.0, "ms", "< 1000", "没有装 LibreOffice")]
    content = _as_old_word(sample)
    cold = _median(lambda: _read([content]), before=let_go)
    ready = _median(lambda: _read([content]), before=_ready)
    together = _median(lambda: _read([content] * MOST_IN_A_RUN), before=_ready) / MOST_IN_A_RUN
    let_go()
    return [
        ("word .doc 冷", cold, "ms", "-", "一份，LibreOffice 从头启动"),
        ("word .doc 备好", ready, "ms", "< 1000", "一份，LibreOffice 已先启动"),
        ("word .doc 一批", together, "ms", "< 1000", f"一批 {MOST_IN_A_RUN} 份，每份"),
    ]


def _as_old_word(sample: Path) -> bytes:
    """Return the sample as an old Word file."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation={Path(folder).as_uri()}/profile"]
        command += ["--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder]
        subprocess.run([*command, str(sample)], capture_output=True, check=True, timeout=120)
        return Path(folder, sample.name).with_suffix(".doc").read_bytes()


def _read(contents: list[bytes]) -> None:
    for made in to_docx_together(contents, Kind.OLD_WORD):
        if made is not None:
            read_converted(made, name="it.doc")


def _ready() -> None:
    keep_ready()
    time.sleep(_STARTS_SECONDS)


def _median(do: Callable[[], None], *, before: Callable[[], None]) -> float:
    """Return the median time of `do` in milliseconds, `before` not counted."""
    times = []
    for _ in range(ROUNDS):
        before()
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)
