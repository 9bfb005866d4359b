"""Taking down: the right article goes, once, and what came of it is found by reading."""

from datetime import timedelta
from typing import Any

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import handed, ordered, published, sheet_about
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.errors import Conflict, Refused
from hefa.core.package import Kind
from hefa.ledger.models import Entry
from hefa.publish.actions import halt_publishing, queue_publication
from hefa.publish.advance import advance
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.ordering import awaiting_orders, end_notice, ended_notices
from hefa.publish.queries import published_items, standing_items

State = PublicationState
DELETE = "/cgi-bin/freepublish/delete"


def kinds_of(publication: Publication) -> list[str]:
    entries = Entry.objects.filter(subject=f"publication:{publication.op_id}").order_by("seq")
    return list(entries.values_list("kind", flat=True))


def articles(wechat: Wechat) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = wechat.state()["articles"]
    return found


def item_of(publication: Publication, position: int = 1) -> PublicationItem:
    return publication.items.get(position=position)


def test_the_one_article_of_several_goes_and_the_others_stay(house: House, wechat: Wechat) -> None:
    out = published(house, 3)
    sheet = sheet_about(house, item_of(out, 2), Kind.TAKE_DOWN)

    order, _ = run_until_rest(ordered(house, sheet))

    assert order.state == State.PUBLISHED
    assert [item.removed_at is not None for item in out.items.all()] == [False, True, False]
    assert [item["is_deleted"] for item in articles(wechat)[0]["items"]] == [False, True, False]
    assert kinds_of(order) == [
        "publish.take_down_queued",
        "publish.take_down_intended",
        "publish.take_down_taken",
        "publish.taken_down",
    ]
    assert order.permits.get().kind == "take_down"
    assert list(standing_items()) == [item_of(out, 1), item_of(out, 3)]
    out.refresh_from_db()
    assert out.state == State.PUBLISHED


def test_when_every_article_is_down_the_publication_is_removed(house: House) -> None:
    out = published(house)
    run_until_rest(ordered(house, sheet_about(house, item_of(out), Kind.TAKE_DOWN)))

    out.refresh_from_db()
    assert out.state == State.REMOVED
    assert published_items().count() == 1
    assert not standing_items().exists()


def test_nothing_goes_without_a_sheet_about_that_very_article(house: House) -> None:
    out = published(house, 2)
    sheet = sheet_about(house, item_of(out, 1), Kind.TAKE_DOWN)
    order = ordered(house, sheet)
    order.items.update(acts_on=item_of(out, 2))

    order, _ = run_until_rest(order)

    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, "publish.take_down_not_signed")
    assert not order.permits.exists()


def test_one_take_down_of_an_article_at_a_time(house: House) -> None:
    out = published(house)
    ordered(house, sheet_about(house, item_of(out), Kind.TAKE_DOWN))
    second = sheet_about(house, item_of(out), Kind.TAKE_DOWN)

    with pytest.raises(Conflict):
        ordered(house, second)


def test_a_sheet_is_carried_out_once(house: House) -> None:
    out = published(house)
    sheet = sheet_about(house, item_of(out), Kind.TAKE_DOWN)
    assert list(awaiting_orders()) == [sheet]
    run_until_rest(ordered(house, sheet))

    assert not awaiting_orders().exists()
    with pytest.raises(Refused):
        ordered(house, sheet)


def test_a_take_down_is_no_article_to_publish(house: House) -> None:
    out = published(house)
    sheet = sheet_about(house, item_of(out), Kind.TAKE_DOWN)

    with pytest.raises(Refused) as refused:
        queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)
    assert "publish.other_kind" in {entry.code for entry in refused.value.reasons}


def test_an_answer_lost_after_the_effect_is_found_by_reading(house: House, wechat: Wechat) -> None:
    out = published(house, 2)
    wechat.console("faults", path=DELETE, kind="drop_after")

    order, _ = run_until_rest(ordered(house, sheet_about(house, item_of(out, 1), Kind.TAKE_DOWN)))

    assert order.state == State.PUBLISHED
    assert order.permits.count() == 1
    assert [item["is_deleted"] for item in articles(wechat)[0]["items"]] == [True, False]


def test_an_answer_lost_before_the_effect_is_deleted_again_only_after_the_floor(
    house: House, wechat: Wechat
) -> None:
    out = published(house, 2)
    wechat.console("faults", path=DELETE, kind="drop_before")
    order = ordered(house, sheet_about(house, item_of(out, 1), Kind.TAKE_DOWN))

    order, _ = run_until_rest(order, until=timedelta(minutes=20))
    assert order.state == State.SUBMIT_UNKNOWN
    assert order.permits.count() == 1

    order, at = run_until_rest(order, now=NOW + timedelta(minutes=20))
    assert order.state == State.PUBLISHED
    assert order.permits.count() == 2
    assert at - NOW >= timedelta(minutes=25)
    assert [item["is_deleted"] for item in articles(wechat)[0]["items"]] == [True, False]


def test_without_permission_a_person_does_it_and_hefa_sees_it_gone(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    wechat.console("account", kind="unverified")

    order = handed(ordered(house, sheet_about(house, item_of(out), Kind.TAKE_DOWN)))
    assert (order.state, order.trouble_code) == (State.HANDED, "publish.take_down_by_hand")
    assert order.permits.get().operator == house.administrator

    wechat.console(f"articles/{out.article_id}/delete")
    advance(order.pk, now=NOW + timedelta(hours=3))
    order.refresh_from_db()
    assert order.state == State.PUBLISHED
    assert item_of(out).removed_at is not None


def test_what_somebody_deleted_already_needs_no_call(house: House, wechat: Wechat) -> None:
    out = published(house)
    order = ordered(house, sheet_about(house, item_of(out), Kind.TAKE_DOWN))
    wechat.console(f"articles/{out.article_id}/delete")

    order, _ = run_until_rest(order)

    assert order.state == State.PUBLISHED
    assert not order.permits.exists()


def test_another_article_in_its_place_is_left_alone(house: House, wechat: Wechat) -> None:
    out = published(house)
    order = ordered(house, sheet_about(house, item_of(out), Kind.TAKE_DOWN))
    wechat.console(f"articles/{out.article_id}/edit", title="别的", content="<p>别的</p>")

    order, _ = run_until_rest(order)

    assert (order.state, order.trouble_code) == (State.NEEDS_HUMAN, "publish.take_down_not_found")
    assert not articles(wechat)[0]["items"][0]["is_deleted"]


def test_the_stop_does_not_keep_what_does_harm_online(house: House) -> None:
    out = published(house)
    sheet = sheet_about(house, item_of(out), Kind.TAKE_DOWN)
    order = ordered(house, sheet)
    waiting = queued(house)
    halt_publishing(house.account, person=house.administrator, words="内容被改", now=NOW)

    waiting.refresh_from_db()
    assert waiting.state == State.HALTED
    assert run_until_rest(order)[0].state == State.PUBLISHED


def notice(house: House) -> PublicationItem:
    until = NOW.date() + timedelta(days=2)
    sheet = released(house, package("公示", notice_until=until))
    version = sheet.version
    version.notice_until = until
    version.save(update_fields=["notice_until"])
    made = queue_publication([version], person=house.administrator, planned_at=None, now=NOW)
    return run_until_rest(made)[0].items.get()


def test_a_notice_goes_the_day_after_its_signed_end_without_a_second_sheet(
    house: House, wechat: Wechat
) -> None:
    item = notice(house)
    last_day = NOW + timedelta(days=2)
    assert not ended_notices(last_day).exists()

    after = NOW + timedelta(days=3)
    assert list(ended_notices(after)) == [item]
    order, _ = run_until_rest(end_notice(item, now=after), now=after)

    assert order.state == State.PUBLISHED
    assert kinds_of(order)[0] == "publish.notice_ended"
    assert not ended_notices(after).exists()
    assert articles(wechat)[0]["items"][0]["is_deleted"]


def test_a_notice_stays_until_then_whatever_the_row_says(house: House) -> None:
    item = notice(house)
    item.version.notice_until = NOW.date() - timedelta(days=1)
    item.version.save(update_fields=["notice_until"])
    assert list(ended_notices(NOW)) == [item]

    with pytest.raises(Refused) as refused:
        end_notice(item, now=NOW)
    assert [entry.code for entry in refused.value.reasons] == ["publish.take_down_not_signed"]


def test_a_worker_that_died_during_the_call_is_followed_by_reading(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    order = ordered(house, sheet_about(house, item_of(out), Kind.TAKE_DOWN))
    Publication.objects.filter(pk=order.pk).update(state=State.SUBMITTING, intent_at=NOW)

    order, at = run_until_rest(order)

    assert order.state == State.PUBLISHED
    assert "publish.take_down_unclear" in kinds_of(order)
    assert at - NOW >= timedelta(minutes=25)  # nothing had been sent, and nothing was in haste
    assert articles(wechat)[0]["items"][0]["is_deleted"]
