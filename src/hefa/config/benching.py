"""The measures behind `hefa bench`, each with its target and what it was measured beside."""

import atexit
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hefa.config import home

SAMPLE = home.CHECKOUT / "docs" / "samples" / "冬季供暖入户检查通知.docx"
HEFA = Path(sys.executable).with_name("hefa")
MANY = 10_000
ROUNDS = 9
LEDGER = "ledger"
WORD = "word"
PUBLISH = "publish"
REGISTER = "register"
DECIDE = "decide"


def measures(name: str, *, entries: int, is_alone: bool) -> list[dict[str, Any]]:
    """Return the figures under `name`.

    `entries` is the size of the ledger where that counts; what is measured alone may be larger.
    """
    if name == WORD:
        from hefa.config.measuring_word import measure_word  # noqa: PLC0415  # measured alone

        return [_figure(*found) for found in measure_word(SAMPLE)]
    if name == PUBLISH:
        from hefa.config.measuring_publish import measure_publish  # noqa: PLC0415  # measured alone

        return [_figure(*found) for found in measure_publish(is_alone=is_alone)]
    if name == REGISTER:
        stand()
        from hefa.config.measuring_register import measure_register  # noqa: PLC0415  # needs settings

        return [_figure(*found) for found in measure_register(is_alone=is_alone)]
    if name == DECIDE:
        stand()
        from hefa.config.measuring_decide import measure_decide  # noqa: PLC0415  # needs settings

        return [_figure(*found) for found in measure_decide(is_alone=is_alone)]
    if name != LEDGER:
        return [_figure(name, *MEASURES[name]())]
    stand()
    from hefa.config.measuring_ledger import measure_ledger  # noqa: PLC0415  # needs settings

    return [_figure(*found) for found in measure_ledger(entries)]


def _figure(name: str, figure: float, unit: str, target: str, beside: str) -> dict[str, Any]:
    """Return one figure: its name, value, unit, target and what it stands beside."""
    return {
        "name": name,
        "figure": round(figure, 1 if figure >= 1 else 3),
        "unit": unit,
        "target": target,
        "beside": beside,
    }


def _help() -> tuple[float, str, str, str]:
    command = [str(HEFA), "--help"]
    seconds = _median(lambda: subprocess.run(command, capture_output=True, check=True))
    bare = [sys.executable, "-c", "pass"]
    plain = _median(lambda: subprocess.run(bare, capture_output=True, check=True))
    return seconds, "ms", "< 500", f"是空跑 Python 的 {seconds / plain:.1f} 倍"


def _tour() -> tuple[float, str, str, str]:
    command = [str(HEFA), "tour", str(SAMPLE), "--json"]
    subprocess.run(command, capture_output=True, check=True)
    seconds = _median(lambda: subprocess.run(command, capture_output=True, check=True), rounds=3)
    return seconds, "ms", "< 3000", "第二次起，含起落沙箱"


def _read() -> tuple[float, str, str, str]:
    from hefa.collect.word import read_word  # noqa: PLC0415  # measured alone

    content = SAMPLE.read_bytes()
    read_word(content, name=SAMPLE.name)
    milliseconds = _median(lambda: read_word(content, name=SAMPLE.name))
    return milliseconds, "ms", "< 50", _beside_python_docx(content, milliseconds)


def _beside_python_docx(content: bytes, milliseconds: float) -> str:
    """Return how the reader compares with python-docx reading only plain text."""
    import io  # noqa: PLC0415

    try:
        from docx import Document  # noqa: PLC0415  # a development package
    except ImportError:
        return "没有装 python-docx，未比"

    def plain() -> None:
        document = Document(io.BytesIO(content))
        [paragraph.text for paragraph in document.paragraphs]
        [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    return f"是 python-docx 只取文字的 {milliseconds / _median(plain):.1f} 倍"


def _render() -> tuple[float, str, str, str]:
    stand()
    from hefa.collect.word import read_word  # noqa: PLC0415
    from hefa.core.document import picture_sha256s  # noqa: PLC0415
    from hefa.core.package import Channel, Kind, Package  # noqa: PLC0415
    from hefa.render.article import render  # noqa: PLC0415
    from hefa.render.themes import OFFERED  # noqa: PLC0415

    read = read_word(SAMPLE.read_bytes(), name=SAMPLE.name)
    package = Package(
        kind=Kind.ARTICLE,
        title=read.title,
        author="",
        digest="",
        document=read.document,
        cover_sha256="",
        theme=OFFERED["notice"],
        account="",
        column="",
        channel=Channel.API,
        mass_send=False,
        comments=False,
        source_url="",
        notice_until=None,
    )
    addresses = dict.fromkeys(picture_sha256s(read.document), "https://mmbiz.qpic.cn/0")
    length = len(render(package, addresses))
    return _median(lambda: render(package, addresses)), "ms", "< 15", f"{length} 字符"


def _lists() -> tuple[float, str, str, str]:
    """Return the slowest list at 10,000 manuscripts, with its number of queries."""
    stand()
    from django.db import connection  # noqa: PLC0415  # needs settings
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from hefa.config.demo.many import put_many, signed_in  # noqa: PLC0415

    put_many(MANY)
    client = signed_in("chen")
    slowest, told = 0.0, ""
    for address in ("/collect/", "/review/register/?all=1", "/publish/", "/report/ledger/"):
        client.get(address)
        milliseconds = _median(lambda address=address: client.get(address))  # type: ignore[misc]
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        told += f"{address} {milliseconds:.0f} ms {len(queries)} 次查询；"
        slowest = max(slowest, milliseconds)
    return slowest, "ms", "< 50", told


def _board() -> tuple[float, str, str, str]:
    """Return how long the board takes over a year of a very busy house."""
    stand()
    from hefa.config.measuring_board import measure_board  # noqa: PLC0415  # needs settings

    return measure_board(_median)


def _memory() -> tuple[float, str, str, str]:
    """Return the resident memory of a web worker after it has served each page."""
    script = (
        "from hefa.config.demo.many import signed_in, resident_megabytes;"
        "c = signed_in('chen');"
        "[c.get(a) for a in ('/', '/collect/', '/review/', '/publish/', '/patrol/', '/respond/')];"
        "print(resident_megabytes())"
    )
    done = subprocess.run(
        [sys.executable, "-c", "from hefa.config.benching import stand;stand();" + script],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout), "MB", "< 150", "走过六个页面之后"


@cache
def _paper() -> tuple[float, str, str, str]:
    stand()
    from hefa.config.measuring_paper import measure_paper  # noqa: PLC0415  # needs settings

    return measure_paper(_median)


def stand() -> None:
    """Stand on a fresh copy of the template installation; once for this process."""
    import shutil  # noqa: PLC0415

    from hefa.config.cli.ground import set_up_django  # noqa: PLC0415
    from hefa.config.touring import template_place  # noqa: PLC0415

    folder = tempfile.mkdtemp(prefix="hefa-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(template_place(), folder, dirs_exist_ok=True)
    os.environ["HEFA_HOME"] = folder
    os.environ["HEFA_DEMO"] = "1"
    set_up_django()
    from hefa.config.installing import gather_static  # noqa: PLC0415

    gather_static()


def _median(do: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the median time of `do` in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


MEASURES: dict[str, Callable[[], tuple[float, str, str, str]]] = {
    "help": _help,
    "tour": _tour,
    "read": _read,
    "memory": _memory,
    "render": _render,
    "lists": _lists,
    "board": _board,
    "paper": _paper,
}
