"""What became of a sheet at WeChat, told in its course: out, seen the same, seen changed."""

from datetime import timedelta

from tests.sandbox.client import Wechat
from tests.unit.publish.factory import House
from tests.unit.publish.sandbox import house, queued, run_until_rest, running, wechat

from hefa.patrol.actions import run_round
from hefa.report.sheets.columns import headings, rows_of
from hefa.report.sheets.timeline import rounds_of
from hefa.review.register.queries import whole_rows

__all__ = ["house", "running", "wechat"]


def test_what_became_of_it_at_wechat_follows(house: House, wechat: Wechat) -> None:
    publication, now = run_until_rest(queued(house))
    sheet = publication.items.get().version.sheet
    run_round(house.account, ordered_by=None, now=now + timedelta(hours=1))
    run_round(house.account, ordered_by=None, now=now + timedelta(hours=2))
    wechat.console(f"articles/{publication.article_id}/edit", idx=1, find="上午", replace="下午")
    run_round(house.account, ordered_by=None, now=now + timedelta(hours=3))

    entries = [entry["title"] for entry in rounds_of(sheet)[0]["entries"]]

    assert entries[0] == "巡检发现线上文章与核准稿有不同"
    assert entries.count("巡检看到线上文章与核准稿一致") == 1  # told when it changes
    assert any("已发布，并到微信核对无误" in entry for entry in entries)


def test_the_register_knows_who_let_it_out_when_and_where(house: House) -> None:
    publication, now = run_until_rest(queued(house))
    run_round(house.account, ordered_by=None, now=now + timedelta(hours=1))
    item = publication.items.get()
    columns = headings("review_sheet", ("published_at", "published_url", "post_check"), now)

    (row,) = rows_of(whole_rows().filter(version=item.version_id), columns, "review_sheet")

    assert row == [item.published_at, item.article_url, "一致"]
