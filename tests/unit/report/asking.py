"""Asking the board for one of its answers."""

from datetime import datetime, timedelta

from hefa.core.duty import Standing
from hefa.core.regulation import Control
from hefa.registry.adopted import regulation_now
from hefa.report.board import Board, Evidence
from hefa.report.judging import board

PER_ITEM = (
    "columns_and_readers", "delivered_by_sender", "first_review_right", "nothing_unanswered",
    "order_of_acts", "purposes", "released_by_post", "right_route", "secrecy_declared",
    "signed_over_one_package", "six_declarations", "source_and_approver",
)  # fmt: skip


def whole(now: datetime) -> Board:
    found = board(now)
    assert found is not None
    return found


def control_with(name: str, now: datetime) -> Control:
    """Return the first control of the regulation in force that asks for the evidence `name`."""
    regulation = regulation_now(now)
    assert regulation is not None
    return next(entry for entry in regulation.controls if entry.evidence == name)


def evidence(name: str, now: datetime) -> Evidence:
    """Return the evidence `name` a second later, so that what happened now counts."""
    found = board(now + timedelta(seconds=1), only=control_with(name, now).id)
    assert found is not None
    return found.judged[0].evidence


def standing(name: str, now: datetime) -> Standing:
    return evidence(name, now).standing


def against(name: str, now: datetime) -> list[str]:
    return [piece.what for piece in evidence(name, now).against]
