"""Judging what was changed afterwards: corrections, take-downs, columns and menu."""

from django.urls import reverse

from hefa.core.duty import Standing
from hefa.publish.orders.evidence import Told, column_changes, corrections_told
from hefa.registry.adopted import parsed
from hefa.registry.evidence import adopted_by
from hefa.report.board import Evidence, Piece
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.judges.outside import NOTHING_OUT, PUBLISH

ORDERS = "publish:orders"


def corrections(question: Question) -> Evidence:
    """Judge 10(2): how much had to be corrected, each correction by its sheet.

    A correction and a take-down happen by a sheet or a signed end date alone, so that the
    register is the records of the work itself.
    """
    records = question.records
    out = records.let.count
    if not out:
        return missing(NOTHING_OUT, PUBLISH)
    told = corrections_told(records.year_began_at, question.at)
    edited = sum(entry.kind == "publish.corrected" for entry in told)
    per = question.control.limits.get("per_posts", 100)
    rate = round(edited * per / out, 1)
    fact = (
        f"一年里发布 {out} 篇，更正 {edited} 篇，每 {per} 篇 {rate:g} 篇；"
        f"撤下 {len(told) - edited} 篇，都登记在案。"
    )
    return Evidence(
        standing=Standing.PROVED,
        fact=fact,
        pieces=tuple(_piece(entry) for entry in told[:SHOWN]),
        count=len(told),
        place=ORDERS,
    )


def column_changes_by_sheet(question: Question) -> Evidence:
    """Judge 12(5): no column and no menu was changed without its sheet."""
    records = question.records
    known = {
        column.key: column.label
        for adopted in adopted_by(question.at)
        for column in parsed(adopted).columns
    }
    since = max(records.year_began_at, question.since)
    found = column_changes(known, since, question.at)
    base = Evidence(
        standing=Standing.PROVED,
        fact=f"一年里栏目和菜单变动 {len(found.by_sheet)} 次，每次都有审核单。",
        pieces=tuple(_piece(entry) for entry in found.by_sheet[:SHOWN]),
        count=len(found.by_sheet),
        place=ORDERS,
    )
    if found.without:
        return Evidence(
            standing=Standing.MISSING,
            fact=f"一年里有 {len(found.without)} 次栏目或菜单变动没有审核单。",
            pieces=base.pieces,
            count=base.count,
            against=tuple(_piece(entry) for entry in found.without[:SHOWN]),
            against_count=len(found.without),
            place=ORDERS,
        )
    if not found.by_sheet:
        return missing("一年里栏目和菜单没有变动过，没有可核对的。", ORDERS)
    return base


def _piece(entry: Told) -> Piece:
    """Return an entry as a piece of evidence; what it is about stands under its subject."""
    about, _, key = entry.subject.partition(":")
    url = reverse("publish:publication", args=[key]) if about == "publication" else reverse(ORDERS)
    return Piece(what=entry.what, fact_at=entry.at, recorded_at=entry.at, url=url, entry=entry.seq)
