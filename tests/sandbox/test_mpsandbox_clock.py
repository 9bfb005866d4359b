"""The clock: moved, set, stopped, made faster."""

import time

import pytest
from tests.sandbox.client import Wechat, fetch, raw_json


def test_it_can_be_set_to_a_moment_in_shanghai(wechat: Wechat) -> None:
    for moment in ("2027-02-28T08:00", "2027-02-28T00:00+00:00", 1803772800):
        assert wechat.console("clock", set_to=moment)["now"] == pytest.approx(1803772800, abs=2)

    wechat.token = wechat.stable_token()["access_token"]
    assert wechat.call("draft/count") == {"total_count": 0}


def test_it_stands_still_and_moves_by_steps(wechat: Wechat) -> None:
    stopped = wechat.console("clock", freeze=True)["now"]
    time.sleep(0.1)

    assert wechat.state()["now"] == stopped
    assert wechat.console("clock", advance_seconds=5)["now"] == pytest.approx(stopped + 5)
    assert wechat.state()["clock_speed"] == 0
    wechat.console("clock", freeze=False)
    time.sleep(0.1)
    assert wechat.state()["now"] > stopped + 5.09


def test_it_runs_faster_without_a_jump(wechat: Wechat) -> None:
    before = wechat.state()["now"]
    changed = wechat.console("clock", speed=1000)["now"]
    time.sleep(0.2)
    later = wechat.state()["now"]

    assert changed == pytest.approx(before, abs=2)
    assert 190 < later - changed < 2000


def test_what_is_due_happens_as_the_faster_clock_passes_it(wechat: Wechat) -> None:
    publish_id = wechat.call("freepublish/submit", {"media_id": wechat.draft()})["publish_id"]
    wechat.console("clock", speed=1000)
    time.sleep(0.2)  # more than the delay of 60 seconds

    assert wechat.call("freepublish/get", {"publish_id": publish_id})["publish_status"] == 0


@pytest.mark.parametrize(
    "fields", [{"set_to": "tomorrow"}, {"speed": -1}, {"speed": 10**6}, {"freeze": "perhaps"}]
)
def test_a_time_that_means_nothing_is_refused(wechat: Wechat, fields: dict[str, object]) -> None:
    assert fetch(f"{wechat.url}/console/api/clock", raw_json(fields)).status == 400


def test_a_reset_brings_the_real_time_back(wechat: Wechat) -> None:
    wechat.console("clock", set_to=0, speed=50)
    wechat.console("reset")

    assert wechat.state()["now"] == pytest.approx(time.time(), abs=2)
    assert wechat.state()["clock_speed"] == 1


def test_a_person_moves_it_by_forms(wechat: Wechat) -> None:
    form = "application/x-www-form-urlencoded"
    fetch(f"{wechat.url}/console/do/clock", b"set_to=2027-02-28T08%3A00", form)
    page = fetch(f"{wechat.url}/console/do/clock", b"speed=0", form).text

    assert wechat.state()["now"] == pytest.approx(1803772800, abs=5)
    assert "2027-02-28 08:00" in page
    assert "实际的 0 倍" in page
