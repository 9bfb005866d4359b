"""What becomes of the paper in a simulated month: kept in full, in part, or not at all."""

from typing import TYPE_CHECKING

from hefa.review.models import ReviewSheet
from hefa.review.paper.actions import (
    Receiver,
    attach_scan,
    copy_of,
    file_copy,
    hand_over_copy,
    print_copies,
)
from hefa.review.paper.facts import Outcome, marks_of

if TYPE_CHECKING:
    from tests.prove.playing import Play

SCAN = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def keep_paper(play: "Play") -> None:
    """Print, hand over and file the copies of what was released, scan others, forget some."""
    released = ReviewSheet.objects.filter(ended="released", copies__isnull=True)
    for sheet in released.select_related("version__manuscript", "unit", "regulation"):
        keeps = (_print_and_file, _print_and_file_one, _scan, _forget)[sheet.pk % 4]
        keeps(play, sheet)


def _print_and_file(play: "Play", sheet: ReviewSheet) -> None:
    first, *others = _printed(play, sheet)
    _hand_over(play, sheet, first)
    for mark in others:
        _file(play, sheet, mark)


def _print_and_file_one(play: "Play", sheet: ReviewSheet) -> None:
    _file(play, sheet, _printed(play, sheet)[0])


def _scan(play: "Play", sheet: ReviewSheet) -> None:
    for mark in marks_of(sheet):
        if copy := copy_of(sheet, mark):
            person = play.person(play.plan.keeper)
            attach_scan(copy, SCAN, name="扫描.pdf", person=person, now=play.tick(1))


def _forget(_play: "Play", _sheet: ReviewSheet) -> None:
    """Leave the paper to itself."""


def _printed(play: "Play", sheet: ReviewSheet) -> tuple[str, ...]:
    marks = marks_of(sheet)
    person = play.person(play.plan.keeper)
    print_copies(sheet, marks, outcome=Outcome(), person=person, now=play.tick(1))
    return marks


def _hand_over(play: "Play", sheet: ReviewSheet, mark: str) -> None:
    if copy := copy_of(sheet, mark):
        person = play.person(play.plan.keeper)
        receiver = Receiver(unit=sheet.unit)
        hand_over_copy(copy, receiver, seen=copy.revision, person=person, now=play.tick(1))


def _file(play: "Play", sheet: ReviewSheet, mark: str) -> None:
    if copy := copy_of(sheet, mark):
        person = play.person(play.plan.keeper)
        file_copy(copy, "档案柜", seen=copy.revision, person=person, now=play.tick(1))
