"""Changes the review core and the door in one place at a time; a test must then fail.

All tests run once on the code as it is, and which of them enter which function is written down.
Then every mutant runs in a process of its own: its functions get the changed code, and the tests
that enter the changed function run, the quickest first, until one fails. One process runs them
all on unchanged code, which must pass. With --quick a seeded sample is tried. Survivors are
printed with their line as they are found. Exit 0 when at least nine in ten were noticed.
"""

import os
import pickle
import random
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import coverage
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
# It needs no simulator, which no two processes may share: it makes the database only.
WITH_DATABASE = "tests/unit/jobs/test_sweep.py::test_a_woken_job_runs_once_when_it_is_due"
SEED, SAMPLE, LEAST = 20261123, 40, 0.9
LEAST_SECONDS = 20.0  # of the processor, for a mutant whose tests take next to nothing
TIMES_AS_LONG = 3  # as on the code as it is: who takes longer never ends
WALL = 6  # seconds by the clock for one of the processor, on a machine with other work
MOST_BYTES = 1_000_000_000
KILLED, SURVIVED = 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A mutant under way, None for the code as it is, and when it must be done."""

    mutant: Mutant | None
    until: float


class Prover:
    """The pytest plugin that, once everything is collected, runs the tests on each mutant."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.mutants = list(mutants)
        self.survivors: list[Mutant | None] = []
        self.running: dict[int, Running] = {}
        self.entered = Entered()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every mutant in a process of its own, as many at once as there are processors."""
        _make_database(session)
        self.entered.watch(session)
        for count, mutant in enumerate((None, *self.mutants)):
            while len(self.running) >= (os.cpu_count() or 1):
                self._reap()
            items = self.entered.tests_of(mutant, session.items)
            seconds = self.entered.most_seconds(items)
            child = os.fork()
            if child == 0:
                _try(mutant, session, items, seconds)
            if count and count % 50 == 0:
                print(f"{count} of {len(self.mutants)} begun", flush=True)
            until = time.monotonic() + WALL * seconds
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
                if one.mutant is not None:
                    print(f"not noticed: {one.mutant}", flush=True)


class Entered:
    """Which tests enter which lines of the modules, and how long each test takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.tests: dict[str, dict[int, set[str]]] = {}

    def watch(self, session: pytest.Session) -> None:
        """Run every test on the code as it is, in a process of its own, and take in what it saw."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with suppress(BaseException), os.fdopen(writing, "wb") as report:
                pickle.dump(self._seen(session), report)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as report:
            self.tests, self.seconds = pickle.load(report)  # noqa: S301  # our own child's
        os.waitpid(child, 0)

    def _seen(
        self, session: pytest.Session
    ) -> tuple[dict[str, dict[int, set[str]]], dict[str, float]]:
        paths = [str(_path_of(name)) for name in SUITES]
        seen = coverage.Coverage(data_file=None, include=paths, config_file=False)
        seconds = {}
        seen.start()
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            begun = time.process_time()
            seen.switch_context(item.nodeid)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            seconds[item.nodeid] = time.process_time() - begun
        seen.stop()
        tests = {}
        for name in SUITES:
            by_line = seen.get_data().contexts_by_lineno(str(_path_of(name)))
            tests[name] = {line: set(entering) for line, entering in by_line.items()}
        return tests, seconds

    def tests_of(self, mutant: Mutant | None, every: Sequence[pytest.Item]) -> list[pytest.Item]:
        """Return the tests that enter the function `mutant` changed, the quickest first."""
        if mutant is None:
            return list(every)
        entering: set[str] = set()
        for line in mutant.function:
            entering |= self.tests[mutant.module].get(line, set())
        found = [item for item in every if item.nodeid in entering]
        return sorted(found, key=lambda item: self.seconds[item.nodeid])

    def most_seconds(self, items: Sequence[pytest.Item]) -> float:
        """Return the seconds of the processor after which `items` are taken to hang."""
        return LEAST_SECONDS + TIMES_AS_LONG * sum(self.seconds[item.nodeid] for item in items)


def main() -> int:
    """Try every mutant, or a sample; exit 0 when enough were noticed."""
    every = [mutant for name in SUITES for mutant in mutants_of(name, _path_of(name))]
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
    pytest.main(["-q", "-x", "-s", "-p", "no:randomly", *plainly, WITH_DATABASE, *tests], [prover])
    if None not in prover.survivors:
        print("the tests fail on the code as it is")
        return 1
    killed = len(chosen) - len(prover.survivors) + 1  # the code as it is survives, too
    print(f"seed {SEED}, {killed} of {len(chosen)} mutants noticed")
    return 0 if chosen and killed >= LEAST * len(chosen) else 1


def _path_of(module: str) -> Path:
    return ROOT / "src" / f"{module.replace('.', '/')}.py"


def _make_database(session: pytest.Session) -> None:
    """Run a test for the sake of the database, which every process then has as its own."""
    maker = next(item for item in session.items if item.nodeid == WITH_DATABASE)
    away = next(item for item in session.items if item.nodeid != WITH_DATABASE)
    maker.config.hook.pytest_runtest_protocol(item=maker, nextitem=away)


def _try(
    mutant: Mutant | None, session: pytest.Session, items: Sequence[pytest.Item], seconds: float
) -> None:
    """Put the changed code in its place and run `items` until one fails; never returns."""
    os.setpgrp()
    for limit, most in ((resource.RLIMIT_AS, MOST_BYTES), (resource.RLIMIT_CPU, int(seconds))):
        resource.setrlimit(limit, (most, most))  # some never end
    silent = os.open(os.devnull, os.O_WRONLY)
    for out in (1, 2):
        os.dup2(silent, out)
    code = KILLED
    with suppress(BaseException):
        if mutant is not None:
            _put(mutant)
        code = _run(session, items)
    os._exit(code)


def _run(session: pytest.Session, items: Sequence[pytest.Item]) -> int:
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
