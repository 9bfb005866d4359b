"""A stranger recounts a small report from the exported ledger, and names what does not agree."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.conftest import NOW, kept
from tests.factories import named, released, returned, sheet_awaiting
from tests.prove.reported import reported

from hefa.config.cli.compliance import _as_json
from hefa.core.review import Act
from hefa.ledger.actions import make_checkpoint
from hefa.ledger.export import export
from hefa.report.judging import board
from hefa.respond.actions import close_incident, record_step, report_incident
from hefa.respond.changes import StepKind
from hefa.review.paper.actions import attach_scan, copy_of

RECOUNT = Path(__file__).parents[2] / "prove" / "recount.py"
REGULATION = str(files("hefa.regulations") / "community" / "regulation.toml")
SCAN = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"
END = NOW + timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What a stranger is handed: the export, the report and the board, in one folder."""

    folder: Path

    def recount(self, regulation: str = REGULATION) -> "subprocess.CompletedProcess[str]":
        """Return the stranger's answer; nothing of Hefa is within reach."""
        names = ("ledger.jsonl", "report.json", "board.json")
        return subprocess.run(
            [sys.executable, "-I", "-S", str(RECOUNT), *names, "--regulation", regulation],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={},
        )

    def change_report(self, name: str, value: Any) -> None:
        """Write another value for one figure of the report."""
        path = self.folder / "report.json"
        report = json.loads(path.read_bytes())
        report["figures"][name] = value
        path.write_text(json.dumps(report), "utf-8")

    def change_ledger(self, change: Callable[[list[str]], Iterable[str]]) -> None:
        """Write the lines of the export as `change` returns them."""
        path = self.folder / "ledger.jsonl"
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join(change(lines)) + "\n", "utf-8")


@pytest.fixture(scope="module")
def _written(
    _entered: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("papers")
    with kept(django_db_blocker, lambda: _write(folder)):
        yield folder


@pytest.fixture
def papers(_written: Path, community: None, tmp_path: Path) -> Papers:
    """Hand over the papers of a few acts."""
    if not any(_written.iterdir()):
        _write(_written)
    return Papers(folder=Path(shutil.copytree(_written, tmp_path, dirs_exist_ok=True)))


def _write(folder: Path) -> None:
    """Play a few acts and write their papers into the folder."""
    at = iter(NOW + timedelta(minutes=number) for number in range(1, 100))
    first = released(now=next(at))
    for mark in "甲乙":
        copy = copy_of(first, mark)
        assert copy is not None
        attach_scan(copy, SCAN, name="扫描.pdf", person=named("chen"), now=next(at))
    released("停电通知", now=next(at))
    returned("停气通知", now=next(at))
    sheet_awaiting(Act.APPROVE, "停车通知", now=next(at))
    liu = named("liu")
    incident = report_incident(title="登不上", words="登不上。", person=liu, now=next(at))
    record_step(incident, StepKind.ACTION, words="在查。", person=liu, now=next(at))
    close_incident(incident, words="好了。", person=liu, now=next(at))
    make_checkpoint(next(at))
    found = board(END)
    assert found is not None
    for name, value in (
        ("report", reported("2026-11", now=END)),
        ("board", _as_json(found, extra_forms=0)),
    ):
        (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")
    export(folder / "ledger.jsonl", with_personal=False)


def test_a_true_report_is_recounted_figure_by_figure(papers: Papers) -> None:
    told = papers.recount()

    assert told.returncode == 0, told.stdout
    assert "=  sheets.released.service: reported 2, recounted 2" in told.stdout
    assert "=  sheets.in_order: reported 2, recounted 2" in told.stdout
    assert "=  control.C6.1.order_of_acts.for: reported 2, recounted 2" in told.stdout
    assert "=  control.C12.1.two_copies.for: reported 1, recounted 1" in told.stdout
    assert "=  control.C12.1.two_copies.against: reported 1, recounted 1" in told.stdout
    assert "=  incidents.acted_in_time: reported 1, recounted 1" in told.stdout
    assert ", 0 differences, " in told.stdout.splitlines()[-1]


def test_only_what_packages_and_rules_say_cannot_be_recounted(papers: Papers) -> None:
    told = papers.recount().stdout.splitlines()

    names = {line.split(":")[0].removeprefix("?  ") for line in told if line.startswith("?")}
    assert names == {
        "control.C3.1.columns_and_readers.for",
        "control.C8.1.purposes.for",
        "control.C9.3.nothing_unanswered.for",
        "control.C10.4.source_and_approver.for",
    }
    tried = [line for line in told if line.startswith("=  tried.")]
    assert tried == [
        f"=  tried.{id_}: reported 2, recounted 2" for id_ in ("C10.4", "C3.1", "C8.1", "C9.3")
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sheets.released.service", 3),
        ("sheets.in_order", 1),
        ("incidents.acted_late", 1),
        ("posts.vacant", []),
        ("course.C5.6.missed", 1),
    ],
)
def test_one_changed_figure_is_named(papers: Papers, name: str, value: Any) -> None:
    papers.change_report(name, value)

    told = papers.recount()

    assert told.returncode == 1
    assert [line for line in told.stdout.splitlines() if line.startswith("≠")] == [
        line for line in told.stdout.splitlines() if line.startswith(f"≠  {name}: ")
    ]
    assert f"≠  {name}: reported {json.dumps(value)}, recounted " in told.stdout


def test_a_figure_that_nobody_recounts_is_not_passed_over(papers: Papers) -> None:
    papers.change_report("readers.reached", 1200)

    told = papers.recount()

    assert told.returncode == 1
    assert "✗  readers.reached: " in told.stdout


def test_one_dropped_entry_shows_in_every_figure_that_rests_on_it(papers: Papers) -> None:
    papers.change_ledger(lambda lines: [line for line in lines if '"respond.closed"' not in line])

    told = papers.recount()

    assert told.returncode == 1
    assert "≠  ledger.entries: " in told.stdout
    assert "≠  incidents.closed: reported 1, recounted 0" in told.stdout
    assert "≠  control.C13.4.repaired_in_time.for: reported 1, recounted 0" in told.stdout


def test_one_act_dropped_leaves_its_sheet_out_of_order(papers: Papers) -> None:
    def without_one_approval(lines: list[str]) -> list[str]:
        place = next(at for at, line in enumerate(lines) if '"review.approved"' in line)
        return lines[:place] + lines[place + 1 :]

    papers.change_ledger(without_one_approval)

    told = papers.recount()

    assert told.returncode == 1
    assert "≠  sheets.in_order: reported 2, recounted 1" in told.stdout
    assert "≠  control.C6.1.order_of_acts.for: reported 2, recounted 1" in told.stdout
    assert "≠  control.C12.2.signed_over_one_package.for: reported 2, recounted 1" in told.stdout


def test_one_act_out_of_its_turn_is_named(papers: Papers) -> None:
    def with_two_acts_swapped(lines: list[str]) -> list[str]:
        one, other = (
            next(at for at, line in enumerate(lines) if f'"review.{kind}"' in line)
            for kind in ("endorsed", "approved")
        )
        lines[one], lines[other] = lines[other], lines[one]
        return lines

    papers.change_ledger(with_two_acts_swapped)

    told = papers.recount()

    assert told.returncode == 1
    assert "≠  sheets.in_order: reported 2, recounted 1" in told.stdout
    assert "≠  control.C6.1.order_of_acts.against: reported 0, recounted 1" in told.stdout


def test_one_person_signing_twice_is_named(papers: Papers) -> None:
    def by_the_author(lines: list[str]) -> list[str]:
        acts = {kind: at for at, line in reversed(list(enumerate(lines)))
                for kind in ("submitted", "endorsed") if f'"review.{kind}"' in line}  # fmt: skip
        author = json.loads(lines[acts["submitted"]])[4]
        endorsed = json.loads(lines[acts["endorsed"]])
        endorsed[4] = author
        lines[acts["endorsed"]] = json.dumps(endorsed, ensure_ascii=False)
        return lines

    papers.change_ledger(by_the_author)

    told = papers.recount()

    assert told.returncode == 1
    assert "≠  sheets.in_order: reported 2, recounted 1" in told.stdout
    assert "≠  control.C12.3.first_review_right.against: reported 0, recounted 1" in told.stdout


def test_another_regulation_than_the_adopted_one_is_refused(papers: Papers) -> None:
    other = papers.folder / "other.toml"
    other.write_text(Path(REGULATION).read_text("utf-8") + "\n", "utf-8")

    told = papers.recount(str(other))

    assert told.returncode == 1
    assert "is not the regulation that the ledger says was adopted" in told.stderr
