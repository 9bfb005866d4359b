"""A sheet is archived by the office once it has ended, with a number and a term of its own."""

from datetime import date, datetime

import pytest
from tests.factories import ledger_size, named, released, returned, submitted

from hefa.core.errors import Conflict, Refused
from hefa.ledger.models import Entry
from hefa.registry.access import actor_of
from hefa.review.models import ReviewSheet
from hefa.review.register.actions import archive_sheet
from hefa.review.register.models import ArchivedSheet
from hefa.review.register.queries import Wanted, sheets_wanted

pytestmark = pytest.mark.usefixtures("community")


def archived(sheet: ReviewSheet, *, now: datetime, by: str = "zhou") -> ArchivedSheet:
    return archive_sheet(sheet, person=named(by), now=now)


def test_a_released_notice_is_kept_for_thirty_years(now: datetime) -> None:
    made = archived(released(now=now), now=now)

    assert made.archive_no == "2026-D30-0001"
    assert (made.keep_years, made.keep_until) == (30, date(2056, 12, 31))
    assert made.archived_by == named("zhou")


def test_numbers_follow_each_other_and_void_sheets_are_archived_too(now: datetime) -> None:
    first, second = archived(released(now=now), now=now), archived(returned(now=now), now=now)

    assert [first.archive_no, second.archive_no] == ["2026-D30-0001", "2026-D30-0002"]


def test_the_ledger_tells_of_it(now: datetime) -> None:
    sheet = released(now=now)
    archived(sheet, now=now)

    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (entry.kind, entry.subject) == ("review.archived", f"sheet:{sheet.number}")
    assert "2026-D30-0001" in entry.body


def test_a_sheet_on_its_way_is_not_archived(now: datetime) -> None:
    sheet = submitted(now=now)

    with pytest.raises(Refused, match="archived_too_early"):
        archived(sheet, now=now)
    assert not ArchivedSheet.objects.exists()


def test_a_sheet_is_archived_once(now: datetime) -> None:
    sheet = released(now=now)
    archived(sheet, now=now)
    size = ledger_size()

    with pytest.raises(Conflict, match="already_archived"):
        archived(sheet, now=now)
    assert ledger_size() == size


@pytest.mark.parametrize("by", ["zhang", "zhao", "wang", "he", "liu"])
def test_only_office_and_administrator_archive(by: str, now: datetime) -> None:
    sheet = released(now=now)

    with pytest.raises(Refused, match="no_right"):
        archived(sheet, now=now, by=by)


def test_nothing_goes_by_itself_and_what_may_go_is_listed(now: datetime) -> None:
    sheet, other = released(now=now), released("另一篇", now=now)
    archived(sheet, now=now)
    archived(other, now=now)
    ArchivedSheet.objects.filter(sheet=other).update(keep_until=date(2026, 11, 23))
    ArchivedSheet.objects.filter(sheet=sheet).update(keep_until=date(2026, 11, 22))

    due = sheets_wanted(actor_of(named("zhou"), now), Wanted(archived="due"), now=now)

    assert [one.number for one in due] == [sheet.number]  # the other must be kept today still
    assert ReviewSheet.objects.filter(pk=sheet.pk).exists()
