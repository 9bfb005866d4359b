"""Judging how users and rights were given and taken back."""

from django.urls import reverse

from hefa.core.duty import Standing
from hefa.core.workdays import begin_of
from hefa.report.board import Evidence, Piece
from hefa.report.judges.asked import SHOWN, Question
from hefa.report.judges.posts import PEOPLE


def rights_reviewed(question: Question) -> Evidence:
    """Judge 5(5): what was given and withdrawn is on record; the review has no register yet."""
    house, began_at = question.records.house, question.records.year_began_at
    pieces = []
    for entry in house.appointments:
        what = f"{house.name(entry.person)}：{question.regulation.post_label(entry.post)}"
        pieces.append(
            Piece(
                what=f"任命 {what}",
                fact_at=begin_of(entry.starts_on),
                recorded_at=entry.recorded_at,
                url=reverse(PEOPLE),
                entry=entry.entry,
            )
        )
        if entry.ends_on is not None and entry.end_recorded_at is not None:
            pieces.append(
                Piece(
                    what=f"免去 {what}",
                    fact_at=begin_of(entry.ends_on),
                    recorded_at=entry.end_recorded_at,
                    url=reverse(PEOPLE),
                )
            )
    recent = [piece for piece in pieces if piece.recorded_at > began_at]
    recent.sort(key=lambda piece: piece.recorded_at, reverse=True)
    fact = f"一年里任免 {len(recent)} 次，都有台账。"
    return Evidence(
        standing=Standing.MISSING,
        fact=f"{fact}按季复核权限还没有登记的地方，不当作已经做到。",
        pieces=tuple(recent[:SHOWN]),
        count=len(recent),
    )
