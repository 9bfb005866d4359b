"""Verification: everything derived again from the entries themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from hefa.core.merkle import EMPTY_ROOT, appended, edge_root
from hefa.ledger import leaf
from hefa.ledger.checkpoints import Epoch
from hefa.ledger.key import key_problems
from hefa.ledger.models import Frontier
from hefa.ledger.outside import Outside
from hefa.ledger.personal import PersonalCheck
from hefa.ledger.problems import Problem
from hefa.ledger.reading import Beside, Row, Text, one_moment, rows
from hefa.ledger.signed import Signed
from hefa.ledger.triggers import EVERY_TRIGGER

_UNREADABLE, _ALTERED, _GONE = (
    "ledger.entry_unreadable",
    "ledger.entry_altered",
    "ledger.entry_missing",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verification found; the first problem is the first bad entry.

    `backwards` names entries whose time is earlier than the one before: allowed, a clock may be
    set, but shown. `checkpoint_size` is the size of the last checkpoint compared with, or None.
    `epochs` tells what was lost at each lawful restore, `outside_count` how many checkpoints kept
    outside were compared.
    """

    size: int
    root: str
    problems: tuple[Problem, ...]
    backwards: tuple[int, ...] = ()
    checkpoint_size: int | None = None
    epochs: tuple[Epoch, ...] = ()
    outside_count: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether everything proved out."""
        return not self.problems


def verify(outside: Sequence[Outside] = ()) -> Verdict:
    """Return the verdict over the whole ledger: body to leaf to frontier, checkpoints, triggers.

    What only an outside checkpoint can show (a tail cut off, an older copy put back) is seen
    where one is given; the command says so where none is.
    """
    with one_moment():
        return _verify(outside)


def _verify(outside: Sequence[Outside]) -> Verdict:
    problems = list(missing_triggers())
    edge: tuple[bytes, ...] = ()
    size, before = 0, ""
    backwards: list[int] = []
    personal, beside, signed = PersonalCheck(), Beside(), Signed(outside=outside)
    for row in rows():
        if row.seq != size + 1:
            problems.append(Problem(code=_GONE, seq=size + 1))
            break
        problems += _problems_of(row, beside.of(row.seq), personal)
        signed.pass_entry(row, edge)
        edge = appended(edge, size, _leaf_hash(row))
        size += 1
        signed.pass_size(size, edge)
        if isinstance(row.ts, str):
            if row.ts < before:
                backwards.append(row.seq)
            before = row.ts
    else:
        problems += [
            Problem(code="ledger.personal_unknown", seq=text.seq, thing=str(text.name))
            for text in beside.rest()
        ]
    problems = [*personal.problems(), *problems]
    if not _is_at_the_end(size, edge):
        problems.append(Problem(code="ledger.frontier_differs", thing="ledger_frontier"))
    problems += [*signed.problems(size), *key_problems()]
    return Verdict(
        size=size,
        root=(edge_root(edge) if size else EMPTY_ROOT).hex(),
        problems=tuple(sorted(problems, key=_entries_first)),
        backwards=tuple(backwards),
        checkpoint_size=signed.newest,
        epochs=tuple(signed.epochs),
        outside_count=len(outside),
    )


def missing_triggers() -> Iterator[Problem]:
    """Yield a problem for each trigger that is missing or not word for word as expected."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = dict(cursor.fetchall())
        cursor.execute("PRAGMA recursive_triggers")
        row = cursor.fetchone()
    for name, sql in EVERY_TRIGGER.items():
        if standing.get(name) != sql:
            yield Problem(code="ledger.trigger_missing", thing=name)
    if not row or row[0] != 1:
        yield Problem(code="ledger.trigger_missing", thing="recursive_triggers")


def _problems_of(row: Row, texts: list[Text], personal: PersonalCheck) -> list[Problem]:
    """Return what is wrong with one entry and with the personal text beside it."""
    code = ""
    try:
        read = leaf.read_leaf(row)
        hashes = read.body.get("personal", {}) if isinstance(read.body, dict) else {}
        if read.hash.hex() != row.leaf_hash or not read.is_canonical:
            code = _ALTERED
        elif not isinstance(hashes, dict):
            code = _UNREADABLE
    except (ValueError, TypeError, RecursionError):
        code = _UNREADABLE
    if code:
        personal.pass_unread()
        return [Problem(code=code, seq=row.seq)]
    return list(personal.pass_entry(row, hashes, texts))


def _is_at_the_end(size: int, edge: tuple[bytes, ...]) -> bool:
    """Whether the frontier row holds just what the entries come to, to the letter."""
    written = " ".join(hash_.hex() for hash_ in edge)
    frontier = Frontier.objects.filter(pk=1).values_list("size", "edge").first()
    return frontier == (size, written)


def _leaf_hash(row: Row) -> bytes:
    """Return the leaf hash that the entry claims; nothing where that is none."""
    try:
        return bytes.fromhex(row.leaf_hash)
    except (ValueError, TypeError):
        return b""


def _entries_first(problem: Problem) -> tuple[bool, bool, int]:
    """Order problems: bad entries by number, what else names an entry, then things."""
    is_entry = problem.code in (_UNREADABLE, _ALTERED, _GONE)
    seq = problem.seq if isinstance(problem.seq, int) else 0
    return problem.seq is None, not is_entry, seq
