"""A stop reaches what a person has in hand: they are told, and the draft is taken from them."""

from datetime import datetime, timedelta

import pytest
import time_machine
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import run_until_rest
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.core.errors import Refused
from hefa.core.package import Channel
from hefa.notify.models import Message, MessageKind
from hefa.publish.actions import (
    ask_to_lift_halt,
    halt_publishing,
    lift_halt,
    queue_publication,
    retry_publication,
    stop_publication,
)
from hefa.publish.models import Publication, PublicationState, PublishingHalt
from hefa.publish.queries import timeline

State = PublicationState
MINUTE = timedelta(minutes=1)
DELETE = "/cgi-bin/draft/delete"


def handed(house: House, channel: Channel) -> Publication:
    sheet = released(house, package(channel=channel))
    made = queue_publication([sheet.version], person=house.administrator, planned_at=None, now=NOW)
    made, _ = run_until_rest(made, until=timedelta(seconds=2))
    assert made.state == State.HANDED, made.trouble_code
    return made


@pytest.fixture
def in_hand(house: House, wechat: Wechat) -> Publication:
    wechat.console("account", kind="personal")
    return handed(house, Channel.DRAFT)


def halt(house: House, now: datetime = NOW + MINUTE) -> PublishingHalt:
    return halt_publishing(house.account, person=house.approver, words="内容被改", now=now)


def lift(house: House, standing: PublishingHalt, now: datetime) -> None:
    ask_to_lift_halt(standing, person=house.approver, now=now)
    lift_halt(PublishingHalt.objects.get(), person=house.administrator, now=now)


def told_of(publication: Publication) -> list[Message]:
    about = f"publication:{publication.op_id}"
    return list(Message.objects.filter(kind=MessageKind.HALT, about=about))


def test_the_draft_is_deleted_and_going_on_makes_another(
    house: House, wechat: Wechat, in_hand: Publication
) -> None:
    former = in_hand.media_id
    standing = halt(house)
    publication, _ = run_until_rest(in_hand, now=NOW + MINUTE, until=MINUTE)
    assert publication.state == State.HANDED
    assert wechat.state()["drafts"] == []

    publication, now = run_until_rest(publication, now=NOW + 2 * MINUTE, step=MINUTE)
    assert (publication.state, publication.media_id) == (State.HALTED, "")
    assert publication.trouble_code == "publish.halted_taken_back"
    assert [entry.kind for entry in timeline(publication)][-2:] == [
        "publish.hand_draft_withdrawn",
        "publish.stopped",
    ]
    lift(house, standing, now)
    retry_publication(publication, person=house.administrator, words="恢复了", now=now)
    publication, _ = run_until_rest(publication, now=now, until=MINUTE)
    assert publication.state == State.HANDED
    assert publication.media_id not in ("", former)
    assert [draft["media_id"] for draft in wechat.state()["drafts"]] == [publication.media_id]


def test_its_operator_is_told_and_reads_it_on_the_page(house: House, in_hand: Publication) -> None:
    halt(house)
    (told,) = told_of(in_hand)
    assert told.person == house.administrator
    assert told.path == f"/publish/{in_hand.op_id}/by_hand/"

    client = browser(house.administrator)
    with time_machine.travel(NOW + 2 * MINUTE, tick=False):
        own = text_of(client, f"/publish/{in_hand.op_id}/")
        steps = text_of(client, f"/publish/{in_hand.op_id}/by_hand/")
    assert "发布已停止，请不要在微信发表" in own
    assert "发布已停止，请不要在微信发表" in steps
    assert "点“发表”" not in steps


def test_what_was_published_before_the_stop_goes_on_being_watched(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house, Channel.DRAFT)
    wechat.console(f"drafts/{publication.media_id}/publish")
    halt(house)
    publication, _ = run_until_rest(publication, now=NOW + MINUTE, until=5 * MINUTE)

    assert publication.state == State.PUBLISHED
    assert wechat.state()["calls"].get(DELETE, 0) == 0


def test_what_came_out_at_the_very_moment_is_seen(house: House, wechat: Wechat) -> None:
    publication = handed(house, Channel.DRAFT)
    halt(house)
    publication, _ = run_until_rest(publication, now=NOW + MINUTE, until=MINUTE)
    content = publication.items.get().rendered_html
    wechat.console("articles", title="停水通知", content=content, author="办公室")
    publication, _ = run_until_rest(publication, now=NOW + 2 * MINUTE)

    assert publication.state in (State.PUBLISHED, State.NEEDS_HUMAN)
    assert publication.article_id


def test_a_lost_answer_and_an_unreadable_list_leave_it_to_a_person(
    house: House, wechat: Wechat, in_hand: Publication
) -> None:
    wechat.console("faults", path=DELETE, kind="drop_after", effect=True)
    halt(house)
    publication, _ = run_until_rest(
        in_hand, now=NOW + MINUTE, until=timedelta(hours=1), step=MINUTE
    )

    assert (publication.state, publication.is_unclear) == (State.HANDED, True)
    assert publication.trouble_code == "publish.hand_link_wanted"


def test_a_pasted_text_stays_in_hand_and_is_only_told_of(house: House, wechat: Wechat) -> None:
    publication = handed(house, Channel.MANUAL)
    halt(house)
    publication, _ = run_until_rest(publication, now=NOW + MINUTE, until=5 * MINUTE)

    assert publication.state == State.HANDED
    assert len(told_of(publication)) == 1
    assert wechat.state()["calls"].get(DELETE, 0) == 0


def test_one_publication_alone_that_is_in_hand_is_taken_back_not_stopped(
    house: House, in_hand: Publication
) -> None:
    with pytest.raises(Refused, match=r"publish\.too_late_to_stop"):
        stop_publication(in_hand, person=house.approver, now=NOW)
