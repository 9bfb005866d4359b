"""Drafts of previews whose answer was lost: deleted after a day, and nothing else is."""

from datetime import datetime, timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, released
from tests.unit.publish.sandbox import run_until_rest

from hefa.jobs.models import JobRun
from hefa.publish.actions import queue_publication
from hefa.publish.models import Publication, PublicationState
from hefa.publish.preview.previewing import order_preview
from hefa.publish.preview.tidying import tidy
from hefa.publish.queries import timeline
from hefa.review.models import ReviewSheet

State = PublicationState
ADD = "/cgi-bin/draft/add"
SOON = timedelta(seconds=10)
LATER = NOW + timedelta(days=1, minutes=1)


@pytest.fixture
def sheet(house: House, wechat: Wechat) -> ReviewSheet:
    house.approver.wechat_name = "wang_shuji"
    house.approver.save(update_fields=["wechat_name"])
    wechat.console("followers", count=1, wxname="wang_shuji")
    wechat.console("clock", set_to=NOW.isoformat())
    return released(house)


def lost_preview(house: House, wechat: Wechat, sheet: ReviewSheet) -> Publication:
    """Return a preview whose draft lies there unknown, its answer having been lost."""
    wechat.console("faults", path=ADD, kind="drop_after", effect=True)
    preview = order_preview(sheet.version, [house.approver], person=house.administrator, now=NOW)
    preview, _ = run_until_rest(preview, until=SOON)
    assert preview.state == State.FAILED
    assert preview.media_id == ""
    return preview


def tidied(preview: Publication, now: datetime) -> datetime | None:
    """Let the job run until it is done or wants to come later; return when."""
    until: datetime | None = now
    while until is not None and until <= now:
        until = tidy(preview.pk, now=now)
    preview.refresh_from_db()
    return until


def drafts(wechat: Wechat) -> list[str]:
    return [draft["media_id"] for draft in wechat.state()["drafts"]]


def test_the_draft_of_a_lost_preview_is_found_and_deleted(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = lost_preview(house, wechat, sheet)
    assert len(drafts(wechat)) == 1
    assert JobRun.objects.get(kind="publish.tidy").next_at >= NOW + timedelta(days=1)

    assert tidied(preview, LATER) is None
    assert drafts(wechat) == []
    assert preview.state == State.CANCELLED
    assert [entry.kind for entry in timeline(preview)][-2:] == [
        "publish.preview_draft_found",
        "publish.draft_removed",
    ]


def test_what_another_wrote_or_changed_is_not_touched(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = lost_preview(house, wechat, sheet)
    (orphan,) = drafts(wechat)
    wechat.console(f"drafts/{orphan}/edit", title="别人改过的题目")

    assert tidied(preview, LATER) is None
    assert drafts(wechat) == [orphan]
    assert preview.state == State.FAILED


def test_a_draft_that_was_touched_today_stays(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = lost_preview(house, wechat, sheet)
    wechat.console("clock", set_to=LATER.isoformat())
    (orphan,) = drafts(wechat)
    content = wechat.state()["drafts"][0]["items"][0]["content"]
    wechat.console(f"drafts/{orphan}/edit", content=content)

    assert tidied(preview, LATER) is None
    assert drafts(wechat) == [orphan]


def test_the_draft_of_a_publication_of_the_same_text_is_never_taken_for_it(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = lost_preview(house, wechat, sheet)
    (orphan,) = drafts(wechat)
    wechat.console(f"drafts/{orphan}/delete")
    wechat.console("faults", path=ADD, kind="drop_after", effect=True)
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )
    run_until_rest(publication, until=timedelta(seconds=1))
    publication.refresh_from_db()
    assert publication.state == State.DRAFT_UNKNOWN
    (its_own,) = drafts(wechat)

    until = tidied(preview, LATER)
    assert until is not None
    assert until > LATER
    assert drafts(wechat) == [its_own]


def test_the_draft_of_a_publication_that_is_known_is_left_alone(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    preview = lost_preview(house, wechat, sheet)
    (orphan,) = drafts(wechat)
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )
    Publication.objects.filter(pk=publication.pk).update(state=State.REMOVED, media_id=orphan)

    assert tidied(preview, LATER) is None
    assert drafts(wechat) == [orphan]


def test_a_preview_that_was_put_off_begins_again(
    house: House, wechat: Wechat, sheet: ReviewSheet
) -> None:
    wechat.console("faults", path=ADD, kind="errcode", errcode=45011)
    preview = order_preview(sheet.version, [house.approver], person=house.administrator, now=NOW)
    preview, _ = run_until_rest(preview, until=timedelta(minutes=5))

    assert preview.state == State.SUBMITTED, preview.trouble_code
    assert preview.trouble_detail["results"][0]["way"] == "sent"
    assert len(drafts(wechat)) == 1
