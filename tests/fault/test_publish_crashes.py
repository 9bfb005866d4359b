"""Kill the worker at every named point, start another, and count what went out."""

from collections.abc import Iterator

import pytest
from tests.fault.driving import Driven, driven

from hefa.core.package import Kind
from hefa.publish.crash import EXIT_STATUS, POINTS

AFTER_THE_LEASE = 121
UNSURE = "submit_intent"


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    with driven(tmp_path_factory.mktemp("driven")) as running:
        yield running


@pytest.mark.parametrize("point", POINTS[Kind.ARTICLE])
def test_a_worker_killed_anywhere_leaves_at_most_one_effect(article: Driven, point: str) -> None:
    database = article.begin()
    killed = article.ask(database, crash=point, sweeps=True)
    assert killed["exits"] == [EXIT_STATUS]
    assert killed["sound"]

    resumed = article.ask(database, later=AFTER_THE_LEASE, sweeps=True)
    assert resumed["exits"] == [0]
    assert resumed["sound"]
    effects = list(article.wechat.state()["effective_publications"].values())
    if point == UNSURE:
        # Whether the call was made is not known to anybody: it is looked for, not repeated.
        assert (resumed["state"], resumed["trouble"]) == (
            "needs_human",
            "publish.unclear_draft_there",
        )
        assert effects == []
        assert resumed["minutes"] >= 25
    else:
        assert resumed["state"] == "published", resumed
        assert effects == [1]


def test_two_workers_at_once_make_one_effect(article: Driven) -> None:
    database = article.begin()
    for path in ("draft/add", "freepublish/submit"):
        article.wechat.console(
            "faults", path=f"/cgi-bin/{path}", kind="hang", seconds=0.5, effect=True
        )
    done = article.ask(database, workers=3)

    assert done["exits"] == [0, 0, 0]
    assert done["state"] == "published"
    state = article.wechat.state()
    assert list(state["effective_publications"].values()) == [1]
    assert state["calls"]["/cgi-bin/freepublish/submit"] == 1
    assert state["calls"]["/cgi-bin/draft/add"] == 1
