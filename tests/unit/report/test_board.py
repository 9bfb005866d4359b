"""The wall of articles and each control's page: every control once, quiet, and as of a day."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.unit.report.samples import EXPIRING, MISSING, board, community

from hefa.core.duty import Standing
from hefa.core.regulation import Kind
from hefa.registry.models import AdoptedRegulation
from hefa.report import wall
from hefa.report.wall import Wanted
from hefa.review.models import ReviewSheet

SignIn = Callable[..., Client]
OWN = sum(control.is_on for control in community().controls)


def chips(chapters: list[dict[str, list[dict[str, list[dict[str, str]]]]]]) -> list[str]:
    """Return the labels of all chips of the wall, in order."""
    return [
        chip["label"]
        for chapter in chapters
        for article in chapter["articles"]
        for chip in article["chips"]
    ]


def test_every_control_stands_once_on_the_wall_in_order() -> None:
    found = board()
    chapters = wall.chapters_of(found, wall.shown(found, Wanted()))

    assert [chapter["title"] for chapter in chapters] == list(
        dict.fromkeys(article.chapter for article in community().articles)
    )
    assert chips(chapters) == [control.label for control in community().controls if control.is_on]
    assert sum(len(chapter["articles"]) for chapter in chapters) == 15


def test_an_article_without_controls_says_where_they_stand() -> None:
    found = board()
    chapters = wall.chapters_of(found, wall.shown(found, Wanted()))
    bare = [
        (article["label"], article["elsewhere"])
        for chapter in chapters
        for article in chapter["articles"]
        if not article["chips"]
    ]

    assert bare == [("第十四条", "同第一条")]


def test_every_clause_stands_under_its_article_with_its_controls() -> None:
    found = board()
    clauses = [
        clause
        for chapter in wall.chapters_of(found, wall.shown(found, Wanted()))
        for article in chapter["articles"]
        for clause in article["clauses"]
    ]

    assert [clause["text"] for clause in clauses] == [entry.text for entry in community().clauses]
    assert all(clause["controls"] for clause in clauses)


@pytest.mark.parametrize(
    ("wanted", "takes"),
    [
        (Wanted(standing=Standing.MISSING), lambda control: control.id == MISSING),
        (Wanted(kind=Kind.DEADLINE), lambda control: Kind.DEADLINE in control.kinds),
        (Wanted(post="sender"), lambda control: "sender" in control.posts),
        (Wanted(standing=Standing.EXPIRING, kind=Kind.RULE), lambda _: False),
    ],
)
def test_only_what_is_asked_for_is_listed(wanted: Wanted, takes: Callable[[object], bool]) -> None:
    found = board()
    listed = wall.shown(found, wanted)
    expected = [entry.control.id for entry in found.judged if takes(entry.control)]
    chapters = wall.chapters_of(found, listed)

    assert [entry.control.id for entry in listed] == expected
    assert len(chips(chapters)) == len(expected)
    assert all(article["chips"] for chapter in chapters for article in chapter["articles"])


def test_the_three_states_are_counted_and_make_one_line() -> None:
    counts = wall.counts_of(board().judged)
    bar = wall.bar_of(counts)

    assert [count["count"] for count in counts] == [OWN - 2, 1, 1]
    assert sum(part["width"] for part in bar) == pytest.approx(100, abs=0.05)
    assert [part["at"] for part in bar] == sorted(part["at"] for part in bar)


def test_what_runs_out_is_to_be_done_before_what_lacks() -> None:
    doable, unkept = wall.to_do_of(board().judged)

    labels = {control.id: control.label for control in community().controls}
    assert [entry["label"] for entry in doable] == [labels[EXPIRING], labels[MISSING]]
    assert unkept == []


def test_what_wants_fresh_evidence_stands_in_its_week() -> None:
    found = board()
    chart = wall.ahead_of(found, found.judged)

    counted = {row[0]: row[1] for row in chart["rows"]}
    assert sum(counted.values()) == OWN - 1
    assert counted["11/30"] == 1
    assert counted["12/28"] == OWN - 2


@pytest.mark.django_db
@pytest.mark.usefixtures("community")
class TestPages:
    def test_the_board_shows_each_control_once_with_its_state(
        self, sign_in: SignIn, now: datetime
    ) -> None:
        make.released(now=now)
        page = sign_in("chen").get("/report/").content.decode()

        assert page.count('class="control-chip tone-') == OWN
        assert "第十五条" in page
        assert f"15 条、{OWN} 项控制" in page
        assert "额外填表 <b>0</b> 份" in page
        assert "对标项都没有开" in page

    def test_a_day_gone_by_is_shown_as_it_was_known_then(
        self, sign_in: SignIn, now: datetime
    ) -> None:
        AdoptedRegulation.objects.update(
            adopted_at=now - timedelta(days=30), effective_on=(now - timedelta(days=30)).date()
        )
        make.released(now=now)
        client = sign_in("chen")
        before = client.get("/report/?day=2026-11-20").content.decode()
        today = client.get("/report/?day=2026-11-23").content.decode()

        assert "您在看 2026年11月20日 那天的样子" in before
        assert "回到今天" in before
        assert 'href="/report/controls/C12.2/?day=2026-11-20"' in before
        assert "回到今天" not in today
        then = client.get("/report/controls/C12.2/?day=2026-11-20").content.decode()
        after = client.get("/report/controls/C12.2/").content.decode()
        assert "停水通知" not in then
        assert "停水通知" in after

    def test_before_the_first_adoption_there_is_nothing_to_see(self, sign_in: SignIn) -> None:
        page = sign_in("chen").get("/report/?day=2020-01-01").content.decode()

        assert "那一天还没有采用制度" in page
        assert sign_in("chen").get("/report/controls/C1.1/?day=2020-01-01").status_code == 404

    @pytest.mark.parametrize(
        ("day", "words"),
        [("2026-11-24", "这一天还没有到"), ("昨天", "看不懂这个日期"), ("2026-13-01", "看不懂")],
    )
    def test_a_day_that_cannot_be_shown_is_said_and_today_is_shown(
        self, day: str, words: str, sign_in: SignIn
    ) -> None:
        page = sign_in("chen").get("/report/", {"day": day}).content.decode()

        assert words in page
        assert page.count('class="control-chip tone-') == OWN

    def test_filters_leave_out_the_rest_and_say_how_many_are_left(self, sign_in: SignIn) -> None:
        page = sign_in("chen").get("/report/?standing=missing&post=sender").content.decode()

        assert "符合的有 " in page
        assert 0 < page.count('class="control-chip tone-miss') < OWN
        assert 'class="control-chip tone-ok' not in page

    def test_what_speaks_against_a_control_is_named(self, sign_in: SignIn, now: datetime) -> None:
        sheet = make.released(now=now)
        ReviewSheet.objects.update(route="news")
        page = sign_in("chen").get("/report/controls/C7.1/").content.decode()

        assert "不合的" in page
        assert sheet.number in page

    def test_a_control_nobody_has_heard_of_is_not_found(self, sign_in: SignIn) -> None:
        assert sign_in("chen").get("/report/controls/C99/").status_code == 404

    def test_a_person_without_posts_sees_nothing(self, sign_in: SignIn, now: datetime) -> None:
        make.released(now=now)
        client = sign_in("stranger")

        for address in ("", "controls/C1.1/", "documents/", "documents/report.pdf?period=2026-11"):
            assert client.get(f"/report/{address}").status_code == 403, address

    def test_the_board_takes_as_many_queries_for_ten_items_as_for_one(
        self, sign_in: SignIn, now: datetime
    ) -> None:
        client = sign_in("chen")
        counted = []
        for count in (1, 9):
            for number in range(count):
                make.released(f"第 {number} 号通知", now=now - timedelta(hours=1))
            client.get("/report/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/report/")
            counted.append(len(queries))

        assert counted[0] == counted[1]
