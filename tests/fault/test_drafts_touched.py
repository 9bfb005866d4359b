"""What somebody does to a draft in WeChat's back office, and what becomes of it."""

from datetime import timedelta

import pytest
from tests.fault.publishing import SUBMIT, State, assert_published_once, calls, effective
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.publish.actions import retry_publication
from hefa.publish.evidence import (
    every_publication_had_a_permit,
    every_publication_had_a_released_sheet,
)
from hefa.publish.models import Publication

GET_DRAFT = "/cgi-bin/draft/get"


def held_at_draft(house: House, wechat: Wechat) -> Publication:
    wechat.console("faults", path=GET_DRAFT, kind="status500")
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=1))
    assert publication.state == State.DRAFTED
    return publication


@pytest.mark.parametrize(
    "edit",
    [
        {"find": "上午", "replace": "下午"},
        {"title": "别的标题"},
        {"digest": "别的摘要"},
        {"content_source_url": "https://example.org/"},
    ],
)
def test_a_draft_edited_by_hand_is_not_submitted(
    house: House, wechat: Wechat, edit: dict[str, str]
) -> None:
    publication = held_at_draft(house, wechat)
    wechat.console(f"drafts/{publication.media_id}/edit", **edit)
    publication, ended = run_until_rest(publication, now=NOW + timedelta(minutes=5))

    assert publication.state == State.NEEDS_HUMAN
    assert publication.trouble_code == "publish.draft_differs"
    assert publication.trouble_detail["differences"][0]["differences"]
    assert calls(wechat, SUBMIT) == 0

    retry_publication(publication, person=house.administrator, words="重新存一份", now=ended)
    publication, _ = run_until_rest(publication, now=ended)
    assert_published_once(publication, wechat)


def test_a_draft_published_by_hand_is_found_and_not_published_again(
    house: House, wechat: Wechat
) -> None:
    publication = held_at_draft(house, wechat)
    wechat.console(f"drafts/{publication.media_id}/publish")
    publication, _ = run_until_rest(publication, now=NOW + timedelta(minutes=5))

    assert publication.state == State.PUBLISHED
    assert effective(wechat) == [1]
    assert calls(wechat, SUBMIT) == 0
    # It is what was released, yet it did not go out through the door, and the evidence says so.
    period = (NOW, NOW + timedelta(days=1))
    assert every_publication_had_a_released_sheet(*period).holds
    assert not every_publication_had_a_permit(*period).holds


def test_a_draft_deleted_by_hand_ends_with_a_person(house: House, wechat: Wechat) -> None:
    publication = held_at_draft(house, wechat)
    wechat.console(f"drafts/{publication.media_id}/delete")
    publication, _ = run_until_rest(publication, now=NOW + timedelta(minutes=5))

    assert publication.state == State.NEEDS_HUMAN
    assert publication.trouble_code == "publish.unclear_draft_gone"
