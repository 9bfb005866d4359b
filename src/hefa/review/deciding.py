"""The page on which somebody decides: what it asks, and how what they answered is read."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.http import QueryDict

from hefa.core.regulation import Declaration, Regulation
from hefa.core.review import Act, Actor, Attempt, Declared, PersonId, PostKey, Seat, Sheet
from hefa.people.models import Person
from hefa.registry.adopted import parsed
from hefa.review.models import ReviewSheet
from hefa.review.queries import signed
from hefa.ui.given import number_of
from hefa.ui.words import sentence

DECLARES = "declare_"
TITLES = {
    Act.ENDORSE: "初审同意",
    Act.APPROVE: "同意发布",
    Act.DELIVER: "移交给平台管理员",
    Act.RELEASE: "核发",
    Act.RETURN: "退回",
}
BUTTONS = {
    Act.ENDORSE: "确认签名",
    Act.APPROVE: "确认签名",
    Act.DELIVER: "确认移交",
    Act.RELEASE: "确认核发",
    Act.RETURN: "确认退回",
}
PHRASES: Mapping[Act, tuple[str, ...]] = {
    Act.ENDORSE: ("同意。", "内容属实，同意报审。", "已核对，请审批。"),
    Act.APPROVE: ("同意。", "同意发布。", "同意，按计划时间发布。"),
    Act.DELIVER: ("请按核准稿发布。",),
    Act.RELEASE: ("已与核准稿核对一致。",),
    Act.RETURN: ("标题请再简短些。", "时间、地点请核实。", "图片请更换。", "请补充依据。"),
}
_DECLARED = {answer.value: answer for answer in Declared}
_WITH_DRAWING = frozenset({Act.ENDORSE, Act.APPROVE, Act.RELEASE})
_ANSWERS = {
    True: ((Declared.YES, "没问题"), (Declared.UNSURE, "拿不准")),
    False: ((Declared.YES, "没有"), (Declared.NO, "有"), (Declared.UNSURE, "拿不准")),
}


def attempt_of(given: QueryDict, act: Act) -> Attempt:
    """Return what the form of the decision page tries; what makes no sense fits nothing."""
    declarations = tuple(
        (key.removeprefix(DECLARES), _DECLARED[value])
        for key, value in sorted(given.dict().items())
        if key.startswith(DECLARES) and isinstance(value, str) and value in _DECLARED
    )
    return Attempt(
        act=act,
        package_sha256=str(given.get("package", "")),
        rules_version=str(given.get("rules", "")),
        renderer_version=str(given.get("renderer", "")),
        words=str(given.get("words", "")),
        declarations=declarations,
        to_step=number_of(given.get("to_step")),
        seat=_seat_of(str(given.get("seat", ""))),
    )


def decision_page(
    sheet: ReviewSheet, decided: Sheet, act: Act, actor: Actor, given: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the page of `act` asks, with what was `given` before in its places."""
    regulation = parsed(sheet.regulation)
    return {
        "act": act.value,
        "title": TITLES[act],
        "button": BUTTONS[act],
        "is_return": act is Act.RETURN,
        "rules_version": decided.rules_version,
        "renderer_version": decided.renderer_version,
        "phrases": PHRASES[act],
        "seats": _seats(sheet, decided, actor, given) if act is not Act.RETURN else [],
        "declared": _declared(sheet, decided, regulation, given) if act is not Act.RETURN else [],
        "return_steps": _return_steps(decided, given) if act is Act.RETURN else [],
        "asks_drawing": act in _WITH_DRAWING,
        "words": given.get("words", ""),
        "strokes": given.get("strokes", ""),
    }


def _declared(
    sheet: ReviewSheet, decided: Sheet, regulation: Regulation, given: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the gates and then the declarations, each asked once, with what others declared."""
    asked = [entry for entry in regulation.declarations if entry.key in decided.asked]
    before = _declared_before(sheet, decided.unsure)
    groups = []
    for is_gate, key, label, all_label in (
        (True, "gates", "四关", "都没问题"),
        (False, "content", "内容声明", "都没有"),
    ):
        found = [entry for entry in asked if entry.is_gate is is_gate]
        if found:
            entries = [_entry(entry, before, given) for entry in found]
            groups.append({"key": key, "label": label, "all_label": all_label, "entries": entries})
    return groups


def _entry(
    declaration: Declaration, before: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, Any]:
    name = f"{DECLARES}{declaration.key}"
    choices = [
        {"value": value.value, "label": label, "is_doubt": value is not Declared.YES}
        for value, label in _ANSWERS[declaration.is_gate]
    ]
    return {
        "name": name,
        "label": declaration.label,
        "asks": declaration.asks,
        "before": before.get(declaration.key, ""),
        "choices": choices,
        "chosen": given.get(name, ""),
    }


def _declared_before(sheet: ReviewSheet, unsure: Collection[str]) -> dict[str, str]:
    """Return who was unsure on what nobody has settled since, in words, by key."""
    found: dict[str, str] = {}
    for opinion in signed(sheet.opinions.all()):
        for key, value in opinion.declarations.items():
            if key in unsure and value == Declared.UNSURE.value:
                found[key] = f"{opinion.person.display_name}拿不准，请您定"
    return found


def _return_steps(decided: Sheet, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return whither it may go back: to the author, or to a step that was signed."""
    chosen = given.get("to_step")
    rows = [
        {
            "value": "",
            "label": "退给拟稿人改",
            "detail": "改过的是新的一版，从头审起。",
            "is_chosen": chosen in (None, ""),
        }
    ]
    if decided.awaited is None or decided.consent is not None:
        return rows
    for number, step in enumerate(decided.route.steps[1 : decided.awaited], start=1):
        label = step.label or sentence(step.act.value)
        rows.append(
            {
                "value": str(number),
                "label": f"退到{label}",
                "detail": "内容不变，从这一步起重新签。",
                "is_chosen": chosen == str(number),
            }
        )
    return rows


def _seats(
    sheet: ReviewSheet, decided: Sheet, actor: Actor, given: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return as whom `actor` may sign, where there is a choice."""
    if decided.awaited is None:
        return []
    regulation = parsed(sheet.regulation)
    held = decided.seats(decided.awaited, actor)
    names = _names(entry.for_person for entry in held if entry.for_person is not None)
    rows = {}
    for entry in held:
        value = f"{entry.post}:{entry.for_person or ''}"
        whom = f"（代{names.get(entry.for_person, '')}）" if entry.for_person else ""
        label = f"{regulation.post_label(entry.post)}{whom}"
        rows[value] = {"value": value, "label": label, "is_chosen": given.get("seat") == value}
    return list(rows.values()) if len(rows) > 1 else []


def _names(keys: Iterable[PersonId]) -> dict[PersonId, str]:
    people = Person.objects.filter(key__in=set(keys))
    return {PersonId(person.key): person.display_name for person in people}


def _seat_of(text: str) -> Seat | None:
    post, _, person = text.partition(":")
    if not post:
        return None
    return Seat(post=PostKey(post), for_person=PersonId(person) if person else None)
