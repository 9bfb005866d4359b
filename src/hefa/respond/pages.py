"""What pages about incidents show, and the banners that stand on every page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from hefa.core.review import Actor
from hefa.core.rights import Right, reasons_against_right
from hefa.publish.models import Publication, PublishingHalt
from hefa.publish.turn import BEFORE_SUBMISSION
from hefa.registry.models import OfficialAccount
from hefa.respond.changes import StepKind
from hefa.respond.models import Incident, IncidentStep
from hefa.respond.queries import Clock, clocks_of, with_steps
from hefa.ui.templatetags.hefa import length, moment, remaining
from hefa.ui.words import reason_sentence, sentence

MOST_BANNERS = 3
KINDS = (("", "全部"), ("real", "真的"), ("drill", "演练"))
_WRONG = (StepKind.FOUND, StepKind.REPORTED, StepKind.SEEN_AGAIN)


def banners(now: datetime) -> list[dict[str, Any]]:
    """Return what stands at the top of every page: the stop and the open incidents. Two queries."""
    found = [_halt_banner(halt, now) for halt in standing_halts()]
    incidents = list(Incident.objects.filter(closed_at__isnull=True).order_by("is_drill", "pk"))
    found += [banner_of(incident, now) for incident in incidents[:MOST_BANNERS]]
    if more := len(incidents) - MOST_BANNERS:
        found += [_more_banner(more)] if more > 0 else []
    return found


def banner_of(incident: Incident, now: datetime) -> dict[str, Any]:
    """Return one open incident as a banner: what it is and how its two clocks stand."""
    clocks = clocks_of(incident, now=now)
    return {
        "title": f"突发事件 {incident.number}：{_kind(incident)}",
        "detail": f"《{incident.title}》，{moment(incident.discovered_at, now)} 发现",
        "clocks": [
            _clock(clocks.first_action, "首次处置", now),
            _clock(clocks.repair, "恢复", now),
        ],
        "action": {"label": "去处置", "url": reverse("respond:incident", args=[incident.pk])},
        "is_drill": incident.is_drill,
    }


def standing_halts() -> QuerySet[PublishingHalt]:
    """Return the stops that stand, with their accounts and people."""
    return PublishingHalt.objects.filter(lifted_at__isnull=True).select_related(
        "account", "set_by", "lift_asked_by"
    )


def closed_incidents(*, kind: str = "", words: str = "") -> QuerySet[Incident]:
    """Return the closed incidents asked for, newest first."""
    found = Incident.objects.filter(closed_at__isnull=False).order_by("-pk")
    if kind in ("real", "drill"):
        found = found.filter(is_drill=kind == "drill")
    if words:
        found = found.filter(Q(title__icontains=words) | Q(number__icontains=words))
    return found


def row_of(incident: Incident, now: datetime) -> dict[str, Any]:
    """Return one closed incident as a row: when, how long, and what was late."""
    clocks = clocks_of(incident, now=now)
    return {
        "pk": incident.pk,
        "number": incident.number,
        "title": incident.title,
        "kind": _kind(incident),
        "is_drill": incident.is_drill,
        "discovered_at": incident.discovered_at,
        "first": _took(incident, incident.first_action_at),
        "repair": _took(incident, incident.restored_at),
        "is_late": clocks.first_action.is_late or clocks.repair.is_late,
    }


def incident_page(incident: Incident, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return everything that the page of an incident shows, except its forms."""
    against = reasons_against_right(Right.HANDLE_INCIDENT, actor)
    observation = incident.observation
    return {
        "incident": incident,
        "kind": _kind(incident),
        "is_open": incident.closed_at is None,
        "banner": {**banner_of(incident, now), "action": None},
        "clocks": _both_clocks(incident, now),
        "steps": [_step(step, now) for step in reversed(incident.steps.all())],
        "observation": observation,
        "reasons": [reason_sentence(entry) for entry in against],
    }


def halt_page(account: OfficialAccount, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what the page of the stop shows: what would stop, or the stop that stands."""
    against = reasons_against_right(Right.HALT_PUBLISHING, actor)
    waiting = Publication.objects.filter(account=account, state__in=BEFORE_SUBMISSION)
    halt = standing_halts().filter(account=account).first()
    return {
        "account": account,
        "standing": halt,
        "since": moment(halt.set_at, now) if halt else "",
        "is_asked": halt is not None and halt.lift_asked_by_id is not None,
        "is_own": halt is not None
        and halt.lift_asked_by is not None
        and halt.lift_asked_by.key == actor.person,
        "waiting_count": 0 if halt else waiting.count(),
        "reasons": [reason_sentence(entry) for entry in against],
    }


def found(pk: int) -> Incident | None:
    """Return the incident with what its page shows."""
    return with_steps().filter(pk=pk).first()


def _kind(incident: Incident) -> str:
    return sentence(f"respond.kind.{incident.kind}")


def _clock(clock: Clock, what: str, now: datetime) -> dict[str, str]:
    if clock.stopped_at is None:
        due = moment(clock.due_at, now)
        return {"text": f"{due} 前{what}", "remaining": remaining(clock.due_at, now)}
    late = "，晚了" if clock.is_late else ""
    return {"text": f"{moment(clock.stopped_at, now)} {what}{late}", "remaining": ""}


def _both_clocks(incident: Incident, now: datetime) -> Sequence[dict[str, Any]]:
    """Return both clocks as the rows of a card."""
    clocks = clocks_of(incident, now=now)
    return [
        _clock_row(clocks.first_action, "首次处置", "发现后 30 分钟内", now),
        _clock_row(clocks.repair, "恢复正常", "发现后 12 小时内", now),
    ]


def _clock_row(clock: Clock, what: str, why: str, now: datetime) -> dict[str, Any]:
    is_done = clock.stopped_at is not None
    if is_done:
        tone = "miss" if clock.is_late else ""
        due = moment(clock.stopped_at, now)
        left = f"晚了 {length(-clock.remaining(now))}" if clock.is_late else "按时"
    else:
        tone = "miss" if clock.is_late else "soon"
        due, left = moment(clock.due_at, now), remaining(clock.due_at, now)
    icon = "circle-check" if is_done and not clock.is_late else "clock"
    return {"icon": icon, "what": what, "why": why, "due": due, "remaining": left, "tone": tone}


def _step(step: IncidentStep, now: datetime) -> dict[str, Any]:
    return {
        "title": sentence(f"respond.step.{step.kind}"),
        "who": step.person.display_name if step.person else "本机",
        "when": moment(step.at, now),
        "reason": step.words,
        "state": "wrong" if step.kind in _WRONG else "done",
    }


def _took(incident: Incident, at: datetime | None) -> str:
    return length(at - incident.discovered_at) if at else "没有"


def _halt_banner(halt: PublishingHalt, now: datetime) -> dict[str, Any]:
    asked = "，已有人申请恢复，等另一个人同意" if halt.lift_asked_by_id else ""
    who = f"{halt.set_by.display_name} {moment(halt.set_at, now)} 停止"
    return {
        "title": f"“{halt.account.name}”已停止发布",
        "detail": f"{who}：{halt.words}{asked}",
        "clocks": [],
        "action": {"label": "去看", "url": f"{reverse('respond:halt')}?account={halt.account_id}"},
        "icon": "hand-stop",
        "is_drill": False,
    }


def _more_banner(count: int) -> dict[str, Any]:
    return {
        "title": f"还有 {count} 件突发事件没有办结",
        "action": {"label": "去看", "url": reverse("respond:home")},
    }
