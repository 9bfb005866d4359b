"""Pushes that get lost, come late, twice, out of order, or from somebody else."""

import time

import pytest
from tests.sandbox.client import Wechat
from tests.sandbox.pushing import enter, say, settled
from tests.sandbox.receiver import Receiver


def test_a_lost_event_never_comes(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    wechat.console("callback/faults", kind="lost", event="text")
    say(wechat, "一")
    say(wechat, "二")
    pushes = settled(wechat, 2)

    assert [push["state"] for push in pushes] == ["lost", "answered"]
    assert [each.xml.findtext("Content") for each in receiver.pushes] == ["二"]


def test_a_late_event_comes_when_the_clock_says_so(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    wechat.console("callback/faults", kind="late", seconds=600)
    say(wechat)
    time.sleep(0.2)
    before = len(receiver.pushes)
    wechat.console("clock", advance_seconds=601)

    assert before == 0
    assert receiver.wait_for(1)


def test_a_doubled_event_comes_twice_the_same(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    wechat.console("callback/faults", kind="doubled")
    say(wechat)
    say(wechat, "另一句")
    settled(wechat, 3)
    bodies = [push.body for push in receiver.pushes]

    assert len(bodies) == 3
    assert len(set(bodies)) == 2


def test_an_event_can_be_overtaken(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    wechat.console("callback/faults", kind="out_of_order")
    for content in ("一", "二"):
        say(wechat, content)
    receiver.wait_for(2)

    assert [push.xml.findtext("Content") for push in receiver.pushes] == ["二", "一"]


@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_a_forged_event_is_signed_wrongly(wechat: Wechat, receiver: Receiver, mode: str) -> None:
    enter(wechat, receiver, mode)
    wechat.console("callback/faults", kind="forged")
    for content in ("一", "二"):
        say(wechat, content)
    receiver.wait_for(2)

    assert sorted(push.is_signed for push in receiver.pushes) == [False, True]
    if mode == "safe":
        assert sorted(push.is_sealed_properly for push in receiver.pushes) == [False, True]


def test_a_stale_event_is_an_hour_old(wechat: Wechat, receiver: Receiver) -> None:
    enter(wechat, receiver)
    wechat.console("callback/faults", kind="stale")
    say(wechat)
    [push] = receiver.wait_for(1)

    assert push.is_signed
    assert int(push.query["timestamp"]) == pytest.approx(time.time() - 3600, abs=5)
