"""Many workers find the shared token gone at the same moment: one of them fetches the next."""

import pytest
from tests.fault.driving import Driven
from tests.fault.test_publish_crashes import article

__all__ = ["article"]

WORKERS = 20
TOKEN = "/cgi-bin/stable_token"


@pytest.mark.parametrize("how", ["expired", "stolen"])
def test_twenty_workers_cause_one_refresh(article: Driven, how: str) -> None:
    database = article.begin()
    assert article.ask(database, asks=True)["exits"] == [0]
    article.wechat.console("tokens/expire", how=how)
    before = article.wechat.state()["calls"][TOKEN]

    done = article.ask(database, asks=True, workers=WORKERS)

    assert done["exits"] == [0] * WORKERS
    assert article.wechat.state()["calls"][TOKEN] - before == 1
