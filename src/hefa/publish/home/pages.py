"""What the first page of publishing shows: the day's issue, what waits, and the list of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hefa.collect.models import Version
from hefa.collect.queries import seen_by
from hefa.core.review import Actor
from hefa.core.rights import Right, reasons_against_right
from hefa.publish import queries
from hefa.publish.channels import LABELS
from hefa.publish.hand.halting import is_stopped_in_hand
from hefa.publish.home.forms import QueueForm
from hefa.publish.home.issue import issue_of, looked_over
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.pages import kind_label
from hefa.publish.shown.chain import times_out
from hefa.publish.shown.pages import number_of, road_label, state_of
from hefa.publish.turn import AT_AN_END, AWAITING_PERSON, BEFORE_SUBMISSION
from hefa.registry.access import HERE
from hefa.registry.models import OfficialAccount
from hefa.review.models import ReviewSheet

State = PublicationState

MOST_SHOWN = 50
GROUPS = (
    ("", "全部"),
    ("going", "正在发布"),
    ("handed", "等人发表"),
    ("trouble", "等人处理"),
    ("published", "已发布"),
    ("over", "已取消或已无"),
)
_STATES: Mapping[str, Q] = {
    "going": ~Q(state__in=AT_AN_END | AWAITING_PERSON | {State.HANDED}),
    "handed": Q(state=State.HANDED),
    "trouble": Q(state__in=(State.NEEDS_HUMAN, State.FAILED, State.HALTED)),
    "published": Q(state=State.PUBLISHED),
    "over": Q(state__in=(State.CANCELLED, State.REMOVED)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which publications are asked for; what is empty asks for all. Days are YYYY-MM-DD."""

    state: str = ""
    channel: str = ""
    account: str = ""
    since: str = ""
    until: str = ""
    q: str = ""


def wanted_from(given: Mapping[str, str]) -> Wanted:
    """Return what an address asks for."""
    names = [entry.name for entry in fields(Wanted)]
    return Wanted(**{name: given.get(name, "").strip()[:60] for name in names})


def filters_of(wanted: Wanted) -> dict[str, Any]:
    """Return what the filters above the list offer and hold."""
    accounts = OfficialAccount.objects.order_by("pk").values_list("key", "name")
    return {
        "wanted": wanted,
        "states": GROUPS,
        "channels": [("", "全部"), *((channel.value, text) for channel, text in LABELS.items())],
        "accounts": [("", "全部"), *accounts] if len(accounts) > 1 else [],
        "is_filtered": wanted != Wanted(),
    }


def publications_wanted(actor: Actor, wanted: Wanted) -> QuerySet[Publication]:
    """Return those of the publications `actor` may see that are wanted, newest first."""
    items = PublicationItem.objects.filter(publication=OuterRef("pk"))
    found = publications_seen_by(actor)
    if wanted.q:
        words = wanted.q
        named = Q(version__title__icontains=words) | Q(version__sheet__number__icontains=words)
        found = found.filter(Exists(items.filter(named)))
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.account:
        found = found.filter(account__key=wanted.account)
    if (since := _day(wanted.since)) is not None:
        found = found.filter(created_at__gte=since)
    if (until := _day(wanted.until)) is not None:
        found = found.filter(created_at__lt=until + timedelta(days=1))
    return found.filter(_STATES.get(wanted.state, Q()))


def publications_seen_by(actor: Actor) -> QuerySet[Publication]:
    """Return the publications of which `actor` may see an item, newest first."""
    items = PublicationItem.objects.filter(publication=OuterRef("pk"))
    found = queries.with_items().prefetch_related("items__version__sheet")
    return found.filter(Exists(items.filter(version__manuscript__in=seen_by(actor))))


def waiting_for(actor: Actor, form: QueueForm, *, now: datetime) -> dict[str, Any]:
    """Return the day's issue and the released sheets that wait outside it.

    Whoever may not order sees no issue.
    """
    may_order = not reasons_against_right(Right.ORDER_PUBLICATION, actor)
    found = queries.awaiting_publication().filter(version__manuscript__in=seen_by(actor))
    sheets = {sheet.number: sheet for sheet in found[: MOST_SHOWN + 1]}
    has_more = len(sheets) > MOST_SHOWN
    rows = {number: _waiting_row(sheet) for number, sheet in sheets.items()}
    numbers = [number for number in form.numbers if number in rows and may_order]
    issue = looked_over(
        [sheets[number].version for number in numbers],
        planned_at=_planned_at(form),
        is_urgent=bool(form.is_bound and form["urgent"].value()),
        now=now,
    )
    return {
        "issue": issue_of([rows[number] for number in numbers], issue, now),
        "rows": [row for number, row in rows.items() if number not in numbers][:MOST_SHOWN],
        "has_more": has_more,
        "is_empty": not rows,
    }


def versions_of(actor: Actor, numbers: Sequence[str]) -> list[Version]:
    """Return the versions of the released sheets with these numbers, in this order."""
    sheets = ReviewSheet.objects.filter(
        number__in=numbers, ended="released", version__manuscript__in=seen_by(actor)
    ).select_related("version")
    found = {sheet.number: sheet.version for sheet in sheets}
    return [found[number] for number in numbers if number in found]


def row_of(publication: Publication, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return one row of the list of publications."""
    items = list(publication.items.all())
    may_stop = not reasons_against_right(Right.HALT_PUBLISHING, actor)
    return {
        "op_id": publication.op_id,
        "title": items[0].version.title if items else "",
        "others": len(items) - 1,
        "numbers": [number_of(item) for item in items],
        "state": state_of(publication, now),
        "at": times_out(publication) or publication.state_since,
        "by": publication.ordered_by.display_name,
        "account": publication.account.name,
        "kind": kind_label(publication),
        "road": road_label(publication),
        "url": next((item.article_url for item in items if item.article_url), ""),
        "may_stop": may_stop and publication.state in BEFORE_SUBMISSION,
    }


def in_hand_row(publication: Publication) -> dict[str, Any]:
    """Return one row of the articles that a person has in hand."""
    items = list(publication.items.all())
    return {
        "op_id": publication.op_id,
        "title": items[0].version.title if items else "",
        "account": publication.account.name,
        "since": publication.state_since,
        "label": _wants(publication),
    }


def _wants(publication: Publication) -> str:
    """Return what is wanted of the person who has an article in hand."""
    if is_stopped_in_hand(publication):
        return "已停止，先不要发表"
    return "还缺链接" if publication.msg_id or publication.is_unclear else "等您发表"


def _waiting_row(sheet: ReviewSheet) -> dict[str, Any]:
    return {
        "pk": sheet.version_id,
        "number": sheet.number,
        "title": sheet.version.title,
        "column": sheet.version.column.name if sheet.version.column else "",
        "unit": sheet.unit.name,
        "released_at": sheet.ended_at,
        "wanted_at": sheet.version.planned_at,
        "mass_send": sheet.version.mass_send,
    }


def _planned_at(form: QueueForm) -> datetime | None:
    """Return the moment that was typed, when it can be read; not yet a decision."""
    if not form.is_bound or not form.data.get("planned_at"):
        return None
    form.is_valid()
    given = form.cleaned_data.get("planned_at")
    typed = form.fields["planned_at"]
    if given is None and "planned_at" not in form.errors:
        return typed.clean(form.data.get("planned_at"))  # type: ignore[no-any-return]
    return given if isinstance(given, datetime) else None


def _day(text: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=HERE)
    except ValueError:
        return None
