"""Verification: everything derived again from the entries themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from hefa.core.merkle import EMPTY_ROOT, appended, edge_root
from hefa.ledger import leaf
from hefa.ledger.append import edge_of
from hefa.ledger.key import key_problems
from hefa.ledger.models import Entry, Frontier, PersonalText
from hefa.ledger.problems import Problem
from hefa.ledger.signed import Signed
from hefa.ledger.triggers import EVERY_TRIGGER

_AT_ONCE = 2000


class Row(NamedTuple):
    """The columns of one entry, read without the cost of a model."""

    seq: int
    v: int
    ts: str
    actor: str
    kind: str
    subject: str
    body: str
    leaf_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verification found; the first problem is the first bad entry.

    `backwards` names entries whose time is earlier than the one before: allowed, a clock may be
    set, but shown. `checkpoint_size` is the size of the last checkpoint compared with, or None.
    """

    size: int
    root: str
    problems: tuple[Problem, ...]
    backwards: tuple[int, ...] = ()
    checkpoint_size: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether everything proved out."""
        return not self.problems


def verify() -> Verdict:
    """Return the verdict over the whole ledger: body to leaf to frontier, checkpoints, triggers.

    What only an outside checkpoint can show (a tail cut off, an older copy put back) is not
    seen here; the command says so.
    """
    problems = list(missing_triggers())
    edge: tuple[bytes, ...] = ()
    size, before = 0, ""
    backwards: list[int] = []
    erased = _erased()
    personal = _personal()
    checkpoints = Signed()
    for row in _rows():
        if row.seq != size + 1:
            problems.append(Problem(code="ledger.entry_missing", seq=size + 1))
            break
        problems += _problems_of(row, personal.get(row.seq, {}), erased)
        checkpoints.pass_entry(row, edge)
        edge = appended(edge, size, bytes.fromhex(row.leaf_hash) if _is_hex(row) else b"")
        size += 1
        checkpoints.pass_size(size, edge)
        if isinstance(row.ts, str):
            if row.ts < before:
                backwards.append(row.seq)
            before = row.ts
    problems += [
        Problem(code="ledger.personal_unknown", seq=seq, thing=name)
        for seq in sorted(set(personal) - set(range(1, size + 1)))
        for name in sorted(personal[seq])
    ]
    if not _is_at_the_end(size, edge):
        problems.append(Problem(code="ledger.frontier_differs", thing="ledger_frontier"))
    problems += [*checkpoints.problems(size), *key_problems()]
    return Verdict(
        size=size,
        root=(edge_root(edge) if size else EMPTY_ROOT).hex(),
        problems=tuple(problems),
        backwards=tuple(backwards),
        checkpoint_size=checkpoints.newest,
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


def _rows() -> Iterator[Row]:
    """Yield every entry in order."""
    rows = Entry.objects.order_by("seq").values_list(*Row._fields)
    return map(Row._make, rows.iterator(chunk_size=_AT_ONCE))


def _problems_of(row: Row, personal: dict[str, PersonalText], erased: set[int]) -> list[Problem]:
    """Return what is wrong with one entry."""
    try:
        read = leaf.read_leaf(row)
    except (ValueError, TypeError, RecursionError):
        return [Problem(code="ledger.entry_unreadable", seq=row.seq)]
    if read.hash.hex() != row.leaf_hash or not read.is_canonical:
        return [Problem(code="ledger.entry_altered", seq=row.seq)]
    hashes = read.body.get("personal", {}) if isinstance(read.body, dict) else None
    if not isinstance(hashes, dict):
        return [Problem(code="ledger.entry_unreadable", seq=row.seq)]
    if not hashes and not personal:
        return []
    return _personal_problems(row.seq, hashes, personal, is_erased=row.seq in erased)


def _personal_problems(
    seq: int, hashes: dict[str, str], personal: dict[str, PersonalText], *, is_erased: bool
) -> list[Problem]:
    """Return where the personal text beside one entry is not what its leaf commits to."""
    found = []
    for name, expected in hashes.items():
        text = personal.get(name)
        if text is None and not is_erased:
            found.append(Problem(code="ledger.personal_missing", seq=seq, thing=name))
        elif text is not None and leaf.personal_sha256(text.salt, text.text) != expected:
            found.append(Problem(code="ledger.personal_altered", seq=seq, thing=name))
    found += [
        Problem(code="ledger.personal_unknown", seq=seq, thing=name)
        for name in sorted(set(personal) - set(hashes))
    ]
    return found


def _is_at_the_end(size: int, edge: tuple[bytes, ...]) -> bool:
    """Whether the frontier row holds just what the entries come to."""
    frontier = Frontier.objects.filter(pk=1).first()
    try:
        return frontier is not None and (frontier.size, edge_of(frontier)) == (size, edge)
    except (ValueError, TypeError, AttributeError):
        return False


def _is_hex(row: Row) -> bool:
    try:
        return len(bytes.fromhex(row.leaf_hash)) == 32  # noqa: PLR2004  # SHA-256
    except (ValueError, TypeError):
        return False


def _erased() -> set[int]:
    subjects = Entry.objects.filter(kind="ledger.erased").values_list("subject", flat=True)
    named = (str(subject).removeprefix("entry:") for subject in subjects)
    return {int(seq) for seq in named if seq.isdecimal()}


def _personal() -> dict[int, dict[str, PersonalText]]:
    found: dict[int, dict[str, PersonalText]] = {}
    for text in PersonalText.objects.all():
        found.setdefault(text.seq, {})[text.name] = text
    return found
