"""The password given again before a release: for five minutes, and never from the future."""

from datetime import UTC, datetime, timedelta

import pytest

from hefa.core.review import CONFIRMED_FOR, Act, reasons_against_confirmation

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [0, 1, 299])
def test_it_holds_for_five_minutes(seconds: int) -> None:
    at = NOW - timedelta(seconds=seconds)

    assert timedelta(minutes=5) == CONFIRMED_FOR
    assert reasons_against_confirmation(Act.RELEASE, at, NOW) == ()


@pytest.mark.parametrize("at", [None, NOW - CONFIRMED_FOR, NOW + timedelta(seconds=1)])
def test_without_it_nothing_is_released(at: datetime | None) -> None:
    (found,) = reasons_against_confirmation(Act.RELEASE, at, NOW)

    assert (found.code, found.clause) == ("review.not_confirmed", "12(4)")


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.RELEASE])
def test_nothing_else_asks_for_it(act: Act) -> None:
    assert reasons_against_confirmation(act, None, NOW) == ()
