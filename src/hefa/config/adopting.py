"""`hefa regulation adopt`: what changes for whom, a question, and the adoption.

To be imported once the settings are loaded.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from hefa.config.cli.ground import print_json
from hefa.config.clock import now
from hefa.core.errors import HefaError, Refused
from hefa.core.regulation import Regulation, parse_regulation
from hefa.core.workdays import day_of
from hefa.people.models import Person
from hefa.registry.actions import adopt_regulation
from hefa.registry.adopted import regulation_now
from hefa.registry.adoption import NewAppointment, Plan, reasons_against_adoption
from hefa.registry.differences_in_words import what_changes
from hefa.registry.regulation_in_words import in_words, without_line

YES = "采用"


def adopt(text: str, options: argparse.Namespace) -> int:
    """Adopt `text`; exit status 1, and nothing adopted, when anything speaks against it."""
    try:
        return _adopt(text, options)
    except HefaError as error:
        for entry in error.reasons:
            line = int(entry.detail.get("line", 0))
            sys.stderr.write((f"第 {line} 行：" if line else "") + without_line(entry) + "\n")
        sys.stderr.write("没有采用，现行制度不变。\n")
        return 1


def _adopt(text: str, options: argparse.Namespace) -> int:
    moment = now()
    regulation = parse_regulation(text)
    plan = Plan(
        regulation=regulation,
        effective_on=_day(options.effective) if options.effective else day_of(moment),
        appointments=tuple(map(_appointment, options.appoint)),
    )
    by = _person(options.by) if options.by else None
    if reasons := reasons_against_adoption(plan, moment):
        raise Refused(reasons)
    told = _told(plan, regulation_now(moment))
    if not options.json:
        sys.stdout.write("\n".join(_lines(told)) + "\n")
    if not options.yes and not _is_agreed():
        return 1
    adopted = adopt_regulation(
        text,
        effective_on=plan.effective_on,
        adopted_by=by,
        now=moment,
        appointments=plan.appointments,
    )
    if options.json:
        print_json({"adopted": True, **told, "text_sha256": adopted.text_sha256})
    else:
        sys.stdout.write(f"已采用{adopted}，{adopted.effective_on.isoformat()} 起生效。\n")
    return 0


def _is_agreed() -> bool:
    """Whether whoever sits at the terminal says yes; without a terminal nobody is asked."""
    if not sys.stdin.isatty():
        sys.stderr.write("没有采用：这里不是终端，没法问您。确定要采用，请加 --yes。\n")
        return False
    sys.stdout.write(f"采用这一版？输入“{YES}”再按回车，别的都算不采用：")
    sys.stdout.flush()
    if sys.stdin.readline().strip() == YES:
        return True
    sys.stderr.write("没有采用，现行制度不变。\n")
    return False


def _told(plan: Plan, before: Regulation | None) -> dict[str, Any]:
    """Return what the adoption means, as data."""
    regulation = plan.regulation
    said = in_words(regulation)
    return {
        "key": regulation.key,
        "title": regulation.title,
        "version": regulation.version,
        "effective_on": plan.effective_on.isoformat(),
        "before": {"key": before.key, "title": before.title, "version": before.version}
        if before
        else None,
        "changes": [
            {
                "part": entry.difference.part.value,
                "aspect": entry.difference.aspect.value,
                "key": entry.difference.key,
                "message": entry.text,
                "for": entry.who,
                "clause": entry.difference.clause,
            }
            for group in what_changes(before, regulation)
            for entry in group.entries
        ],
        "gaps": [{"problem": gap.problem, "choice": gap.choice} for gap in regulation.gaps],
        "own_choices": list(said.own_choices),
        "appointments": [
            {"person": entry.person.username, "post": entry.post, "unit": entry.unit}
            for entry in plan.appointments
        ],
    }


def _lines(told: dict[str, Any]) -> Iterator[str]:
    yield f"《{told['title']}》第 {told['version']} 版，{told['effective_on']} 起生效"
    if told["before"]:
        yield f"\n和现行的《{told['before']['title']}》第 {told['before']['version']} 版比："
        for change in told["changes"]:
            yield f"  {change['message']}（对：{change['for']}）"
        if not told["changes"]:
            yield "  没有不同。"
    if told["gaps"]:
        yield f"\n待定之处 {len(told['gaps'])} 处："
        yield from (f"  {gap['problem']} → {gap['choice']}" for gap in told["gaps"])
    if told["own_choices"]:
        yield f"\n本单位自己的选择 {len(told['own_choices'])} 处："
        yield from (f"  {choice}" for choice in told["own_choices"])
    for entry in told["appointments"]:
        yield f"\n任命：{entry['person']} 担任 {entry['post']}（{entry['unit']}）"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SystemExit(f"“{text}”不是日期。请写成 2026-11-23 这样。") from None


def _person(username: str) -> Person:
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise SystemExit(f"没有登录名是“{username}”的人。请核对后再写。")
    return found


def _appointment(text: str) -> NewAppointment:
    """Return the appointment that `POST:UNIT:USERNAME` means."""
    post, unit, username = [*text.split(":"), "", ""][:3]
    if not (post and unit and username):
        raise SystemExit(f"“{text}”看不懂。任命请写成 岗位:单位:登录名。")
    return NewAppointment(person=_person(username), post=post, unit=unit)
