"""A board and a report as values: the community's regulation with evidence made up by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files

from hefa.core.duty import Done, Mark, Standing, kept
from hefa.core.regulation import Regulation, parse_regulation
from hefa.report.board import Board, Evidence, Judged, Piece
from hefa.report.documents.content import Course, Report
from hefa.report.documents.period import Period, period_of
from hefa.report.ledger_page import Whole

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
SINCE = date(2026, 3, 1)
MISSING = "C13.6"
EXPIRING = "C11.3"
ODD = '=HYPERLINK("http://example.org")'


@lru_cache(maxsize=1)
def community() -> Regulation:
    """Return the community's regulation as delivered."""
    return parse_regulation(
        (files("hefa.regulations") / "community" / "regulation.toml").read_text(encoding="utf-8")
    )


def piece(what: str = "2026-0187", *, days_ago: int = 3) -> Piece:
    """Return a piece of evidence recorded an hour after the fact."""
    fact_at = NOW - timedelta(days=days_ago)
    return Piece(
        what=what,
        fact_at=fact_at,
        recorded_at=fact_at + timedelta(hours=1),
        url="/review/2026-0187/",
        entry=3489,
    )


def evidence_of(control_id: str) -> Evidence:
    """Return what the sample says of a control: all proved, but for two."""
    if control_id == MISSING:
        return Evidence(
            standing=Standing.MISSING,
            fact="还没有演练记录。",
            against=(piece(ODD),),
            against_count=1,
            place="respond:home",
        )
    soon = control_id == EXPIRING
    return Evidence(
        standing=Standing.EXPIRING if soon else Standing.PROVED,
        fact="都合。",
        pieces=(piece(),),
        count=1,
        next_at=NOW + timedelta(days=8 if soon else 40),
    )


def board(*, only: Sequence[str] = (), pending: int = 0) -> Board:
    """Return the sample board."""
    regulation = community()
    articles = {article.number: article for article in regulation.articles}
    of_clause = {clause.key: articles[clause.article] for clause in regulation.clauses}
    judged = tuple(
        Judged(
            control=control,
            article=of_clause.get(control.clause),
            evidence=evidence_of(control.id),
        )
        for control in regulation.controls
        if control.is_on and (not only or control.id in only)
    )
    return Board(
        at=NOW,
        regulation=regulation,
        effective_on=SINCE.isoformat(),
        judged=judged,
        pending=pending,
    )


def report(period: Period | None = None, *, organisation: str = "青禾社区居委会") -> Report:
    """Return a report whose daily inspection was missed on the third of November."""
    inspection = community().control("C5.8.1")
    assert inspection is not None
    assert inspection.cadence is not None
    days = [date(2026, 11, day) for day in range(1, 23) if day != 3]
    done = [
        Done(fact_at=at, recorded_at=at)
        for day in days
        for at in [datetime(day.year, day.month, day.day, 2, tzinfo=UTC)]
    ]
    slots = kept(inspection.cadence, done, since=date(2026, 11, 1), now=NOW)
    found = board()
    return Report(
        organisation=organisation,
        made_by="陈管理员",
        made_at=NOW,
        period=period or period_of("2026-11"),
        known_at=NOW,
        board=found,
        courses=(Course(control=inspection, kept=slots),),
        weeks=((date(2026, 11, 2), 3), (date(2026, 11, 9), 0)),
        patrolled=((date(2026, 11, 1), sum(s.mark is Mark.KEPT for s in slots), 22),),
        chapters=(("总则", dict.fromkeys(Standing, 1)),),
        choices=("巡检记录留存几年：3",),
        extra_forms=0,
        ledger=Whole(size=3489, root="ab12cd34" * 8),
        signed=None,
    )
