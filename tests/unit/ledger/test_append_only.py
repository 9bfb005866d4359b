"""The tables refuse every way of changing what was written; appending is all there is."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction

from hefa.core.errors import Refused
from hefa.core.merkle import appended, edge_root
from hefa.ledger.actions import erase_personal_text
from hefa.ledger.append import Fact, append, edge_of
from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Entry, Frontier, PersonalText
from hefa.ledger.verify import verify

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
COLUMNS = "(seq, v, ts, actor, kind, subject, body, leaf_hash)"
ROW = "(%s, 1, 't', 'a', 'k', 's', '{}', 'h')"


def enter(kind: str = "test.done", **personal: str) -> Entry:
    fact = Fact(kind=kind, subject="thing:1", body={"n": 1}, personal=personal or None)
    return append(fact, actor="person-1", now=NOW)


@pytest.fixture
def three() -> list[Entry]:
    return [enter(words="甲"), enter(), enter(words="乙")]


def refused(sql: str, *values: object) -> str:
    """Return why the database refuses `sql`; nothing of it remains."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as sent:
        sent.execute(sql, values)
    return str(caught.value)


@pytest.mark.parametrize(
    "column", ["seq", "v", "ts", "actor", "kind", "subject", "body", "leaf_hash"]
)
@pytest.mark.parametrize("where", ["", " WHERE seq = 2", " WHERE seq = 3"])
def test_no_column_of_an_entry_is_updated(three: list[Entry], column: str, where: str) -> None:
    assert "never changed" in refused(f"UPDATE ledger_entry SET {column} = {column}{where}")  # noqa: S608  # own names


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_no_entry_is_deleted(three: list[Entry], seq: int) -> None:
    assert "never deleted" in refused("DELETE FROM ledger_entry WHERE seq = %s", seq)


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE"])
@pytest.mark.parametrize("seq", [-1, 0, 1, 2, 3, 5, 100])
def test_only_the_next_seq_is_inserted(three: list[Entry], verb: str, seq: int) -> None:
    reason = refused(f"{verb} INTO ledger_entry {COLUMNS} VALUES {ROW}", seq)

    assert "only the next entry" in reason


@pytest.mark.parametrize("seq", [1, 2, 3])
@pytest.mark.parametrize("doing", ["UPDATE SET kind = 'x'", "NOTHING"])
def test_an_upsert_is_refused(three: list[Entry], seq: int, doing: str) -> None:
    sql = f"INSERT INTO ledger_entry {COLUMNS} VALUES {ROW} ON CONFLICT(seq) DO {doing}"  # noqa: S608  # own names

    assert "only the next entry" in refused(sql, seq)


def test_update_or_replace_is_refused(three: list[Entry]) -> None:
    assert "never changed" in refused("UPDATE OR REPLACE ledger_entry SET seq = 1 WHERE seq = 3")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_frontier SET size = size",
        "UPDATE ledger_frontier SET size = size - 1",
        "UPDATE ledger_frontier SET size = size + 1",
        "UPDATE ledger_frontier SET size = size + 2",
        "UPDATE ledger_frontier SET edge = ''",
        "UPDATE ledger_frontier SET id = 2",
        "UPDATE ledger_frontier SET size = NULL",
        "DELETE FROM ledger_frontier",
        "INSERT INTO ledger_frontier (id, size, edge) VALUES (2, 0, '')",
        "INSERT INTO ledger_frontier (id, size, edge) VALUES (1, 0, '')",
        "INSERT OR REPLACE INTO ledger_frontier (id, size, edge) VALUES (1, 0, '')",
        "INSERT INTO ledger_frontier VALUES (1, 0, '') ON CONFLICT(id) DO UPDATE SET size = 0",
        "UPDATE ledger_personal SET text = 'x'",
        "UPDATE ledger_personal SET seq = 2",
        "DELETE FROM ledger_personal",
        "DELETE FROM ledger_personal WHERE seq = 1",
        "INSERT INTO ledger_personal (seq, name, salt, text) VALUES (1, 'other', '', '')",
        "INSERT INTO ledger_personal (seq, name, salt, text) VALUES (9, 'words', '', '')",
        "INSERT OR REPLACE INTO ledger_personal (seq, name, salt, text) VALUES (1, 'words', '', '')",
    ],
)  # fmt: skip
def test_frontier_and_personal_text_take_no_other_way(three: list[Entry], sql: str) -> None:
    assert "ledger:" in refused(sql)
    assert verify().is_sound


def test_after_every_refusal_the_ledger_is_as_it_was(three: list[Entry]) -> None:
    before = verify()
    refused("DELETE FROM ledger_entry")
    refused("UPDATE ledger_frontier SET size = 0")

    assert verify() == before
    assert before.size == 3


def test_an_entry_without_a_transaction_is_refused() -> None:
    connection.in_atomic_block = False
    try:
        with pytest.raises(RuntimeError, match=r"test\.done"):
            enter()
    finally:
        connection.in_atomic_block = True

    assert not Entry.objects.exists()


def test_a_rolled_back_act_leaves_no_entry(three: list[Entry]) -> None:
    before = verify()
    with suppress(ZeroDivisionError), transaction.atomic():
        enter(words="丙")
        raise ZeroDivisionError

    assert verify() == before
    assert Entry.objects.count() == 3
    assert enter().seq == 4


def test_entries_are_counted_on_and_cover_the_tree() -> None:
    edge: tuple[bytes, ...] = ()
    for number in range(20):
        entry = enter(words=str(number))
        edge = appended(edge, number, bytes.fromhex(entry.leaf_hash))
        assert entry.seq == number + 1

    frontier = Frontier.objects.get(pk=1)
    assert (frontier.size, edge_of(frontier)) == (20, edge)
    assert verify().root == edge_root(edge).hex()
    assert verify().is_sound


def test_an_empty_ledger_is_sound() -> None:
    verdict = verify()

    assert (verdict.size, verdict.is_sound) == (0, True)


def test_personal_text_stays_out_of_the_entry_and_its_hash_is_salted() -> None:
    one, other = enter(words="同样的话"), enter(words="同样的话")

    assert "同样的话" not in one.body
    assert one.body != other.body
    assert PersonalText.objects.filter(text="同样的话").count() == 2


def test_a_fact_that_cannot_be_written_exactly_is_refused() -> None:
    with pytest.raises(Refused), transaction.atomic():
        append(Fact(kind="k", subject="s", body={"n": 1.5}), actor="a", now=NOW)  # type: ignore[dict-item]  # that is the point

    assert not Entry.objects.exists()


def test_moments_are_utc_with_microseconds_and_never_naive() -> None:
    shanghai = timezone(timedelta(hours=8))
    at = datetime(2026, 11, 23, 10, 30, 0, 7, tzinfo=shanghai)

    assert timestamp(at) == "2026-11-23T02:30:00.000007Z"
    assert moment_of(timestamp(at)) == at
    with pytest.raises(ValueError, match="2026"):
        timestamp(datetime(2026, 11, 23))  # noqa: DTZ001  # that is the point


def test_an_erasure_is_an_entry_and_the_tree_still_verifies(three: list[Entry]) -> None:
    root_before = verify().root
    erase_personal_text(1, actor="person-1", words="本人要求", ordered_by="王书记", now=NOW)
    last = Entry.objects.latest("seq")

    assert (last.kind, last.subject, last.seq) == ("ledger.erased", "entry:1", 4)
    assert "王书记" in last.body
    assert not PersonalText.objects.filter(seq=1).exists()
    assert PersonalText.objects.filter(seq=3).exists()
    assert verify().is_sound
    assert verify().root != root_before


@pytest.mark.parametrize(("seq", "words"), [(1, " "), (2, "理由"), (99, "理由")])
def test_an_erasure_without_reason_or_without_text_is_refused(
    three: list[Entry], seq: int, words: str
) -> None:
    with pytest.raises(Refused):
        erase_personal_text(seq, actor="p", words=words, ordered_by="王书记", now=NOW)

    assert Entry.objects.count() == 3


def test_erasing_twice_is_refused(three: list[Entry]) -> None:
    erased = {"actor": "p", "words": "本人要求", "ordered_by": "王书记", "now": NOW}
    erase_personal_text(1, **erased)
    with pytest.raises(Refused):
        erase_personal_text(1, **erased)
