"""`hefa compliance`: every clause, its controls, their evidence and state, now or as known then."""

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hefa.config.cli.ground import print_json, set_up_django
from hefa.config.clock import now
from hefa.core.workdays import HERE, day_of, end_of

if TYPE_CHECKING:
    from hefa.report.board import Board, Judged, Piece

WORDS = {"proved": "有据", "expiring": "将到期", "missing": "缺证据"}
NONSENSE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "--at", metavar="TIME", help="看那时的样子，如 2026-11-23 或 2026-11-23T14:30"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Print the board; exit status 2 for a time that cannot be read, 1 when nothing is adopted."""
    moment = now()
    try:
        at = _moment(options.at, moment) if options.at else None
    except ValueError:
        sys.stderr.write(f"看不懂时间“{options.at}”。请写成 2026-11-23 或 2026-11-23T14:30。\n")
        return NONSENSE
    set_up_django()
    from hefa.report.judging import board, extra_forms  # noqa: PLC0415  # needs the settings

    if at is not None and at > moment:
        sys.stderr.write("这个时间还没有到。请写现在或以前的时间。\n")
        return NONSENSE
    found = board(moment, at=at)
    if found is None:
        sys.stderr.write(
            "那时还没有采用制度，没有可看的。\n" if at else "还没有采用制度，没有可看的。\n"
        )
        return 1
    count = extra_forms(moment, at=at)
    if options.json:
        print_json(_as_json(found, extra_forms=count))
    else:
        sys.stdout.writelines(_lines(found, extra_forms=count))
    return 0


def _moment(text: str, now: datetime) -> datetime:
    """Return the moment that `text` names, here where it gives no zone.

    A day means its end, as on the page; today means now. Raises ValueError when it is none.
    """
    read = datetime.fromisoformat(text.strip())
    if len(text.strip()) == len("2026-11-23"):
        return now if read.date() == day_of(now) else end_of(read.date())
    return read if read.tzinfo else read.replace(tzinfo=HERE)


def _as_json(board: "Board", *, extra_forms: int) -> dict[str, Any]:
    from hefa.core.duty import Standing  # noqa: PLC0415
    from hefa.core.regulation import Pack  # noqa: PLC0415
    from hefa.registry.regulation_in_words import own_choices_in_words  # noqa: PLC0415

    states = [entry.evidence.standing for entry in board.judged]
    own = [entry for entry in board.judged if entry.control.pack is Pack.REGULATION]
    extra = [entry for entry in board.judged if entry.control.pack is Pack.BENCHMARK]
    regulation = board.regulation
    return {
        "at": board.at.astimezone(HERE).isoformat(),
        "regulation": {
            "key": regulation.key,
            "title": regulation.title,
            "version": regulation.version,
            "effective_on": board.effective_on,
        },
        "counts": {state.value: states.count(state) for state in Standing},
        "clauses": [
            {"clause": clause, "controls": [_control(entry) for entry in listed]}
            for clause, listed in _by_clause(board, own)
        ],
        "benchmarks": [_control(entry) for entry in extra],
        "pending": board.pending,
        "own_choices": list(own_choices_in_words(regulation)),
        "extra_forms": extra_forms,
    }


def _by_clause(board: "Board", judged: list["Judged"]) -> list[tuple[str, list["Judged"]]]:
    """Return every clause of the regulation, each with the controls that stand behind it."""
    named = [clause.key for clause in board.regulation.clauses]
    named += [entry.control.clause for entry in judged if entry.control.clause not in named]
    return [
        (clause, [entry for entry in judged if clause in entry.control.clauses])
        for clause in dict.fromkeys(named)
    ]


def _control(entry: "Judged") -> dict[str, Any]:
    control, evidence = entry.control, entry.evidence
    return {
        "id": control.id,
        "clause": control.clause,
        "label": control.label,
        "kinds": [kind.value for kind in control.kinds],
        "evidence": control.evidence,
        "state": evidence.standing.value,
        "fact": evidence.fact,
        "count": evidence.count,
        "pieces": [_piece(piece) for piece in evidence.pieces],
        "against_count": evidence.against_count,
        "against": [_piece(piece) for piece in evidence.against],
        "next": evidence.next,
        "next_at": _written(evidence.next_at),
    }


def _piece(piece: "Piece") -> dict[str, Any]:
    return {
        "what": piece.what,
        "fact_at": _written(piece.fact_at),
        "recorded_at": _written(piece.recorded_at),
        "url": piece.url,
        "entry": piece.entry,
    }


def _written(at: datetime | None) -> str | None:
    return at.astimezone(HERE).isoformat() if at else None


def _lines(board: "Board", *, extra_forms: int) -> list[str]:
    """Return the board as lines for a terminal."""
    from hefa.core.regulation import Pack  # noqa: PLC0415
    from hefa.ui.words import clause_label  # noqa: PLC0415

    regulation = board.regulation
    found = [
        f"《{regulation.title}》第 {regulation.version} 版，{board.effective_on} 起执行\n",
        f"按 {_short(board.at)} 时的记录\n",
    ]
    own = [entry for entry in board.judged if entry.control.pack is Pack.REGULATION]
    shown: set[str] = set()
    for clause, listed in _by_clause(board, own):
        found.append(f"\n{clause_label(clause) or clause}\n")
        for entry in listed:
            if entry.control.id in shown:
                found.append(f"  {entry.control.id} {entry.control.label}（见前）\n")
            else:
                found += _of(entry)
            shown.add(entry.control.id)
    rest = [entry for entry in board.judged if entry.control.pack is Pack.BENCHMARK]
    if rest:
        found.append("\n对标项\n")
        found += [line for entry in rest for line in _of(entry)]
    states = [entry.evidence.standing.value for entry in board.judged]
    counts = "，".join(f"{words} {states.count(state)}" for state, words in WORDS.items())
    found.append(f"\n{counts}；额外填表 {extra_forms} 份\n")
    if board.pending:
        found.append(f"还有 {board.pending} 张核发的审核单没有核对到\n")
    return found


def _of(entry: "Judged") -> list[str]:
    """Return one control: its state and fact, then the two dates of its newest piece."""
    control, evidence = entry.control, entry.evidence
    found = [f"  {control.id} {control.label}：{WORDS[evidence.standing.value]}\n"]
    found.append(f"    {evidence.fact}\n")
    if evidence.pieces:
        newest = evidence.pieces[0]
        found.append(
            f"    {newest.what}，事实 {_short(newest.fact_at)}，记录 {_short(newest.recorded_at)}\n"
        )
    found += [f"    不合：{piece.what}\n" for piece in evidence.against]
    if evidence.next_at:
        found.append(f"    下一次 {_short(evidence.next_at)} 前 {evidence.next}\n")
    return found


def _short(at: datetime) -> str:
    return f"{at.astimezone(HERE):%Y-%m-%d %H:%M}"
