"""A LibreOffice that has started ahead and waits, with a folder and a profile of its own.

Starting takes it seconds, converting a fraction of one. It serves one run and ends by itself, so
no file meets what an earlier one left behind; it is let go when nothing comes for a while.
"""

import atexit
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hefa.collect.legacy.confined import Program, end, own_folder

WAITS_SECONDS: Final = 180.0
_STARTS_SECONDS: Final = 3.0

Start = Callable[[Path], Program]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standby:
    """One that waits: its folder, its process, since when, and what ends both."""

    folder: Path
    process: Program
    since: float
    closing: contextlib.ExitStack


_turn = threading.Lock()
_waiting: list[Standby] = []


def stand_by(start: Start) -> None:
    """Let `start` begin one in a folder of its own, which waits to be taken; one at a time.

    The thread that calls this must live on: what it begins ends with it.
    """
    with _turn:
        if _waiting:
            return
        closing = contextlib.ExitStack()
        folder = closing.enter_context(own_folder())
        process = start(folder)
        closing.callback(end, process)
        one = Standby(folder=folder, process=process, since=time.monotonic(), closing=closing)
        _waiting.append(one)
    timer = threading.Timer(WAITS_SECONDS, _let_go, [one])
    timer.daemon = True
    timer.start()


@contextlib.contextmanager
def taken() -> Iterator[Path | None]:
    """Give the folder of the one that waits, once it has started; None when none does."""
    with _turn:
        one = _waiting.pop() if _waiting else None
    if one is None:
        yield None
        return
    with one.closing:
        time.sleep(max(0.0, one.since + _STARTS_SECONDS - time.monotonic()))
        yield one.folder if one.process.poll() is None else None


def let_go() -> None:
    """End the one that waits, if any."""
    for one in tuple(_waiting):  # a copy: letting go shortens the list
        _let_go(one)


def _let_go(one: Standby) -> None:
    with _turn:
        if one not in _waiting:
            return
        _waiting.remove(one)
    one.closing.close()


atexit.register(let_go)
