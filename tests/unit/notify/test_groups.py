"""What a group hears: of its unit, its kinds, as much as a text has room for."""

from collections.abc import Callable

import pytest

from hefa.notify.models import MessageKind, Robot
from hefa.registry.models import Unit

from .groups import Groups
from .test_outbox import MINUTE, MORNING, news, run, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
Kind = MessageKind


def test_a_group_hears_of_its_unit_and_its_kinds_only(
    robot: Callable[..., Robot], groups: Groups
) -> None:
    service = Unit.objects.get(key="service")
    other = Unit.objects.exclude(pk=service.pk).first()
    robot("wecom", unit=service, kinds=["waits"])
    robot("dingtalk", unit=other)
    robot("feishu", kinds=["released"])
    off = robot("feishu", unit=None)
    Robot.objects.filter(pk=off.pk).update(is_on=False)

    assert told(news(1), now=MORNING) == 1
    assert told(news(2, kind=Kind.RELEASED), now=MORNING) == 1
    run(MORNING + 10 * MINUTE)

    assert [service for service, _ in groups.said] == ["wecom", "feishu"]
    [text] = groups.texts("wecom")
    assert "便民服务站的审核单 2026-0001 等审批\nhttp://localhost:8000/review/2026-0001/" in text


def test_a_group_s_text_has_room_for_what_fits_and_counts_the_rest(
    robot: Callable[..., Robot], groups: Groups
) -> None:
    robot("wecom")
    Unit.objects.filter(key="service").update(name="便民服务和民族团结进步创建工作站")
    for number in range(40):
        told(news(number), now=MORNING)

    run(MORNING + 10 * MINUTE)

    [text] = groups.texts("wecom")
    assert "另有 " in text
    assert text.count("/review/") + int(text.partition("另有 ")[2].split()[0]) == 40
