"""运维: reasons beside a button that is off, only for its keepers, at a fixed query count."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from hefa.core.errors import Refused
from hefa.operate.actions import reasons_against_backup, take_backup
from hefa.operate.copies import write_copy
from hefa.operate.models import BackupRun
from hefa.registry.models import Installation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "operate.place_unnamed"),
        ("/no/such/folder", "operate.place_missing"),
    ],
)
def test_a_place_that_will_not_do_is_refused_with_its_reason(
    given: str, code: str, now: datetime
) -> None:
    before = make.ledger_size()
    with pytest.raises(Refused) as refused:
        take_backup(given, person=None, now=now)

    assert [entry.code for entry in refused.value.reasons] == [code]
    assert (make.ledger_size(), BackupRun.objects.count()) == (before, 0)


def test_a_full_disk_is_seen_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reasons_against_backup("/tmp") == ()  # noqa: S108  # only looked at
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))

    assert [entry.code for entry in reasons_against_backup("/tmp")] == ["operate.place_full"]  # noqa: S108


def test_no_copy_is_made_inside_a_transaction(tmp_path: object) -> None:
    with pytest.raises(RuntimeError):
        write_copy(tmp_path / "copy.sqlite3")  # type: ignore[operator]  # a Path


def test_only_those_who_keep_the_register_may_take_one(now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        take_backup("/tmp", person=make.named("zhang"), now=now)  # noqa: S108  # never reached

    assert [entry.code for entry in refused.value.reasons] == ["core.no_right"]


def test_the_button_is_off_with_its_reason_beside_it(sign_in: SignIn) -> None:
    Installation.objects.update(backup_place="")
    client = sign_in("chen")
    page = client.get("/operate/").content.decode()
    answer = client.post("/operate/backup/")

    assert "还没有备份过" in page
    assert "还没有登记备份位置" in page
    assert 'aria-describedby="why-not"' in page
    assert answer.status_code == 422
    assert "还没有登记备份位置" in answer.content.decode()


def test_others_may_neither_look_nor_take(sign_in: SignIn, client: Client) -> None:
    for name in ("zhang", "wang", "stranger"):
        assert sign_in(name).get("/operate/").status_code == 403
        assert sign_in(name).post("/operate/backup/").status_code == 403
    assert client.get("/operate/").status_code == 302
    assert sign_in("chen").get("/operate/backup/").status_code == 405
    assert not BackupRun.objects.exists()


def test_the_page_takes_as_many_queries_for_30_backups_as_for_one(
    sign_in: SignIn, now: datetime
) -> None:
    client = sign_in("chen")
    counted = []
    for count in (1, 29):
        for number in range(count):
            BackupRun.objects.create(
                taken_at=now - timedelta(days=number),
                place="/x",
                sha256="0" * 64,
                size_bytes=1,
                handled_by=make.named("chen"),
            )
        client.get("/operate/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/operate/")
        counted.append(len(queries))

    assert counted[0] == counted[1]
