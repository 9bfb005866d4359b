"""What pages about publishing show: prepared values for templates, nothing decided."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any

from hefa.core.package import Channel, Kind
from hefa.core.review import Actor
from hefa.core.rights import Right, reasons_against_right
from hefa.ledger.leaf import moment_of
from hefa.ledger.models import Entry, PersonalText
from hefa.people.models import Person
from hefa.publish import queries
from hefa.publish.channels import label_of
from hefa.publish.hand.halting import is_stopped_in_hand
from hefa.publish.hand.handed_in import SEEN_BY_PERSON, seen_by_person
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.acting import ACTING, is_set_aside, state_label
from hefa.publish.orders.pages import kind_label, may_act_on
from hefa.publish.shown.chain import body_of, steps_of
from hefa.publish.shown.compared import comparisons_of
from hefa.publish.turn import AT_AN_END, AWAITING_PERSON, BEFORE_SUBMISSION
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import reason_sentence, sentence

State = PublicationState

TONES = {
    State.PUBLISHED: "ok",
    State.REMOVED: "soon",
    State.CANCELLED: "neutral",
    State.FAILED: "miss",
    State.NEEDS_HUMAN: "miss",
    State.HALTED: "miss",
}


def state_of(publication: Publication, now: datetime) -> dict[str, str]:
    """Return the chip of a publication: its word and its tone."""
    planned_at = publication.planned_at
    if publication.state == State.QUEUED and planned_at is not None and planned_at > now:
        return {"label": f"定时 {moment(planned_at, now)}", "tone": "pri"}
    label = state_label(publication)
    if publication.state == State.HANDED and publication.msg_id:
        label = "已群发，等链接"
    if publication.trouble_code == SEEN_BY_PERSON:
        return {"label": "已发布，只有人看过", "tone": "soon"}
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
        "road": kind_label(publication) or road_label(publication),
        "steps": [] if publication.kind in ACTING else steps_of(publication, entries, now),
        "is_under_way": is_under_way,
        "stage": _stage(publication),
        "trouble": _trouble(publication),
        "is_stopped_in_hand": is_stopped_in_hand(publication),
        "refused_road": _refused_road(publication, actor),
        "comparisons": _comparisons(publication, items),
        "items": [_item(item, actor, seen_by_person(publication)) for item in items],
        "entries": _timeline(entries, now),
        "acts": _acts(publication, actor),
    }


def _item(item: PublicationItem, actor: Actor, seen: Container[int]) -> dict[str, Any]:
    return {
        "position": item.position,
        "title": item.version.title,
        "number": number_of(item),
        "code": item.package_sha256,
        "url": item.article_url,
        "has_seen": item.position in seen,
        "is_gone": item.removed_at is not None,
        "may_act": may_act_on(item, actor),
    }


def road_label(publication: Publication) -> str:
    """Return how an article goes out, as lists and pages say it."""
    return label_of(publication.channel) + ("，群发" if publication.mass_send else "")


def number_of(item: PublicationItem) -> str:
    """Return the number of the item's review sheet, or nothing."""
    return item.version.sheet.number if hasattr(item.version, "sheet") else ""


def _trouble(publication: Publication) -> dict[str, str]:
    """Return what is wrong and what to do, with its tone; empty when nothing is."""
    code = publication.trouble_code
    if not code or publication.state == State.CANCELLED:
        return {}
    is_stopped = publication.state in AT_AN_END | AWAITING_PERSON
    if code == SEEN_BY_PERSON:
        return {"text": sentence(code), "tone": "soon", "icon": "eye"}
    return {
        "text": sentence(code, publication.trouble_detail),
        "tone": "miss" if is_stopped else "soon",
        "icon": "alert-octagon" if is_stopped else "alert-triangle",
    }


def _refused_road(publication: Publication, actor: Actor) -> dict[str, Any]:
    """Return that WeChat refuses the account the better road, and who may try it anew."""
    account = publication.account
    is_over = publication.state in AT_AN_END
    if not account.refused_channel or publication.channel == Channel.API or is_over:
        return {}
    return {
        "account": account.pk,
        "text": sentence(f"registry.road_refused_{account.refused_channel}"),
        "since": account.refused_at,
        "may_try": not reasons_against_right(Right.MANAGE_REGISTER, actor),
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
    may_halt = not reasons_against_right(Right.HALT_PUBLISHING, actor)
    may_cancel = publication.state not in AT_AN_END and queries.may_be_cancelled(publication)
    return {
        "may_retry": may_retry and not against,
        "may_cancel": may_cancel and not against,
        "cancels_both": may_cancel and bool(queries.cancelled_with(publication)),
        "may_take_up": is_set_aside(publication) and not against,
        "may_stop": may_halt and publication.state in BEFORE_SUBMISSION,
        "by_hand": None if against else _by_hand(publication),
        "reasons": [reason_sentence(entry) for entry in against] if may_retry or may_cancel else [],
    }


def _stage(publication: Publication) -> str:
    """Return what decides which buttons the page has; when it changes, the page is loaded anew."""
    if publication.state in BEFORE_SUBMISSION:
        return "before"
    return "handed" if publication.state == State.HANDED else "after"


def _by_hand(publication: Publication) -> dict[str, str] | None:
    """Return what a person has to do at WeChat, or to tell, as the card on the page says it."""
    if publication.kind != Kind.ARTICLE or not queries.takes_links(publication):
        return None
    if is_stopped_in_hand(publication):
        text = "先不要发表。停止以前已经发表了的，粘贴链接。"
        return {"meta": "发布已停止", "title": text, "label": "粘贴链接", "anchor": "#links"}
    if publication.state == State.HANDED and not publication.msg_id:
        name = publication.ordered_by.display_name
        text = "照着一步一步发表，发完粘贴链接。"
        return {"meta": f"等{name}在微信发表", "title": text, "label": "照着发表", "anchor": ""}
    text = "文章已经发出的，粘贴链接，系统打开核对。"
    return {"meta": "还缺文章链接", "title": text, "label": "粘贴链接", "anchor": "#links"}


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
