"""What of the register a person sees and asks for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from hefa.core.review import Act, Actor, State
from hefa.core.workdays import HERE, day_of
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import seen_by, with_everything
from hefa.review.register.index import holding

VOID: Final = (State.RETURNED.value, State.RECALLED.value)
SORTS: Final = {
    "newest": ("-pk",),
    "oldest": ("pk",),
    "ended": ("-ended_at", "-pk"),
    "waiting": ("waiting_since", "pk"),
    "unit": ("unit_id", "-pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader of the register asks for; empty fields ask for everything.

    `state` is a state of a sheet, an act it waits for, or one of `waiting`, `void`, `overdue`;
    `archived` is `yes`, `no` or `due` for what no longer needs to be kept. `approver` and `author`
    are people's keys.
    """

    words: str = ""
    state: str = ""
    unit: str = ""
    category: str = ""
    kind: str = ""
    route: str = ""
    author: str = ""
    approver: str = ""
    since: date | None = None
    until: date | None = None
    account: str = ""
    column: str = ""
    archived: str = ""
    sort: str = ""


def sheets_wanted(actor: Actor, wanted: Wanted, *, now: datetime) -> QuerySet[ReviewSheet]:
    """Return the sheets that `actor` may see and asks for, in the order asked for."""
    found = seen_by(actor).filter(holding(wanted.words), _state(wanted.state, now))
    found = found.filter(_archived(wanted.archived, now), **_plain(wanted))
    if wanted.approver:
        approved = Opinion.objects.filter(
            act=Act.APPROVE.value, person__key=wanted.approver, voided_at__isnull=True
        )
        found = found.filter(pk__in=approved.values("sheet"))
    return found.order_by(*SORTS.get(wanted.sort, SORTS["newest"]))


def whole_rows() -> QuerySet[ReviewSheet]:
    """Return the sheets with what a row of the register or of a workbook shows."""
    return with_everything().defer("version__package")


def _plain(wanted: Wanted) -> dict[str, object]:
    """Return the conditions that one column answers each."""
    asked: dict[str, object] = {
        "unit__key": wanted.unit,
        "route": wanted.route,
        "author__key": wanted.author,
        "line__category": wanted.category,
        "line__kind": wanted.kind,
        "line__column__key": wanted.column,
        "line__account__key": wanted.account,
        "submitted_at__gte": wanted.since and _midnight(wanted.since),
        "submitted_at__lt": wanted.until and _midnight(wanted.until + timedelta(days=1)),
    }
    return {name: value for name, value in asked.items() if value}


def _state(state: str, now: datetime) -> Q:
    if state == "waiting":
        return Q(ended="")
    if state == "void":
        return Q(ended__in=VOID)
    if state == "overdue":
        return Q(ended="", due_at__lt=now)
    if state in {act.value for act in Act}:
        return Q(awaits=state)
    return Q(ended=state) if state else Q()


def _archived(archived: str, now: datetime) -> Q:
    if archived == "no":
        return ~Q(ended="") & Q(archived__isnull=True)
    if archived == "due":
        return Q(archived__keep_until__lt=day_of(now))
    return Q(archived__isnull=False) if archived else Q()


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), tzinfo=HERE)
