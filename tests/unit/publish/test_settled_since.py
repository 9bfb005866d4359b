"""What differed and went to a person rests once all of it was taken down or corrected since."""

from datetime import datetime, timedelta

import time_machine
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import ordered, sheet_about
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.core.package import Kind
from hefa.publish.actions import retry_publication
from hefa.publish.models import Publication, PublicationState
from hefa.publish.queries import in_trouble, timeline

State = PublicationState


def differing(house: House, wechat: Wechat, count: int = 1, idx: int = 1) -> Publication:
    """Return a publication of `count` articles, of which readers find one altered."""
    wechat.console("settings", publish_delay=60)
    made, _ = run_until_rest(queued(house, count), until=timedelta(seconds=2))
    assert made.state == State.SUBMITTED
    wechat.console("clock", advance_seconds=61)
    article_id = wechat.state()["articles"][0]["article_id"]
    wechat.console(f"articles/{article_id}/edit", idx=idx, find="检修", replace="施工")
    wechat.console("settings", publish_delay=0)
    made, _ = run_until_rest(made, now=NOW + timedelta(minutes=2))
    assert (made.state, made.trouble_code) == (State.NEEDS_HUMAN, "publish.out_differs")
    return made


def taken_down(house: House, publication: Publication, position: int) -> datetime:
    item = publication.items.get(position=position)
    now = NOW + timedelta(hours=1)
    order = ordered(house, sheet_about(house, item, Kind.TAKE_DOWN), now=now)
    order, moment = run_until_rest(order, now=now)
    assert order.state == State.PUBLISHED, order.trouble_code
    publication.refresh_from_db()
    return moment


def test_it_rests_when_all_of_it_is_taken_down(house: House, wechat: Wechat) -> None:
    publication = differing(house, wechat)
    moment = taken_down(house, publication, 1)

    assert (publication.state, publication.trouble_code) == (State.REMOVED, "")
    assert timeline(publication).last().kind == "publish.settled"
    assert publication not in in_trouble(moment + timedelta(hours=1))
    assert publication.items.get().claims
    with time_machine.travel(moment, tick=False):
        page = text_of(browser(house.administrator), f"/publish/{publication.op_id}/")
    assert "线上已无" in page
    assert "首次核对一致" not in page  # it never was


def test_while_one_still_stands_it_goes_on_waiting(house: House, wechat: Wechat) -> None:
    publication = differing(house, wechat, 2)
    taken_down(house, publication, 2)
    assert publication.state == State.NEEDS_HUMAN

    taken_down(house, publication, 1)
    assert publication.state == State.REMOVED
    assert [entry.kind for entry in timeline(publication)].count("publish.settled") == 1


def test_once_the_one_that_differed_is_down_another_look_finds_the_rest_in_order(
    house: House, wechat: Wechat
) -> None:
    publication = differing(house, wechat, 3, idx=2)
    moment = taken_down(house, publication, 2)
    assert publication.state == State.NEEDS_HUMAN

    retry_publication(publication, person=house.administrator, words="再核对", now=moment)
    publication, _ = run_until_rest(publication, now=moment)
    assert publication.state == State.PUBLISHED
    assert [bool(item.removed_at) for item in publication.items.all()] == [False, True, False]


def test_it_rests_as_published_when_it_was_corrected(house: House, wechat: Wechat) -> None:
    publication = differing(house, wechat)
    item = publication.items.get()
    sheet = sheet_about(house, item, Kind.CORRECTION, text="后天上午停水检修。", manner="edit")
    moment = NOW + timedelta(hours=1)
    order = ordered(house, sheet, now=moment)
    for find, put in (("施工", "检修"), ("明天", "后天")):
        wechat.console(f"articles/{publication.article_id}/edit", find=find, replace=put)
    order, _ = run_until_rest(order, now=moment)
    assert order.state == State.PUBLISHED, order.trouble_code

    publication.refresh_from_db()
    assert (publication.state, publication.trouble_code) == (State.PUBLISHED, "")
    assert timeline(publication).last().kind == "publish.settled"


def test_what_was_deleted_before_it_was_first_seen_is_removed_not_different(
    house: House, wechat: Wechat
) -> None:
    wechat.console("settings", publish_delay=60)
    made, _ = run_until_rest(queued(house), until=timedelta(seconds=2))
    wechat.console("clock", advance_seconds=61)
    article_id = wechat.state()["articles"][0]["article_id"]
    wechat.console(f"articles/{article_id}/delete")
    made, _ = run_until_rest(made, now=NOW + timedelta(minutes=2))

    assert (made.state, made.trouble_code) == (State.REMOVED, "publish.deleted_at_wechat")
    assert wechat.state()["calls"]["/cgi-bin/freepublish/submit"] == 1
