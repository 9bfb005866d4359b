"""Verification: everything derived again from the entries themselves."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from hefa.core.errors import Refused
from hefa.core.merkle import EMPTY_ROOT, appended, edge_root
from hefa.ledger import leaf
from hefa.ledger.append import edge_of
from hefa.ledger.models import Entry, Frontier, PersonalText
from hefa.ledger.triggers import TRIGGERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not prove out: a stable code, and the entry or thing it names."""

    code: str
    seq: int | None = None
    thing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verification found; the first problem is the first bad entry."""

    size: int
    root: str
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether everything proved out."""
        return not self.problems


def verify() -> Verdict:
    """Return the verdict over the whole ledger: body to leaf to frontier, and the triggers.

    What only an outside checkpoint can show (a tail cut off, an older copy put back) is not
    seen here; the command says so.
    """
    problems = list(missing_triggers())
    edge: tuple[bytes, ...] = ()
    size = 0
    erased = _erased()
    personal = _personal()
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != size + 1:
            problems.append(Problem(code="ledger.entry_missing", seq=size + 1))
            break
        problems += _problems_of(entry, personal.get(entry.seq, {}), erased)
        edge = appended(edge, size, bytes.fromhex(entry.leaf_hash) if _is_hex(entry) else b"")
        size += 1
    problems += [
        Problem(code="ledger.personal_unknown", seq=seq, thing=name)
        for seq in sorted(set(personal) - set(range(1, size + 1)))
        for name in sorted(personal[seq])
    ]
    if not _is_at_the_end(size, edge):
        problems.append(Problem(code="ledger.frontier_differs", thing="ledger_frontier"))
    root = edge_root(edge) if size else EMPTY_ROOT
    return Verdict(size=size, root=root.hex(), problems=tuple(problems))


def missing_triggers() -> Iterator[Problem]:
    """Yield a problem for each trigger that is missing or not word for word as expected."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = dict(cursor.fetchall())
        cursor.execute("PRAGMA recursive_triggers")
        row = cursor.fetchone()
    for name, sql in TRIGGERS.items():
        if standing.get(name) != sql:
            yield Problem(code="ledger.trigger_missing", thing=name)
    if not row or row[0] != 1:
        yield Problem(code="ledger.trigger_missing", thing="recursive_triggers")


def _problems_of(
    entry: Entry, personal: dict[str, PersonalText], erased: set[int]
) -> list[Problem]:
    """Return what is wrong with one entry."""
    try:
        body = json.loads(entry.body)
        hashed = leaf.hash_of(entry)
    except (ValueError, TypeError, RecursionError, Refused):
        return [Problem(code="ledger.entry_unreadable", seq=entry.seq)]
    if hashed.hex() != entry.leaf_hash or leaf.body_text(body) != entry.body:
        return [Problem(code="ledger.entry_altered", seq=entry.seq)]
    hashes = body.get("personal", {}) if isinstance(body, dict) else None
    if not isinstance(hashes, dict):
        return [Problem(code="ledger.entry_unreadable", seq=entry.seq)]
    return _personal_problems(entry, hashes, personal, is_erased=entry.seq in erased)


def _personal_problems(
    entry: Entry, hashes: dict[str, str], personal: dict[str, PersonalText], *, is_erased: bool
) -> list[Problem]:
    """Return where the personal text beside one entry is not what its leaf commits to."""
    found = []
    for name, expected in hashes.items():
        text = personal.get(name)
        if text is None and not is_erased:
            found.append(Problem(code="ledger.personal_missing", seq=entry.seq, thing=name))
        elif text is not None and leaf.personal_sha256(text.salt, text.text) != expected:
            found.append(Problem(code="ledger.personal_altered", seq=entry.seq, thing=name))
    found += [
        Problem(code="ledger.personal_unknown", seq=entry.seq, thing=name)
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


def _is_hex(entry: Entry) -> bool:
    try:
        return len(bytes.fromhex(entry.leaf_hash)) == 32  # noqa: PLR2004  # SHA-256
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
