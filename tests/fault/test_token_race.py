"""Many workers find the shared token gone at the same moment: one of them fetches the next."""

from pathlib import Path

import pytest
from tests.fault.test_publish_crashes import Driver, drive
from tests.sandbox.client import Wechat

__all__ = ["drive"]

WORKERS = 20
TOKEN = "/cgi-bin/stable_token"


@pytest.mark.parametrize("how", ["expired", "stolen"])
def test_twenty_workers_cause_one_refresh(
    drive: Driver, running: Wechat, tmp_path: Path, how: str
) -> None:
    running.console("reset")
    running.console("account", kind="verified")
    database = tmp_path / "hefa.sqlite3"
    assert drive(database, asks=True)["exits"] == [0]
    running.console("tokens/expire", how=how)
    before = running.state()["calls"][TOKEN]

    done = drive(database, asks=True, workers=WORKERS)

    assert done["exits"] == [0] * WORKERS
    assert running.state()["calls"][TOKEN] - before == 1
