"""The road an article takes: as signed, or a lesser one; never a better one, never when unclear."""

from datetime import timedelta

import pytest
import time_machine
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import queued, run_until_rest
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.core.package import Channel
from hefa.publish.actions import queue_publication
from hefa.publish.channels import below, is_within, least_of
from hefa.publish.door import reasons_against_opening
from hefa.publish.models import Publication, PublicationState
from hefa.publish.queries import timeline
from hefa.registry.actions import record_account_test
from hefa.registry.channels import proposed_channel
from hefa.registry.models import AccountKind, OfficialAccount

State = PublicationState
ADD = "/cgi-bin/draft/add"
SUBMIT = "/cgi-bin/freepublish/submit"


def test_the_roads_stand_in_one_order() -> None:
    order = [Channel.MANUAL, Channel.DRAFT, Channel.API]
    for place, channel in enumerate(order):
        assert [is_within(channel, signed) for signed in order] == [
            place <= other for other in range(3)
        ]
    assert least_of([Channel.API, Channel.DRAFT]) is Channel.DRAFT
    assert [below(channel) for channel in order] == [None, Channel.MANUAL, Channel.DRAFT]


@pytest.mark.parametrize("signed", list(Channel))
@pytest.mark.parametrize("taken", list(Channel))
def test_the_door_lets_a_lesser_road_pass_and_never_a_better_one(
    house: House, taken: Channel, signed: Channel
) -> None:
    publication = queued_by(house, signed)
    Publication.objects.filter(pk=publication.pk).update(channel=taken)
    publication.refresh_from_db()
    codes = {entry.code for entry in reasons_against_opening(publication, NOW)}

    assert ("publish.other_channel" not in codes) is is_within(taken, signed)


def queued_by(house: House, channel: Channel) -> Publication:
    sheet = released(house, package(channel=channel))
    return queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)


@pytest.mark.parametrize(
    ("path", "kind", "road"),
    [(SUBMIT, "personal", Channel.DRAFT), (ADD, "lapsed", Channel.MANUAL)],
)
def test_a_refused_permission_leads_to_the_next_lesser_road(
    house: House, wechat: Wechat, path: str, kind: str, road: Channel
) -> None:
    wechat.console("account", kind=kind)
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=2))

    assert (publication.state, publication.channel) == (State.HANDED, road)
    assert "publish.fell_back" in [entry.kind for entry in timeline(publication)]
    assert wechat.state()["calls"][path] == 1
    account = OfficialAccount.objects.get()
    assert proposed_channel(account) is road

    again, _ = run_until_rest(queued(house), until=timedelta(seconds=2))
    assert again.channel == road  # not asked twice
    assert wechat.state()["calls"].get(path, 0) == 1


@pytest.mark.parametrize("errcode", [53504, 53505])
def test_a_draft_that_wechat_wants_published_by_hand_is_handed_over(
    house: House, wechat: Wechat, errcode: int
) -> None:
    wechat.console("faults", path=SUBMIT, kind="errcode", errcode=errcode)
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=2))

    assert (publication.state, publication.channel) == (State.HANDED, Channel.DRAFT)
    assert OfficialAccount.objects.get().refused_channel == ""


def test_what_may_be_out_never_falls_back(house: House, wechat: Wechat) -> None:
    publication = queued(house)
    Publication.objects.filter(pk=publication.pk).update(is_unclear=True)
    wechat.console("faults", path=SUBMIT, kind="errcode", errcode=48001)
    publication, _ = run_until_rest(publication)

    assert (publication.state, publication.channel) == (State.NEEDS_HUMAN, Channel.API)
    assert publication.trouble_code == "wechat.no_permission"


@pytest.mark.parametrize(
    ("kind", "is_verified", "appid", "road"),
    [
        (AccountKind.SUBSCRIPTION, True, "wx1", Channel.API),
        (AccountKind.SUBSCRIPTION, False, "wx1", Channel.DRAFT),
        (AccountKind.SERVICE, False, "wx1", Channel.DRAFT),
        (AccountKind.SUBSCRIPTION, True, "", Channel.MANUAL),
    ],
)
def test_the_best_road_is_proposed_by_what_the_account_may(
    kind: str, *, is_verified: bool, appid: str, road: Channel
) -> None:
    account = OfficialAccount(kind=kind, is_verified=is_verified, appid=appid, secret_sealed="v1:x")

    assert proposed_channel(account) is road


def test_a_connection_that_was_tried_anew_is_asked_for_the_best_again(house: House) -> None:
    OfficialAccount.objects.update(refused_channel="api")
    account = OfficialAccount.objects.get()
    assert proposed_channel(account) is Channel.DRAFT
    record_account_test(account, "wechat.secret_wrong", by=house.administrator, now=NOW)
    assert proposed_channel(OfficialAccount.objects.get()) is Channel.DRAFT

    account.refresh_from_db()
    record_account_test(account, "", by=house.administrator, now=NOW)
    assert proposed_channel(OfficialAccount.objects.get()) is Channel.API


def test_the_refusal_is_told_with_its_time_and_the_connection_may_be_tried(
    house: House, wechat: Wechat
) -> None:
    wechat.console("account", kind="personal")
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=2))
    client = browser(house.administrator)
    with time_machine.travel(NOW, tick=False):
        address = f"/publish/{publication.op_id}/"
        own, accounts = text_of(client, address), text_of(client, "/settings/accounts/")
        assert "微信不让系统直接发布，改由人发表，今天 17:00 起" in own
        assert "微信不让系统直接发布，改由人发表，今天 17:00 起" in accounts
        assert "测试连接</span>" not in text_of(browser(house.approver), address)

        form = {"publication": publication.op_id}
        tried = client.post(f"/publish/account/{house.account.pk}/test/", form)
        assert tried["Location"] == address
        assert "微信不让系统" not in text_of(client, address)
    assert OfficialAccount.objects.get().refused_at is None
