"""A row is taken only when it is due, and given back only by the worker that still holds it."""

from datetime import datetime, timedelta

import pytest
from tests.unit.publish.factory import NOW

from hefa.core.errors import Unavailable, reason
from hefa.jobs import registry
from hefa.jobs.models import JobRun
from hefa.jobs.registry import job
from hefa.jobs.sweep import LEASE, _claim, sweep
from hefa.jobs.wake import wake

SECOND = timedelta(seconds=1)
TAKEN_UNTIL = NOW + 3 * LEASE


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(registry, "_WORK", {})
    monkeypatch.setattr(registry, "_RHYTHMS", {})


def test_a_row_that_is_put_off_after_it_was_read_is_not_taken_before_it_is_due() -> None:
    wake("test.note", "a", now=NOW)
    read = JobRun.objects.get()
    JobRun.objects.update(next_at=NOW + SECOND)

    assert not _claim(read, NOW)
    assert JobRun.objects.get().lease_until is None
    assert _claim(read, NOW + SECOND)


def test_a_row_under_a_lease_is_not_taken_before_the_lease_has_run_out() -> None:
    wake("test.note", "a", now=NOW)
    read = JobRun.objects.get()
    JobRun.objects.update(lease_until=NOW + LEASE)

    assert not _claim(read, NOW + LEASE - SECOND)
    assert _claim(read, NOW + LEASE)


@pytest.mark.parametrize("ends", ["done", "again", "error"])
def test_who_has_lost_a_row_gives_nothing_back(ends: str) -> None:
    """While its work lasts past the lease, another worker takes the row and is still at it."""

    @job("test.long")
    def work(key: str, *, now: datetime) -> datetime | None:
        rows = JobRun.objects.filter(lease_until=now + LEASE)
        fence = rows.get().fence
        rows.update(lease_until=TAKEN_UNTIL, fence=fence + 1, attempts=3, last_error="theirs")
        if ends == "error":
            raise Unavailable(reason("publish.token_being_renewed"))
        return now + SECOND if ends == "again" else None

    wake("test.long", "a", now=NOW)
    assert sweep(NOW) == 1

    row = JobRun.objects.get()
    assert (row.lease_until, row.next_at) == (TAKEN_UNTIL, None)
    assert (row.attempts, row.last_error) == (3, "theirs")
    assert sweep(NOW + 2 * SECOND) == 0  # nor does it run beside its holder
