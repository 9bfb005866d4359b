"""A second submission of the same draft: by itself only where WeChat is known to refuse it."""

from datetime import datetime, timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.errors import Conflict, Refused
from hefa.ledger.models import Entry
from hefa.publish.actions import retry_publication
from hefa.publish.models import Permit, Publication, PublicationState
from hefa.publish.queries import timeline
from hefa.registry.actions import save_account, set_resubmission
from hefa.registry.models import Installation, OfficialAccount

State = PublicationState
SUBMIT = "/cgi-bin/freepublish/submit"


@pytest.fixture
def known(house: House, wechat: Wechat) -> OfficialAccount:
    """An account of which it is known that a draft is taken only once."""
    wechat.console("settings", resubmit="refuse")
    seen = house.account.revision
    set_resubmission(
        house.account, is_refused=True, words="试过", by=house.administrator, now=NOW, seen=seen
    )
    return OfficialAccount.objects.get()


def effects(wechat: Wechat) -> int:
    return sum(wechat.state()["effective_publications"].values())


def kinds(publication: Publication) -> list[str]:
    return [entry.kind for entry in timeline(publication)]


@pytest.mark.usefixtures("known")
def test_a_lost_submission_is_made_again_after_the_floor(house: House, wechat: Wechat) -> None:
    wechat.console("faults", path=SUBMIT, kind="drop_before")
    publication, ended = run_until_rest(queued(house))

    assert publication.state == State.PUBLISHED, publication.trouble_code
    assert timedelta(minutes=25) <= ended - NOW <= timedelta(minutes=30)
    assert effects(wechat) == 1
    assert kinds(publication).count("publish.submit_again") == 1
    assert kinds(publication).count("publish.submit_intended") == 2
    assert Permit.objects.filter(publication=publication, kind="submit").count() == 2


def test_nothing_is_submitted_again_where_that_is_not_known(house: House, wechat: Wechat) -> None:
    wechat.console("faults", path=SUBMIT, kind="drop_before")
    publication, _ = run_until_rest(queued(house))

    assert (publication.state, publication.trouble_code) == (
        State.NEEDS_HUMAN,
        "publish.unclear_draft_there",
    )
    assert wechat.state()["calls"][SUBMIT] == 1
    assert Permit.objects.filter(kind="submit").count() == 1


@pytest.mark.usefixtures("known")
def test_twice_again_at_most_and_then_a_person(house: House, wechat: Wechat) -> None:
    wechat.console("faults", path=SUBMIT, kind="drop_before", times=9)
    publication, _ = run_until_rest(queued(house), until=timedelta(hours=3))

    assert publication.state == State.NEEDS_HUMAN
    assert Permit.objects.filter(publication=publication, kind="submit").count() == 3
    assert effects(wechat) == 0


@pytest.mark.usefixtures("known")
def test_what_is_still_on_its_way_is_refused_and_waited_for(house: House, wechat: Wechat) -> None:
    wechat.console("settings", publish_delay=2400)
    wechat.console("faults", path=SUBMIT, kind="drop_after")
    publication, _ = run_in_both(queued(house), wechat)

    assert publication.state == State.PUBLISHED, publication.trouble_code
    assert effects(wechat) == 1
    assert "publish.submit_refused_again" in kinds(publication)


def test_a_refused_second_submission_is_remembered_with_the_account(
    house: House, wechat: Wechat
) -> None:
    wechat.console("settings", publish_delay=2400, resubmit="refuse")
    wechat.console("faults", path=SUBMIT, kind="drop_after")
    publication, now = run_in_both(queued(house), wechat)
    assert publication.state == State.NEEDS_HUMAN
    retry_publication(publication, person=house.administrator, words="后台没有", now=now)
    publication, _ = run_in_both(publication, wechat, now=now)

    assert publication.state == State.PUBLISHED, publication.trouble_code
    account = OfficialAccount.objects.get()
    assert account.resubmission_refused_at is not None
    assert not account.is_resubmission_refused  # a person decides what follows from it
    fact = Entry.objects.get(kind="registry.resubmission_seen_refused")
    assert fact.subject == "account:main"
    assert publication.op_id in fact.body
    assert effects(wechat) == 1


def run_in_both(
    publication: Publication, wechat: Wechat, now: datetime = NOW
) -> tuple[Publication, datetime]:
    """Advance until rest, the simulator's clock going along."""
    moment = now
    while True:
        before = moment
        publication, moment = run_until_rest(publication, now=moment, until=timedelta(minutes=4))
        passed = (moment - before).total_seconds()
        wechat.console("clock", advance_seconds=passed + 300)
        if publication.state in (State.PUBLISHED, State.NEEDS_HUMAN, State.FAILED):
            return publication, moment
        moment += timedelta(seconds=300)


@pytest.mark.usefixtures("known")
def test_a_draft_that_was_edited_meanwhile_is_not_submitted_again(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=SUBMIT, kind="drop_before")
    publication, _ = run_until_rest(queued(house), until=timedelta(minutes=5))
    wechat.console(f"drafts/{publication.media_id}/edit", title="别人改过的题目")
    publication, _ = run_until_rest(publication, now=NOW + timedelta(minutes=5))

    assert (publication.state, publication.trouble_code) == (
        State.NEEDS_HUMAN,
        "publish.draft_differs",
    )
    assert effects(wechat) == 0


def test_only_who_keeps_the_register_may_say_so_and_says_how_it_is_known(house: House) -> None:
    with pytest.raises(Refused, match=r"core\.no_right"):
        set_resubmission(
            house.account, is_refused=True, words="试过", by=house.author, now=NOW, seen=0
        )
    with pytest.raises(Refused, match=r"registry\.how_known_missing"):
        set_resubmission(
            house.account, is_refused=True, words=" ", by=house.administrator, now=NOW, seen=0
        )
    with pytest.raises(Conflict):
        set_resubmission(
            house.account, is_refused=True, words="试过", by=house.administrator, now=NOW, seen=7
        )
    assert not OfficialAccount.objects.get().is_resubmission_refused


def test_another_appid_takes_the_knowledge_back(known: OfficialAccount, house: House) -> None:
    assert known.is_resubmission_refused
    Installation.objects.create(pk=1, is_demo=True)
    save_account(
        known,
        name=known.name,
        wechat_id=known.wechat_id,
        kind=known.kind,
        is_verified=known.is_verified,
        appid="wx1111111111111111",
        secret=None,
        by=house.administrator,
        now=NOW,
        seen=known.revision,
    )
    assert not OfficialAccount.objects.get().is_resubmission_refused
