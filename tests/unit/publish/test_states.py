import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.ledger.models import Entry
from hefa.ledger.verify import verify
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
