"""Judging one release: what an orderly one proves, and what one thing out of order takes away."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests import factories as make
from tests.conftest import NOW, kept
from tests.unit.report.asking import PER_ITEM, against, evidence, standing

from hefa.collect.models import Version
from hefa.core.duty import Standing
from hefa.ledger.models import Entry
from hefa.report import answered
from hefa.review.models import Opinion, ReviewSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]


@pytest.fixture(scope="module")
def _one(_entered: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept(django_db_blocker, lambda: make.released(now=NOW)):
        yield


@pytest.fixture
def sheet(_one: None, community: None, now: datetime) -> ReviewSheet:
    """The only sheet, released in order just now."""
    return ReviewSheet.objects.select_related("version").first() or make.released(now=now)


@pytest.mark.parametrize("name", sorted(answered.NOT_KEPT_YET))
def test_what_nothing_keeps_is_missing_and_named(
    name: str, sheet: ReviewSheet, now: datetime
) -> None:
    found = evidence(name, now)

    assert found.standing is Standing.MISSING
    assert found.fact == f"{answered.NOT_KEPT_YET[name]}还没有登记的地方，不当作已经做到。"


@pytest.mark.parametrize("name", PER_ITEM)
def test_one_orderly_release_is_evidence_with_its_two_dates(
    name: str, sheet: ReviewSheet, now: datetime
) -> None:
    found = evidence(name, now)

    assert found.standing is Standing.PROVED
    assert found.against == ()
    assert [piece.url for piece in found.pieces] == [f"/review/{sheet.number}/"]
    assert [(piece.fact_at, piece.recorded_at) for piece in found.pieces] == [(now, now)]
    assert [Entry.objects.get(seq=piece.entry).kind for piece in found.pieces] == [
        "review.released"
    ]


def _same_person_approves() -> None:
    endorsed = Opinion.objects.get(act="endorse")
    Opinion.objects.filter(act="approve").update(person=endorsed.person)


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("columns_and_readers", lambda: Version.objects.update(audience="")),
        ("purposes", lambda: Version.objects.update(purpose=" ")),
        ("source_and_approver", lambda: Version.objects.update(source_name="", source_url="")),
        ("order_of_acts", _same_person_approves),
        ("order_of_acts", lambda: Opinion.objects.filter(act="approve").delete()),
        ("signed_over_one_package", lambda: Opinion.objects.filter(act="approve").delete()),
        ("signed_over_one_package", lambda: Opinion.objects.filter(act="approve").update(
            package_sha256="0" * 64)),
        ("signed_over_one_package", lambda: Version.objects.update(package=b"{}")),
        ("first_review_right", lambda: Opinion.objects.filter(act="endorse").update(
            post="contributor")),
        ("released_by_post", lambda: Opinion.objects.filter(act="release").update(post="office")),
        ("right_route", lambda: ReviewSheet.objects.update(route="news")),
        ("delivered_by_sender", lambda: Opinion.objects.filter(act="deliver").update(
            person=make.named("qian"))),
        ("nothing_unanswered", lambda: Version.objects.update(package=b"{}")),
        ("secrecy_declared", lambda: Opinion.objects.update(declarations={})),
        ("six_declarations", lambda: Opinion.objects.update(declarations={"rights": "unsure"})),
    ],
)  # fmt: skip
def test_one_case_against_a_claim_is_named(
    name: str, break_it: Callable[[], object], sheet: ReviewSheet, now: datetime
) -> None:
    break_it()

    assert standing(name, now) is Standing.MISSING
    assert against(name, now) == [f"{sheet.number} 《停水通知》"]
    assert evidence(name, now).count == 0
