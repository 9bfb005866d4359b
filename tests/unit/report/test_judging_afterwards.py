"""Judging what follows a release: red until the review is made up and the exception checked."""

from datetime import datetime, timedelta

import pytest
from tests import factories as make

from hefa.core.duty import Standing
from hefa.core.review import Act
from hefa.report.board import Evidence
from hefa.report.duties import duties_now
from hefa.report.judging import board
from hefa.review.actions import act_on
from hefa.review.excepting import check_exception
from hefa.review.models import ReviewSheet
from hefa.review.urgent import Word, record_consent

pytestmark = pytest.mark.usefixtures("community")
HOUR = timedelta(hours=1)


def evidence(control: str, at: datetime) -> Evidence:
    found = board(at, only=control)
    assert found is not None
    (judged,) = found.judged
    return judged.evidence


def urgent(now: datetime) -> ReviewSheet:
    make.switch("is_urgent_route_on")
    word = Word(approver=make.named("wang"), how="phone", given_at=now, words="水管爆了")
    sheet = record_consent(make.submitted(now=now), word, person=make.named("chen"), now=now)
    return make.signed(sheet, Act.RELEASE, now=now)


def reviewed(sheet: ReviewSheet, at: datetime) -> ReviewSheet:
    return make.signed(make.signed(sheet, Act.ENDORSE, now=at), Act.APPROVE, now=at)


@pytest.mark.parametrize("control", ["C12.7", "C12.8"])
def test_where_there_was_none_it_is_kept(control: str, now: datetime) -> None:
    make.released(now=now)
    found = evidence(control, now)

    assert found.standing is Standing.PROVED
    assert found.fact.startswith("一年里没有")


def test_it_is_red_until_the_review_is_made_up(now: datetime) -> None:
    sheet = urgent(now)
    found = evidence("C12.7", now + HOUR)

    assert found.standing is Standing.MISSING
    assert found.next_at == now + 24 * HOUR
    assert [piece.what for piece in found.against] == [f"{sheet.number} 《停水通知》：没有补审"]
    assert "C12.7" in {duty.control.id for duty in duties_now(now + HOUR)}

    reviewed(sheet, now + 2 * HOUR)

    found = evidence("C12.7", now + 3 * HOUR)
    assert (found.standing, found.count, found.against) == (Standing.PROVED, 1, ())
    assert evidence("C12.7", now + HOUR).standing is Standing.MISSING  # as known then


def test_a_review_made_up_late_or_refused_stays_red(now: datetime) -> None:
    reviewed(urgent(now), now + 25 * HOUR)
    assert evidence("C12.7", now + 26 * HOUR).standing is Standing.MISSING


def test_a_review_that_sends_back_stays_red(now: datetime) -> None:
    sheet = urgent(now)
    back = make.attempt(sheet, Act.RETURN, "没有核实")
    act_on(sheet, back, person=make.named("zhao"), now=now + HOUR)

    found = evidence("C12.7", now + 2 * HOUR)

    assert (found.standing, found.against_count, found.next_at) == (Standing.MISSING, 1, None)


def test_an_urgent_release_is_no_case_against_the_ordinary_claims(now: datetime) -> None:
    urgent(now)

    for control in ("C6.1", "C12.2"):  # in order, over one package
        assert evidence(control, now).standing is Standing.PROVED
    for control in ("C9.1", "C9.2", "C12.3"):  # these have their own control
        assert evidence(control, now).against == ()


def test_an_exception_is_red_until_somebody_else_has_checked_it(now: datetime) -> None:
    sheet = make.signed_in_two_posts(now=now)
    assert evidence("C12.8", now).standing is Standing.MISSING

    check_exception(sheet, person=make.named("he"), words="看过", now=now + HOUR)

    found = evidence("C12.8", now + HOUR)
    assert (found.standing, found.count) == (Standing.PROVED, 1)
    assert evidence("C6.1", now + HOUR).standing is Standing.PROVED
