"""The bin: undo at once, thirty days, then gone; never what was submitted."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import kinds_since, ledger_size, named, returned, written
from tests.fixtures.docx import picture_bytes, winter_heating_notice

from hefa.check.actions import Reply, answer_finding
from hefa.check.models import FindingAnswer
from hefa.check.queries import look_at
from hefa.collect.actions import Upload, bin_manuscript, import_word, restore_manuscript
from hefa.collect.enclosing import take_in_picture
from hefa.collect.models import Enclosure, Manuscript, Version, WordFile
from hefa.collect.purging import KEPT_DAYS, overdue, purge
from hefa.collect.tasks import empty_bin
from hefa.core.finding import Verdict
from hefa.registry.models import Unit

SignIn = Callable[..., Client]
KEPT = timedelta(days=KEPT_DAYS)


def binned(now: datetime, title: str = "停水通知") -> Manuscript:
    manuscript = written(title, now=now).manuscript
    bin_manuscript(manuscript, person=named("zhang"), now=now)
    return manuscript


def test_toast_offers_to_take_it_back_and_its_button_does(sign_in: SignIn, now: datetime) -> None:
    manuscript = written(now=now).manuscript
    browser = sign_in("zhang")

    page = browser.post(f"/collect/{manuscript.pk}/bin/", {"to": "bin"}, follow=True)
    toast = re.search(r"data-toast.*?</form>", page.content.decode(), re.DOTALL)
    assert toast is not None
    assert "已把《停水通知》丢进回收站" in toast[0]
    assert "撤回" in toast[0]
    address = re.search(r'action="([^"]+)"', toast[0])
    button = re.search(r'name="(\w+)" value="(\w+)">撤回', toast[0])
    assert address is not None
    assert button is not None
    browser.post(address[1], {button[1]: button[2]})

    manuscript.refresh_from_db()
    assert manuscript.binned_at is None


def test_other_toasts_offer_nothing(sign_in: SignIn, now: datetime) -> None:
    manuscript = binned(now)

    page = sign_in("zhang").post(f"/collect/{manuscript.pk}/bin/", {"to": "restore"}, follow=True)

    assert "已取回《停水通知》" in page.content.decode()
    assert "toast-undo" not in page.content.decode()


def test_page_lists_one_s_own_with_the_day_they_go(sign_in: SignIn, now: datetime) -> None:
    binned(now, "甲通知")
    written("乙通知", now=now)

    mine = sign_in("zhang").get("/collect/bin/").content.decode()
    other = sign_in("zhao").get("/collect/bin/").content.decode()

    assert "甲通知" in mine
    assert "乙通知" not in mine
    assert "还有 30 天" in mine
    assert "回收站是空的" in other


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_a_fixed_number_of_queries(sign_in: SignIn, now: datetime, count: int) -> None:
    browser = sign_in("zhang")
    browser.get("/collect/bin/")
    binned(now)
    with CaptureQueriesContext(connection) as one:
        browser.get("/collect/bin/")
    for _ in range(count):
        binned(now)
    with CaptureQueriesContext(connection) as more:
        browser.get("/collect/bin/")

    assert len(more) == len(one)


def test_after_thirty_days_everything_of_a_draft_goes_but_the_ledger(
    community: None, now: datetime
) -> None:
    upload = Upload(name="供暖.docx", content=winter_heating_notice())
    unit = Unit.objects.get(key="service")
    version = import_word(named("zhang"), upload, unit=unit, now=now)
    version = Version.objects.get(pk=version.pk)
    picture = Upload(name="图.png", content=picture_bytes())
    take_in_picture(version, picture, person=named("zhang"), now=now)
    finding = next(entry for entry in look_at(version, now=now).open if entry.rule == "P03")
    reply = Reply(
        rule="P03", place=finding.place, verdict=Verdict.ACCEPTED, reason="对外公开的电话"
    )
    answer_finding(version, reply, person=named("zhang"), now=now)
    bin_manuscript(version.manuscript, person=named("zhang"), now=now)
    size = ledger_size()

    empty_bin("", now=now + KEPT)

    for model in (Manuscript, Version, WordFile, Enclosure, FindingAnswer):
        assert not model.objects.exists(), model
    assert kinds_since(size) == ["collect.purged"]
    empty_bin("", now=now + KEPT)
    assert ledger_size() == size + 1


def test_nothing_goes_a_moment_too_early(community: None, now: datetime) -> None:
    binned(now)

    empty_bin("", now=now + KEPT - timedelta(seconds=1))

    assert Manuscript.objects.count() == 1


def test_what_was_taken_out_meanwhile_stays(community: None, now: datetime) -> None:
    manuscript = binned(now)
    (found,) = overdue(now + KEPT)
    restore_manuscript(manuscript, person=named("zhang"), now=now)

    assert purge(found, now=now + KEPT) is False
    assert Manuscript.objects.count() == 1


def test_what_was_submitted_once_never_goes(community: None, now: datetime) -> None:
    manuscript = returned(now=now).version.manuscript
    Manuscript.objects.filter(pk=manuscript.pk).update(binned_at=now)  # by a foreign hand

    empty_bin("", now=now + KEPT)

    assert not overdue(now + KEPT).exists()
    assert Version.objects.filter(manuscript=manuscript).count() == 1
