"""What was released and is not to go out after all: it waits for nobody, until it is taken up."""

import pytest
import time_machine
from django.test import Client
from tests.unit.publish.acting import FORMER, WANTED, ordered, published, sheet_about, sheet_for
from tests.unit.publish.factory import NOW, House, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.ledger.models import Entry
from hefa.ledger.verify import verify
from hefa.publish.actions import cancel_publication, queue_publication
from hefa.publish.models import Publication, PublicationState
from hefa.publish.orders.acting import state_label
from hefa.publish.orders.ordering import awaiting_orders
from hefa.publish.queries import awaiting_publication
from hefa.publish.setting_aside import set_aside, take_up
from hefa.review.models import ReviewSheet

State = PublicationState


def aside(house: House, sheet: ReviewSheet, words: str = "活动取消了") -> Publication:
    return set_aside(sheet.version, person=house.administrator, words=words, now=NOW)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {entry.code for entry in refused.value.reasons}


def test_an_article_that_is_not_wanted_waits_no_more_until_it_is_taken_up(house: House) -> None:
    sheet = released(house)

    made = aside(house, sheet)

    assert state_label(made) == "不发了"
    assert not awaiting_publication().exists()
    with pytest.raises(Refused):
        queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)

    take_up(made, person=house.administrator, now=NOW)

    made.refresh_from_db()
    assert state_label(made) == "已取消"
    assert [waiting.pk for waiting in awaiting_publication()] == [sheet.pk]
    out, _ = run_until_rest(
        queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)
    )
    assert out.state == State.PUBLISHED
    kinds = Entry.objects.filter(subject=f"publication:{made.op_id}").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == ["publish.set_aside", "publish.taken_up"]
    assert verify().is_sound


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Kind.TAKE_DOWN, {}),
        (Kind.CORRECTION, {"manner": "edit"}),
        (Kind.CORRECTION, {"manner": "anew"}),
    ],
)
def test_an_order_about_an_article_waits_no_more(
    house: House, kind: Kind, change: dict[str, str]
) -> None:
    item = published(house).items.get()
    sheet = sheet_about(house, item, kind, text="后天上午停水检修。", **change)

    made = aside(house, sheet)

    assert not awaiting_orders().exists()
    take_up(made, person=house.administrator, now=NOW)
    assert [waiting.pk for waiting in awaiting_orders()] == [sheet.pk]
    assert ordered(house, sheet).state == State.QUEUED


def test_a_column_change_waits_no_more(house: House) -> None:
    made = aside(house, sheet_for(house, FORMER, WANTED))

    assert state_label(made) == "不办了"
    assert not awaiting_orders().exists()


def test_another_take_down_of_the_same_article_is_free_to_go(house: House) -> None:
    item = published(house).items.get()
    aside(house, sheet_about(house, item, Kind.TAKE_DOWN))

    order, _ = run_until_rest(ordered(house, sheet_about(house, item, Kind.TAKE_DOWN)))

    assert order.state == State.PUBLISHED


def test_it_needs_words_the_right_and_something_that_waits(house: House) -> None:
    sheet = released(house)
    with pytest.raises(Refused) as wordless:
        aside(house, sheet, words="  ")
    with pytest.raises(Refused):
        set_aside(sheet.version, person=house.stranger, words="不要了", now=NOW)
    going = queued(house)
    with pytest.raises(Refused) as taken:
        aside(house, ReviewSheet.objects.get(version=going.items.get().version))

    assert codes(wordless) == {"publish.words_missing"}
    assert codes(taken) == {"publish.already_claimed"}
    assert Publication.objects.count() == 1


def test_only_what_was_set_aside_is_taken_up(house: House) -> None:
    going = queued(house)
    cancel_publication(going, person=house.administrator, words="改期", now=NOW)
    made = aside(house, released(house))
    with pytest.raises(Refused):
        take_up(made, person=house.stranger, now=NOW)
    take_up(made, person=house.administrator, now=NOW)

    for over in (going, made):
        with pytest.raises(Refused) as refused:
            take_up(over, person=house.administrator, now=NOW)
        assert codes(refused) == {"publish.not_set_aside"}


def test_the_pages_lead_there_and_back(house: House) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(house.administrator)
    sheet = released(house)
    address = f"/publish/aside/{sheet.number}/"
    with time_machine.travel(NOW, tick=False):
        assert address in browser.get("/publish/").content.decode()
        assert "随时可以放回来" in browser.get(address).content.decode()
        wordless = browser.post(address, {"words": ""})
        done = browser.post(address, {"words": "活动取消了"}, follow=True)
        page = done.content.decode()
        again = browser.get(address)

    assert wordless.status_code == 422
    assert "请写明原因" in wordless.content.decode()
    assert "不发了" in page
    assert "还是要发" in page
    assert "活动取消了" in page
    assert again.status_code == 404
    made = Publication.objects.get()
    with time_machine.travel(NOW, tick=False):
        back = browser.post(f"/publish/{made.op_id}/back/", follow=True)
        assert address in browser.get("/publish/").content.decode()
    assert "已放回" in back.content.decode()


def test_the_page_of_an_order_leads_there(house: House) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(house.administrator)
    sheet = sheet_about(house, published(house).items.get(), Kind.TAKE_DOWN)
    with time_machine.travel(NOW, tick=False):
        assert f"/publish/aside/{sheet.number}/" in browser.get("/publish/orders/").content.decode()
        done = browser.post(f"/publish/aside/{sheet.number}/", {"words": "不撤了"}, follow=True)

    assert done.status_code == 200
    assert "不办了" in done.content.decode()
    assert "还是要办" in done.content.decode()
