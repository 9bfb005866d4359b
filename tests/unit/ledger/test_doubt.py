"""A ledger that does not prove out stops publishing, and says so on every page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories import released

from hefa.ledger.doubt import note_verdict, standing_doubt
from hefa.ledger.models import Entry
from hefa.ledger.problems import Problem
from hefa.ledger.tasks import verify_whole
from hefa.ledger.verify import Verdict
from hefa.publish.actions import queue_publication
from hefa.publish.door import reasons_against_opening

SignIn = Callable[[str], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
UNSOUND = Verdict(size=3, root="0" * 64, problems=(Problem(code="ledger.entry_altered", seq=2),))


def test_the_door_stays_shut_while_the_ledger_is_in_doubt_and_opens_when_it_proves_out(
    now: datetime, person: Callable[[str], object]
) -> None:
    publication = queue_publication(
        [released(now=now).version], person=person("chen"), planned_at=None, now=now
    )
    assert reasons_against_opening(publication, now) == ()

    note_verdict(UNSOUND, now=now)
    shut = [entry.code for entry in reasons_against_opening(publication, now)]
    verify_whole("", now=now)

    assert shut == ["ledger.not_sound"]
    assert reasons_against_opening(publication, now) == ()


def test_the_first_moment_of_a_doubt_is_kept(now: datetime) -> None:
    note_verdict(UNSOUND, now=now)
    note_verdict(UNSOUND, now=now + timedelta(hours=1))

    doubt = standing_doubt()
    assert doubt is not None
    assert (doubt.found_at, doubt.code, doubt.count) == (now, "ledger.entry_altered", 1)


def test_every_page_says_that_publishing_has_stopped(sign_in: SignIn, now: datetime) -> None:
    browser = sign_in("zhang")
    assert "已停止发布" not in browser.get("/").content.decode()

    note_verdict(UNSOUND, now=now)

    assert "已停止发布" in browser.get("/").content.decode()


def test_verification_on_the_page_keeps_what_it_found(sign_in: SignIn, now: datetime) -> None:
    note_verdict(UNSOUND, now=now)

    sign_in("wang").post("/report/ledger/verify/")

    assert Entry.objects.exists()
    assert standing_doubt() is None
