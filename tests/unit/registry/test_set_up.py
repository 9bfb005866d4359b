"""The first day: each line by itself, and what it takes before anything is released."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from hefa.core.errors import Refused
from hefa.registry import actions
from hefa.registry.changes import mark_mail_tested
from hefa.registry.models import Appointment
from hefa.registry.set_up import set_up_gaps, set_up_lines

from .conftest import NOW, enter

pytestmark = pytest.mark.django_db


def done() -> set[str]:
    return {line.key for line in set_up_lines(NOW) if line.is_done}


def hint(key: str) -> str:
    return next(line.hint_text for line in set_up_lines(NOW) if line.key == key)


def a_complete_community() -> None:
    enter("zhang", "张干事", ("contributor", "service"))
    enter("zhao", "赵站长", ("unit_head", "service"))
    enter("sun", "孙专干", ("sender", "service"))
    enter("zhou", "周主任", ("office", "office"))
    enter("wang", "王书记", ("secretary", "committee"))
    enter("li", "李主任", ("director", "committee"))
    enter("chen", "陈管理员", ("administrator", "tech"))


def test_at_first_nothing_is_done(db: None) -> None:
    lines = set_up_lines(NOW)

    assert [line.key for line in lines] == [
        "organisation", "issued_on", "account", "people", "mail", "backup",
    ]  # fmt: skip
    assert [line.key for line in lines if line.is_obligatory] == [
        "organisation", "issued_on", "account", "people",
    ]  # fmt: skip
    assert done() == set()
    assert set_up_gaps(NOW) == 4
    assert hint("people") == "还没有采用制度，先采用制度才有岗位可任。"


def test_the_organisation_and_the_date_of_issue_are_two_lines(db: None) -> None:
    def describe(issued_on: date | None, seen: int) -> None:
        actions.describe_organisation(
            organisation="青禾社区居委会", short_name="青禾", issued_on=issued_on,
            by=None, now=NOW, seen=seen,
        )  # fmt: skip

    describe(None, 0)
    assert done() == {"organisation"}
    describe(date(2026, 9, 1), 1)
    assert done() == {"organisation", "issued_on"}


def test_the_account_counts_once_its_connection_works(db: None) -> None:
    assert hint("account") == "还没有登记公众号。"
    account = actions.save_account(
        name="青禾", wechat_id="qinghe", kind="service", is_verified=True, appid="wx1",
        secret="s", by=None, now=NOW,
    )  # fmt: skip
    assert hint("account") == "登记好了，还没有测试连接。"
    actions.record_account_test(account, "people.inactive", by=None, now=NOW)
    assert hint("account").startswith("上次测试没有连上：")
    assert done() == set()

    actions.record_account_test(account, "", by=None, now=NOW)

    assert done() == {"account"}


@pytest.mark.usefixtures("adopted")
def test_people_count_once_every_route_can_be_walked_in_one_unit() -> None:
    a_complete_community()

    assert done() == {"people"}
    assert set_up_gaps(NOW) == 3


@pytest.mark.usefixtures("adopted")
@pytest.mark.parametrize(
    ("post", "missing"),
    [
        ("unit_head", "科室（网点）负责人（便民服务站）"),
        ("sender", "报送专人（便民服务站）"),
        ("office", "办公室"),
        ("secretary", "书记"),
        ("director", "主任"),
        ("administrator", "平台管理员"),
    ],
)
def test_a_post_that_nobody_holds_is_named_with_its_unit(post: str, missing: str) -> None:
    a_complete_community()
    Appointment.objects.filter(post=post).update(ends_on=date(2026, 11, 22))

    assert done() == set()
    assert missing in hint("people")


@pytest.mark.usefixtures("adopted")
def test_a_post_that_fell_vacant_stops_only_the_routes_it_stands_on() -> None:
    a_complete_community()
    Appointment.objects.filter(post="director").update(ends_on=date(2026, 11, 22))

    assert set_up_gaps(NOW, "notice") == set_up_gaps(NOW, "news") == 3
    assert set_up_gaps(NOW, "column_change") == 4
    assert set_up_gaps(NOW, "unknown") == 4


@pytest.mark.usefixtures("adopted")
def test_posts_spread_over_two_units_do_not_make_one_whole() -> None:
    a_complete_community()
    Appointment.objects.filter(post="sender").update(unit_id=5)  # culture

    assert done() == set()
    assert hint("people") == "还缺：科室（网点）负责人（文体科）。"


@pytest.mark.usefixtures("adopted")
def test_a_closed_account_does_not_fill_its_post() -> None:
    a_complete_community()
    Appointment.objects.get(post="secretary").person.__class__.objects.filter(
        username="wang"
    ).update(is_active=False)

    assert "people" not in done()


def test_mail_and_backup_are_advised(db: None, tmp_path: Path) -> None:
    mark_mail_tested("z@example.org", now=NOW)
    actions.name_backup_place(str(tmp_path), by=None, now=NOW)

    assert done() == {"mail", "backup"}
    assert set_up_gaps(NOW) == 4


@pytest.mark.usefixtures("adopted")
@pytest.mark.parametrize("people", [1, 30])
def test_the_list_takes_five_queries_however_many_people_there_are(
    django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    for number in range(people):
        enter(f"p{number}", "某", ("contributor", "service"))

    with django_assert_num_queries(5):
        set_up_lines(NOW)


def test_a_backup_place_must_be_a_folder_that_can_be_written(db: None, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = {}
    for path in ("backup", str(tmp_path / "none"), str(tmp_path / "file"), "/proc/self"):
        with pytest.raises(Refused) as refused:
            actions.name_backup_place(path, by=None, now=NOW)
        found[path] = refused.value.reasons[0].code

    assert list(found.values()) == [
        "registry.place_not_absolute",
        "registry.place_missing",
        "registry.place_missing",
        "registry.place_not_writable",
    ]


def test_a_backup_inside_the_installation_is_warned_of(
    db: None, tmp_path: Path, settings: LazySettings
) -> None:
    settings.FILES_PATH = tmp_path / "home" / "files"
    inside, beside = tmp_path / "home" / "backup", tmp_path / "backup"
    inside.mkdir(parents=True)
    beside.mkdir()

    warned = actions.name_backup_place(str(inside), by=None, now=NOW)
    less = actions.name_backup_place(str(beside), by=None, now=NOW)

    assert [entry.code for entry in (*warned, *less)] == [
        "registry.place_inside_home",
        "registry.place_on_same_disk",
    ]


def test_a_backup_on_another_disk_is_not_warned_of(
    db: None, settings: LazySettings, tmp_path: Path
) -> None:
    settings.FILES_PATH = "/proc/files"  # /proc is a file system of its own

    assert actions.name_backup_place(str(tmp_path), by=None, now=NOW) == ()
