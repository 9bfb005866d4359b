"""合规 as it is read: the wall of articles, what to do, one control in full."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse

from hefa.report.controls import Article, Judged, Kind, Standing, articles
from hefa.report.judging import JUDGES
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import clause_label

LOOK = {
    Standing.PROVED: {"label": "有据", "tone": "ok", "icon": "circle-check"},
    Standing.EXPIRING: {"label": "将到期", "tone": "soon", "icon": "clock-hour-4"},
    Standing.MISSING: {"label": "缺证据", "tone": "miss", "icon": "circle-dashed"},
}
KINDS = {
    Kind.GATE: "每一件都要过的关",
    Kind.CADENCE: "按时重复的事",
    Kind.DEADLINE: "限期办完的事",
    Kind.APPOINTMENT: "岗位有人",
    Kind.RULE: "机器查、人声明",
}


def articles_of(standings: Iterable[Judged]) -> list[dict[str, Any]]:
    """Return the chapters in order, each with its articles and their controls as chips."""
    by_article: dict[int, list[dict[str, str]]] = {}
    for entry in standings:
        by_article.setdefault(entry.article.number, []).append(_chip(entry))
    return [
        {
            "title": chapter,
            "articles": [_article(entry, by_article.get(entry.number, [])) for entry in listed],
        }
        for chapter, listed in groupby(articles(), key=lambda article: article.chapter)
    ]


def counts_of(standings: Iterable[Judged]) -> list[dict[str, Any]]:
    """Return how many controls stand in each of the three states."""
    listed = [entry.evidence.standing for entry in standings]
    return [{**LOOK[state], "count": listed.count(state)} for state in Standing]


def to_do_of(standings: Iterable[Judged]) -> list[dict[str, Any]]:
    """Return what somebody can do something about now: what runs out first, then what lacks."""
    open_ = [
        entry
        for entry in standings
        if entry.control.id in JUDGES and entry.evidence.standing is not Standing.PROVED
    ]
    open_.sort(key=lambda entry: entry.evidence.standing is Standing.MISSING)
    return [{**_chip(entry), "fact": entry.evidence.fact} for entry in open_]


def unproved_of(standings: Iterable[Judged]) -> int:
    """Return how many controls nothing answers for yet."""
    return sum(entry.control.id not in JUDGES for entry in standings)


def detail_of(entry: Judged, now: datetime) -> dict[str, Any]:
    """Return one control in full."""
    evidence = entry.evidence
    return {
        "control": entry.control,
        "article": _article(entry.article, []),
        "clause": clause_label(entry.control.clause),
        "kind": KINDS[entry.control.kind],
        "chip": LOOK[evidence.standing],
        "evidence": evidence,
        "recorded": f"{moment(evidence.fact_at, now)}" if evidence.fact_at else "",
        "asked_at": moment(now, now),
        "place": _url(evidence.place),
    }


def _article(article: Article, chips: list[dict[str, str]]) -> dict[str, Any]:
    return {"label": clause_label(str(article.number)), "title": article.title, "chips": chips}


def _chip(entry: Judged) -> dict[str, str]:
    look = LOOK[entry.evidence.standing]
    return {
        "label": entry.control.label,
        "tone": look["tone"],
        "icon": look["icon"],
        "state_label": look["label"],
        "url": reverse("report:control", args=[entry.control.id]),
    }


def _url(name: str) -> str:
    return reverse(name) if name else ""
