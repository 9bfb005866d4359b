"""Corrections: a small edit by a person under a permit, or taken down and published anew."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import handed, ordered, published, sheet_about
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import run_until_rest

from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.patrol.actions import run_round
from hefa.patrol.models import Result
from hefa.publish import evidence
from hefa.publish.actions import cancel_publication
from hefa.publish.advance import advance
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.ordering import awaiting_orders
from hefa.publish.queries import standing_items
from hefa.review.models import ReviewSheet

State = PublicationState
OLD, NEW = "明天上午停水检修。", "后天上午停水检修。"
OTHER = "大后天上午停水检修。"
LATER, HOUR = NOW + timedelta(hours=3), timedelta(hours=1)


def small_edit(house: House, item: PublicationItem) -> ReviewSheet:
    return sheet_about(house, item, Kind.CORRECTION, text=NEW, manner="edit")


def replacement(house: House, item: PublicationItem, text: str) -> ReviewSheet:
    return sheet_about(house, item, Kind.CORRECTION, text=text, manner="anew")


def edit_by_hand(wechat: Wechat, out: Publication, **what: Any) -> None:
    wechat.console(f"articles/{out.article_id}/edit", **{"find": "明天", "replace": "后天", **what})


def replaced(house: House, sheet: ReviewSheet, now: datetime) -> PublicationItem:
    """Return what came in the place of what `sheet` publishes anew."""
    anew = ordered(house, sheet, now=now)
    for going in Publication.objects.filter(kind="take_down", state=State.QUEUED):
        run_until_rest(going, now=now)
    assert run_until_rest(anew, now=now)[0].state == State.PUBLISHED
    return anew.items.get()


def result_of(house: House, item: PublicationItem, at: Any = LATER) -> str:
    patrol = run_round(house.account, ordered_by=None, now=at)
    return str(patrol.observations.get(item=item).result)


def test_the_edit_is_awaited_and_then_the_new_text_is_expected(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    former = out.items.get()
    order = handed(ordered(house, small_edit(house, former)))
    assert (order.state, order.trouble_code) == (State.HANDED, "publish.correction_by_hand")
    assert order.permits.get().operator == house.administrator
    assert result_of(house, former) == Result.SAME

    edit_by_hand(wechat, out)
    assert result_of(house, former) == Result.SAME  # both texts are known until it is seen
    advance(order.pk, now=LATER)

    order.refresh_from_db()
    corrected = order.items.get()
    assert order.state == State.PUBLISHED
    assert list(standing_items()) == [corrected]
    assert result_of(house, corrected) == Result.SAME

    wechat.console(f"articles/{out.article_id}/edit", find="后天", replace="明天")
    assert result_of(house, corrected) == Result.CHANGED


def test_a_third_text_goes_to_a_person(house: House, wechat: Wechat) -> None:
    out = published(house)
    order = handed(ordered(house, small_edit(house, out.items.get())))
    edit_by_hand(wechat, out, replace="下周")
    assert result_of(house, out.items.get()) == Result.CHANGED
    advance(order.pk, now=LATER)

    order.refresh_from_db()
    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, "publish.correction_differs")
    assert out.items.get().removed_at is None


def test_one_of_several_is_edited_and_no_stranger_is_seen(house: House, wechat: Wechat) -> None:
    out = published(house, 3)
    order = handed(ordered(house, small_edit(house, out.items.get(position=2))))
    edit_by_hand(wechat, out, idx=2)
    advance(order.pk, now=LATER)

    order.refresh_from_db()
    assert order.state == State.PUBLISHED
    patrol = run_round(house.account, ordered_by=None, now=LATER)
    assert {entry.result for entry in patrol.observations.all()} == {Result.SAME}
    assert patrol.observations.count() == 3


def test_an_article_beyond_ours_in_a_corrected_publication_is_unauthorised(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    order = handed(ordered(house, small_edit(house, out.items.get())))
    edit_by_hand(wechat, out)
    advance(order.pk, now=LATER)

    from hefa.patrol.actions import _known  # noqa: PLC0415  # the count that patrol goes by

    assert _known(house.account) == {out.article_id: 1}


def test_the_board_finds_sheet_and_permit_of_a_corrected_article(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    order = handed(ordered(house, small_edit(house, out.items.get())))
    edit_by_hand(wechat, out)
    advance(order.pk, now=LATER)

    let = evidence.let_out(NOW - timedelta(days=1), LATER + timedelta(days=1))
    assert (let.count, let.without_sheet, let.without_permit) == (2, 0, 0)


def test_published_anew_only_after_the_former_is_down(house: House, wechat: Wechat) -> None:
    out = published(house)
    former = out.items.get()
    sheet = sheet_about(house, former, Kind.CORRECTION, text=NEW, manner="anew")
    anew = ordered(house, sheet)
    assert not awaiting_orders().exists()

    waiting, _ = run_until_rest(anew, until=timedelta(minutes=5))
    assert (waiting.state, waiting.trouble_code) == (State.QUEUED, "publish.former_still_out")

    going = Publication.objects.get(kind="take_down")
    assert run_until_rest(going)[0].state == State.PUBLISHED
    assert run_until_rest(anew, now=LATER)[0].state == State.PUBLISHED
    articles = wechat.state()["articles"]
    assert sorted(entry["items"][0]["is_deleted"] for entry in articles) == [False, True]
    assert list(standing_items()) == [anew.items.get()]


@pytest.mark.parametrize("kind", ["take_down", "article"])
def test_both_halves_of_what_is_published_anew_are_cancelled_together(
    house: House, kind: str
) -> None:
    former = published(house).items.get()
    sheet = sheet_about(house, former, Kind.CORRECTION, text=NEW, manner="anew")
    ordered(house, sheet)
    halves = Publication.objects.filter(items__version=sheet.version)

    cancel_publication(halves.get(kind=kind), person=house.administrator, words="先不换", now=NOW)

    assert [half.state for half in halves] == [State.CANCELLED, State.CANCELLED]
    assert [sheet.number for sheet in awaiting_orders()] == [sheet.number]
    assert ordered(house, sheet).state == State.QUEUED


def test_a_former_that_is_on_its_way_out_stays_ordered_when_the_new_one_is_cancelled(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    sheet = sheet_about(house, out.items.get(), Kind.CORRECTION, text=NEW, manner="anew")
    anew = ordered(house, sheet)
    wechat.console("faults", path="/cgi-bin/freepublish/delete", kind="drop_before")
    going = Publication.objects.get(kind="take_down")
    run_until_rest(going, until=timedelta(seconds=2))

    cancel_publication(anew, person=house.administrator, words="不发了", now=NOW)

    going.refresh_from_db()
    assert going.state == State.SUBMIT_UNKNOWN
    assert run_until_rest(going, now=LATER)[0].state == State.PUBLISHED
    assert [entry["items"][0]["is_deleted"] for entry in wechat.state()["articles"]] == [True]


def test_what_was_replaced_is_not_replaced_a_second_time(house: House, wechat: Wechat) -> None:
    former = published(house).items.get()
    first, second = replacement(house, former, NEW), replacement(house, former, OTHER)
    coming = ordered(house, first)
    run_until_rest(Publication.objects.get(kind="take_down"))
    late = ordered(house, second)
    assert run_until_rest(coming, now=LATER)[0].state == State.PUBLISHED

    late, _ = run_until_rest(late, now=LATER)

    assert (late.state, late.trouble_code) == (State.NEEDS_HUMAN, "publish.replaced_already")
    assert len(wechat.state()["articles"]) == 2
    cancel_publication(late, person=house.administrator, words="已经换过", now=LATER)


def test_what_was_replaced_twice_over_is_not_replaced_by_an_older_sheet(
    house: House, wechat: Wechat
) -> None:
    former = published(house).items.get()
    old, first = replacement(house, former, OTHER), replacement(house, former, NEW)
    second = replacement(house, replaced(house, first, LATER), "今天停水。")
    replaced(house, second, LATER + HOUR)

    with pytest.raises(Refused) as refused:
        ordered(house, old, now=LATER + 2 * HOUR)
    assert {entry.code for entry in refused.value.reasons} == {"publish.replaced_already"}
    assert [item.version.sheet for item in standing_items()] == [second]


def test_what_waits_for_its_former_finds_an_older_sheet_in_its_place(house: House) -> None:
    former = published(house).items.get()
    old, first = replacement(house, former, OTHER), replacement(house, former, NEW)
    item = replaced(house, first, LATER)
    second = replacement(house, item, "今天停水。")
    late = ordered(house, second, now=LATER)
    run_until_rest(Publication.objects.get(kind="take_down", state=State.QUEUED), now=LATER)
    replaced(house, old, LATER)

    late, _ = run_until_rest(late, now=LATER + HOUR)

    assert (late.state, late.trouble_code) == (State.NEEDS_HUMAN, "publish.replaced_already")


def test_what_was_edited_is_not_published_anew_beside_it(house: House, wechat: Wechat) -> None:
    out = published(house)
    anew = sheet_about(house, out.items.get(), Kind.CORRECTION, text="今天停水。", manner="anew")
    order = ordered(house, small_edit(house, out.items.get()))
    edit_by_hand(wechat, out)
    assert run_until_rest(order)[0].state == State.PUBLISHED

    with pytest.raises(Refused) as refused:
        ordered(house, anew, now=LATER)
    assert {entry.code for entry in refused.value.reasons} == {"publish.replaced_already"}


def test_what_was_taken_down_for_good_may_be_replaced_by_another_sheet(house: House) -> None:
    former = published(house).items.get()
    other, first = replacement(house, former, OTHER), replacement(house, former, NEW)
    item = replaced(house, first, LATER)
    run_until_rest(ordered(house, sheet_about(house, item, Kind.TAKE_DOWN), now=LATER), now=LATER)

    assert replaced(house, other, LATER + HOUR) in standing_items()


def test_a_small_edit_of_what_has_gone_is_refused(house: House) -> None:
    out = published(house)
    former = out.items.get()
    run_until_rest(ordered(house, sheet_about(house, former, Kind.TAKE_DOWN)))

    with pytest.raises(Refused) as refused:
        ordered(house, small_edit(house, former))
    assert "publish.former_gone" in {entry.code for entry in refused.value.reasons}
