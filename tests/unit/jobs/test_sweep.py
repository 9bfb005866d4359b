from datetime import datetime, timedelta
from threading import Event

import pytest
from tests.unit.publish.factory import NOW

from hefa.core.errors import Unavailable, reason
from hefa.jobs import registry
from hefa.jobs.models import JobRun, PeriodicSlot
from hefa.jobs.registry import Lane, job, periodic
from hefa.jobs.sweep import LEASE, next_due, sweep, take_slots
from hefa.jobs.wake import wake
from hefa.jobs.worker import run_worker

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(registry, "_WORK", {})
    monkeypatch.setattr(registry, "_RHYTHMS", {})
    monkeypatch.setattr(registry, "_PROMPT", set())


@pytest.fixture
def done() -> list[str]:
    """A job `test.note` that keeps the keys it was run with."""
    keys: list[str] = []

    @job("test.note")
    def note(key: str, *, now: datetime) -> datetime | None:
        keys.append(key)
        return None

    return keys


@pytest.fixture
def ran() -> list[str]:
    """What was run, and a job `test.prompt` of the prompt lane that adds to it."""
    what: list[str] = []

    @job("test.prompt", lane=Lane.PROMPT)
    def publish(key: str, *, now: datetime) -> datetime | None:
        what.append("prompt")
        return None

    return what


def test_a_woken_job_runs_once_when_it_is_due(done: list[str]) -> None:
    wake("test.note", "a", run_after=NOW + SECOND, now=NOW)
    assert sweep(NOW) == 0
    assert next_due(NOW) == NOW + SECOND
    assert sweep(NOW + SECOND) == 1
    assert sweep(NOW + SECOND) == 0
    assert done == ["a"]
    assert next_due(NOW) is None


def test_waking_twice_is_one_job_and_the_sooner_counts(done: list[str]) -> None:
    wake("test.note", "a", run_after=NOW + 60 * SECOND, now=NOW)
    wake("test.note", "a", run_after=NOW, now=NOW)
    wake("test.note", "a", run_after=NOW + 90 * SECOND, now=NOW)
    assert sweep(NOW) == 1
    assert done == ["a"]


def test_a_job_woken_while_it_runs_runs_again() -> None:
    runs: list[datetime] = []

    @job("test.wakes_itself")
    def work(key: str, *, now: datetime) -> datetime | None:
        runs.append(now)
        if len(runs) == 1:
            wake("test.wakes_itself", key, now=now)
        return None

    wake("test.wakes_itself", "a", now=NOW)
    assert [sweep(NOW), sweep(NOW), sweep(NOW)] == [1, 1, 0]


def test_a_job_that_names_a_moment_runs_again_then() -> None:
    @job("test.again")
    def work(key: str, *, now: datetime) -> datetime | None:
        return now + 10 * SECOND if now == NOW else None

    wake("test.again", "a", now=NOW)
    assert sweep(NOW) == 1
    assert sweep(NOW + 9 * SECOND) == 0
    assert sweep(NOW + 10 * SECOND) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unavailable(reason("publish.token_being_renewed")), "publish.token_being_renewed"),
        (KeyError("x"), "KeyError"),
    ],
)
def test_a_job_that_fails_is_kept_noted_and_tried_ever_later(error: Exception, said: str) -> None:
    @job("test.fails")
    def work(key: str, *, now: datetime) -> datetime | None:
        raise error

    wake("test.fails", "a", now=NOW)
    moments = []
    moment = NOW
    for _ in range(4):
        assert sweep(moment) == 1
        run = JobRun.objects.get()
        assert run.next_at is not None
        moments.append((run.next_at - moment).total_seconds())
        moment = run.next_at
    assert moments == [5, 10, 20, 40]
    assert run.last_error == said


def test_a_row_whose_worker_died_is_taken_after_its_lease(done: list[str]) -> None:
    JobRun.objects.create(kind="test.note", key="a", lease_until=NOW + LEASE, fence=1, next_at=None)
    assert sweep(NOW) == 0
    assert sweep(NOW + LEASE) == 1
    assert JobRun.objects.get().fence == 2


def test_a_row_that_another_worker_took_meanwhile_is_left_to_it() -> None:
    runs: list[str] = []

    @job("test.work")
    def work(key: str, *, now: datetime) -> datetime | None:
        runs.append(key)
        if key == "a":  # while it lasts, another worker has a turn
            assert sweep(now) == 1
        return now + SECOND if key == "b" else None

    wake("test.work", "a", now=NOW)
    wake("test.work", "b", now=NOW)

    assert sweep(NOW) == 1
    assert runs == ["a", "b"]
    assert not JobRun.objects.filter(lease_until__isnull=False).exists()


def test_a_row_read_before_another_worker_ran_it_is_not_taken_on_what_was_read() -> None:
    runs: list[str] = []

    @job("test.work")
    def work(key: str, *, now: datetime) -> datetime | None:
        runs.append(key)
        if runs == ["a"]:
            assert sweep(now) == 1
        return now if key == "b" and len(runs) == 2 else None

    wake("test.work", "a", now=NOW)
    wake("test.work", "b", now=NOW)

    assert [sweep(NOW), sweep(NOW), sweep(NOW)] == [1, 1, 0]
    assert runs == ["a", "b", "b"]
    assert not JobRun.objects.filter(lease_until__isnull=False).exists()


def test_a_row_of_an_unknown_kind_is_kept(done: list[str]) -> None:
    wake("test.unknown", "a", now=NOW)
    assert sweep(NOW) == 0
    assert JobRun.objects.get().last_error == "jobs.kind_unknown"


def test_a_slot_runs_once_however_many_look() -> None:
    runs: list[datetime] = []

    @periodic("test.hourly", every=timedelta(hours=1))
    def work(key: str, *, now: datetime) -> datetime | None:
        runs.append(now)
        return None

    for minutes in (0, 10, 59, 60, 61, 185):
        moment = NOW + timedelta(minutes=minutes)
        take_slots(moment)
        take_slots(moment)
        sweep(moment)

    assert runs == [NOW, NOW + timedelta(minutes=60), NOW + timedelta(minutes=185)]
    assert PeriodicSlot.objects.count() == 3


def test_the_worker_finishes_what_is_due_and_stops(done: list[str]) -> None:
    stop = Event()

    @job("test.stop")
    def work(key: str, *, now: datetime) -> datetime | None:
        stop.set()
        return None

    wake("test.note", "a", now=NOW)
    wake("test.stop", "b", run_after=NOW + 5 * SECOND, now=NOW)
    ticks = iter(NOW + SECOND * step for step in range(1000))
    run_worker(stop, lambda: next(ticks), poll_seconds=0.1)

    assert done == ["a"]
    assert not JobRun.objects.filter(next_at__isnull=False).exists()


def test_each_lane_has_its_own_rows_and_slots(ran: list[str]) -> None:
    @periodic("test.long", every=timedelta(hours=1))
    def back_up(key: str, *, now: datetime) -> datetime | None:
        ran.append("long")
        return None

    wake("test.prompt", "a", run_after=NOW + SECOND, now=NOW)
    wake("test.nobody_knows", "", run_after=NOW + 9 * SECOND, now=NOW)

    assert sweep(NOW + SECOND, Lane.PROMPT) == 1
    assert ran == ["prompt"]
    assert next_due(NOW, Lane.PROMPT) is None
    assert next_due(NOW, Lane.OTHER) == NOW + 9 * SECOND
    assert sweep(NOW + SECOND, Lane.OTHER) == 1
    assert ran == ["prompt", "long"]


def test_a_job_under_way_in_one_lane_keeps_nothing_waiting_in_the_other(ran: list[str]) -> None:
    @job("test.long")
    def back_up(key: str, *, now: datetime) -> datetime | None:
        wake("test.prompt", "a", now=now)
        sweep(now, Lane.PROMPT)
        ran.append("long")
        return None

    wake("test.long", "", now=NOW)
    sweep(NOW, Lane.OTHER)

    assert ran == ["prompt", "long"]


def test_a_kind_has_one_work() -> None:
    def one(key: str, *, now: datetime) -> datetime | None:
        return None

    def two(key: str, *, now: datetime) -> datetime | None:
        return None

    job("test.same")(one)
    job("test.same")(one)
    with pytest.raises(ValueError, match=r"test\.same"):
        job("test.same")(two)
