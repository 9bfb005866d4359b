"""Who is told of publishing: whoever ordered it when it needs a person, and of a halt, at night."""

from datetime import datetime

import pytest
from tests import factories as make

from hefa.notify.models import Message, MessageKind
from hefa.publish.actions import halt_publishing, queue_publication
from hefa.publish.models import PublicationState
from hefa.publish.turn import Turn, stop
from hefa.registry.models import OfficialAccount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]


def test_whoever_ordered_it_is_told_that_it_needs_a_person(now: datetime) -> None:
    sheet = make.released(now=now)
    publication = queue_publication(
        [sheet.version], person=make.named("chen"), planned_at=None, now=now
    )

    stop(Turn(publication=publication, now=now), PublicationState.NEEDS_HUMAN, "publish.halted")

    message = Message.objects.get(kind=MessageKind.BY_HAND)
    assert message.person == make.named("chen")
    assert (message.number, message.unit_name) == (sheet.number, "便民服务站")
    assert message.path == f"/publish/{publication.op_id}/"


def test_everybody_who_may_stop_it_hears_of_a_halt_but_who_set_it(now: datetime) -> None:
    account = OfficialAccount.objects.get()

    halt = halt_publishing(account, person=make.named("chen"), words="有误", now=now)

    told = Message.objects.filter(kind=MessageKind.HALT, about=f"halt:{halt.pk}")
    names = set(told.values_list("person__username", flat=True))
    assert {"wang", "liu"} <= names
    assert not {"chen", "zhang", "sun"} & names
    assert all(message.is_urgent for message in told)
