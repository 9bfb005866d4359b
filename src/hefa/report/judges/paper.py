"""Judging the paper: every released sheet made out in its copies, and each accounted for."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.urls import reverse

from hefa.core.duty import Standing, due_at
from hefa.report.board import Evidence, Month, Piece
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.judges.items import NOTHING_YET, PLACE
from hefa.review.paper.evidence import Paper, SheetPaper, paper_by_month, paper_told, shown
from hefa.review.paper.pages import label_of

NEXT = "到那张审核单的“纸件”里打印，再记下交给谁、存放在哪里，或者上传扫描件。"


def two_copies(question: Question) -> Evidence:
    """Judge 12(1): each copy of each released sheet was handed over, filed or scanned.

    A copy that was only printed may lie anywhere; within the control's term it is still on its
    way. The database gives no number twice.
    """
    paper = paper_told(question.records.year_began_at, question.at)
    if not paper.kept and not paper.lacking:
        return missing(NOTHING_YET, PLACE)
    good, bad = list(paper.kept)[:SHOWN], list(paper.lacking)[:SHOWN]
    rows = shown(paper, [*good, *bad], question.at)
    since = paper.lacking_since
    ends_at = _end_of(question, since) if since else None
    is_late = since is not None and _is_late(question, since)
    return Evidence(
        standing=Standing.MISSING if is_late else Standing.EXPIRING if bad else Standing.PROVED,
        fact=_fact(paper),
        pieces=tuple(_piece(row, "各联都有着落") for row in rows[: len(good)]),
        count=len(paper.kept),
        against=tuple(_piece(row, _lacking(row)) for row in rows[len(good) :]),
        against_count=len(paper.lacking),
        next_at=ends_at,
        next=NEXT if bad else "",
        place=PLACE,
    )


def copies_by_month(question: Question) -> tuple[Month, ...]:
    """Return by month of release the sheets, and those of which a copy is not accounted for.

    Those whose copies lack within the control's term are in neither number.
    """
    since, is_late = question.records.since, partial(_is_late, question)
    counted = paper_by_month(since, question.at, is_late=is_late)
    return tuple(
        Month(begins_on=date.fromisoformat(f"{month}-01"), count=count, against_count=against_count)
        for month, (count, against_count) in counted.items()
    )


def _end_of(question: Question, begun_at: datetime) -> datetime | None:
    term = question.control.term
    return due_at(term, begun_at, question.calendar).at if term else None


def _is_late(question: Question, released_at: datetime) -> bool:
    ends_at = _end_of(question, released_at)
    return ends_at is None or ends_at <= question.at


def _fact(paper: Paper) -> str:
    every, lacking = len(paper.kept) + len(paper.lacking), len(paper.lacking)
    fact = f"一年里核发 {every} 张，各联纸件都有着落。"
    if lacking:
        fact = f"一年里核发 {every} 张，{lacking} 张的纸件还有没着落的。"
    if paper.void:
        fact += f"另有作废的 {paper.void} 张，编号不再用。"
    return fact


def _lacking(sheet: SheetPaper) -> str:
    parts = []
    if printed := [mark for mark in sheet.lacking if mark not in sheet.unprinted]:
        parts.append(f"{_labels(printed)}打印了，没有记去向")
    if sheet.unprinted:
        parts.append(f"{_labels(sheet.unprinted)}没有打印")
    return "，".join(parts)


def _labels(marks: Iterable[str]) -> str:
    return "、".join(map(label_of, marks))


def _piece(sheet: SheetPaper, words: str) -> Piece:
    return Piece(
        what=f"{sheet.number} 《{sheet.title}》：{words}",
        fact_at=sheet.at,
        recorded_at=sheet.at,
        url=reverse("review:paper", args=[sheet.number]),
        entry=sheet.entry,
    )
