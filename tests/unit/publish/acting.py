"""What the tests of take-downs, corrections and column changes share."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.collect.kinds import columns_now
from hefa.collect.models import Manuscript
from hefa.collect.packages import package_of
from hefa.core.package import Kind
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.acting import name_of
from hefa.publish.orders.ordering import order_change
from hefa.review.models import ReviewSheet

# Menus as a package has them.
FORMER = [{"name": "看看", "type": "view", "value": "https://example.org/a", "sub": []}]
WANTED = [
    {"name": "办事", "type": "view", "value": "https://example.org/b", "sub": []},
    {
        "name": "社区",
        "type": "",
        "value": "",
        "sub": [{"name": "值班电话", "type": "click", "value": "duty"}],
    },
]


def published(house: House, count: int = 1) -> Publication:
    """Return a publication of `count` articles that is out."""
    publication, _ = run_until_rest(queued(house, count))
    assert publication.state == PublicationState.PUBLISHED
    return publication


def sheet_about(
    house: House, item: PublicationItem, kind: Kind, *, text: str = "", **change: Any
) -> ReviewSheet:
    """Return the released sheet of a take-down or correction of `item`."""
    original = package_of(item.version)
    made = replace(
        package(original.title, **({"text": text} if text else {})),
        kind=kind,
        acts_on=name_of(item),
        change={"reason": "写错了", **change},
    )
    sheet = released(house, made)
    Manuscript.objects.filter(pk=sheet.version.manuscript_id).update(
        kind=kind.value, about=item.version_id
    )
    return sheet


def sheet_for(house: House, before: Any, after: Any, columns: Any = None) -> ReviewSheet:
    """Return the released sheet of a column change."""
    now = columns_now()
    change = {
        "reason": "方便居民办事",
        "menu": {"before": before, "after": after},
        "columns": {"before": now, "after": columns or now},
    }
    document = {"type": "doc", "content": [{"type": "paragraph"}]}
    made = replace(
        package("栏目变动", kind=Kind.COLUMN_CHANGE, change=change),
        document=document,
        cover_sha256="",
    )
    sheet = released(house, made)
    Manuscript.objects.filter(pk=sheet.version.manuscript_id).update(kind=Kind.COLUMN_CHANGE)
    return sheet


def ordered(house: House, sheet: ReviewSheet, now: datetime = NOW) -> Publication:
    """Return what the administrator orders on the strength of `sheet`."""
    return order_change(sheet.version, person=house.administrator, now=now)


def handed(order: Publication) -> Publication:
    """Return what was ordered, once it waits for a person."""
    waiting, _ = run_until_rest(order, until=timedelta(seconds=2))
    assert waiting.state == PublicationState.HANDED
    return waiting
