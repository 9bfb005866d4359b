"""A printed code, checked by anybody: true ones compare, changed ones are refused, nothing leaks."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from tests import factories as make

from hefa.collect.models import Version
from hefa.config.cli import main
from hefa.ledger.actions import make_checkpoint, replace_key
from hefa.ledger.key import write_new_key
from hefa.patrol.models import Observation, PatrolRound
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.registry.models import OfficialAccount
from hefa.report.papers import pacing
from hefa.report.papers.outcome import outcome_of
from hefa.review.models import ReviewSheet
from hefa.review.paper import qr

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
SignIn = Callable[..., Client]
TITLE = "停水通知"


@pytest.fixture(autouse=True)
def _fresh_minute() -> None:
    cache.clear()


def address(sheet: ReviewSheet, mark: str = "甲") -> str:
    whole = qr.address_of(qr.code_of(sheet.number, mark, sheet.package_sha256))
    return whole[whole.index("/paper/") :]


def read(where: str) -> tuple[int, str]:
    answer = Client().get(where)
    return answer.status_code, answer.content.decode()


def put_out(sheet: ReviewSheet, now: datetime) -> PublicationItem:
    """Return the item as which the sheet's version is out."""
    account = OfficialAccount.objects.get()
    publication = Publication.objects.create(
        account=account,
        channel="api",
        state=PublicationState.PUBLISHED,
        state_since=now,
        created_at=now,
        ordered_by=make.named("chen"),
    )
    return PublicationItem.objects.create(
        publication=publication,
        position=1,
        version=sheet.version,
        account=account,
        package_sha256=sheet.package_sha256,
        article_url="https://mp.weixin.qq.com/s/abc",
        published_at=now,
    )


def see(item: PublicationItem, result: str, now: datetime) -> None:
    """Let patrol have seen the item so."""
    patrol = PatrolRound.objects.create(account=item.account, started_at=now)
    Observation.objects.create(round=patrol, item=item, title="", result=result, seen_at=now)


def test_before_it_is_out_the_page_says_so_and_tells_no_title(now: datetime) -> None:
    sheet = make.released(TITLE, now=now)

    status, page = read(address(sheet))

    assert status == 200
    assert "还没有发布" in page
    assert all(words in page for words in (sheet.number, "甲联", "便民服务站", "已核发", "相符"))
    private = (TITLE, "提前蓄水", *(person.display_name for person in map(make.named, (
        "zhang", "zhao", "wang", "sun", "chen"))))  # fmt: skip
    assert not [words for words in private if words in page]


@pytest.mark.parametrize(
    ("result", "headline"),
    [
        ("same", "纸件对得上"),
        ("changed", "纸件对不上"),
        ("missing", "纸件对不上"),
        ("unknown", "线上还没有看到"),
    ],
)
def test_once_it_is_out_what_patrol_saw_decides(now: datetime, result: str, headline: str) -> None:
    sheet = make.released(TITLE, now=now)
    see(put_out(sheet, now), result, now)

    status, page = read(address(sheet))

    assert status == 200
    assert headline in page
    assert TITLE in page


def test_text_changed_behind_the_sheet_does_not_agree(now: datetime) -> None:
    sheet = make.released(TITLE, now=now)
    Version.objects.filter(pk=sheet.version_id).update(package=b"{}")

    assert "纸件对不上" in read(address(sheet))[1]


def test_paper_of_a_void_sheet_does_not_agree(now: datetime) -> None:
    status, page = read(address(make.returned(TITLE, now=now)))

    assert status == 200
    assert "作废（已退回）" in page
    assert "纸件对不上" in page
    assert "请写明停水的范围" not in page


def test_a_changed_code_is_refused_plainly(now: datetime) -> None:
    one, other = make.released(TITLE, now=now), make.released("再通知", now=now)
    true = address(one)

    for changed in (
        true.replace(one.number, other.number),
        true.replace("%E7%94%B2", "%E4%B9%99"),
        true.replace(one.package_sha256[:16], other.package_sha256[:16]),
        true[:-2] + ("AA" if not true.endswith("AA") else "BB"),
        "/paper/2026-0001/-/0000000000000000/AAAA",
    ):
        status, page = read(changed)
        assert status == 404, changed
        assert "这个码不对" in page
        assert one.number not in page


def test_papers_outlive_the_key_that_signed_them(
    now: datetime, settings: LazySettings, tmp_path: Path
) -> None:
    settings.LEDGER_KEY_PATH = tmp_path / "ledger"
    write_new_key(settings.LEDGER_KEY_PATH)
    make_checkpoint(now)
    before = address(make.released(TITLE, now=now))
    replace_key(names=("刘工", "王书记"), words="每年更换", now=now)

    after = address(make.released("再通知", now=now))

    assert [read(where)[0] for where in (before, after)] == [200, 200]


def test_a_page_without_sign_in_is_not_asked_without_end(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "OF_ONE", 3)
    where = address(make.released(now=now))

    statuses = [read(where)[0] for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
    assert Client(REMOTE_ADDR="10.0.0.9").get(where).status_code == 200


def test_the_code_may_be_typed_in_and_the_key_is_shown(now: datetime) -> None:
    make_checkpoint(now)
    sheet = make.released(now=now)

    assert qr.public_lines()[0] in read("/paper/")[1].replace("&#x2B;", "+")
    whole = qr.address_of(qr.code_of(sheet.number, "乙", sheet.package_sha256))
    answer = Client().get("/paper/", {"code": whole})
    assert "乙联" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert Client().get("/paper/", {"code": "胡写的"}).status_code == 404


def test_a_code_is_checked_offline_with_the_key_alone(now: datetime, tmp_path: Path) -> None:
    make_checkpoint(now)
    sheet = make.released(now=now)
    whole = qr.address_of(qr.code_of(sheet.number, "甲", sheet.package_sha256))
    (tmp_path / "check.py").write_bytes(Client().get("/paper/hefa-check.py").content)

    def run(code: str) -> tuple[int, str]:
        command = [sys.executable, "-I", "-S", "check.py", code, qr.public_lines()[0]]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={"PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout.strip()

    assert run(whole) == (0, "全部对得上。")
    assert run(whole.replace(sheet.number, "2026-0009"))[0] == 1
    assert run("https://example.org/") == (1, "这个码读不出来。")


def test_the_command_line_checks_a_code(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = make.released(now=now)
    whole = qr.address_of(qr.code_of(sheet.number, "甲", sheet.package_sha256))

    assert main(["sheet", "--check", whole]) == 0
    assert "电子稿和线上文章：还没有发布" in capsys.readouterr().out
    assert main(["sheet", "--check", whole.replace(sheet.number, "2026-0009")]) == 1


def test_the_command_line_writes_every_copy(now: datetime, tmp_path: Path) -> None:
    sheet = make.released(now=now)
    target = tmp_path / "a.pdf"

    assert main(["sheet", sheet.number, "--pdf", str(target)]) == 0

    assert target.read_bytes().startswith(b"%PDF-")
    assert main(["sheet", "2026-9999", "--pdf", str(target)]) == 1


def test_what_became_of_it_stands_on_its_paper(now: datetime) -> None:
    sheet = make.released(TITLE, now=now)
    assert not outcome_of(sheet).published_at
    see(put_out(sheet, now), "same", now)

    found = outcome_of(sheet)

    assert found.published_by == "陈管理员"
    assert found.published_at == "2026年11月23日 10:30"
    assert found.published_url == "https://mp.weixin.qq.com/s/abc"
    assert found.post_check.endswith("核对：一致")


def test_printing_needs_the_right_and_the_sheet(sign_in: SignIn, now: datetime) -> None:
    sheet = make.released(now=now)
    where = f"/report/sheets/{sheet.number}/print/"

    statuses = {
        name: sign_in(name).post(where, {"copy": "甲"}).status_code
        for name in ("zhang", "zhao", "chen", "wang", "wu")
    }

    assert statuses == {"zhang": 200, "zhao": 200, "chen": 200, "wang": 422, "wu": 404}
    assert sign_in("zhang").get(where).status_code == 405
