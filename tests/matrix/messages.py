"""Robots and messages for the table of permissions."""

from datetime import datetime

from tests import factories as make
from tests.matrix.objects import Case
from tests.unit.notify.groups import ADDRESSES

from hefa.notify.actions import save_robot
from hefa.notify.models import Message, MessageKind, MessageState, Robot

FORM = {"name": "服务站工作群", "service": "wecom", "kinds": ["waits"], "is_on": "on", "seen": 0}


def new_robot(now: datetime) -> Case:
    del now
    return Case(form={**FORM, "address": ADDRESSES["wecom"]})


def robot(now: datetime) -> Case:
    return Case(url=(_robot(now).pk,), form={**FORM, "name": "改了名的群"})


def failed(now: datetime) -> Case:
    message = Message.objects.create(
        kind=MessageKind.WAITS,
        about="sheet:2026-0001",
        occasion="1",
        robot=_robot(now),
        path="/review/2026-0001/",
        state=MessageState.FAILED,
        made_at=now,
        due_at=now,
        ended_at=now,
    )
    return Case(url=(message.pk,))


def _robot(now: datetime) -> Robot:
    return save_robot(
        None,
        name="服务站工作群",
        service="wecom",
        address=ADDRESSES["wecom"],
        secret=None,
        unit=None,
        kinds=["waits"],
        is_on=True,
        by=make.named("chen"),
        now=now,
    )
