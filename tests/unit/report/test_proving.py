"""Each released sheet is tried once, in batches; a row that no longer comes out raises a word."""

from datetime import datetime, timedelta

import pytest
from tests import factories as make

from hefa.jobs.registry import known_kinds, rhythms
from hefa.jobs.sweep import sweep
from hefa.ledger.models import Entry
from hefa.report import tally, tasks
from hefa.report.judging import board
from hefa.report.models import SheetProof
from hefa.review.models import Opinion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
HOUR = timedelta(hours=1)


def test_the_job_runs_every_minute_and_looks_again_every_night() -> None:
    assert rhythms()["report.prove"].every == timedelta(minutes=1)
    assert rhythms()["report.recheck"].every == timedelta(days=1)
    assert "report.recheck_from" in known_kinds()


def test_the_sweep_tries_every_released_sheet_once(now: datetime) -> None:
    sheet = make.released(now=now)
    make.returned("停电通知", now=now)
    sweep(now + HOUR)
    sweep(now + 2 * HOUR)
    proof = SheetProof.objects.get()

    assert proof.sheet == sheet
    assert (proof.released_at, proof.recorded_at) == (now, now + HOUR)
    assert (proof.failed, proof.untried) == ("", "")


def test_what_fails_is_written_by_its_names(now: datetime) -> None:
    make.released(now=now)
    Opinion.objects.filter(act="approve").delete()
    tasks.prove("", now=now)

    assert SheetProof.objects.get().failed == (
        "order_of_acts signed_over_one_package source_and_approver"
    )


def test_a_row_once_written_stays(now: datetime) -> None:
    make.released(now=now)
    tasks.prove("", now=now)
    Opinion.objects.filter(act="approve").delete()
    tasks.prove("", now=now + HOUR)

    assert SheetProof.objects.get().failed == ""


def test_more_than_a_batch_is_caught_up_with(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "BATCH", 2)
    for number in range(5):
        make.released(f"第 {number} 号", now=now)

    assert tasks.prove("", now=now) == now
    assert tasks.prove("", now=now) == now
    assert tasks.prove("", now=now) is None
    assert SheetProof.objects.count() == 5


def test_the_board_counts_the_same_before_the_job_as_after_it(now: datetime) -> None:
    make.released(now=now)
    make.released("停电通知", now=now)
    Opinion.objects.filter(act="endorse", sheet__version__title="停电通知").update(post="sender")
    before = board(now + HOUR)
    assert not SheetProof.objects.exists()  # looking writes nothing
    tasks.prove("", now=now)

    assert board(now + HOUR) == before


def test_what_was_not_looked_at_is_not_claimed(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "MOST_TRIED_NOW", 2)
    for number in range(5):
        make.released(f"第 {number} 号", now=now)
    found = board(now + HOUR)
    assert found is not None
    order = next(entry for entry in found.judged if entry.control.evidence == "order_of_acts")

    assert found.pending == 3
    assert order.evidence.count == 2
    assert order.evidence.standing == "missing"
    assert order.evidence.fact == ("一年里 2 张核发的审核单，逐张核对都合。另有 3 张还没有核对到。")


def test_the_night_s_look_finds_what_was_changed_and_says_so_once(now: datetime) -> None:
    sheet = make.released(now=now)
    make.released("停电通知", now=now)
    tasks.prove("", now=now)
    Opinion.objects.filter(sheet=sheet, act="release").update(post="contributor")
    for _ in range(2):
        tasks.recheck_from("0", now=now + HOUR)

    entry = Entry.objects.get(kind="report.proof_differs")
    assert entry.subject == f"sheet:{sheet.number}"
    assert "released_by_post" in entry.body


def test_the_night_s_look_finds_nothing_where_nothing_was_changed(now: datetime) -> None:
    make.released(now=now)
    tasks.prove("", now=now)
    tasks.recheck_from("0", now=now + timedelta(days=300))

    assert not Entry.objects.filter(kind="report.proof_differs").exists()
