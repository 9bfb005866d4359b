"""Previews to named staff: a draft of their own, shown, deleted, and never counted as out."""

from datetime import timedelta

import pytest
import time_machine
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, released
from tests.unit.publish.sandbox import run_until_rest
from tests.unit.publish.test_publish_pages import browser, text_of

from hefa.core.errors import Refused
from hefa.publish.actions import queue_publication
from hefa.publish.evidence import days_of_publication
from hefa.publish.models import Permit, Publication, PublicationState
from hefa.publish.preview.previewing import order_preview
from hefa.publish.queries import awaiting_publication, in_trouble, timeline, with_items
from hefa.review.models import ReviewSheet

State = PublicationState
PREVIEW = "/cgi-bin/message/mass/preview"
SOON = timedelta(seconds=10)


@pytest.fixture
def sheet(house: House, wechat: Wechat) -> ReviewSheet:
    house.approver.wechat_name = "wang_shuji"
    house.approver.save(update_fields=["wechat_name"])
    wechat.console("followers", count=1, wxname="wang_shuji")
    return released(house)


def shown(house: House, sheet: ReviewSheet) -> Publication:
    preview = order_preview(sheet.version, [house.approver], person=house.administrator, now=NOW)
    preview, _ = run_until_rest(preview, until=SOON)
    return preview


def test_it_is_shown_to_the_named_and_claims_nothing(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = shown(house, sheet)

    assert preview.state == State.SUBMITTED, preview.trouble_code
    assert preview.trouble_detail["results"] == [
        {"person": house.approver.key, "way": "sent", "code": ""}
    ]
    assert wechat.state()["calls"][PREVIEW] == 1
    assert list(awaiting_publication()) == [sheet]
    assert set(Permit.objects.values_list("kind", flat=True)) == {"preview"}
    assert [entry.kind for entry in timeline(preview)] == [
        "publish.preview_ordered",
        "publish.preview_intended",
        "publish.preview_shown",
    ]


def test_it_is_deleted_after_a_day_and_was_never_out(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = shown(house, sheet)
    assert len(wechat.state()["drafts"]) == 1
    later = NOW + timedelta(days=1, minutes=1)
    assert preview not in in_trouble(later)
    preview, _ = run_until_rest(preview, now=later)

    assert preview.state == State.CANCELLED
    assert wechat.state()["drafts"] == []
    assert wechat.state()["articles"] == []
    assert days_of_publication(NOW, later) == []
    assert not with_items().exists()


def test_the_publication_has_a_draft_of_its_own(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = shown(house, sheet)
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )
    wechat.console("faults", path="/cgi-bin/draft/add", kind="drop_after", effect=True)
    publication, _ = run_until_rest(publication)

    assert publication.state == State.PUBLISHED
    assert publication.media_id != preview.media_id
    assert [draft["media_id"] for draft in wechat.state()["drafts"]] == [preview.media_id]


def test_where_the_account_may_not_preview_the_draft_s_link_stands_in(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    wechat.console("account", kind="personal")
    preview = shown(house, sheet)

    assert preview.trouble_detail["results"][0]["way"] == "link"
    assert preview.trouble_detail["link"].startswith(wechat.url)


def test_who_does_not_follow_the_account_is_told_of(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    house.approver.wechat_name = "nobody"
    house.approver.save(update_fields=["wechat_name"])
    preview = shown(house, sheet)

    (result,) = preview.trouble_detail["results"]
    assert (result["way"], result["code"]) == ("not_sent", "wechat.reader_unknown")


def test_nobody_or_somebody_without_a_name_is_refused(house: House, sheet: ReviewSheet) -> None:
    for people, code in (
        ([], "publish.preview_to_nobody"),
        ([house.author], "publish.preview_name_missing"),
    ):
        with pytest.raises(Refused, match=code):
            order_preview(sheet.version, people, person=house.administrator, now=NOW)
    with pytest.raises(Refused, match=r"core\.no_right"):
        order_preview(sheet.version, [house.approver], person=house.author, now=NOW)
    assert not Publication.objects.exists()


def test_what_is_not_released_is_not_shown(house: House, sheet: ReviewSheet) -> None:
    ReviewSheet.objects.update(ended="returned")
    with pytest.raises(Refused, match=r"review\.not_released"):
        order_preview(sheet.version, [house.approver], person=house.administrator, now=NOW)


def test_only_who_can_be_reached_is_offered_and_the_others_are_named(
    house: House, sheet: ReviewSheet
) -> None:
    client = browser(house.administrator)
    address = f"/publish/preview/{sheet.number}/"
    with time_machine.travel(NOW, tick=False):
        page = text_of(client, address)
        house.approver.wechat_name = ""
        house.approver.save(update_fields=["wechat_name"])
        empty = text_of(client, address)

    assert page.count('name="person"') == 1
    assert f"不能选：{house.administrator.display_name}" in page
    assert 'name="person"' not in empty
    assert "还没有人登记个人微信号" in empty
    assert "发预览</span>" not in empty
