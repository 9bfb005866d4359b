"""The fields of both forms, each derived from the sheet; what is empty is left for a pen."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from hefa.collect.change_trees import menu_lines
from hefa.collect.change_words import KINDS, said
from hefa.collect.stated import has_pictures, in_words
from hefa.core.change import changes_columns, changes_menu, side
from hefa.core.document import attachment_sha256s, picture_sha256s, text_of
from hefa.core.package import Channel, Kind
from hefa.review.paper.boxes import OPINIONS, isolated
from hefa.review.paper.facts import Facts, is_void
from hefa.ui.templatetags.hefa import check_code_full, full_day
from hefa.ui.words import sentence

SHORT_DIGITS: Final = 16
# Answered on paper: what nobody was asked for on the screen.
TICKS: Final[Mapping[str, str]] = {
    "secrecy": "□ 否　　□ 是，密级：",
    "secrecy_items": "□ 都没有　□ 商业秘密　□ 工作秘密　□ 内部敏感信息",
    "pii": "□ 不含　　□ 含",
    "pii_handling": "□ 不含　□ 已删　□ 已脱敏　□ 经本人同意",
    "minors": "□ 不涉及　□ 涉及",
    "consent_ref": "□ 不需要　□ 已取得，附后",
    "disclosure": "□ 主动公开　□ 限定范围：",
    "build_mode": "□ 自建　□ 共建　□ 链接",
}
BY_PEN: Final = frozenset({"image_rights", "proofs", "seal", "accepted_by", "pledge", *TICKS})
_CHANNELS: Final = {
    Channel.API: "由系统发布",
    Channel.DRAFT: "系统存草稿，由人发表",
    Channel.MANUAL: "由人发布",
}
_YES_NO: Final = {True: "是", False: "否"}
_ANSWERS: Final = {"yes": "是", "no": "否", "unsure": "拿不准"}


def short_digest(package_sha256: str) -> str:
    """Return the digits of the package's fingerprint that stand on paper, in groups of four."""
    return check_code_full(package_sha256[:SHORT_DIGITS])


def value_of(key: str, facts: Facts) -> str:
    """Return what stands in the field `key`; empty for what a pen fills in.

    Raises KeyError for a field that no form has; opinions stand in boxes (`boxes_of`).
    """
    if text := _stated(key, facts):
        return text
    if key in TICKS:
        return TICKS[key]
    if key in BY_PEN or key in OPINIONS:
        return ""
    return DERIVED[key](facts).strip()


def _stated(key: str, facts: Facts) -> str:
    pictures = has_pictures(facts.sheet.version)
    return in_words(key, facts.package.stated, has_pictures=pictures)


def at(moment: datetime | None) -> str:
    """Return a time as forms write it: `2026年11月23日 10:30`; empty for none."""
    return f"{full_day(moment)} {timezone.localtime(moment):%H:%M}" if moment else ""


def _told(name: str) -> Callable[[Facts], str]:
    """Return the derivation of a field that a column change's form asks for."""
    return lambda facts: said(name, str(facts.change.get(name, "")))


def _reason(facts: Facts) -> str:
    return str(facts.change.get("reason", "")) or facts.sheet.version.purpose


def _holder(facts: Facts) -> str:
    if facts.copy is None:
        return ""
    unit, person = facts.copy.holder_unit, facts.copy.holder
    who = isolated(person.display_name) if person else ""
    names = (unit.name if unit else "", who, facts.copy.place)
    return "，".join(name for name in names if name)


def _counts(facts: Facts) -> str:
    document = facts.package.document
    length = len("".join(text_of(document).split()))
    pictures = len(picture_sha256s(document))
    return f"{length} 字，{pictures} 张图，{len(attachment_sha256s(document))} 个附件"


def _medium(facts: Facts) -> str:
    return "文字、图片" if picture_sha256s(facts.package.document) else "文字"


def _summary(facts: Facts) -> str:
    """Return the first words of the text, for whoever reads the paper alone."""
    return " ".join(text_of(facts.package.document).split())[:200]


def _body(facts: Facts) -> str:
    return f"见第 {facts.sheet.version.number} 版电子稿，与送审件校验码一一对应"


def _account(facts: Facts) -> str:
    account = facts.sheet.version.account
    return account.name if account else ""


def _columns(facts: Facts, wanted: str, other: str) -> list[Mapping[str, Any]]:
    """Return the columns on one side that are not the same on the other."""
    if not changes_columns(facts.change):
        return []
    beside = side(facts.change, "columns", other)
    return [column for column in side(facts.change, "columns", wanted) if column not in beside]


def _names(wanted: str, other: str) -> Callable[[Facts], str]:
    return lambda facts: "、".join(str(one["name"]) for one in _columns(facts, wanted, other))


def _path(when: str) -> Callable[[Facts], str]:
    """Return the derivation of where it stands in the menu; 不变 where the menu stays."""

    def derive(facts: Facts) -> str:
        if not changes_menu(facts.change):
            return "菜单不变" if facts.change else ""
        return _lines(menu_lines(side(facts.change, "menu", when))) or "没有菜单"

    return derive


def _cycle(facts: Facts) -> str:
    found = _columns(facts, "after", "before")
    return "、".join(f"{one['name']} {one['update_cycle_days']} 天" for one in found)


def _before_after(facts: Facts) -> str:
    old, new = _names("before", "after")(facts), _names("after", "before")(facts)
    parts = [f"栏目：{old or '无'} → {new or '无'}"] if old or new else []
    if changes_menu(facts.change):
        parts.append(f"菜单：{_path('before')(facts)} → {_path('after')(facts)}")
    return "\n".join(parts)


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "；".join(str(row["text"]) for row in rows)


def _declared(*, is_gate: bool) -> Callable[[Facts], str]:
    """Return the derivation of the declarations, gates or others, as they were last answered."""

    def derive(facts: Facts) -> str:
        answered: dict[str, Any] = {}
        for opinion in facts.opinions:
            if opinion.voided_at is None:
                answered |= opinion.declarations
        return "；".join(
            f"{point.label}：{_ANSWERS.get(answered[point.key], '')}"
            for point in facts.regulation.declarations
            if point.is_gate is is_gate and point.key in answered
        )

    return derive


def _amendments(facts: Facts) -> str:
    """Return the other sheets of the manuscript, and why this one is void."""
    found = [
        f"第 {sheet.version.number} 版，{sheet.number}，{sentence(sheet.ended) or '办理中'}"
        for sheet in facts.earlier
    ]
    found += [
        f"{at(opinion.at)} {isolated(opinion.person.display_name)}{sentence(opinion.act)}"
        + (f"：{opinion.words}" if opinion.words else "")
        for opinion in facts.opinions
        if opinion.step is None
    ]
    return "\n".join(found)


def _retention(facts: Facts) -> str:
    if facts.archived is None:
        return ""
    return f"{facts.archived.keep_years} 年，到 {full_day(facts.archived.keep_until)}"


def _day(on: date | None) -> str:
    return full_day(on) if on else ""


def _outcome(name: str) -> Callable[[Facts], str]:
    return lambda facts: str(getattr(facts.outcome, name))


DERIVED: Final[Mapping[str, Callable[[Facts], str]]] = {
    "form_no": lambda facts: facts.sheet.number,
    "copy": lambda facts: facts.mark,
    "holder": _holder,
    "filled_on": lambda facts: _day(facts.sheet.submitted_at),
    "unit": lambda facts: facts.sheet.unit.name,
    "drafter": lambda facts: facts.sheet.author.display_name,
    "applicant": lambda facts: facts.sheet.author.display_name,
    "handler": lambda facts: facts.sheet.author.display_name,
    "phone": lambda facts: facts.sheet.version.contact,
    "submitted_at": lambda facts: at(facts.sheet.submitted_at),
    "title": lambda facts: facts.sheet.version.title,
    "author": lambda facts: facts.package.author,
    "summary": _summary,
    "digest": lambda facts: facts.package.digest,
    "cover": lambda facts: "有" if facts.package.cover_sha256 else "没有",
    "body_ref": _body,
    "package_sha256": lambda facts: short_digest(facts.sheet.package_sha256),
    "counts": _counts,
    "category": lambda facts: facts.categories.get(facts.sheet.version.category, ""),
    "action": lambda facts: KINDS[facts.package.kind],
    "account": _account,
    "channel": lambda facts: _CHANNELS[facts.package.channel],
    "mass_send": lambda facts: _YES_NO[facts.package.mass_send],
    "comments": lambda facts: _YES_NO[facts.package.comments],
    "source_url": lambda facts: facts.package.source_url,
    "column": lambda facts: facts.sheet.version.column.name if facts.sheet.version.column else "",
    "audience": lambda facts: facts.sheet.version.audience,
    "origin": lambda facts: facts.sheet.version.source_name,
    "medium": _medium,
    "to_publish": lambda facts: _YES_NO[facts.package.kind is not Kind.TAKE_DOWN],
    "planned_at": lambda facts: at(facts.sheet.version.planned_at),
    "notice_from": lambda facts: "自发布之日" if facts.package.notice_until else "",
    "notice_until": lambda facts: _day(facts.package.notice_until),
    "urgency": lambda facts: "应急" if facts.sheet.is_urgent else "一般",
    "reason": _reason,
    "gates": _declared(is_gate=True),
    "art9": _declared(is_gate=False),
    "findings": lambda facts: facts.machine,
    "published_by": _outcome("published_by"),
    "published_at": _outcome("published_at"),
    "published_url": _outcome("published_url"),
    "post_check": _outcome("post_check"),
    "amendments": _amendments,
    "archive_no": lambda facts: facts.archived.archive_no if facts.archived else "",
    "retention": _retention,
    "note": _told("note"),
    "change_type": _told("change_type"),
    "old_name": _names("before", "after"),
    "old_path": _path("before"),
    "new_name": _names("after", "before"),
    "new_path": _path("after"),
    "purpose": _told("purpose"),
    "update_cycle": _cycle,
    "provider": _told("provider"),
    "owner": _told("owner"),
    "route": lambda facts: str(facts.regulation.route_labels.get(facts.sheet.route, "")),
    "legacy_plan": _told("legacy_plan"),
    "impact": _told("impact"),
    "before_after": _before_after,
    "due_on": _told("due_on"),
    "done_by": _outcome("done_by"),
    "done_at": _outcome("done_at"),
    "result": _outcome("result"),
    "announced": _told("announced"),
}


def void_words(facts: Facts) -> str:
    """Return why the sheet counts no more: `作废：已退回`; empty for one that counts."""
    return f"作废：{sentence(facts.sheet.ended)}" if is_void(facts.sheet) else ""
