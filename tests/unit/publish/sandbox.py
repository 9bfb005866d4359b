"""Fixtures: the simulator in a process of its own, and a house that publishes on it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.sandbox.client import Wechat, start
from tests.unit.publish.factory import NOW, House, build_house, package, released

from hefa.publish.actions import queue_publication
from hefa.publish.advance import advance
from hefa.publish.models import Publication
from hefa.publish.turn import AT_AN_END, AWAITING_PERSON


@pytest.fixture(scope="session")
def running() -> Iterator[Wechat]:
    process, ready = start("--publish-delay", "0", "--exit-with-parent")
    yield Wechat(ready["url"], ready["appid"], ready["secret"])
    process.terminate()
    process.wait(timeout=5)


@pytest.fixture
def wechat(running: Wechat) -> Wechat:
    running.console("reset")
    running.console("settings", publish_delay=0)
    running.console("account", kind="verified")
    running.token = running.stable_token()["access_token"]
    return running


@pytest.fixture
def house(db: None, wechat: Wechat, settings: pytest.FixtureRequest) -> House:
    settings.DEMO = True
    return build_house(url=wechat.url, appid=wechat.appid, secret=wechat.secret)


def queued(house: House, count: int = 1) -> Publication:

    sheets = [released(house, package(f"通知 {number}")) for number in range(1, count + 1)]
    return queue_publication(
        [sheet.version for sheet in sheets],
        person=house.administrator,
        planned_at=None,
        now=NOW,
    )


def run_until_rest(
    publication: Publication,
    *,
    now: datetime = NOW,
    until: timedelta = timedelta(hours=2),
    step: timedelta = timedelta(milliseconds=1),
) -> tuple[Publication, datetime]:
    """Advance in simulated time until nothing is left to do; return what it came to and when.

    A turn is taken once it is due, and no sooner than `step` after the one before.
    """
    end = now + until
    while True:
        again = advance(publication.pk, now=now)
        publication.refresh_from_db()
        if again is None and publication.state in AT_AN_END | AWAITING_PERSON:
            return publication, now
        if again is not None and again >= end:
            return publication, now
        now = max((again or now) + timedelta(milliseconds=1), now + step)
