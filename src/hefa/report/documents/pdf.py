"""The report as PDF: every value in words, handed to the template."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from hefa.core.duty import Mark, Standing
from hefa.core.regulation import Article, Clause, Pack
from hefa.registry.values_in_words import demands_of
from hefa.render.typeset import typeset
from hefa.report.board import Judged
from hefa.report.documents.content import Course, Report
from hefa.report.looks import LOOK, MARKS
from hefa.report.strips import tally
from hefa.report.times_in_words import in_full, month_label
from hefa.report.wall import of_pack
from hefa.ui.templatetags.hefa import check_code_full, full_day, thousands
from hefa.ui.words import clause_label

TEMPLATE = Path(__file__).with_name("pages.typ")


def pdf_of(report: Report) -> bytes:
    """Return `report` as a PDF; the same bytes for the same report.

    Raises Refused, naming them, when it has characters that no font of ours has.
    """
    return typeset(TEMPLATE, content_of(report), made_at=report.made_at)


def content_of(report: Report) -> dict[str, Any]:
    """Return what the template sets: words only, but for the numbers of its charts."""
    regulation = report.board.regulation
    open_ = [
        _control(entry) | {"clause": clause_label(entry.control.clause)}
        for standing in (Standing.MISSING, Standing.EXPIRING)
        for entry in report.judged
        if entry.evidence.standing is standing
    ]
    return {
        "organisation": report.organisation,
        "regulation": f"《{regulation.title}》第 {regulation.version} 版",
        "in_force": f"{full_day(_day(report.board.effective_on))}起施行",
        "period": report.period.label,
        "days": f"{full_day(report.period.begins_on)}至{full_day(report.period.ends_on)}",
        "known_at": in_full(report.known_at),
        "made_at": in_full(report.made_at),
        "made_by": report.made_by,
        "counts": [
            {"label": LOOK[standing]["label"], "state": standing.value, "count": count}
            for standing, count in report.counts.items()
        ],
        "pending": report.board.pending,
        "extra_forms": report.extra_forms,
        "open": open_,
        "chapters": [
            {"title": title, "counts": list(counts.values())} for title, counts in report.chapters
        ],
        "weeks": [{"label": f"{on.month}/{on.day}", "count": count} for on, count in report.weeks],
        "patrolled": [
            {"label": month_label(on), "kept": kept, "owed": owed}
            for on, kept, owed in report.patrolled
        ],
        "articles": [_article(report, article) for article in regulation.articles],
        "benchmarks": [_control(entry) for entry in of_pack(report.board, Pack.BENCHMARK)],
        "courses": [_course(course) for course in report.courses if course.kept],
        "choices": list(report.choices),
        "ledger": _ledger(report),
    }


def _article(report: Report, article: Article) -> dict[str, Any]:
    clauses = [
        entry for entry in report.board.regulation.clauses if entry.article == article.number
    ]
    return {
        "label": clause_label(str(article.number)),
        "title": article.title,
        "chapter": article.chapter,
        "clauses": [_clause(report, clause) for clause in clauses],
    }


def _clause(report: Report, clause: Clause) -> dict[str, Any]:
    """Return a clause with its own controls in full, and the names of others' behind it."""
    behind = [entry for entry in report.judged if clause.key in entry.control.clauses]
    return {
        "label": clause_label(clause.key),
        "text": clause.text,
        "owed": f"{clause.owed_by}，{clause.rhythm}",
        "controls": [_control(entry) for entry in behind if entry.control.clause == clause.key],
        "elsewhere": [
            f"{entry.control.label}（{clause_label(entry.control.clause)}）"
            for entry in behind
            if entry.control.clause != clause.key
        ],
    }


def _control(entry: Judged) -> dict[str, Any]:
    evidence = entry.evidence
    newest = next(iter(evidence.pieces), None)
    return {
        "id": entry.control.id,
        "label": entry.control.label,
        "state": evidence.standing.value,
        "state_label": LOOK[evidence.standing]["label"],
        "demands": "；".join(demands_of(entry.control)),
        "fact": evidence.fact,
        "fact_on": full_day(newest.fact_at) if newest else "",
        "recorded_on": full_day(newest.recorded_at) if newest else "",
        "entry": f"台账第 {thousands(newest.entry)} 条" if newest and newest.entry else "",
        "next_on": full_day(evidence.next_at) if evidence.next_at else "",
        "against": [piece.what for piece in evidence.against],
        "against_count": evidence.against_count,
    }


def _course(course: Course) -> dict[str, Any]:
    return {
        "label": course.control.label,
        "demand": "；".join(demands_of(course.control)[:1]),
        "marks": [entry.mark.value for entry in course.kept],
        "tally": tally(course.kept),
        "missed": _named(course, Mark.MISSED),
        "late": _named(course, Mark.LATE),
    }


def _named(course: Course, mark: Mark) -> str:
    """Return `没有做：11月3日…`: the begin of every slot with this mark; empty without one."""
    found = [full_day(entry.slot.begins_on) for entry in course.kept if entry.mark is mark]
    return f"{MARKS[mark]['label']}：{_at_most(found)}" if found else ""


def _at_most(names: Iterable[str], count: int = 6) -> str:
    listed = list(names)
    rest = f"等 {len(listed)} 次" if len(listed) > count else ""
    return "、".join(listed[:count]) + rest


def _ledger(report: Report) -> dict[str, str]:
    signed = report.signed
    signed_at = f"，{in_full(signed.at)}签名" if signed and signed.at else ""
    return {
        "size": thousands(report.ledger.size),
        "root": check_code_full(report.ledger.root),
        "signed": f"第 {thousands(signed.size)} 条{signed_at}" if signed else "",
        "signed_root": check_code_full(signed.root) if signed else "",
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)
