"""What pages about review show: prepared values for templates, nothing decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from hefa.check.queries import Look
from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.collect.pages import kind_label
from hefa.collect.versions import Change, difference_of
from hefa.core.change import WRITTEN
from hefa.core.document import picture_sha256s, text_of
from hefa.core.review import Act, Actor, Attempt, Declared, Needs, Sheet, State, reasons_against
from hefa.people.models import Person  # noqa: TC001  # kept plain: used in a query below
from hefa.registry.adopted import parsed
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
        {"text": f"{name_of(opinion)} {_verdict(sheet, opinion)}", "is_now": False}
        for opinion in sheet.opinions.all()
        if opinion.voided_at is None
    ]


def name_of(opinion: Opinion) -> str:
    """Return who signed and for whom: 张三（代李四）; 张三（代） for a standing deputy."""
    if opinion.for_person is not None:
        return f"{opinion.person.display_name}（代{opinion.for_person.display_name}）"
    return opinion.person.display_name + ("（代）" if opinion.is_deputy else "")


def steps_of(sheet: ReviewSheet, now: datetime) -> list[dict[str, Any]]:
    """Return the route as the step bar shows it: who did or who is awaited, and since when."""
    pure = core_sheet(sheet)
    done: dict[int | None, list[Opinion]] = {}
    for opinion in signed(sheet.opinions.all()):
        done.setdefault(opinion.step, []).append(opinion)
    rows: list[dict[str, Any]] = []
    for number, step in enumerate(pure.route.steps):
        label = step.label or sentence(step.act.value)
        before = "、".join(name_of(opinion) for opinion in done.get(number, []))
        if number == pure.awaited:
            who = "；".join(filter(None, (before, awaited(sheet, pure, number, now))))
            when = f"从 {moment(sheet.waiting_since, now)} 等起"
            rows.append({"label": label, "who": who, "when": when, "state": "now", "tone": "soon"})
        elif number in done:
            when = moment(done[number][-1].at, now)
            rows.append({"label": label, "who": before, "when": when, "state": "done"})
        else:
            who = "" if pure.is_released else awaited(sheet, pure, number, now)
            rows.append({"label": label, "who": who, "state": "todo"})
    if pure.ended in (State.RETURNED, State.RECALLED):
        last = sheet.opinions.all()[len(sheet.opinions.all()) - 1]
        at = next((row for row in rows if row["state"] == "todo"), rows[-1])
        at |= {
            "label": VERDICTS[Act(last.act)],
            "who": name_of(last),
            "when": moment(last.at, now),
            "state": "wrong",
        }
    return rows


def awaited(sheet: ReviewSheet, pure: Sheet, number: int, now: datetime) -> str:
    """Return the names of those who may take the step, or that nobody holds the post."""
    step = pure.route.steps[number]
    unit = sheet.unit.key if step.in_unit else None
    between = " 和 " if step.needs is Needs.ALL else " 或 "
    found: list[Person] = []
    for post in sorted(pure.posts_wanted(number)):
        found += [person for person in holders(post, unit, now) if person not in found]
    return between.join(person.display_name for person in found[:3]) or "还没有人担任"


def opinions_of(sheet: ReviewSheet, now: datetime) -> list[dict[str, Any]]:
    """Return the opinions given so far, the newest first."""
    return [_opinion(sheet, opinion, now) for opinion in reversed(sheet.opinions.all())]


def _awaited_step(sheet: ReviewSheet) -> str:
    return step_label(sheet.regulation, sheet.route, sheet.position)


def _verdict(sheet: ReviewSheet, opinion: Opinion) -> str:
    """Return what somebody did, in the regulation's word for the step where it has one."""
    act = Act(opinion.act)
    if opinion.step is None:
        return VERDICTS[act] + _whither(sheet, opinion)
    label = step_label(sheet.regulation, sheet.route, opinion.step)
    return f"{label}同意" if act in (Act.ENDORSE, Act.APPROVE) else label


def _whither(sheet: ReviewSheet, opinion: Opinion) -> str:
    """Return to which step an opinion sent the sheet back; empty when to its author."""
    steps = [
        entry.step
        for entry in sheet.opinions.all()
        if entry.voided_at == opinion.at and entry.step is not None
    ]
    return f"到{step_label(sheet.regulation, sheet.route, min(steps))}" if steps else ""


def _opinion(sheet: ReviewSheet, opinion: Opinion, now: datetime) -> dict[str, Any]:
    act = Act(opinion.act)
    return {
        "name": name_of(opinion),
        "verdict": _verdict(sheet, opinion) + ("（已作废）" if opinion.voided_at else ""),
        "words": opinion.words,
        "when": moment(opinion.at, now),
        "is_return": act is Act.RETURN,
        "post": parsed(sheet.regulation).post_label(opinion.post),
        "signature_url": reverse("review:signature", args=[sheet.number, opinion.pk])
        if opinion.signature_id
        else "",
    }


def decision_of(sheet: Sheet, actor: Actor) -> dict[str, Any]:
    """Return what the decision bar offers: the next act and the return, with every reason.

    The reasons beside a switched-off button are those that would refuse the act whatever is
    declared.
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
        "rules_version": sheet.rules_version,
        "renderer_version": sheet.renderer_version,
        "is_one_tap": step.act is Act.DELIVER and not sheet.asked,
        "reasons": reasons,
        "may_return": not refusals,
        "may_recall": not recall,
        "is_shown": not refusals or not recall,
    }


def _reasons(sheet: Sheet, act: Act, actor: Actor, *, words: str = "") -> list[dict[str, str]]:
    attempt = Attempt(
        act=act,
        package_sha256=sheet.package_sha256,
        rules_version=sheet.rules_version,
        renderer_version=sheet.renderer_version,
        words=words,
        declarations=tuple((key, Declared.YES) for key in sheet.asked),
    )
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
