"""What the rows about publishing by hand and previews are tried on."""

from datetime import datetime

from tests import factories as make
from tests.matrix.objects import Case

from hefa.collect.files import keep_file
from hefa.core.package import Channel
from hefa.people.models import Person
from hefa.publish import setting_aside
from hefa.publish.actions import queue_publication
from hefa.publish.models import Publication, PublicationState
from hefa.registry.models import OfficialAccount


def handed(now: datetime) -> Case:
    """A publication that a person has in hand, with all that its pages may be asked for."""
    op_id = _handed(now).op_id
    return Case(
        url=(op_id,),
        form={"link_1": "https://mp.weixin.qq.com/s/abc", "sure": "on", "words": "改期"},
    )


def to_settle(now: datetime) -> Case:
    """A publication of which a person says that it was out and is gone."""
    form = {"gone": "1", "gone_sure": "on", "gone_words": "被人删了"}
    return Case(url=(_handed(now).op_id,), form=form)


def handed_item(now: datetime) -> Case:
    """The first item of such a publication."""
    return Case(url=(_handed(now).op_id, 1))


def handed_cover(now: datetime) -> Case:
    """The wide cut of its cover."""
    return Case(url=(_handed(now).op_id, 1, "wide"))


def seen_by_person(now: datetime) -> Case:
    """A published item whose page only a person could see."""
    publication = _handed(now)
    kept = keep_file("停水通知".encode(), name="seen.txt", media_type="text/plain", now=now)
    page = {"position": 1, "url": "", "page": "", "seen_sha256": kept.sha256}
    Publication.objects.filter(pk=publication.pk).update(
        state=PublicationState.PUBLISHED, trouble_detail={"seen": [page]}
    )
    return Case(url=(publication.op_id, 1))


def released(now: datetime) -> Case:
    """A released sheet, and a person who may be shown it."""
    Person.objects.filter(username="wang").update(wechat_name="wang_shuji")
    number = make.released(now=now).number
    return Case(url=(number,), form={"person": make.named("wang").key})


def unwanted(now: datetime) -> Case:
    """A released sheet, and why it is not to go out after all."""
    return Case(url=(make.released(now=now).number,), form={"words": "活动取消了"})


def set_aside(now: datetime) -> Case:
    """What was set aside."""
    version = make.released(now=now).version
    person = make.named("chen")
    made = setting_aside.set_aside(version, person=person, words="活动取消了", now=now)
    return Case(url=(made.op_id,))


def account(now: datetime) -> Case:
    """An account, and what somebody knows of a second submission on it."""
    del now
    found = OfficialAccount.objects.get()
    form = {"is_refused": "on", "words": "试过，第二次答复 53503", "seen": found.revision}
    return Case(url=(found.pk,), form=form)


def _handed(now: datetime) -> Publication:
    publication = queue_publication(
        [make.released(now=now).version], person=make.named("chen"), planned_at=None, now=now
    )
    publication.items.update(rendered_html="<p>九点集合</p>")
    Publication.objects.filter(pk=publication.pk).update(
        state=PublicationState.HANDED, channel=Channel.MANUAL
    )
    return publication
