"""Under a stop, and where nothing can be read: each ends by itself, or a person is told what to do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import handed, ordered, published, sheet_about
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import run_until_rest
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.core.errors import Refused
from hefa.core.package import Channel, Kind
from hefa.ledger.models import PersonalText
from hefa.publish.actions import halt_publishing, queue_publication, retry_publication
from hefa.publish.hand.by_hand import Whereabouts, withdraw_by_hand
from hefa.publish.models import Publication, PublicationState
from hefa.publish.orders.confirming import can_be_seen, confirm_done
from hefa.publish.queries import in_trouble, timeline

State = PublicationState
MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(hours=3)
DELETE_DRAFT = "/cgi-bin/draft/delete"
LIST = "/cgi-bin/freepublish/batchget"
DELETE = "/cgi-bin/freepublish/delete"
ARTICLE = "/cgi-bin/freepublish/getarticle"


@pytest.fixture(autouse=True)
def seen_again(wechat: Wechat) -> Iterator[None]:
    yield
    wechat.console("settings", bot_wall=False)


def stopped(house: House) -> Publication:
    """Return an article in its operator's hands, whose account was stopped a minute later."""
    sheet = released(house, package(channel=Channel.DRAFT))
    made = queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)
    made, _ = run_until_rest(made, until=timedelta(seconds=2))
    assert made.state == State.HANDED, made.trouble_code
    halt_publishing(house.account, person=house.approver, words="内容被改", now=NOW + MINUTE)
    return made


def test_a_list_that_cannot_be_read_for_a_while_is_read_later_and_it_ends(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=DELETE_DRAFT, kind="drop_after", effect=True)
    wechat.console("faults", path=LIST, kind="busy", times=100_000)
    publication = stopped(house)
    publication, at = run_until_rest(publication, now=NOW + MINUTE, until=timedelta(hours=2))
    assert (publication.state, publication.is_unclear) == (State.HANDED, False)
    assert publication.trouble_code == "wechat.busy"
    assert publication in in_trouble(at)

    wechat.console("faults/clear")
    publication, _ = run_until_rest(publication, now=at + timedelta(minutes=31))
    assert (publication.state, publication.trouble_code) == (
        State.HALTED,
        "publish.halted_taken_back",
    )


def test_where_the_list_may_not_be_read_the_page_says_what_to_do_and_it_ends(
    house: House, wechat: Wechat
) -> None:
    wechat.console("account", kind="personal")
    wechat.console("faults", path=DELETE_DRAFT, kind="drop_after", effect=True)
    publication, at = run_until_rest(stopped(house), now=NOW + MINUTE, until=timedelta(hours=1))
    assert (publication.state, publication.trouble_code) == (
        State.HANDED,
        "publish.hand_link_wanted",
    )
    with time_machine.travel(at, tick=False):
        page = text_of(browser(house.administrator), f"/publish/{publication.op_id}/by_hand/")
    assert "已经发表的，请粘贴文章链接" in page
    assert "没有发表的，请收回" in page
    assert "不发了，收回" in page

    unread = Whereabouts(is_draft_there=False)
    withdraw_by_hand(
        publication, unread, is_sure=True, person=house.administrator, words="没有发", now=at
    )
    publication.refresh_from_db()
    assert publication.state == State.CANCELLED
    assert publication.items.get().claims  # the text goes out only from a new review


def unseen(house: House, wechat: Wechat) -> tuple[Publication, Publication]:
    """Return an article and its take-down in a person's hands, of which nothing can be read.

    The stop stands, the deletion's answer was lost, and then the account lost its permission.
    """
    out = published(house)
    sheet = sheet_about(house, out.items.get(), Kind.TAKE_DOWN)
    order = ordered(house, sheet)
    halt_publishing(house.account, person=house.approver, words="内容被改", now=NOW)
    wechat.console("faults", path=DELETE, kind="drop_before")
    wechat.console("settings", bot_wall=True)
    order, _ = run_until_rest(order, until=timedelta(seconds=5))
    assert order.state == State.SUBMIT_UNKNOWN
    wechat.console("account", kind="unverified")
    order, _ = run_until_rest(order, now=NOW + MINUTE, until=timedelta(minutes=40))
    assert order.state == State.HANDED
    return out, order


def test_a_take_down_that_nobody_can_see_asks_its_person_and_takes_their_word(
    house: House, wechat: Wechat
) -> None:
    out, order = unseen(house, wechat)
    order, _ = run_until_rest(order, now=LATER, until=MINUTE)
    assert (order.state, order.trouble_code) == (State.HANDED, "publish.take_down_confirm")

    with time_machine.travel(LATER, tick=False):
        client = browser(house.administrator)
        assert "删好后回来点“已经办好”" in text_of(client, f"/publish/{order.op_id}/")
        answer = client.post(f"/publish/{order.op_id}/confirm/", {"words": "我删的，手机上打不开"})
    assert answer.status_code == 302
    order.refresh_from_db()
    out.refresh_from_db()
    assert (order.state, out.state) == (State.PUBLISHED, State.REMOVED)
    entry = timeline(order).last()
    assert (entry.kind, entry.actor) == (
        "publish.take_down_confirmed",
        house.administrator.key,
    )
    assert PersonalText.objects.get(seq=entry.seq, name="words").text == "我删的，手机上打不开"
    assert wechat.state()["calls"][DELETE] <= 2


def test_nobody_s_word_counts_while_the_article_can_be_seen(house: House, wechat: Wechat) -> None:
    _, order = unseen(house, wechat)
    told = {"person": house.administrator, "words": "删了", "now": LATER}
    with pytest.raises(Refused, match=r"publish\.confirm_not_asked"):  # not yet
        confirm_done(order, **told)
    order, _ = run_until_rest(order, now=LATER, until=MINUTE)
    wechat.console("settings", bot_wall=False)

    assert can_be_seen(order, now=LATER)
    with pytest.raises(Refused, match=r"publish\.confirm_still_out"):
        confirm_done(order, is_seen=True, **told)
    with time_machine.travel(LATER, tick=False):
        client = browser(house.administrator)
        answer = client.post(f"/publish/{order.op_id}/confirm/", {"words": "删了"})
    assert answer.status_code == 422
    assert "系统看到文章还在线上" in answer.content.decode()
    order, _ = run_until_rest(order, now=LATER + timedelta(hours=1), until=MINUTE)
    assert order.trouble_code == "publish.take_down_by_hand"


def test_what_comes_in_its_place_goes_on_once_a_person_has_said_so(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    wechat.console("account", kind="unverified")
    wechat.console("settings", bot_wall=True)
    sheet = sheet_about(house, out.items.get(), Kind.CORRECTION, text="后天", manner="anew")
    anew = ordered(house, sheet)
    order = handed(Publication.objects.get(kind=Kind.TAKE_DOWN))
    order, _ = run_until_rest(order, now=LATER, until=MINUTE)
    assert order.trouble_code == "publish.take_down_confirm"
    confirm_done(order, person=house.administrator, words="删了", now=LATER)

    wechat.console("account", kind="verified")
    wechat.console("settings", bot_wall=False)
    anew, _ = run_until_rest(anew, now=LATER)
    assert anew.state == State.PUBLISHED


def test_a_take_down_that_waits_for_a_person_may_go_on_under_a_stop(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    order = ordered(house, sheet_about(house, out.items.get(), Kind.TAKE_DOWN))
    wechat.console("faults", path=ARTICLE, kind="errcode", errcode=53600, times=1)
    order, ended = run_until_rest(order)
    assert order.state == State.NEEDS_HUMAN
    halt_publishing(house.account, person=house.approver, words="内容被改", now=ended)

    retry_publication(order, person=house.administrator, words="再撤", now=ended)
    order, _ = run_until_rest(order, now=ended)
    assert order.state == State.PUBLISHED
