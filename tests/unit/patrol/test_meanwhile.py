"""A round while another process publishes, takes down and corrects at the same time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import handed, ordered, published, sheet_about
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.package import Kind
from hefa.patrol.actions import run_round
from hefa.patrol.models import PatrolRound
from hefa.patrol.sight import _page
from hefa.publish.actions import stop_publication
from hefa.publish.models import PublicationState
from hefa.render.page import Page

State = PublicationState

DELETE = "/cgi-bin/freepublish/delete"
LATER = NOW + timedelta(minutes=20)
MOMENTS = range(2, 12)  # before which statement of the round the other process comes in


def results(patrol: PatrolRound) -> list[str]:
    return list(patrol.observations.order_by("pk").values_list("result", flat=True))


def round_with(house: House, act: Callable[[], object], *, before: int) -> PatrolRound:
    """Return a round in which `act` happens before the statement of that number, if it reads."""
    count = 0

    def come_in(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        nonlocal count
        count += 1
        if sql.startswith("SAVEPOINT"):  # the round writes: nobody comes between
            count = before
        if count == before and not sql.startswith("SAVEPOINT"):
            act()
        return execute(sql, *given)

    with connection.execute_wrapper(come_in):
        return run_round(house.account, ordered_by=None, now=LATER)


@pytest.mark.parametrize("before", MOMENTS)
def test_what_is_seen_to_be_out_meanwhile_is_not_unauthorised(
    house: House, wechat: Wechat, before: int
) -> None:
    wechat.console("faults", path="/cgi-bin/freepublish/get", kind="status500", times=50)
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=5))
    assert publication.state == State.SUBMITTED
    wechat.console("faults/clear")

    patrol = round_with(house, lambda: run_until_rest(publication, now=LATER), before=before)

    assert "unauthorised" not in results(patrol)


@pytest.mark.parametrize("before", MOMENTS)
def test_what_is_seen_to_be_gone_meanwhile_is_not_missing(
    house: House, wechat: Wechat, before: int
) -> None:
    out = published(house)
    wechat.console("faults", path=DELETE, kind="drop_after", effect=True)
    going = ordered(house, sheet_about(house, out.items.get(), Kind.TAKE_DOWN))
    run_until_rest(going, until=timedelta(seconds=0.5))
    assert going.state == State.SUBMIT_UNKNOWN

    patrol = round_with(house, lambda: run_until_rest(going, now=LATER), before=before)

    assert "missing" not in results(patrol)


def test_what_a_stopped_order_left_standing_is_missing_when_it_has_gone(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    going = ordered(house, sheet_about(house, out.items.get(), Kind.TAKE_DOWN))
    stop_publication(going, person=house.administrator, now=NOW)
    wechat.console(f"articles/{out.article_id}/delete", idx=1)

    assert results(run_round(house.account, ordered_by=None, now=LATER)) == ["missing"]


def test_what_wechat_refused_to_delete_is_missing_when_it_has_gone(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    wechat.console("faults", path=DELETE, kind="errcode", errcode=40007)
    going, _ = run_until_rest(ordered(house, sheet_about(house, out.items.get(), Kind.TAKE_DOWN)))
    assert going.state == State.NEEDS_HUMAN, (going.state, going.trouble_code)
    wechat.console(f"articles/{out.article_id}/delete", idx=1)

    assert results(run_round(house.account, ordered_by=None, now=LATER)) == ["missing"]


def test_what_is_handed_over_and_edited_while_a_round_looks_is_not_changed(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = published(house)
    edited = {"text": "后天上午停水检修。", "manner": "edit"}
    order = ordered(house, sheet_about(house, out.items.get(), Kind.CORRECTION, **edited))

    def edited_before(*given: Any) -> tuple[Page, str]:
        handed(order)
        wechat.console(f"articles/{out.article_id}/edit", idx=1, find="明天", replace="后天")
        return _page(*given)

    monkeypatch.setattr("hefa.patrol.sight._page", edited_before)

    assert results(run_round(house.account, ordered_by=None, now=LATER)) == ["same"]
