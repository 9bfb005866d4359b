"""Kill the worker on the roads on which a person publishes: handed over once, nothing submitted."""

from pathlib import Path

import pytest
from tests.fault.test_publish_crashes import AFTER_THE_LEASE, Driver, drive, emptied
from tests.sandbox.client import Wechat

from hefa.publish.crash import EXIT_STATUS, HAND_POINTS

__all__ = ["drive", "emptied"]

ON_THE_ROAD = {
    "personal": ("claim", "draft_intent", "draft_effect", "draft_saved", "verified", *HAND_POINTS),
    "lapsed": ("claim", "draft_intent", "ledger_append", *HAND_POINTS),
}
KILLS = [(kind, point) for kind, points in ON_THE_ROAD.items() for point in points]


@pytest.mark.parametrize(("kind", "point"), KILLS)
def test_a_worker_killed_on_the_way_to_a_person_hands_it_over_and_submits_nothing(
    drive: Driver, emptied: Wechat, tmp_path: Path, kind: str, point: str
) -> None:
    emptied.console("account", kind=kind)
    database = tmp_path / "hefa.sqlite3"
    killed = drive(database, crash=point)
    assert killed["exits"] == [EXIT_STATUS]
    assert killed["sound"]

    resumed = drive(database, later=AFTER_THE_LEASE)
    assert resumed["exits"] == [0]
    assert resumed["sound"]
    assert resumed["state"] == "handed", resumed
    state = emptied.state()
    assert state["articles"] == []
    assert state["effective_publications"] == {}
    assert len(state["drafts"]) == (1 if kind == "personal" else 0)
