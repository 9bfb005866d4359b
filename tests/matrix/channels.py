"""What the rows about publishing by hand and previews are tried on."""

from datetime import datetime

from tests import factories as make
from tests.matrix.objects import Case

from hefa.core.package import Channel
from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.models import Publication, PublicationState


def handed(now: datetime) -> Case:
    """A publication that a person has in hand, with all that its pages may be asked for."""
    op_id = _handed(now).op_id
    return Case(
        url=(op_id,),
        form={"link_1": "https://mp.weixin.qq.com/s/abc", "sure": "on", "words": "改期"},
    )


def handed_item(now: datetime) -> Case:
    """The first item of such a publication."""
    return Case(url=(_handed(now).op_id, 1))


def handed_cover(now: datetime) -> Case:
    """The wide cut of its cover."""
    return Case(url=(_handed(now).op_id, 1, "wide"))


def released(now: datetime) -> Case:
    """A released sheet, and a person who may be shown it."""
    Person.objects.filter(username="wang").update(wechat_name="wang_shuji")
    number = make.released(now=now).number
    return Case(url=(number,), form={"person": make.named("wang").key})


def _handed(now: datetime) -> Publication:
    publication = queue_publication(
        [make.released(now=now).version], person=make.named("chen"), planned_at=None, now=now
    )
    publication.items.update(rendered_html="<p>九点集合</p>")
    Publication.objects.filter(pk=publication.pk).update(
        state=PublicationState.HANDED, channel=Channel.MANUAL
    )
    return publication
