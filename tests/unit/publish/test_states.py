from datetime import timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.ledger.models import Entry
from hefa.ledger.verify import verify
from hefa.publish.advance import advance
from hefa.publish.hand.by_hand import accept_links, read_links
from hefa.publish.models import PublicationState
from hefa.publish.queries import timeline

SUBMIT = "/cgi-bin/freepublish/submit"
ADD = "/cgi-bin/draft/add"


@pytest.mark.parametrize("count", [1, 3])
def test_released_versions_are_published_once_and_seen_out(
    house: House, wechat: Wechat, count: int
) -> None:
    publication, _ = run_until_rest(queued(house, count))

    assert publication.state == PublicationState.PUBLISHED, publication.trouble_code
    assert [bool(item.article_url) for item in publication.items.all()] == [True] * count
    state = wechat.state()
    assert list(state["effective_publications"].values()) == [1]
    assert state["calls"][SUBMIT] == 1
    assert [entry.kind for entry in timeline(publication)] == [
        "publish.queued",
        "publish.started",
        "publish.draft_intended",
        "publish.drafted",
        "publish.draft_verified",
        "publish.submit_intended",
        "publish.submitted",
        "publish.published",
    ]
    assert verify().is_sound
    assert Entry.objects.count() == 8


def test_an_outcome_that_can_no_longer_be_read_goes_to_a_person_who_tells_the_link(
    house: House, wechat: Wechat
) -> None:
    wechat.console("settings", publish_delay=60)
    publication = queued(house)
    advance(publication.pk, now=NOW)
    wechat.console("account", kind="personal", name=house.account.name)
    wechat.console("clock", advance_seconds=90)

    publication, at = run_until_rest(publication)

    assert publication.state == PublicationState.NEEDS_HUMAN
    assert publication.trouble_code == "publish.outcome_unread"
    links = {1: wechat.state()["articles"][0]["items"][0]["url"]}
    seen = read_links(publication, links, now=at)
    accept_links(publication, seen, person=house.administrator, now=at)
    publication.refresh_from_db()
    assert publication.state == PublicationState.PUBLISHED


def test_an_outcome_that_never_could_be_read_goes_to_a_person_after_a_day(
    house: House, wechat: Wechat
) -> None:
    publication = queued(house)
    wechat.console("faults", path="/cgi-bin/freepublish/get", kind="busy", times=100_000)

    publication, at = run_until_rest(publication, until=timedelta(hours=25))

    assert publication.trouble_code == "publish.outcome_unread"
    assert at - NOW >= timedelta(hours=24)
