"""Changes the review core and the door in one place at a time; a test must then fail.

Every mutant runs in a process of its own, forked after all tests were collected: its functions
get the changed code, the tests run until one fails. With --quick a seeded sample is tried.
Survivors are printed with their line. Exit 0 when at least nine in ten were noticed.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.prove.changing import Mutant, mutants_of  # noqa: E402

CORE = ("acting", "beginning", "confirming", "door", "sheet", "vocabulary")
CORE_TESTS = tuple(
    f"tests/unit/core/test_{name}.py"
    for name in (
        *("confirming", "door", "all_of", "delegation", "urgent", "declarations", "review"),
        *("beginning", "profile_walks", "review_properties"),
    )
)
DOOR_TESTS = tuple(
    f"tests/unit/publish/test_{name}.py"
    for name in ("door", "door_reasons", "stopping", "taking_down", "menus", "by_hand")
)
SUITES = {
    **{f"hefa.core.review.{name}": CORE_TESTS for name in CORE},
    "hefa.publish.door": DOOR_TESTS,
}
SEED, SAMPLE, LEAST = 20261123, 40, 0.9
LONGEST_SECONDS = 180.0
MOST_SECONDS = 40  # of the processor; all the tests of a suite take a third of it
MOST_BYTES = 1_000_000_000
KILLED, SURVIVED = 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A mutant under way: its process and when it must be done."""

    mutant: Mutant
    until: float


class Prover:
    """The pytest plugin that, once everything is collected, runs the tests on each mutant."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = list(mutants)
        self.survivors: list[Mutant] = []
        self.running: dict[int, Running] = {}
        self.count = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every mutant in a process of its own, as many at once as there are processors."""
        for mutant in self.mutants:
            while len(self.running) >= (os.cpu_count() or 1):
                self._reap()
            child = os.fork()
            if child == 0:
                _try(mutant, session)
            self.count += 1
            if self.count % 50 == 0:
                print(f"{self.count} of {len(self.mutants)} begun", flush=True)
            until = time.monotonic() + LONGEST_SECONDS
            self.running[child] = Running(mutant=mutant, until=until)
        while self.running:
            self._reap()
        return True

    def _reap(self) -> None:
        """Take in what has finished; who takes too long hangs, and is noticed by that."""
        time.sleep(0.02)
        for child, one in list(self.running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() > one.until:
                with suppress(ProcessLookupError):
                    os.killpg(child, 9)
                os.waitpid(child, 0)
                status = KILLED << 8
            elif not done:
                continue
            del self.running[child]
            if os.waitstatus_to_exitcode(status) == SURVIVED:
                self.survivors.append(one.mutant)


def main() -> int:
    """Try every mutant, or a sample; exit 0 when enough were noticed."""
    every = [
        mutant
        for name in SUITES
        for mutant in mutants_of(name, ROOT / "src" / f"{name.replace('.', '/')}.py")
    ]
    chosen = every
    if sys.argv[1:] == ["--quick"]:
        chosen = random.Random(SEED).sample(every, SAMPLE)  # a sample, no secret
    prover = Prover(chosen)
    tests = sorted({test for mutant in chosen for test in SUITES[mutant.module]})
    os.chdir(ROOT)
    plainly = [
        "--assert=plain",
        "--tb=no",
    ]  # what differs between two sheets is long in the telling
    pytest.main(["-q", "-x", "-s", "-p", "no:randomly", *plainly, *tests], [prover])
    for mutant in sorted(prover.survivors, key=lambda one: (one.module, one.line)):
        print(f"not noticed: {mutant.module}:{mutant.line}: {mutant.what}")
    killed = len(chosen) - len(prover.survivors)
    print(f"seed {SEED}, {killed} of {len(chosen)} mutants noticed")
    return 0 if chosen and killed >= LEAST * len(chosen) else 1


def _try(mutant: Mutant, session: pytest.Session) -> None:
    """Put the changed code in its place and run the tests until one fails; never returns."""
    os.setpgrp()
    for limit, most in ((resource.RLIMIT_AS, MOST_BYTES), (resource.RLIMIT_CPU, MOST_SECONDS)):
        resource.setrlimit(limit, (most, most))  # some never end
    silent = os.open(os.devnull, os.O_WRONLY)
    for out in (1, 2):
        os.dup2(silent, out)
    code = KILLED
    with suppress(BaseException):
        _put(mutant)
        code = _run(session, SUITES[mutant.module])
    os._exit(code)


def _run(session: pytest.Session, tests: Sequence[str]) -> int:
    order = {str(ROOT / test): at for at, test in enumerate(tests)}
    items = [item for item in session.items if str(item.path) in order]
    items.sort(key=lambda item: order[str(item.path)])
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return KILLED
    return SURVIVED


def _put(mutant: Mutant) -> None:
    """Give the functions of the module their changed code, in place: whoever has them has it."""
    module = sys.modules[mutant.module]
    changed = ModuleType(mutant.module)
    changed.__file__ = module.__file__
    sys.modules[mutant.module] = changed
    exec(compile(mutant.tree, str(module.__file__), "exec"), changed.__dict__)  # noqa: S102  # own code
    sys.modules[mutant.module] = module
    _take_over(vars(module), vars(changed), module)


def _take_over(old: object, new: object, module: ModuleType) -> None:
    """Take the code of every function of `new` over into its like in `old`."""
    assert isinstance(old, dict | type(type.__dict__))
    assert isinstance(new, dict | type(type.__dict__))
    for name, thing in list(new.items()):
        was = old.get(name)
        for one, other in ((was, thing), *_parts(was, thing)):
            if isinstance(one, FunctionType) and isinstance(other, FunctionType):
                code: CodeType = other.__code__
                if len(code.co_freevars) == len(one.__code__.co_freevars):
                    one.__code__ = code
        if isinstance(was, type) and isinstance(thing, type) and was.__module__ == module.__name__:
            _take_over(vars(was), vars(thing), module)


def _parts(was: object, thing: object) -> list[tuple[object, object]]:
    """Return what stands behind two properties or two wrapped functions."""
    if isinstance(was, property) and isinstance(thing, property):
        return [(was.fget, thing.fget)]
    return [(getattr(was, "__wrapped__", None), getattr(thing, "__wrapped__", None))]


if __name__ == "__main__":
    raise SystemExit(main())
