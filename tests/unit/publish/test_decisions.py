"""What people may decide about a publication, and what they may not."""

import time
from datetime import timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.canonical import sha256_hex
from hefa.core.errors import Conflict, Refused, Unavailable
from hefa.jobs.models import JobRun
from hefa.ledger.models import Entry
from hefa.publish import send
from hefa.publish.account import connected, token_of
from hefa.publish.actions import (
    ask_to_lift_halt,
    cancel_publication,
    halt_publishing,
    lift_halt,
    queue_publication,
    retry_publication,
)
from hefa.publish.door import OpenPermit, Use
from hefa.publish.models import AccountToken, Publication, PublicationState
from hefa.publish.tasks import chase
from hefa.publish.turn import claim, write
from hefa.wechat.values import Article, MediaId

State = PublicationState


def failed(house: House, wechat: Wechat) -> Publication:
    wechat.console("publish_outcome", status=3)
    publication, _ = run_until_rest(queued(house))
    assert publication.state == State.FAILED
    return publication


def test_words_are_asked_for_and_nothing_changes_without(house: House, wechat: Wechat) -> None:
    publication = failed(house, wechat)
    size = Entry.objects.count()
    administrator = house.administrator
    for act in (
        lambda: cancel_publication(publication, person=administrator, words=" ", now=NOW),
        lambda: retry_publication(publication, person=administrator, words=" ", now=NOW),
        lambda: halt_publishing(house.account, person=administrator, words=" ", now=NOW),
    ):
        with pytest.raises(Refused, match=r"publish\.words_missing"):
            act()
    assert Entry.objects.count() == size


def test_what_is_out_cannot_be_cancelled_or_tried_again(house: House) -> None:
    publication, _ = run_until_rest(queued(house))
    for act in (cancel_publication, retry_publication):
        with pytest.raises(Refused):
            act(publication, person=house.administrator, words="再来", now=NOW)


def test_a_stranger_decides_nothing(house: House, wechat: Wechat) -> None:
    publication = failed(house, wechat)
    for act in (cancel_publication, retry_publication):
        with pytest.raises(Refused, match=r"core\.no_right"):
            act(publication, person=house.stranger, words="再来", now=NOW)
    with pytest.raises(Refused, match=r"core\.no_right"):
        halt_publishing(house.account, person=house.stranger, words="停", now=NOW)


def test_a_failed_version_taken_by_another_publication_is_not_tried_again(
    house: House, wechat: Wechat
) -> None:
    publication = failed(house, wechat)
    version = publication.items.get().version
    queue_publication([version], person=house.administrator, planned_at=None, now=NOW)

    with pytest.raises(Conflict, match=r"publish\.already_claimed"):
        retry_publication(publication, person=house.administrator, words="再来", now=NOW)


def test_one_stop_stands_at_a_time_and_is_lifted_once(house: House) -> None:
    halt = halt_publishing(house.account, person=house.approver, words="查账号", now=NOW)
    with pytest.raises(Refused, match=r"publish\.halted_already"):
        halt_publishing(house.account, person=house.approver, words="查账号", now=NOW)
    with pytest.raises(Refused, match=r"publish\.halted"):
        queue_publication(
            [released(house).version], person=house.administrator, planned_at=None, now=NOW
        )
    ask_to_lift_halt(halt, person=house.approver, now=NOW)
    with pytest.raises(Conflict):
        ask_to_lift_halt(halt, person=house.administrator, now=NOW)
    lift_halt(halt, person=house.administrator, now=NOW)
    with pytest.raises(Conflict):
        lift_halt(halt, person=house.administrator, now=NOW)


def test_a_worker_whose_publication_was_taken_away_writes_nothing(house: House) -> None:
    publication = queued(house)
    turn = claim(publication.pk, now=NOW)
    assert turn is not None
    assert claim(publication.pk, now=NOW) is None
    later = claim(publication.pk, now=NOW + timedelta(seconds=121))
    assert later is not None

    with pytest.raises(Conflict):
        write(turn, state=State.DRAFTING)
    cancel_publication(
        publication_now(publication), person=house.administrator, words="停", now=NOW
    )
    with pytest.raises(Conflict):
        write(later, state=State.DRAFTING)


def publication_now(publication: Publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)


@pytest.mark.parametrize(("use", "age"), [(Use.SUBMIT, 31), (Use.DRAFT, 0), (Use.PICTURES, 0)])
def test_a_permit_that_is_old_or_for_something_else_submits_nothing(
    house: House, wechat: Wechat, use: Use, age: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    permit = OpenPermit(use=use, publication_id=1, rendered_sha256s={}, opened_at=-age)
    monkeypatch.setattr("hefa.publish.door.time.monotonic", lambda: 0.0)
    with connected(house.account, now=NOW) as wire, pytest.raises(send.PermitSpent):
        send.send_submission(wire, permit, "media")
    assert "/cgi-bin/freepublish/submit" not in wechat.state()["calls"]


def test_a_draft_of_other_bytes_than_permitted_is_not_sent(house: House, wechat: Wechat) -> None:
    article = Article(title="题", content="<p>别的</p>", thumb_media_id=MediaId("m"))
    with connected(house.account, now=NOW) as wire:
        opened_at = time.monotonic()
        permit = OpenPermit(
            use=Use.DRAFT,
            publication_id=1,
            rendered_sha256s={1: sha256_hex(b"<p>\xe7\x94\xb2</p>")},
            opened_at=opened_at,
        )
        with pytest.raises(send.PermitSpent):
            send.send_draft(wire, permit, [article])
    assert "/cgi-bin/draft/add" not in wechat.state()["calls"]


def test_a_renewal_held_by_another_process_is_waited_for_and_then_given_up(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hefa.publish.account._WAIT_SECONDS", 0)
    AccountToken.objects.create(
        account=house.account,
        token_sealed="",
        expires_at=NOW,
        renewal_until=NOW + timedelta(seconds=40),
    )
    with connected(house.account, now=NOW) as wire, pytest.raises(Unavailable):
        token_of(wire)
    with connected(house.account, now=NOW + timedelta(seconds=41)) as wire:
        token_of(wire)


def test_the_chase_wakes_what_is_under_way(house: House) -> None:
    publication = queued(house)
    JobRun.objects.all().delete()
    chase("", now=NOW)
    assert JobRun.objects.get().key == str(publication.pk)
