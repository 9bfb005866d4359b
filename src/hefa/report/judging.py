"""The board at one moment: every control judged by what was on record then."""

from datetime import datetime

from hefa.core.duty import Kept
from hefa.core.regulation import Control, Pack
from hefa.core.workdays import begin_of
from hefa.ledger.leaf import timestamp
from hefa.ledger.models import Entry
from hefa.registry.adopted import parsed
from hefa.registry.days import calendar
from hefa.registry.evidence import adopted_by, in_force_at
from hefa.registry.models import AdoptedRegulation
from hefa.report.answered import ANSWERED
from hefa.report.board import Board, Evidence, Judged, Month
from hefa.report.judges import JUDGES, MONTHS, SERIES
from hefa.report.judges.asked import Question, Records, missing
from hefa.report.judges.series import marked

__all__ = ["ANSWERED", "EVIDENCE_ONLY", "board", "extra_forms", "months", "timeline"]

# Kinds of ledger entry that a person makes for the board alone, and for no other work: none.
EVIDENCE_ONLY: frozenset[str] = frozenset()


def board(now: datetime, *, at: datetime | None = None, only: str = "") -> Board | None:
    """Return the board at `at` by what was on record then, of this moment without it.

    None before the first adoption. Controls in the regulation's order, benchmarks last; those
    switched off are left out unless `only` names one. With `only`, that control alone, and no
    control when there is none of that id.
    Source: 6 a view of an earlier time goes by the moment of record.
    """
    moment = min(at or now, now)
    versions = adopted_by(moment)
    adopted = in_force_at(versions, moment)
    if adopted is None:
        return None
    regulation = parsed(adopted)
    since = _since(versions)
    records = Records(moment, since)
    listed = [
        control
        for control in regulation.controls
        if (control.id == only if only else control.is_on)
    ]
    listed.sort(key=lambda control: control.pack is Pack.BENCHMARK)
    articles = {article.number: article for article in regulation.articles}
    by_clause = {clause.key: articles.get(clause.article) for clause in regulation.clauses}
    judged = tuple(
        Judged(
            control=control,
            article=by_clause.get(control.clause),
            evidence=_judge(_question(control, moment, adopted, since, records)),
        )
        for control in listed
    )
    return Board(
        at=moment,
        regulation=regulation,
        effective_on=adopted.effective_on.isoformat(),
        judged=judged,
        pending=records.sheets.pending,
    )


def timeline(control: Control, now: datetime, *, at: datetime | None = None) -> tuple[Kept, ...]:
    """Return every slot of `control` since adoption, two years at most, with its mark.

    Empty for a control without a rhythm and before the first adoption. A slot for which nothing
    is on record is missed, whatever anybody believes.
    """
    question = _asked(control, min(at or now, now))
    if question is None or control.cadence is None:
        return ()
    series = SERIES.get(control.evidence)
    return marked(question, series(question) if series else ())


def months(control: Control, now: datetime, *, at: datetime | None = None) -> tuple[Month, ...]:
    """Return by month the pieces of a control without a rhythm, and those against it.

    Two years at most; months without any are left out, and so is a control that has no pieces.
    """
    question = _asked(control, min(at or now, now))
    counted = MONTHS.get(control.evidence)
    return counted(question) if question is not None and counted else ()


def extra_forms(now: datetime, *, at: datetime | None = None) -> int:
    """Return how many entries people had to make only to feed the board; the aim is none."""
    if not EVIDENCE_ONLY:
        return 0
    until = timestamp(min(at or now, now))
    return Entry.objects.filter(kind__in=EVIDENCE_ONLY, ts__lte=until).count()


def _judge(question: Question) -> Evidence:
    judge = JUDGES.get(question.control.evidence)
    if judge is None:
        return missing("这一项的佐证没有人收，不当作已经做到。")
    return judge(question)


def _asked(control: Control, moment: datetime) -> Question | None:
    versions = adopted_by(moment)
    adopted = in_force_at(versions, moment)
    if adopted is None:
        return None
    since = _since(versions)
    return _question(control, moment, adopted, since, Records(moment, since))


def _since(versions: list[AdoptedRegulation]) -> datetime:
    """Return when the record of duties begins: before the first adoption nothing could be kept."""
    first = versions[0]
    return max(begin_of(first.effective_on), first.adopted_at)


def _question(
    control: Control,
    moment: datetime,
    adopted: AdoptedRegulation,
    since: datetime,
    records: Records,
) -> Question:
    return Question(
        control=control,
        at=moment,
        regulation=parsed(adopted),
        adopted=adopted,
        since=since,
        calendar=calendar(),
        records=records,
    )
