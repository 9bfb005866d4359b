"""Each reason for which the door stays shut, asked for by itself."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import queued

from hefa.core.errors import Refused
from hefa.ledger.doubt import note_verdict
from hefa.ledger.key import key_path
from hefa.ledger.problems import Problem
from hefa.ledger.verify import Verdict
from hefa.publish.actions import halt_publishing
from hefa.publish.door import (
    MOST_ITEMS,
    Use,
    issue_permit,
    reasons_against_opening,
    reasons_against_release,
)
from hefa.publish.models import Publication, PublicationState
from hefa.review.models import Opinion, ReviewSheet


def against(publication: Publication) -> list[str]:
    return [entry.code for entry in reasons_against_opening(publication, NOW)]


def refused(publication: Publication, use: Use, rendered: dict[int, str] | None) -> list[str]:
    """Return why no permit is given."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        issue_permit(publication, use, rendered, NOW)
    return [entry.code for entry in refusal.value.reasons]


def changed(statement: str, *values: object) -> None:
    """Change rows past every model, as somebody with the database would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_ledger_that_does_not_prove_out(house: House) -> None:
    publication = queued(house)
    altered = Problem(code="ledger.entry_altered", seq=1)
    note_verdict(Verdict(size=1, root="0" * 64, problems=(altered,)), now=NOW)

    assert against(publication) == ["ledger.not_sound"]


def test_a_ledger_that_lost_its_guard(house: House) -> None:
    publication = queued(house)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'led%'")
        cursor.execute(f"DROP TRIGGER {cursor.fetchone()[0]}")

    assert against(publication) == ["ledger.not_sound"]


def test_a_signing_key_that_is_gone(house: House) -> None:
    publication = queued(house)
    kept = key_path().read_bytes()
    key_path().unlink()
    try:
        assert against(publication) == ["ledger.key_missing"]
    finally:
        key_path().write_bytes(kept)


def test_a_stop(house: House) -> None:
    publication = queued(house)
    halt_publishing(house.account, person=house.approver, words="账号异常", now=NOW)

    assert against(publication) == ["publish.halted"]


def test_a_stop_lets_what_does_harm_be_taken_down(house: House) -> None:
    publication = queued(house)
    halt_publishing(house.account, person=house.approver, words="账号异常", now=NOW)
    publication.kind = "take_down"

    assert "publish.halted" not in against(publication)


def test_a_claim_that_was_lost(house: House) -> None:
    publication = queued(house)
    publication.items.update(claims=False)

    assert against(publication) == ["publish.claim_lost"]
    publication.kind = "preview"
    assert "publish.claim_lost" not in against(publication)


def test_bytes_other_than_the_item_names(house: House) -> None:
    publication = queued(house)
    publication.items.update(package_sha256="0" * 64)

    assert against(publication) == ["publish.package_altered"]


def test_a_package_that_cannot_be_read(house: House) -> None:
    publication = queued(house)
    changed("UPDATE collect_version SET package = %s", b"{")

    assert "publish.package_altered" in against(publication)


def test_a_version_without_a_sheet(house: House) -> None:
    publication = queued(house)
    Opinion.objects.all().delete()
    changed("DELETE FROM review_reviewsheet")

    assert against(publication) == ["review.not_released"]


def test_eight_items_are_no_reason_and_none_is_one(house: House) -> None:
    publication = queued(house, count=MOST_ITEMS)
    assert against(publication) == []

    publication.items.all().delete()

    assert against(publication) == ["publish.item_count"]


def test_the_same_reason_is_given_once(house: House) -> None:
    publication = queued(house, count=2)
    publication.items.update(claims=False)

    assert against(publication) == ["publish.claim_lost"]


def test_a_release_over_other_bytes_is_said_of_the_sheet_alone(house: House) -> None:
    sheet = released(house, package("一"))
    assert reasons_against_release(sheet) == ()

    changed("UPDATE collect_version SET package_sha256 = %s", "0" * 64)
    fresh = ReviewSheet.objects.select_related("version").get(pk=sheet.pk)

    assert "publish.package_altered" in [entry.code for entry in reasons_against_release(fresh)]


def test_a_permit_outside_a_transaction_is_a_mistake(house: House) -> None:
    publication = queued(house)
    connection.in_atomic_block = False  # as it is outside of every transaction
    try:
        with pytest.raises(RuntimeError):
            issue_permit(publication, Use.PICTURES, {}, NOW)
    finally:
        connection.in_atomic_block = True
    assert not publication.permits.exists()


def test_a_permit_in_the_wrong_state(house: House) -> None:
    publication = queued(house)
    publication.state = PublicationState.SUBMITTED

    assert refused(publication, Use.PICTURES, {}) == ["publish.wrong_state"]


def test_a_draft_whose_bytes_are_not_those_kept(house: House) -> None:
    publication = queued(house)

    assert refused(publication, Use.DRAFT, {}) == ["publish.rendered_altered"]
    assert refused(publication, Use.DRAFT, {1: "0" * 64}) == ["publish.rendered_altered"]
    assert refused(publication, Use.PICTURES, {1: "0" * 64}) == ["publish.rendered_altered"]


def test_each_permit_bears_the_next_number(house: House) -> None:
    publication = queued(house)
    with transaction.atomic():
        issue_permit(publication, Use.PICTURES, {}, NOW)
        issue_permit(publication, Use.PICTURES, {}, NOW + timedelta(seconds=1))

    assert list(publication.permits.order_by("attempt").values_list("attempt", flat=True)) == [1, 2]
