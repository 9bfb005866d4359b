"""Mass sends: one call at most, one a day, found out by number, event or link."""

from datetime import timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import run_until_rest

from hefa.core.errors import Refused
from hefa.publish.actions import queue_publication, retry_publication
from hefa.publish.article.mass_sending import client_msg_id
from hefa.publish.evidence import every_publication_had_a_permit
from hefa.publish.hand.by_hand import accept_links, read_links
from hefa.publish.models import AccountEvent, Publication, PublicationState
from hefa.publish.quota import mass_sends_left
from hefa.registry.access import HERE

State = PublicationState
SEND = "/cgi-bin/message/mass/sendall"
STATE = "/cgi-bin/message/mass/get"


@pytest.fixture(autouse=True)
def one_reader(house: House, wechat: Wechat) -> None:
    wechat.console("account", name=house.account.name)
    wechat.console("followers", count=2)


def queued(house: House, title: str = "群发一篇") -> Publication:
    sheet = released(house, package(title, mass_send=True))
    return queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)


def sent(wechat: Wechat) -> list[int]:
    return list(wechat.state()["effective_mass_sends"].values())


def address(wechat: Wechat) -> str:
    return str(wechat.state()["articles"][0]["items"][0]["url"])


def tell_event(publication: Publication, url: str) -> None:
    AccountEvent.objects.create(
        account=publication.account,
        key="1",
        kind="MASSSENDJOBFINISH",
        fields={"msg_id": publication.msg_id, "addresses": {"1": url}},
        received_at=NOW,
    )


def handed(house: House) -> Publication:
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=10))
    assert publication.state == State.HANDED, publication.trouble_code
    return publication


def test_it_is_sent_once_and_out_when_the_page_named_by_the_event_shows_it(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house)
    assert publication.msg_id
    assert publication.msg_data_id
    assert "/cgi-bin/freepublish/submit" not in wechat.state()["calls"]

    tell_event(publication, address(wechat))
    publication, _ = run_until_rest(publication, now=NOW + timedelta(minutes=1))
    assert publication.state == State.PUBLISHED
    assert publication.items.get().article_url
    assert sent(wechat) == [1]
    assert every_publication_had_a_permit(NOW, NOW + timedelta(days=1)).holds


def test_an_event_that_names_another_page_proves_nothing(house: House, wechat: Wechat) -> None:
    publication = handed(house)
    made = wechat.console("articles", title="别的", content="<p>别的事</p>")
    tell_event(publication, made["items"][0]["url"])
    publication, _ = run_until_rest(publication, now=NOW + timedelta(minutes=1))

    assert (publication.state, publication.trouble_code) == (
        State.NEEDS_HUMAN,
        "publish.out_differs",
    )


def test_without_an_event_the_link_is_asked_for_after_ten_minutes(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house)
    publication, moment = run_until_rest(
        publication, now=NOW + timedelta(minutes=11), until=timedelta(seconds=30)
    )
    assert publication.trouble_code == "publish.mass_link_wanted"
    seen = read_links(publication, {1: address(wechat)}, now=moment)
    done = accept_links(publication, seen, person=house.administrator, now=moment)
    assert done.state == State.PUBLISHED


def test_what_was_sent_for_certain_is_kept_under_whatever_title_it_is_out(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house)
    article_id = wechat.state()["articles"][0]["article_id"]
    wechat.console(f"articles/{article_id}/edit", title="别人改过的题目")

    seen = read_links(publication, {1: address(wechat)}, now=NOW)
    accept_links(publication, seen, person=house.administrator, now=NOW)

    publication.refresh_from_db()
    assert (publication.state, publication.trouble_code) == (
        State.NEEDS_HUMAN,
        "publish.out_differs",
    )
    assert publication.items.get().article_url


@pytest.mark.parametrize("kind", ["drop_after", "status500", "busy", "garbage"])
def test_a_lost_answer_is_found_out_and_never_repeated(
    house: House, wechat: Wechat, kind: str
) -> None:
    wechat.console("faults", path=SEND, kind=kind, effect=True)
    publication, _ = run_until_rest(queued(house))

    assert publication.state == State.NEEDS_HUMAN
    assert publication.trouble_code == "publish.unclear_draft_gone"
    assert wechat.state()["calls"][SEND] == 1
    assert sent(wechat) == [1]
    seen = read_links(publication, {1: address(wechat)}, now=NOW)
    done = accept_links(publication, seen, person=house.administrator, now=NOW)
    assert done.state == State.PUBLISHED


def test_a_call_that_never_arrived_is_repeated_by_a_person_with_the_same_number(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=SEND, kind="drop_before", effect=False)
    publication, ended = run_until_rest(queued(house))
    assert publication.trouble_code == "publish.unclear_draft_there"

    retry_publication(publication, person=house.administrator, words="后台没发", now=ended)
    publication, _ = run_until_rest(publication, now=ended, until=timedelta(minutes=1))
    assert publication.state == State.HANDED
    assert sent(wechat) == [1]
    assert list(wechat.state()["effective_mass_sends_by_clientmsgid"]) == [publication.op_id]


def test_a_repeat_that_wechat_refuses_leads_to_the_earlier_send(
    house: House, wechat: Wechat
) -> None:
    wechat.console("settings", publish_delay=1000)
    wechat.console("faults", path=SEND, kind="drop_after", effect=True)
    publication, ended = run_until_rest(queued(house))
    assert publication.trouble_code == "publish.unclear_draft_there"

    retry_publication(publication, person=house.administrator, words="后台没有", now=ended)
    publication, ended = run_until_rest(publication, now=ended, until=timedelta(seconds=2))
    assert publication.state == State.SUBMITTED
    assert publication.msg_id
    wechat.console("clock", advance_seconds=1001)
    publication, _ = run_until_rest(
        publication, now=ended + timedelta(minutes=1), until=timedelta(seconds=2)
    )
    assert publication.state == State.HANDED
    assert sent(wechat) == [1]
    wechat.console("settings", publish_delay=0)


def test_a_send_that_wechat_fails_is_out_of_nobodys_reach_and_may_be_made_anew(
    house: House, wechat: Wechat
) -> None:
    wechat.console("mass_outcome", status="send fail")
    publication, ended = run_until_rest(queued(house))
    assert (publication.state, publication.trouble_code) == (
        State.FAILED,
        "publish.mass_send_failed",
    )
    assert sent(wechat) in ([], [0])

    retry_publication(publication, person=house.administrator, words="再来", now=ended)
    assert client_msg_id(publication) != publication.op_id
    publication, _ = run_until_rest(publication, now=ended, until=timedelta(minutes=1))
    assert publication.state == State.HANDED
    assert sum(sent(wechat)) == 1


def test_the_day_s_second_is_refused_with_the_day_it_may_go(house: House) -> None:
    queued(house)
    second = released(house, package("第二篇", mass_send=True))
    order = {"person": house.administrator, "now": NOW}
    with pytest.raises(Refused) as refused:
        queue_publication([second.version], planned_at=None, **order)  # type: ignore[arg-type]
    (against,) = refused.value.reasons
    assert (against.code, against.detail["on"]) == ("publish.mass_send_used", "明天")

    planned = queue_publication(
        [second.version],
        planned_at=NOW + timedelta(days=1),
        **order,  # type: ignore[arg-type]
    )
    today = NOW.astimezone(HERE).date()
    assert mass_sends_left(house.account, today, now=NOW) == 0
    assert mass_sends_left(house.account, today + timedelta(days=1), now=NOW) == 0
    assert planned.state == State.QUEUED


def test_a_quota_used_in_the_back_end_waits_for_the_next_day(house: House, wechat: Wechat) -> None:
    wechat.console("faults", path=SEND, kind="errcode", errcode=45028)
    publication, moment = run_until_rest(queued(house), until=timedelta(hours=1))
    assert (publication.state, publication.trouble_code) == (State.VERIFIED, "wechat.mass_quota")
    assert publication.next_at is not None
    assert publication.next_at.astimezone(HERE).date() > moment.astimezone(HERE).date()
