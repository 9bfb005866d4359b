"""The figures: asked day by day until they are final, kept by item, and honest about the rest."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.publish.counts.reading import FIRST_WEEK, NOT_GIVEN, days_to_ask, read_counts
from hefa.publish.models import Publication, PublicationItem, PublicationState, ReadCount

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 here, the day after
DAY = date(2026, 11, 23)

Passing = Callable[[datetime], None]


@pytest.fixture
def until(wechat: Wechat) -> Passing:
    """Let the time at WeChat be this moment."""

    def pass_time(moment: datetime) -> None:
        wechat.console("clock", set_to=moment.isoformat())

    pass_time(NOW)
    return pass_time


@pytest.fixture
def published(house: House, until: Passing) -> Publication:
    publication, _ = run_until_rest(queued(house, 2))
    assert publication.state == PublicationState.PUBLISHED
    return publication


def counted(house: House, now: datetime) -> datetime | None:
    house.account.refresh_from_db()
    return read_counts(house.account, now=now)


def set_reads(wechat: Wechat, idx: int, day: date, **figures: int) -> None:
    article_id = wechat.state()["articles"][0]["article_id"]
    wechat.console(f"articles/{article_id}/reads", idx=idx, date=day.isoformat(), **figures)


def kept() -> list[tuple[int, date, int, int, bool]]:
    columns = ("item__position", "day", "read_users", "share_users", "is_final")
    return list(ReadCount.objects.order_by("day", "item__position").values_list(*columns))


def test_figures_go_to_the_item_and_day_they_belong_to(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    set_reads(wechat, 1, DAY, read_user=120, share_user=7)
    set_reads(wechat, 2, DAY, read_user=30, share_user=1)
    until(MORNING)

    assert counted(house, MORNING) is None
    assert kept() == [(1, DAY, 120, 7, True), (2, DAY, 30, 1, True)]
    house.account.refresh_from_db()
    assert (house.account.counted_at, house.account.count_code) == (MORNING, "")


def test_fewer_than_three_readers_are_kept_as_none(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    set_reads(wechat, 1, DAY, read_user=2, share_user=1)
    until(MORNING)
    counted(house, MORNING)

    assert kept()[0] == (1, DAY, 0, 0, True)


def test_before_eight_nothing_is_asked_of_yesterday(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    early = MORNING - timedelta(hours=2)
    until(early)
    wechat.console("clock", set_to=early.isoformat())
    assert counted(house, early) is None

    assert not ReadCount.objects.exists()
    house.account.refresh_from_db()
    assert house.account.counted_at is None


def test_a_day_that_is_final_is_not_asked_for_again(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    until(MORNING)
    counted(house, MORNING)
    set_reads(wechat, 1, DAY, read_user=999, share_user=1)
    before = kept()
    later = MORNING + timedelta(hours=1)
    until(later)
    counted(house, later)

    assert kept() == before
    assert days_to_ask(list(PublicationItem.objects.all()), later) == []


def test_figures_not_ready_are_asked_for_later(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    until(MORNING)
    wechat.console("faults", path="/datacube/getarticleread", kind="errcode", errcode=61503)
    counted(house, MORNING)
    assert not ReadCount.objects.exists()

    counted(house, MORNING + timedelta(hours=1))
    assert len(kept()) == 2


def test_an_account_without_figures_is_asked_again_after_a_week(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    wechat.console("account", kind="personal")
    until(MORNING)
    counted(house, MORNING)
    house.account.refresh_from_db()
    assert (house.account.count_code, house.account.counted_at) == (NOT_GIVEN, MORNING)
    assert not ReadCount.objects.exists()

    wechat.console("account", kind="verified")
    almost = MORNING + timedelta(days=6)
    until(almost)
    counted(house, almost)
    assert not ReadCount.objects.exists()

    after = MORNING + timedelta(days=7)
    until(after)
    counted(house, after)
    house.account.refresh_from_db()
    assert house.account.count_code == ""
    assert ReadCount.objects.filter(day=DAY).count() == 2


def test_after_thirty_days_nothing_more_is_asked(
    house: House, published: Publication, until: Passing
) -> None:
    late = NOW + timedelta(days=31)
    until(late)
    counted(house, late)

    assert not ReadCount.objects.exists()


def test_many_days_are_asked_for_in_turns(
    house: House, published: Publication, until: Passing
) -> None:
    late = NOW + timedelta(days=28)
    until(late)
    again = counted(house, late)
    assert again == late + timedelta(minutes=1)
    assert ReadCount.objects.filter(item__position=1).count() == 15

    assert counted(house, again) is None
    assert ReadCount.objects.filter(item__position=1).count() == 28


def test_without_its_number_an_item_is_known_by_its_long_address(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    Publication.objects.update(msg_data_id="")
    set_reads(wechat, 1, DAY, read_user=120, share_user=7)
    until(MORNING)
    counted(house, MORNING)

    assert kept()[0] == (1, DAY, 120, 7, True)


def test_an_item_that_cannot_be_told_apart_is_not_counted(
    house: House, published: Publication, until: Passing
) -> None:
    Publication.objects.update(msg_data_id="")
    PublicationItem.objects.update(article_url="https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv")
    until(MORNING)

    assert counted(house, MORNING) is None
    assert not ReadCount.objects.exists()


def test_the_older_way_tells_sums_that_become_days(
    house: House, wechat: Wechat, published: Publication, until: Passing
) -> None:
    tuesday = DAY + timedelta(days=1)
    set_reads(wechat, 1, DAY, read_user=120, share_user=7)
    set_reads(wechat, 1, tuesday, read_user=30, share_user=2)
    wechat.console("faults", path="/datacube/getarticleread", kind="errcode", errcode=48001)
    late = MORNING + timedelta(days=1)
    until(late)
    counted(house, late)

    house.account.refresh_from_db()
    assert house.account.count_code == FIRST_WEEK
    assert (1, DAY, 120, 7, True) in kept()
    assert (1, tuesday, 30, 2, True) in kept()
