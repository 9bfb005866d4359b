"""What pages about patrol show: prepared values for templates, nothing decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.publish.models import PublicationItem
from hefa.publish.queries import timeline
from hefa.publish.shown.chain import steps_of
from hefa.publish.shown.compared import comparisons_of
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import sentence

WRONG = (Result.CHANGED, Result.MISSING, Result.UNAUTHORISED)
TONES = {
    Result.SAME: ("ok", "circle-check"),
    Result.CHANGED: ("miss", "alert-octagon"),
    Result.MISSING: ("miss", "alert-octagon"),
    Result.UNAUTHORISED: ("miss", "alert-octagon"),
    Result.UNKNOWN: ("soon", "clock-hour-4"),
}
BANNERS = {
    Result.CHANGED: "线上内容与核准稿不同",
    Result.MISSING: "已发布的文章在线上没有了",
    Result.UNAUTHORISED: "线上有文章没有审核单",
}
CAUSES = {
    Result.CHANGED: "有人在公众号后台直接改了文章。",
    Result.MISSING: "有人在公众号后台删了文章，或者被微信下架。",
    Result.UNAUTHORISED: "有人没有送审，直接在公众号后台发布。",
    Result.UNKNOWN: "微信要求验证，或网页暂时打不开。",
}
STEPS = {
    Result.CHANGED: "到“应急”写下处置。改得对：改稿重新送审；"
    "改得不对：到公众号后台改回核准稿，再核对一遍。",
    Result.MISSING: "到“应急”写下处置。核实是谁删的；还要发的，重新送审。",
    Result.UNAUTHORISED: "到“应急”写下处置。该发的补走审核；不该发的，到公众号后台删掉。",
    Result.UNKNOWN: "系统每小时再看一次。满一天还看不到，请您用手机打开看一眼。",
}


def chip_of(observation: Observation) -> dict[str, str]:
    """Return how one look came out: word, tone and icon."""
    result = Result(observation.result)
    tone, icon = TONES[result]
    label = result.label
    if result is Result.CHANGED and observation.differences:
        label = f"有 {len(observation.differences)} 处不同"
    return {"label": label, "tone": tone, "icon": icon}


def row_of(observation: Observation) -> dict[str, Any]:
    """Return one row of the list of what a round saw."""
    item = observation.item
    return {
        "pk": observation.pk,
        "title": observation.title,
        "at": item.published_at if item else None,
        "chip": chip_of(observation),
    }


def lead_of(patrol: PatrolRound, now: datetime) -> str:
    """Return one line on the round: when, by whom, how many, how they came out."""
    counts = {result: getattr(patrol, f"{result.value}_count", 0) for result in Result}
    total = sum(counts.values())
    who = f"{patrol.ordered_by.display_name}让本机" if patrol.ordered_by else "本机"
    when = f"{moment(patrol.started_at, now)} {who}核对"
    if not total:
        return f"{when}，线上还没有文章"
    told = [f"{count} 篇{result.label}" for result, count in counts.items() if count]
    return f"{when} {total} 篇：{'，'.join(told)}"


def banner_of(patrol: PatrolRound) -> dict[str, Any]:
    """Return what is wrong in the round, the worst first; empty when nothing is."""
    for result in WRONG:
        if count := getattr(patrol, f"{result.value}_count", 0):
            title = f"{count} 篇{BANNERS[result]}" if count > 1 else BANNERS[result]
            return {"title": title, "detail": CAUSES[result], "icon": "alert-octagon"}
    return {}


def detail_of(
    observation: Observation, earlier: Sequence[Observation], now: datetime
) -> dict[str, Any]:
    """Return the chain of one article, both texts, and what to do. `earlier` is newest first."""
    result = Result(observation.result)
    item = observation.item
    compared = comparisons_of(observation.differences, item)
    approved = {**compared["approved"], "when": ""}
    online = {**compared["online"], "when": f"{moment(observation.seen_at, now)} 取到"}
    return {
        "observation": observation,
        "item": item,
        "number": item.version.sheet.number if item and hasattr(item.version, "sheet") else "",
        "chip": chip_of(observation),
        "steps": _chain(observation, earlier, now) if item else [],
        "comparison": {**compared, "approved": approved, "online": online},
        "facts": _facts(observation, earlier, now) if result is not Result.SAME else [],
    }


def history_rows(observations: Sequence[Observation], now: datetime) -> list[dict[str, Any]]:
    """Return the looks at one article as rows, newest first."""
    return [
        {
            "at": moment(entry.seen_at, now),
            "chip": chip_of(entry),
            "notes": comparisons_of(entry.differences, None)["notes"],
        }
        for entry in observations
    ]


def unseen_rows(items: Sequence[PublicationItem]) -> list[dict[str, Any]]:
    """Return the articles that a person must open by hand."""
    return [
        {
            "pk": item.pk,
            "title": item.version.title,
            "url": item.article_url,
            "at": item.published_at,
        }
        for item in items
    ]


def _chain(
    observation: Observation, earlier: Sequence[Observation], now: datetime
) -> list[dict[str, Any]]:
    """Return the way of the article from its release to this look."""
    item = observation.item
    if item is None:
        return []
    publication = item.publication
    steps = [
        step
        for step in steps_of(publication, timeline(publication), now)
        if step["label"] != "草稿已核对"
    ]
    same = [entry for entry in (observation, *earlier) if entry.result == Result.SAME]
    if same:
        last = moment(same[0].seen_at, now)
        steps.append({"label": f"{len(same)} 次巡检一致", "when": f"最近 {last}", "state": "done"})
    if observation.result != Result.SAME:
        is_wrong = observation.result in WRONG
        steps.append(
            {
                "label": chip_of(observation)["label"],
                "when": moment(observation.seen_at, now),
                "state": "wrong" if is_wrong else "now",
            }
        )
    return steps


def _facts(
    observation: Observation, earlier: Sequence[Observation], now: datetime
) -> list[dict[str, str]]:
    """Return when it changed, why it may have, and what to do."""
    result = Result(observation.result)
    facts = []
    last = next((entry for entry in earlier if entry.result == Result.SAME), None)
    changed = [entry for entry in earlier if last is None or entry.pk > last.pk]
    first = changed[-1] if changed else observation
    if result in (Result.CHANGED, Result.MISSING):
        found = moment(first.seen_at, now)
        span = f"{moment(last.seen_at, now)} 到 {found} 之间" if last else f"发布之后，{found} 之前"
        facts.append({"label": "何时改的", "text": span})
    facts.append({"label": "可能原因", "text": CAUSES[result]})
    facts.append({"label": "接着怎么办", "text": STEPS[result]})
    return facts


def trouble_of(patrol: PatrolRound) -> str:
    """Return why the list could not be read whole, in words; empty when it was."""
    return sentence(patrol.trouble_code, {}) if patrol.trouble_code else ""
