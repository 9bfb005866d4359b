"""Take-downs, corrections and column changes at the right stage, for the rows of the table."""

from datetime import datetime

from tests.factories import (
    COLUMN_FORM,
    SIGNERS,
    document,
    named,
    released,
    reloaded,
    signed,
    submit,
)
from tests.matrix.objects import Case

from hefa.collect.changes import save_draft
from hefa.collect.kinds import begin_column_change, begin_take_down
from hefa.core.review import Act
from hefa.publish.actions import queue_publication
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.acting import name_of
from hefa.publish.orders.ordering import order_change
from hefa.registry.models import OfficialAccount
from hefa.review.models import ReviewSheet


def _out(now: datetime) -> PublicationItem:
    """Return an article of the author's unit that is out."""
    made = queue_publication(
        [released(now=now).version], person=named("chen"), planned_at=None, now=now, is_urgent=True
    )
    made.items.update(published_at=now, article_url="http://127.0.0.1:9/s/a")
    Publication.objects.filter(pk=made.pk).update(state=PublicationState.PUBLISHED)
    return made.items.select_related("version", "publication").get()


def article(now: datetime) -> Case:
    item = _out(now)
    return Case(url=(item.publication.op_id, item.position))


def order(now: datetime) -> Case:
    item = _out(now)
    version = begin_take_down(item.version, acts_on=name_of(item), person=named("zhang"), now=now)
    change = {**version.change, "reason": "内容有误"}
    save_draft(version, {"change": change}, edit=version.edit, now=now)
    sheet = submit(version, now=now)
    for act in SIGNERS:
        sheet = signed(sheet, act, now=now)
    return Case(url=(sheet.number,))


def by_hand(now: datetime) -> Case:
    made = order_change(_column_change(now).version, person=named("chen"), now=now)
    Publication.objects.filter(pk=made.pk).update(
        state=PublicationState.HANDED, trouble_code="publish.menu_confirm"
    )
    return Case(url=(made.op_id,), form={"words": "在后台改好了"})


def _column_change(now: datetime) -> ReviewSheet:
    """Return the released sheet of a new menu."""
    account = OfficialAccount.objects.get()
    wanted = [{"name": "办事", "type": "view", "value": "https://example.org/", "sub": []}]
    version = begin_column_change(account, menu=[], wanted=wanted, person=named("zhang"), now=now)
    change = {**version.change, **COLUMN_FORM}
    values = {"change": change, "document": document("")}
    save_draft(version, values, edit=version.edit, now=now)
    sheet = submit(reloaded(version), now=now)
    for act, by in (
        (Act.ENDORSE, "zhao"), (Act.APPROVE, "wang"), (Act.APPROVE, "li"), (Act.DELIVER, "sun"),
        (Act.RELEASE, "chen"),
    ):  # fmt: skip
        sheet = signed(sheet, act, now=now, by=by)
    return sheet
