"""One control in full: what it asks, what shows it was done, what speaks against it, over time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hefa.core.duty import Kept, Standing
from hefa.registry.values_in_words import demands_of
from hefa.report.board import Board, Judged, Month, Piece
from hefa.report.looks import KINDS, LOOK
from hefa.report.strips import strip_of
from hefa.report.times_in_words import due_label, month_label
from hefa.report.wall import address_of
from hefa.ui.charts import Series, columns
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import clause_label


def detail_of(board: Board, entry: Judged, now: datetime) -> dict[str, Any]:
    """Return the control of `entry` with its evidence, without its course over time."""
    control, evidence = entry.control, entry.evidence
    texts = {clause.key: clause for clause in board.regulation.clauses}
    return {
        "control": control,
        "article": entry.article,
        "article_label": clause_label(str(entry.article.number)) if entry.article else "对标项",
        "chip": LOOK[evidence.standing],
        "evidence": evidence,
        "due": due_label(evidence.next_at, now) if evidence.next_at else "",
        "place": address_of(evidence.place),
        "place_label": "去看原件" if evidence.standing is Standing.PROVED else "去办",
        "clauses": [
            {"label": clause_label(key), "text": texts[key].text, "owed_by": texts[key].owed_by}
            for key in control.clauses
            if key in texts
        ],
        "kinds": [KINDS[kind] for kind in control.kinds],
        "posts": [board.regulation.post_label(post) for post in control.posts],
        "demands": demands_of(control),
        "pieces": [_piece(piece, now) for piece in evidence.pieces],
        "against": [_piece(piece, now) for piece in evidence.against],
    }


def course_of(
    entry: Judged, kept: Sequence[Kept], months: Sequence[Month]
) -> dict[str, dict[str, Any]]:
    """Return the control's course: its slots when it has a rhythm, else its months as a chart."""
    if entry.control.cadence:
        return {"strip": strip_of(entry.control.cadence.every, kept), "chart": {}}
    months = _without_gaps(months)
    labels = [month_label(month.begins_on) for month in months]
    good = [max(month.count - month.against_count, 0) for month in months]
    bad = [month.against_count for month in months]
    series = [
        Series(name="合", tone="ok", numbers=good),
        Series(name="不合", tone="miss", numbers=bad),
    ]
    return {"strip": {}, "chart": columns("月份", labels, series) if months else {}}


def _without_gaps(months: Sequence[Month]) -> list[Month]:
    """Return `months` with an empty one wherever one between the first and the last is left out."""
    by_begin = {month.begins_on: month for month in months}
    if not by_begin:
        return []
    on, last, found = min(by_begin), max(by_begin), []
    while on <= last:
        found.append(by_begin.get(on) or Month(begins_on=on, count=0, against_count=0))
        on = (on + timedelta(days=31)).replace(day=1)
    return found


def _piece(piece: Piece, now: datetime) -> dict[str, Any]:
    return {
        "what": piece.what,
        "url": piece.url,
        "entry": piece.entry,
        "fact": moment(piece.fact_at, now),
        "recorded": moment(piece.recorded_at, now),
    }
