"""What went out and is gone before it was seen: said, settled once, and never sent again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import run_until_rest
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.core.errors import Refused
from hefa.core.package import Channel
from hefa.ledger.models import PersonalText
from hefa.publish.actions import queue_publication, retry_publication
from hefa.publish.hand.by_hand import accept_links, read_links
from hefa.publish.hand.settling import remains, settle_as_gone
from hefa.publish.models import AccountEvent, Publication, PublicationState
from hefa.publish.queries import in_trouble, published_items, timeline

State = PublicationState
SEND = "/cgi-bin/message/mass/sendall"
LATER = NOW + timedelta(minutes=40)


@pytest.fixture(autouse=True)
def readers(house: House, wechat: Wechat) -> None:
    wechat.console("account", name=house.account.name)
    wechat.console("followers", count=2)


def mass_sent(house: House, count: int = 1) -> Publication:
    """Return a mass send of `count` articles that WeChat calls done and whose pages are unknown."""
    versions = [
        released(house, package(f"群发 {number}", mass_send=True)).version
        for number in range(1, count + 1)
    ]
    made = queue_publication(versions, person=house.administrator, planned_at=None, now=NOW)
    made, _ = run_until_rest(made, until=timedelta(seconds=10))
    assert (made.state, bool(made.msg_id)) == (State.HANDED, True), made.trouble_code
    return made


def article(wechat: Wechat) -> dict[str, Any]:
    found: dict[str, Any] = wechat.state()["articles"][0]
    return found


def delete(wechat: Wechat, *positions: int) -> None:
    for idx in positions:
        wechat.console(f"articles/{article(wechat)['article_id']}/delete", idx=idx)


def told_by_event(publication: Publication, wechat: Wechat) -> None:
    urls = {str(place): one["url"] for place, one in enumerate(article(wechat)["items"], start=1)}
    AccountEvent.objects.create(
        account=publication.account,
        key="1",
        kind="MASSSENDJOBFINISH",
        fields={"msg_id": publication.msg_id, "addresses": urls},
        received_at=NOW,
    )


def settle(
    house: House, publication: Publication, *positions: int, now: datetime = LATER, **given: Any
) -> Publication:
    told: dict[str, Any] = {"is_sure": True, "words": "后台看到被人删了", **given}
    told.setdefault("person", house.administrator)
    seen = remains(publication, now=now)
    return settle_as_gone(publication, seen, positions, now=now, **told)


def codes_against(house: House, publication: Publication, **given: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        settle(house, publication, **given)
    return {entry.code for entry in refused.value.reasons}


def test_where_no_address_is_known_a_person_settles_it_and_nothing_is_sent_again(
    house: House, wechat: Wechat
) -> None:
    publication = mass_sent(house)
    delete(wechat, 1)
    publication, _ = run_until_rest(publication, now=LATER, until=timedelta(minutes=1))
    assert publication.state == State.HANDED
    assert publication.trouble_code == "publish.mass_link_wanted"
    assert publication in in_trouble(LATER)

    done = settle(house, publication)

    assert (done.state, done.trouble_code) == (State.REMOVED, "publish.gone_by_word")
    entry = timeline(done).last()
    assert (entry.kind, entry.actor) == ("publish.removed", house.administrator.key)
    assert PersonalText.objects.get(seq=entry.seq, name="words").text == "后台看到被人删了"
    item = done.items.get()
    assert (item.claims, item.removed_at, item.published_at) == (True, LATER, None)
    assert not published_items().exists()
    done, _ = run_until_rest(done, now=LATER)
    assert wechat.state()["calls"][SEND] == 1
    with pytest.raises(Refused):
        retry_publication(done, person=house.administrator, words="再发", now=LATER)
    with pytest.raises(Refused, match=r"publish\.already_claimed"):
        queue_publication([item.version], person=house.administrator, planned_at=None, now=LATER)


def test_where_the_event_told_the_page_it_rests_by_itself(house: House, wechat: Wechat) -> None:
    publication = mass_sent(house)
    told_by_event(publication, wechat)
    delete(wechat, 1)
    publication, moment = run_until_rest(publication, now=NOW + timedelta(minutes=1))

    assert (publication.state, publication.trouble_code) == (
        State.REMOVED,
        "publish.deleted_at_wechat",
    )
    assert moment - publication.created_at >= timedelta(minutes=10)  # what is new may show late
    assert publication.items.get().article_url
    assert timeline(publication).last().kind == "publish.removed"


@pytest.mark.parametrize("seconds", [61, 0])
def test_what_wechat_itself_calls_deleted_rests(house: House, wechat: Wechat, seconds: int) -> None:
    wechat.console("settings", publish_delay=seconds)
    version = released(house, package("群发一篇", mass_send=True)).version
    made = queue_publication([version], person=house.administrator, planned_at=None, now=NOW)
    made, _ = run_until_rest(made, until=timedelta(seconds=2))
    assert made.state == (State.SUBMITTED if seconds else State.HANDED)
    wechat.console("clock", advance_seconds=seconds + 1)
    taken = wechat.call("message/mass/delete", {"msg_id": int(made.msg_id)})
    assert taken["errcode"] == 0

    made, _ = run_until_rest(made, now=NOW + timedelta(minutes=2))
    assert (made.state, made.trouble_code) == (State.REMOVED, "publish.deleted_at_wechat")


def test_of_several_that_wechat_calls_deleted_a_person_says_which(
    house: House, wechat: Wechat
) -> None:
    made = mass_sent(house, 2)
    wechat.call("message/mass/delete", {"msg_id": int(made.msg_id)})
    made, moment = run_until_rest(made, now=NOW + timedelta(minutes=2))
    assert (made.state, made.trouble_code) == (State.NEEDS_HUMAN, "publish.mass_deleted")

    assert settle(house, made, 1, 2, now=moment).state == State.REMOVED


def test_some_of_several_are_gone_and_the_others_are_still_looked_at(
    house: House, wechat: Wechat
) -> None:
    publication = mass_sent(house, 3)
    delete(wechat, 2)

    waiting = settle(house, publication, 2)
    assert waiting.state == State.HANDED
    assert timeline(waiting).last().kind == "publish.removed_in_part"

    items = article(wechat)["items"]
    links = {1: items[0]["url"], 3: items[2]["url"]}
    seen = read_links(waiting, links, now=LATER)
    done = accept_links(waiting, seen, person=house.administrator, now=LATER)
    assert done.state == State.PUBLISHED
    assert [bool(item.removed_at) for item in done.items.all()] == [False, True, False]


def test_of_several_one_that_the_event_shows_gone_goes_to_a_person(
    house: House, wechat: Wechat
) -> None:
    publication = mass_sent(house, 2)
    told_by_event(publication, wechat)
    delete(wechat, 2)
    publication, moment = run_until_rest(publication, now=NOW + timedelta(minutes=1))
    assert (publication.state, publication.trouble_code) == (
        State.NEEDS_HUMAN,
        "publish.out_differs",
    )

    settle(house, publication, 2, now=moment)
    retry_publication(publication, person=house.administrator, words="再看看", now=moment)
    publication, _ = run_until_rest(publication, now=moment)
    assert publication.state == State.PUBLISHED


def test_while_the_page_can_be_seen_nobody_s_word_counts(house: House, wechat: Wechat) -> None:
    publication = mass_sent(house)
    told_by_event(publication, wechat)
    assert codes_against(house, publication) == {"publish.gone_still_shown"}
    publication.refresh_from_db()
    assert (publication.state, publication.items.get().removed_at) == (State.HANDED, None)


def test_a_word_is_asked_for_and_a_tick_and_which(house: House, wechat: Wechat) -> None:
    publication = mass_sent(house, 2)
    delete(wechat, 1, 2)
    assert codes_against(house, publication, words=" ", is_sure=False) == {
        "publish.words_missing",
        "publish.gone_not_sure",
        "publish.gone_none_chosen",
    }
    assert codes_against(house, publication, person=house.stranger) == {"core.no_right"}


def test_a_draft_that_lies_there_was_not_published(house: House, wechat: Wechat) -> None:
    wechat.console("account", kind="personal", name=house.account.name)
    sheet = released(house, package(channel=Channel.DRAFT))
    made = queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)
    made, _ = run_until_rest(made, until=timedelta(seconds=2))
    assert made.state == State.HANDED
    assert codes_against(house, made) == {"publish.gone_draft_there"}


def test_what_was_published_by_hand_and_deleted_unseen_may_be_settled_too(
    house: House, wechat: Wechat
) -> None:
    sheet = released(house, package(channel=Channel.MANUAL))
    made = queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)
    made, _ = run_until_rest(made, until=timedelta(seconds=2))
    html = made.items.get().rendered_html
    out = wechat.console("articles", title=made.items.get().version.title, content=html)
    assert codes_against(house, made) == {"publish.gone_still_shown"}
    wechat.console(f"articles/{out['article_id']}/delete")

    assert settle(house, made).state == State.REMOVED


def test_a_submission_whose_draft_vanished_is_settled_by_a_person(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=SEND, kind="drop_after", effect=True)
    version = released(house, package("群发一篇", mass_send=True)).version
    made = queue_publication([version], person=house.administrator, planned_at=None, now=NOW)
    made, ended = run_until_rest(made)
    assert made.trouble_code == "publish.unclear_draft_gone"
    delete(wechat, 1)

    assert settle(house, made, now=ended).state == State.REMOVED
    assert wechat.state()["calls"][SEND] == 1


def test_the_page_offers_it_and_takes_it(house: House, wechat: Wechat) -> None:
    publication = mass_sent(house, 2)
    delete(wechat, 1, 2)
    client = browser(house.administrator)
    address = f"/publish/{publication.op_id}/gone/"
    with time_machine.travel(LATER, tick=False):
        page = text_of(client, f"/publish/{publication.op_id}/by_hand/")
        assert "发出过，线上已经没有了" in page
        refused = client.post(address, {"gone": ["1"], "gone_words": "被人删了"})
        assert refused.status_code == 422
        text = refused.content.decode()
        assert "请先用手机看清" in text
        assert "被人删了" in text  # nothing that was typed is lost
        assert 'value="1" checked' in text
        done = {"gone": ["1", "2"], "gone_sure": "on", "gone_words": "被人删了"}
        assert client.post(address, done).status_code == 302
        shown = text_of(client, f"/publish/{publication.op_id}/")
    assert "线上已无" in shown
    assert "由人看过" in shown
    assert "没能核对" in shown
    assert "首次核对一致" not in shown
