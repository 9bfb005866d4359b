"""What pages about publishing show: prepared values for templates, nothing decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hefa.collect.models import Version
from hefa.collect.queries import seen_by
from hefa.core.review import Actor
from hefa.core.rights import Right, reasons_against_right
from hefa.ledger.leaf import moment_of
from hefa.ledger.models import Entry, PersonalText
from hefa.people.models import Person
from hefa.publish import queries
from hefa.publish.chain import body_of, steps_of, times_out
from hefa.publish.compared import comparisons_of
from hefa.publish.forms import MOST_PLACES, QueueForm
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.turn import AT_AN_END, AWAITING_PERSON
from hefa.review.models import ReviewSheet
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import reason_sentence, sentence

State = PublicationState

MOST_SHOWN = 50
PLACES = [("1", "头条"), *((str(place), f"第 {place} 条") for place in range(2, MOST_PLACES + 1))]
GROUPS = (
    ("", "全部"),
    ("going", "正在发布"),
    ("trouble", "等人处理"),
    ("published", "已发布"),
    ("over", "已取消或已无"),
)
TONES = {
    State.PUBLISHED: "ok",
    State.REMOVED: "soon",
    State.CANCELLED: "neutral",
    State.FAILED: "miss",
    State.NEEDS_HUMAN: "miss",
    State.HALTED: "miss",
}


def waiting_for(actor: Actor, form: QueueForm) -> dict[str, Any]:
    """Return the released sheets that no publication has taken, with what was typed for each."""
    found = queries.awaiting_publication().filter(version__manuscript__in=seen_by(actor))
    sheets = list(found[: MOST_SHOWN + 1])
    ticked = form.ticked
    rows = [
        {
            "number": sheet.number,
            "title": sheet.version.title,
            "column": sheet.version.column.name if sheet.version.column else "",
            "unit": sheet.unit.name,
            "released_at": sheet.ended_at,
            "wanted_at": sheet.version.planned_at,
            "is_ticked": sheet.number in ticked,
            "place": form.place_of(sheet.number),
        }
        for sheet in sheets[:MOST_SHOWN]
    ]
    return {
        "rows": rows,
        "has_more": len(sheets) > MOST_SHOWN,
        "is_many": len(rows) > 1,
        "places": PLACES,
    }


def versions_of(actor: Actor, numbers: Sequence[str]) -> list[Version]:
    """Return the versions of the released sheets with these numbers, in this order."""
    sheets = ReviewSheet.objects.filter(
        number__in=numbers, ended="released", version__manuscript__in=seen_by(actor)
    ).select_related("version")
    found = {sheet.number: sheet.version for sheet in sheets}
    return [found[number] for number in numbers if number in found]


def publications_seen_by(
    actor: Actor, *, state: str = "", words: str = ""
) -> QuerySet[Publication]:
    """Return the publications of which `actor` may see an item, newest first."""
    items = PublicationItem.objects.filter(publication=OuterRef("pk"))
    found = queries.with_items().prefetch_related("items__version__sheet")
    found = found.filter(Exists(items.filter(version__manuscript__in=seen_by(actor))))
    if words:
        named = Q(version__title__icontains=words) | Q(version__sheet__number__icontains=words)
        found = found.filter(Exists(items.filter(named)))
    wanted = {
        "going": ~Q(state__in=AT_AN_END | AWAITING_PERSON),
        "trouble": Q(state__in=(State.NEEDS_HUMAN, State.FAILED, State.HALTED)),
        "published": Q(state=State.PUBLISHED),
        "over": Q(state__in=(State.CANCELLED, State.REMOVED)),
    }.get(state)
    return found.filter(wanted) if wanted is not None else found


def row_of(publication: Publication, now: datetime) -> dict[str, Any]:
    """Return one row of the list of publications."""
    items = list(publication.items.all())
    return {
        "op_id": publication.op_id,
        "title": items[0].version.title if items else "",
        "others": len(items) - 1,
        "numbers": [_number(item) for item in items],
        "state": state_of(publication, now),
        "at": times_out(publication) or publication.state_since,
        "by": publication.ordered_by.display_name,
        "account": publication.account.name,
        "url": next((item.article_url for item in items if item.article_url), ""),
    }


def state_of(publication: Publication, now: datetime) -> dict[str, str]:
    """Return the chip of a publication: its word and its tone."""
    planned_at = publication.planned_at
    if publication.state == State.QUEUED and planned_at is not None and planned_at > now:
        return {"label": f"定时 {moment(planned_at, now)}", "tone": "pri"}
    label = publication.get_state_display()
    return {"label": label, "tone": TONES.get(State(publication.state), "pri")}


def page_of(publication: Publication, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return everything that the page of a publication shows."""
    entries = list(queries.timeline(publication))
    items = list(publication.items.all())
    is_under_way = publication.state not in AT_AN_END | AWAITING_PERSON
    return {
        "publication": publication,
        "title": items[0].version.title if items else "",
        "others": len(items) - 1,
        "state": state_of(publication, now),
        "steps": steps_of(publication, entries, now),
        "is_under_way": is_under_way,
        "trouble": _trouble(publication),
        "comparisons": _comparisons(publication, items),
        "items": [_item(item) for item in items],
        "entries": _timeline(entries, now),
        "acts": _acts(publication, actor),
    }


def _item(item: PublicationItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "title": item.version.title,
        "number": _number(item),
        "code": item.package_sha256,
        "url": item.article_url,
    }


def _number(item: PublicationItem) -> str:
    return item.version.sheet.number if hasattr(item.version, "sheet") else ""


def _trouble(publication: Publication) -> dict[str, str]:
    """Return what is wrong and what to do, with its tone; empty when nothing is."""
    code = publication.trouble_code
    if not code or publication.state == State.CANCELLED:
        return {}
    is_stopped = publication.state in AT_AN_END | AWAITING_PERSON
    return {
        "text": sentence(code, publication.trouble_detail),
        "tone": "miss" if is_stopped else "soon",
        "icon": "alert-octagon" if is_stopped else "alert-triangle",
    }


def _comparisons(
    publication: Publication, items: Sequence[PublicationItem]
) -> list[dict[str, Any]]:
    """Return what differed when the draft or the article was read, one an item."""
    found = publication.trouble_detail.get("differences") or []
    if not found or not items:
        return []
    by_item: dict[int, list[dict[str, Any]]] = {}
    for entry in found:
        if "differences" in entry:  # the draft is compared item by item
            by_item.setdefault(entry["position"], []).extend(entry["differences"])
        else:
            by_item.setdefault(items[0].position if len(items) == 1 else 0, []).append(entry)
    known = {item.position: item for item in items}
    return [
        {
            "title": known[position].version.title if position in known else "",
            **comparisons_of(listed, known.get(position)),
        }
        for position, listed in sorted(by_item.items())
    ]


def _acts(publication: Publication, actor: Actor) -> dict[str, Any]:
    """Return what a person may do now, and why not."""
    against = reasons_against_right(Right.ORDER_PUBLICATION, actor)
    may_retry = queries.resuming_state(publication) is not None
    may_cancel = publication.state not in AT_AN_END and queries.may_be_cancelled(publication)
    return {
        "may_retry": may_retry and not against,
        "may_cancel": may_cancel and not against,
        "reasons": [reason_sentence(entry) for entry in against] if may_retry or may_cancel else [],
    }


def _timeline(entries: Sequence[Entry], now: datetime) -> list[dict[str, Any]]:
    """Return the ledger's entries as the timeline shows them, newest first."""
    names = names_of(entry.actor for entry in entries)
    words = dict(
        PersonalText.objects.filter(
            seq__in=[entry.seq for entry in entries], name="words"
        ).values_list("seq", "text")
    )
    wrong = ("publish.failed", "publish.needs_human", "publish.stopped", "publish.removed")
    return [
        {
            "title": sentence(entry.kind, body_of(entry)),
            "who": names.get(entry.actor, "本机"),
            "when": moment(moment_of(entry.ts), now),
            "reason": words.get(entry.seq, ""),
            "state": "wrong" if entry.kind in wrong else "done",
        }
        for entry in reversed(entries)
    ]


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the names of people by their keys. One query."""
    return dict(Person.objects.filter(key__in=set(keys)).values_list("key", "display_name"))
