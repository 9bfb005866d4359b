"""Kill the worker on the roads on which a person publishes: handed over once, nothing submitted."""

import pytest
from tests.fault.driving import Driven
from tests.fault.test_publish_crashes import AFTER_THE_LEASE, article

from hefa.publish.crash import EXIT_STATUS, HAND_POINTS

__all__ = ["article"]

ON_THE_ROAD = {
    "personal": ("claim", "draft_intent", "draft_effect", "draft_saved", "verified", *HAND_POINTS),
    "lapsed": ("claim", "draft_intent", "ledger_append", *HAND_POINTS),
}
KILLS = [(kind, point) for kind, points in ON_THE_ROAD.items() for point in points]


@pytest.mark.parametrize(("kind", "point"), KILLS)
def test_a_worker_killed_on_the_way_to_a_person_hands_it_over_and_submits_nothing(
    article: Driven, kind: str, point: str
) -> None:
    database = article.begin()
    article.wechat.console("account", kind=kind)
    killed = article.ask(database, crash=point, sweeps=True)
    assert killed["exits"] == [EXIT_STATUS]
    assert killed["sound"]

    resumed = article.ask(database, later=AFTER_THE_LEASE, sweeps=True)
    assert resumed["exits"] == [0]
    assert resumed["sound"]
    assert resumed["state"] == "handed", resumed
    state = article.wechat.state()
    assert state["articles"] == []
    assert state["effective_publications"] == {}
    assert len(state["drafts"]) == (1 if kind == "personal" else 0)
