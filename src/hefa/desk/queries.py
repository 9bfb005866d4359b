"""The signed-in person's day, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Subquery
from django.urls import reverse

from hefa.collect.models import Version
from hefa.collect.queries import seen_by
from hefa.core.review import Actor
from hefa.core.rights import Right, reasons_against_right
from hefa.ledger.leaf import moment_of
from hefa.ledger.models import Entry, Frontier
from hefa.patrol.queries import latest_round
from hefa.people.models import Person
from hefa.publish.models import Publication, PublicationItem
from hefa.publish.queries import awaiting_publication, in_hand, published_items
from hefa.registry.access import HERE
from hefa.respond.queries import open_incidents
from hefa.review.models import Advice, ReviewSheet
from hefa.review.queries import awaiting, open_advice, returned_to
from hefa.review.queries import seen_by as sheets_seen_by
from hefa.ui.templatetags.hefa import day, moment
from hefa.ui.words import sentence

State = tuple[str, int]

SHOWN = 50
RECENT = 6
LOOKED_AT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What waits for one person now."""

    to_review: tuple[ReviewSheet, ...]
    returned: tuple[ReviewSheet, ...]
    asked: tuple[Advice, ...]
    drafts: tuple[Version, ...]
    to_publish: int
    in_hand: tuple[Publication, ...]
    incidents: int


def day_of(person: Person, actor: Actor) -> Day:
    """Return what waits for `person`: sheets, returns, questions, drafts, releases, incidents."""
    return Day(
        to_review=tuple(awaiting(actor)[:SHOWN]),
        returned=tuple(returned_to(person.pk)[:SHOWN]),
        asked=tuple(open_advice(person)[:SHOWN]),
        drafts=tuple(
            Version.objects.filter(
                manuscript__author=person,
                frozen_at__isnull=True,
                manuscript__binned_at__isnull=True,
            )
            .select_related("manuscript__unit", "column")
            .order_by("-saved_at")[:SHOWN]
        ),
        to_publish=_to_publish(actor, _state()),
        in_hand=tuple(in_hand(person.key)[:SHOWN]),
        incidents=_incidents(actor),
    )


def counts_for(person: Person, actor: Actor) -> dict[str, int]:
    """Return what waits for this person by stage, for the counts beside the menu."""
    to_review = awaiting(actor).count()
    state = _state()
    returned = _returned_at(state, person.pk)
    asked = open_advice(person).count()
    to_publish = _to_publish(actor, state) + in_hand(person.key).count()
    incidents = _incidents(actor)
    return {
        "desk": to_review + returned + asked + to_publish + incidents,
        "collect": returned,
        "review": to_review,
        "publish": to_publish,
        "respond": incidents,
    }


def _to_publish(actor: Actor, state: State) -> int:
    if reasons_against_right(Right.ORDER_PUBLICATION, actor):
        return 0
    return _waiting_at(state)


def forget_counts() -> None:
    """Count everything anew when it is asked for next."""
    _waiting_at.cache_clear()
    _returned_at.cache_clear()


def _state() -> State:
    """Return the edge of the ledger, and the newest version: to write on is no act. One query.

    What is counted once for each state cannot be out of date: what changes it changes the state.
    """
    newest = Version.objects.order_by("-pk").values("pk")[:1]
    edge, version = Frontier.objects.values_list("edge", Subquery(newest)).get(pk=1)
    return str(edge), version or 0


@lru_cache(maxsize=4)
def _waiting_at(state: State) -> int:
    """Return how many released articles no publication has taken."""
    del state
    return awaiting_publication().count()


@lru_cache(maxsize=500)
def _returned_at(state: State, person_pk: int) -> int:
    """Return how many sheets came back to the person and wait for them."""
    del state
    return returned_to(person_pk).count()


def _incidents(actor: Actor) -> int:
    if reasons_against_right(Right.HANDLE_INCIDENT, actor):
        return 0
    return open_incidents().count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure that reads as a sentence."""

    name: str
    icon: str
    number: str
    unit: str
    why: str
    url: str


def tiles_of(now: datetime) -> tuple[Tile, ...]:
    """Return the desk's figures: last publication, last patrol, this month's items."""
    today = now.astimezone(HERE)
    newest = list(published_items().values_list("pk", flat=True)[:1])
    last = published_items().filter(pk__in=newest).first()  # sorted without what each carries
    month = published_items().filter(
        published_at__gte=today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    )
    return (_since_last(last, now), _patrolled(now), _this_month(month.count()), _recorded())


def stages_of(actor: Actor) -> list[dict[str, Any]]:
    """Return how many items stand at each stage, for the thread."""
    sheets = sheets_seen_by(actor).filter(ended="")
    by_act = dict(sheets.order_by().values_list("awaits").annotate(count=Count("pk")))
    drafts = Version.objects.filter(
        manuscript__in=seen_by(actor), frozen_at__isnull=True, manuscript__binned_at__isnull=True
    ).count()
    stages = [{"label": "采编", "count": drafts, "url": reverse("collect:manuscripts")}]
    for act, label in (
        ("endorse", "初审"),
        ("approve", "审批"),
        ("deliver", "移交"),
        ("release", "核发"),
    ):
        stages.append(
            {
                "label": label,
                "count": by_act.get(act, 0),
                "url": f"{reverse('review:register')}?state={act}",
            }
        )
    waiting = _waiting_at(_state())
    return [*stages, {"label": "待发", "count": waiting, "url": reverse("publish:home")}]


def recent_acts(actor: Actor) -> list[dict[str, Any]]:
    """Return what has just happened on review to sheets that `actor` may see."""
    if reasons_against_right(Right.SEE_LEDGER, actor):
        return []
    latest = list(Entry.objects.filter(kind__startswith="review.").order_by("-seq")[:LOOKED_AT])
    titles = dict(
        sheets_seen_by(actor)
        .filter(number__in={_number(entry) for entry in latest})
        .values_list("number", "version__title")
    )
    entries = [entry for entry in latest if _number(entry) in titles][:RECENT]
    names = dict(
        Person.objects.filter(key__in={entry.actor for entry in entries}).values_list(
            "key", "display_name"
        )
    )
    return [
        {
            "at": moment_of(entry.ts),
            "who": names.get(entry.actor, "本机"),
            "what": sentence(entry.kind),
            "title": titles[_number(entry)],
            "number": _number(entry),
        }
        for entry in entries
    ]


def _number(entry: Entry) -> str:
    """Return the number of the sheet that an entry of review is about."""
    return entry.subject.partition(":")[2]


def _since_last(last: PublicationItem | None, now: datetime) -> Tile:
    url = reverse("publish:home")
    if last is None or last.published_at is None:
        return Tile(
            name="距上次发布", icon="calendar-event", number="", unit="还没有发过", why="", url=url
        )
    days = (now.astimezone(HERE).date() - last.published_at.astimezone(HERE).date()).days
    return Tile(
        name="距上次发布",
        icon="calendar-event",
        number=str(days),
        unit="天",
        why=f"上次 {day(last.published_at, now)}",
        url=url,
    )


def _patrolled(now: datetime) -> Tile:
    """Return the figure on the last patrol."""
    url = reverse("patrol:home")
    last = latest_round()
    if last is None:
        return Tile(name="巡检", icon="radar-2", number="", unit="还没有巡检过", why="", url=url)
    seen = list(last.observations.values_list("result", flat=True))
    wrong = sum(result in ("changed", "missing", "unauthorised") for result in seen)
    unit = f"篇，{wrong} 篇不对" if wrong else "篇，全部与核准稿一致"
    if not seen:
        unit = "篇，线上还没有文章"
    return Tile(
        name="巡检",
        icon="radar-2",
        number=str(len(seen)),
        unit=unit,
        why=f"{moment(last.started_at, now)} 核对",
        url=url,
    )


def _this_month(count: int) -> Tile:
    return Tile(
        name="本月已发布",
        icon="file-text",
        number=str(count),
        unit="篇，均有审核单" if count else "篇",
        why="没有审核单的发不出去",
        url=reverse("publish:home"),
    )


def _recorded() -> Tile:
    """Return the figure on the ledger: how many entries it holds."""
    frontier = Frontier.objects.filter(pk=1).first()
    return Tile(
        name="台账",
        icon="shield-check",
        number=f"{frontier.size if frontier else 0:,}",
        unit="条，只能增加，不能改动",
        why="随时可以从头核对",
        url=reverse("report:ledger"),
    )
