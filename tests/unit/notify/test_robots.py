"""The robots of three services: what arrives, what each answer means, and what never leaks."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from hefa.core.errors import HefaError, Refused, Unavailable
from hefa.ledger.models import Entry
from hefa.notify.models import Robot
from hefa.notify.robots import say
from hefa.ui.words import reason_sentence

from .groups import ADDRESSES, DINGTALK_KEY, FEISHU_KEY, SECRET, WECOM_KEY, Groups

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
Make = Callable[..., Robot]
SERVICES = sorted(ADDRESSES)
OTHER = {
    "wecom": ADDRESSES["wecom"].replace("693a", "0000"),
    "dingtalk": ADDRESSES["dingtalk"].replace("566c", "0000"),
    "feishu": ADDRESSES["feishu"].replace("0b1c", "0000"),
}


def code_of(error: pytest.ExceptionInfo[HefaError]) -> str:
    [entry] = error.value.reasons
    assert reason_sentence(entry) != entry.code
    return entry.code


@pytest.mark.parametrize("service", SERVICES)
def test_a_text_arrives_in_the_group(
    service: str, robot: Make, groups: Groups, now: datetime
) -> None:
    assert say(robot(service), "审核单 2026-0187 等审批", now=now)

    assert groups.texts(service) == ["审核单 2026-0187 等审批"]


@pytest.mark.parametrize("service", ["dingtalk", "feishu"])
def test_a_signed_text_is_taken_and_one_with_another_secret_is_not(
    service: str, robot: Make, groups: Groups, now: datetime
) -> None:
    right = robot(service, is_signed=True)
    wrong = robot(service, secret="SECffff")

    assert say(right, "等审批", now=now)
    with pytest.raises(Refused) as refused:
        say(wrong, "等审批", now=now)

    assert code_of(refused) == "notify.robot_wrong_secret"
    assert groups.texts(service) == ["等审批"]


def test_a_signature_of_another_hour_is_said_to_be_the_clock(
    robot: Make, groups: Groups, now: datetime
) -> None:
    found = robot("dingtalk", is_signed=True)

    with pytest.raises(Refused) as refused:
        say(found, "等审批", now=now - timedelta(hours=2))

    assert code_of(refused) == "notify.robot_wrong_clock"


@pytest.mark.parametrize("service", SERVICES)
def test_a_key_that_the_service_does_not_know_is_said_to_be_wrong(
    service: str, robot: Make, groups: Groups, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        say(robot(service, address=OTHER[service]), "等审批", now=now)

    assert code_of(refused) == "notify.robot_wrong_key"


@pytest.mark.parametrize(
    ("service", "answer", "code"),
    [
        ("wecom", b'{"errcode":45009,"errmsg":"api freq out of limit"}', "too_fast"),
        ("dingtalk", b'{"errcode":130101,"errmsg":"send too fast"}', "too_fast"),
        ("feishu", b'{"code":11232,"msg":"frequency limited"}', "too_fast"),
        ("wecom", b'{"errcode":-1,"errmsg":"system busy"}', "busy"),
        ("wecom", b"<html>sign in to the network</html>", "strange_answer"),
        ("wecom", b"[]", "strange_answer"),
    ],
)
def test_what_passes_may_be_tried_again(
    service: str, answer: bytes, code: str, *, robot: Make, groups: Groups, now: datetime
) -> None:
    groups.answer = (200, answer)

    with pytest.raises(Unavailable) as failed:
        say(robot(service), "等审批", now=now)

    assert code_of(failed) == f"notify.robot_{code}"


@pytest.mark.parametrize(
    ("status", "code"), [(429, "too_fast"), (502, "busy"), (302, "strange_answer")]
)
def test_a_status_alone_says_that_it_was_not_taken(
    status: int, code: str, robot: Make, groups: Groups, now: datetime
) -> None:
    groups.answer = (status, b"")

    with pytest.raises(Unavailable) as failed:
        say(robot(), "等审批", now=now)

    assert code_of(failed) == f"notify.robot_{code}"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("keywords not in content", "keyword"),
        ("description:关键词不匹配;solution:请联系群管理员", "keyword"),
        ("ip 1.2.3.4 not in whitelist", "address_not_listed"),
        ("description:机器人发送签名不匹配;solution:时间戳", "wrong_secret"),
        ("something new", "refused_by_safety"),
    ],
)
def test_one_code_of_dingtalk_stands_for_several_troubles(
    words: str, code: str, robot: Make, groups: Groups, now: datetime
) -> None:
    groups.answer = (200, f'{{"errcode":310000,"errmsg":"{words}"}}'.encode())

    with pytest.raises(Refused) as refused:
        say(robot("dingtalk"), "等审批", now=now)

    assert code_of(refused) == f"notify.robot_{code}"


def test_a_code_that_nobody_knows_is_shown_as_it_came(
    robot: Make, groups: Groups, now: datetime
) -> None:
    groups.answer = (200, b'{"errcode":77777,"errmsg":"?"}')

    with pytest.raises(Refused) as refused:
        say(robot(), "等审批", now=now)

    assert "77777" in reason_sentence(refused.value.reasons[0])


def test_without_an_answer_nobody_can_know_whether_it_arrived(
    robot: Make, groups: Groups, now: datetime
) -> None:
    groups.hangs_up = "after"

    assert not say(robot(), "等审批", now=now)
    assert groups.texts("wecom") == ["等审批"]


def test_without_a_connection_it_has_not_left(
    robot: Make, settings: LazySettings, now: datetime
) -> None:
    found = robot()
    settings.ROBOT_BASE_URLS = {"wecom": "http://127.0.0.1:9"}

    with pytest.raises(Unavailable) as failed:
        say(found, "等审批", now=now)

    assert code_of(failed) == "notify.robot_unreachable"


def test_a_service_in_the_clear_away_from_this_machine_is_never_called(
    robot: Make, settings: LazySettings, now: datetime
) -> None:
    found = robot()
    settings.ROBOT_BASE_URLS = {"wecom": "http://example.org"}

    with pytest.raises(Refused) as refused:
        say(found, "等审批", now=now)

    assert code_of(refused) == "notify.robot_base_in_the_clear"


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + WECOM_KEY,
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=" + WECOM_KEY,
        "https://169.254.169.254/cgi-bin/webhook/send?key=" + WECOM_KEY,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + WECOM_KEY + "&debug=1",
        ADDRESSES["dingtalk"],
        WECOM_KEY,
    ],
)
def test_an_address_that_is_not_the_service_s_is_refused(address: str, robot: Make) -> None:
    with pytest.raises(Refused) as refused:
        robot("wecom", address=address)

    assert code_of(refused) == "notify.robot_address_wrong"


def test_key_and_secret_lie_encrypted_and_reach_no_log_and_no_ledger(
    robot: Make,
    groups: Groups,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
    settings: LazySettings,
) -> None:
    caplog.set_level(logging.DEBUG, logger="hefa")
    caplog.set_level(settings.LOGGING["loggers"]["httpx2"]["level"], logger="httpx2")
    caplog.set_level(settings.LOGGING["loggers"]["httpcore2"]["level"], logger="httpcore2")
    found = robot("dingtalk", is_signed=True)
    say(found, "等审批", now=now)
    groups.hangs_up = "before"
    say(found, "等审批", now=now)
    settings.ROBOT_BASE_URLS = {"dingtalk": "http://127.0.0.1:9"}
    with pytest.raises(Unavailable) as failed:
        say(found, "等审批", now=now)

    written = "\n".join(
        [
            caplog.text,
            str(Robot.objects.filter(pk=found.pk).values()),
            str(list(Entry.objects.filter(kind__startswith="notify.").values_list("body"))),
            repr(failed.value),
            repr(failed.getrepr(style="long", showlocals=False)),
        ]
    )
    assert DINGTALK_KEY not in written
    assert SECRET not in written
    assert DINGTALK_KEY in groups.asked[0]  # it was there to leak


def test_nothing_in_a_text_calls_everybody(robot: Make, groups: Groups, now: datetime) -> None:
    say(robot("feishu"), '《<at user_id="all">所有人</at>》 @所有人', now=now)

    [text] = groups.texts("feishu")
    assert not {"<", ">", "@"} & set(text)


def test_a_service_that_dribbles_is_left(
    robot: Make, groups: Groups, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hefa.notify.robots.wire._MOST_BYTES", 10)
    groups.answer = (200, b" " * 100 + b'{"errcode":0}')
    begun = time.monotonic()

    with pytest.raises(Unavailable):
        say(robot(), "等审批", now=now)
    assert time.monotonic() - begun < 5
    assert FEISHU_KEY not in "".join(groups.asked)
