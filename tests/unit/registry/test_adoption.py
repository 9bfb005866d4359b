"""The guided adoption: choose, read, name the people, fix the day; nothing typed is lost."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.unit.registry.adopting import CHOOSE, COMMUNITY, HOSPITAL, begun, lines, shown, upload

from hefa.core.errors import Refused
from hefa.core.regulation import parse_regulation
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions, drafts
from hefa.registry.delivered import delivered
from hefa.registry.differences_in_words import what_changes
from hefa.registry.models import AdoptedRegulation, AdoptionDraft

from .conftest import TEXT

pytestmark = pytest.mark.django_db


def test_delivered_regulations_are_listed_with_what_they_hold(manager: Client) -> None:
    page = shown(manager, CHOOSE)

    for profile in delivered():
        assert f"《{profile.regulation.title}》第 {profile.regulation.version} 版" in page
        assert f"{len(profile.regulation.articles)} 条，{profile.controls_count} 项要求" in page
    assert page.count("已采用这一版") == 1
    assert page.count("看这一份") == len(delivered()) - 1


def test_a_delivered_regulation_is_chosen_and_read(manager: Client, now: datetime) -> None:
    address = manager.post(CHOOSE, {"profile": "hospital"})["Location"]

    page = shown(manager, address)

    assert AdoptionDraft.objects.get().text == HOSPITAL
    assert "宣传科复审" in page
    assert "第五条（二）" in page
    assert "不再有岗位“平台管理员”，它的职能（平台管理）由“宣传科编辑”接着办。" in page
    assert "新版里没有岗位接" in page  # 报送专人
    assert "接着安排人员" in page
    assert "办到一半的" in shown(manager, CHOOSE)
    assert manager.post(CHOOSE, {"profile": "nowhere"}).status_code == 404


def test_a_wrong_file_is_kept_and_shown_line_by_line(manager: Client) -> None:
    wrong = HOSPITAL.replace('posts = ["vice_president"]', 'posts = ["nobody"]')
    at = [number for number, line in enumerate(wrong.splitlines(), 1) if '"nobody"' in line]

    address = begun(manager, wrong)
    page = shown(manager, address)

    for line in at:
        step = max(n for n, text in enumerate(wrong.splitlines()[:line], 1) if "[[" in text)
        assert f"第 {step} 行" in page
    assert "接着安排人员" not in page
    assert manager.get(f"{address}text/").content.decode() == wrong
    assert manager.get(f"{address}people/")["Location"] == address
    assert manager.post(f"{address}confirm/", {"effective_on": "2026-11-23"})["Location"] == address
    assert AdoptedRegulation.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"), [(b"\xff\xfe", "文件读不出来"), (b"#" * 200_001, "文件太大")]
)
def test_a_file_that_is_no_text_is_refused_in_place(
    manager: Client, text: bytes, said: str
) -> None:
    answer = manager.post(CHOOSE, {"text": upload(text)})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not AdoptionDraft.objects.exists()


def test_whoever_was_second_reads_it_and_decides(manager: Client, administrator: Person) -> None:
    address = begun(manager)
    given = lines(("publicist", "publicity", administrator.pk, ""))
    assert manager.post(f"{address}people/", given).status_code == 302

    answer = manager.post(f"{address}people/", given)

    assert answer.status_code == 409
    assert "有人改过这里" in answer.content.decode()
    assert 'name="seen" value="1"' in answer.content.decode()


def test_the_whole_way_adopts_and_appoints_in_one_entry(
    manager: Client, administrator: Person, contributor: Person, today: date
) -> None:
    address = begun(manager)
    before = Entry.objects.count()
    manager.post(
        f"{address}people/",
        lines(
            ("publicist", "publicity", administrator.pk, ""),
            ("writer", "internal", contributor.pk, ""),
        ),
    )

    page = shown(manager, f"{address}confirm/")
    assert "采用《官方微信发布管理规定》第 1 版？" in page
    assert "没有人担任分管院领导" in page
    assert "岗位在新版里没有了的任职" in page
    given = {"effective_on": "2026-11-23", "seen": 1}
    answer = manager.post(f"{address}confirm/", given, follow=True)

    assert Entry.objects.count() == before + 1
    adopted = AdoptedRegulation.objects.get(key="hospital")
    assert (adopted.text, adopted.adopted_by, adopted.effective_on) == (
        HOSPITAL, administrator, today,
    )  # fmt: skip
    assert "已采用官方微信发布管理规定 第 1 版，2026年11月23日起生效" in answer.content.decode()
    assert not AdoptionDraft.objects.exists()
    page = shown(manager, "/settings/regulation/")
    assert "陈管理员" in page
    assert "《官方微信发布管理规定》第 1 版" in page
    text = manager.get(f"/settings/regulation/versions/{adopted.pk}/")
    assert text.content.decode() == HOSPITAL
    assert "attachment" in text["Content-Disposition"]


def test_what_another_changed_meanwhile_is_not_adopted_unread(
    manager: Client, administrator: Person, contributor: Person
) -> None:
    address = begun(manager)
    page = shown(manager, f"{address}confirm/")
    assert 'name="seen" value="0"' in page
    manager.post(
        f"{address}people/",
        lines(
            ("publicist", "publicity", administrator.pk, ""),
            ("vice_president", "leadership", contributor.pk, ""),
        ),
    )

    answer = manager.post(f"{address}confirm/", {"effective_on": "2026-11-23", "seen": 0})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "有人改过这里" in page
    assert contributor.display_name in page
    assert 'name="seen" value="1"' in page
    assert AdoptedRegulation.objects.count() == 1


def test_who_does_not_keep_the_register_changes_no_adoption(
    manager: Client, contributor: Person, now: datetime
) -> None:
    begun(manager)
    draft = AdoptionDraft.objects.get()

    with pytest.raises(Refused):
        drafts.begin_draft(HOSPITAL, source="", by=contributor, now=now)
    with pytest.raises(Refused):
        drafts.keep_seats(draft, [], seen=0, by=contributor, now=now)
    with pytest.raises(Refused):
        drafts.give_up(draft, by=contributor, now=now)

    assert AdoptionDraft.objects.get().seats is None


def test_the_page_to_read_stays_small_enough_for_an_old_phone(manager: Client) -> None:
    page = shown(manager, begun(manager))

    assert len(re.findall("<[a-z]", page)) < 1500  # measured in a browser: as many elements


def test_an_adoption_without_a_keeper_is_off_and_says_why(
    manager: Client, contributor: Person
) -> None:
    address = begun(manager)
    manager.post(f"{address}people/", lines(("writer", "internal", contributor.pk, "")))

    page = shown(manager, f"{address}confirm/")

    assert re.search(r"btn-wide\" disabled", page)
    assert "生效那天就没有人能管设置了" in page
    answer = manager.post(f"{address}confirm/", {"effective_on": "2026-11-23", "seen": 1})
    assert answer.status_code == 422
    assert AdoptionDraft.objects.get().seats
    assert AdoptedRegulation.objects.count() == 1


def test_a_day_in_the_past_is_refused_at_its_field(manager: Client) -> None:
    address = begun(manager)

    answer = manager.post(f"{address}confirm/", {"effective_on": "2026-11-22", "seen": 0})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2026-11-22"' in page
    assert "生效日期已经过去" in page


def test_a_version_to_come_is_announced(manager: Client, now: datetime, today: date) -> None:
    actions.adopt_regulation(
        TEXT.replace("version = 1", "version = 2"),
        effective_on=today + timedelta(days=8),
        adopted_by=None,
        now=now,
    )

    page = shown(manager, "/settings/regulation/")

    assert "第 2 版已采用，2026年12月1日起生效" in page
    assert "第 1 版</h2>" in page


def test_an_adoption_is_given_up(manager: Client) -> None:
    address = begun(manager)

    assert manager.get(f"{address}give-up/").status_code == 405
    manager.post(f"{address}give-up/")

    assert not AdoptionDraft.objects.exists()
    assert AdoptedRegulation.objects.count() == 1


def test_every_difference_reads_as_a_sentence_without_codes() -> None:
    hospital = parse_regulation(HOSPITAL)
    for old, new in ((COMMUNITY, hospital), (hospital, COMMUNITY)):
        groups = what_changes(old, new)
        told = [entry for group in groups for entry in group.entries]
        assert len(told) > 100
        for entry in told:
            assert re.search("[\u4e00-\u9fff]", entry.text)
            assert not re.search(r"registry\.|core\.|[{}]|None|\w+_\w+", entry.text), entry.text
            assert entry.who


def test_a_category_s_theme_is_told_by_its_name() -> None:
    first, *rest = COMMUNITY.categories
    festive = replace(first, theme="festival")

    [group] = what_changes(COMMUNITY, replace(COMMUNITY, categories=(festive, *rest)))

    [entry] = group.entries
    assert entry.text == "“新闻信息”平常改用“节庆”版式，原来用“新闻”。"


def test_a_warning_that_begins_earlier_is_told_as_one() -> None:
    warned = next(entry for entry in COMMUNITY.controls if entry.cadence and entry.is_on)
    assert warned.cadence is not None
    earlier = replace(warned, cadence=replace(warned.cadence, warn_days=3))
    controls = tuple(earlier if entry is warned else entry for entry in COMMUNITY.controls)

    [group] = what_changes(COMMUNITY, replace(COMMUNITY, controls=controls))

    [entry] = group.entries
    before, _, after = entry.text.partition("改为")
    assert "到期前 3 天起提醒" in after
    assert "到期前 3 天起提醒" not in before


def test_a_control_off_before_and_after_is_not_told() -> None:
    hospital = parse_regulation(HOSPITAL)
    told = {
        entry.difference.key
        for group in what_changes(COMMUNITY, hospital)
        for entry in group.entries
        if entry.difference.part == "control"
    }

    off = {entry.id for entry in COMMUNITY.controls if not entry.is_on}
    assert off
    assert not off & told
