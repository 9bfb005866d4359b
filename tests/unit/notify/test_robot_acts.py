"""Entering a robot and trying it: who may, what is kept, what is entered."""

from collections.abc import Callable
from datetime import datetime

import pytest
from tests import factories as make

from hefa.core.errors import Conflict, Refused
from hefa.notify.actions import save_robot, send_test_to_robot
from hefa.notify.models import Robot
from hefa.notify.robots import say
from hefa.registry.models import Unit

from .groups import Groups
from .test_robots import OTHER, code_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
Make = Callable[..., Robot]


def test_a_test_message_says_where_it_comes_from_and_is_entered(
    robot: Make, groups: Groups, now: datetime
) -> None:
    found = robot()

    assert send_test_to_robot(found, by=make.named("chen"), now=now)

    [text] = groups.texts("wecom")
    assert "测试消息" in text
    found.refresh_from_db()
    assert (found.tested_at, found.trouble_code) == (now, "")
    assert make.kinds_since(0)[-1] == "notify.robot_tested"


def test_a_test_that_fails_is_kept_with_the_robot_and_not_entered(
    robot: Make, groups: Groups, now: datetime
) -> None:
    found = robot(address=OTHER["wecom"])
    size = make.ledger_size()

    with pytest.raises(Refused):
        send_test_to_robot(found, by=make.named("chen"), now=now)

    found.refresh_from_db()
    assert (found.tested_at, found.trouble_code) == (None, "notify.robot_wrong_key")
    assert make.ledger_size() == size


def test_a_robot_keeps_its_key_when_nothing_is_typed_but_never_at_another_service(
    robot: Make, groups: Groups, now: datetime
) -> None:
    found = robot("feishu", is_signed=True)
    given = {
        "name": "改了名",
        "address": None,
        "secret": None,
        "unit": Unit.objects.get(key="service"),
        "kinds": ["waits"],
        "is_on": True,
        "by": make.named("chen"),
        "now": now,
    }

    kept = save_robot(found, service="feishu", seen=found.revision, **given)

    assert say(kept, "等审批", now=now)
    with pytest.raises(Refused) as refused:
        save_robot(kept, service="dingtalk", seen=kept.revision, **given)
    assert code_of(refused) == "notify.robot_without_address"
    with pytest.raises(Conflict):
        save_robot(kept, service="feishu", seen=found.revision, **given)


def test_only_whoever_keeps_the_register_enters_a_robot(robot: Make, now: datetime) -> None:
    found = robot()

    with pytest.raises(Refused):
        send_test_to_robot(found, by=make.named("zhang"), now=now)
