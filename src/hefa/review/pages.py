"""What pages about review show: prepared values for templates, nothing decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hefa.check.queries import Look
from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.collect.pages import kind_label
from hefa.collect.versions import Change, difference_of
from hefa.core.change import WRITTEN
from hefa.core.document import picture_sha256s, text_of
from hefa.core.review import Act, Actor, Attempt, Sheet, State, Step, reasons_against
from hefa.people.models import Person  # noqa: TC001  # kept plain: used in a query below
from hefa.registry.labels import step_label
from hefa.registry.queries import holders
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet, signed
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import clause_label, reason_sentence, sentence

VERBS = {
    Act.ENDORSE: "同意并签名",
    Act.APPROVE: "同意并签名",
    Act.DELIVER: "移交",
    Act.RELEASE: "核发",
}
OPENING = {
    Act.ENDORSE: "开始初审",
    Act.APPROVE: "开始审批",
    Act.DELIVER: "去移交",
    Act.RELEASE: "开始复核",
}
VERDICTS = {
    Act.RETURN: "退回",
    Act.RECALL: "撤回",
}


def row_of(sheet: ReviewSheet, categories: Mapping[str, str]) -> dict[str, Any]:
    """Return one row of a list of sheets; `categories` are labels by key."""
    is_over = bool(sheet.ended)
    return {
        "number": sheet.number,
        "title": sheet.version.title,
        "round": sheet.version.number,
        "unit": sheet.unit.name,
        "author": sheet.author.display_name,
        "kind": kind_label(sheet.version),
        "is_written": sheet.version.manuscript.kind in WRITTEN,
        "category": categories.get(sheet.version.category, sheet.version.category),
        "column": sheet.version.column.name if sheet.version.column else "",
        "state": sentence(sheet.ended) if is_over else f"等{_awaited_step(sheet)}",
        "tone": {State.RELEASED: "ok", State.RETURNED: "miss"}.get(State(sheet.ended), "neutral")
        if is_over
        else "pri",
        "since": sheet.ended_at or sheet.waiting_since,
        "planned_at": sheet.version.planned_at,
        "verb": "" if is_over else OPENING[Act(sheet.awaits)],
        "trail": trail_of(sheet),
    }


def trail_of(sheet: ReviewSheet) -> list[dict[str, Any]]:
    """Return who has done what, one short sentence each."""
    return [
        {"text": f"{opinion.person.display_name} {_verdict(sheet, opinion)}", "is_now": False}
        for opinion in sheet.opinions.all()
    ]


def steps_of(sheet: ReviewSheet, now: datetime) -> list[dict[str, Any]]:
    """Return the route as the step bar shows it: who did or who is awaited, and since when."""
    pure = core_sheet(sheet)
    done = signed(sheet.opinions.all())
    rows: list[dict[str, Any]] = []
    for number, step in enumerate(pure.route.steps):
        label = step.label or sentence(step.act.value)
        if number < len(done):
            opinion = done[number]
            who = opinion.person.display_name + ("（代）" if opinion.is_deputy else "")
            when = moment(opinion.at, now)
            rows.append({"label": label, "who": who, "when": when, "state": "done"})
        elif number == len(done) and pure.ended is None:
            who = awaited(sheet, step, now)
            when = f"从 {moment(sheet.waiting_since, now)} 等起"
            rows.append({"label": label, "who": who, "when": when, "state": "now", "tone": "soon"})
        else:
            rows.append({"label": label, "who": awaited(sheet, step, now), "state": "todo"})
    if pure.ended in (State.RETURNED, State.RECALLED):
        last = sheet.opinions.all()[len(sheet.opinions.all()) - 1]
        rows[len(done)] = {
            "label": VERDICTS[Act(last.act)],
            "who": last.person.display_name,
            "when": moment(last.at, now),
            "state": "wrong",
        }
    return rows


def awaited(sheet: ReviewSheet, step: Step, now: datetime) -> str:
    """Return the names of those who may take `step`, or that nobody holds the post."""
    unit = sheet.unit.key if step.in_unit else None
    found: list[Person] = []
    for post in sorted(step.posts):
        found += [person for person in holders(post, unit, now) if person not in found]
    return " 或 ".join(person.display_name for person in found[:3]) or "还没有人担任"


def opinions_of(sheet: ReviewSheet, now: datetime) -> list[dict[str, Any]]:
    """Return the opinions given so far, the newest first."""
    return [_opinion(sheet, opinion, now) for opinion in reversed(sheet.opinions.all())]


def _awaited_step(sheet: ReviewSheet) -> str:
    return step_label(sheet.regulation, sheet.route, sheet.position)


def _verdict(sheet: ReviewSheet, opinion: Opinion) -> str:
    """Return what somebody did, in the regulation's word for the step where it has one."""
    act = Act(opinion.act)
    if opinion.step is None:
        return VERDICTS[act]
    label = step_label(sheet.regulation, sheet.route, opinion.step)
    return f"{label}同意" if act in (Act.ENDORSE, Act.APPROVE) else label


def _opinion(sheet: ReviewSheet, opinion: Opinion, now: datetime) -> dict[str, Any]:
    act = Act(opinion.act)
    return {
        "name": opinion.person.display_name,
        "verdict": _verdict(sheet, opinion),
        "words": opinion.words,
        "when": moment(opinion.at, now),
        "is_return": act is Act.RETURN,
    }


def decision_of(sheet: Sheet, actor: Actor) -> dict[str, Any]:
    """Return what the decision bar offers: the next act and the return, with every reason.

    The reasons beside a switched-off button are those that would refuse the act.
    """
    step = sheet.step
    if step is None or step.act is Act.SUBMIT:
        return {}
    reasons = _reasons(sheet, step.act, actor)
    refusals = _reasons(sheet, Act.RETURN, actor, words="…")
    recall = _reasons(sheet, Act.RECALL, actor)
    return {
        "act": step.act.value,
        "label": VERBS[step.act],
        "reasons": reasons,
        "may_return": not refusals,
        "may_recall": not recall,
        "is_shown": not refusals or not recall,
    }


def _reasons(sheet: Sheet, act: Act, actor: Actor, *, words: str = "") -> list[dict[str, str]]:
    attempt = Attempt(act=act, package_sha256=sheet.package_sha256, words=words)
    return [
        {"text": reason_sentence(entry), "clause": clause_label(entry.clause)}
        for entry in reasons_against(sheet, attempt, actor)
    ]


def changes_since(seen: Version | None, version: Version) -> tuple[Change, ...]:
    """Return what changed since the version this reader last looked at; empty without one."""
    if seen is None or seen.pk == version.pk:
        return ()
    return difference_of(seen, version).changes


def counts_of(version: Version) -> str:
    """Return the length of the article in words: 236 字，1 张图."""
    document = package_of(version).document
    pictures = len(picture_sha256s(document))
    length = len("".join(text_of(document).split()))
    return f"{length} 字，" + (f"{pictures} 张图" if pictures else "没有图")


def machine_of(look: Look) -> dict[str, Any]:
    """Return how the machine's look stands, in one line and with its tone."""
    found, left = len(look.findings), look.unanswered_count
    if not found:
        return {"text": "机审没有发现问题", "tone": "ok", "icon": "circle-check", "left": 0}
    if not left:
        return {"text": f"机审 {found} 处都已处理", "tone": "ok", "icon": "circle-check", "left": 0}
    return {
        "text": f"机审还有 {left} 处没有答复",
        "tone": "miss",
        "icon": "alert-octagon",
        "left": left,
    }
