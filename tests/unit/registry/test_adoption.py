"""The guided adoption: choose, read, name the people, fix the day; nothing typed is lost."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hefa.core.errors import Refused
from hefa.core.regulation import parse_regulation
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions, drafts
from hefa.registry.adoption import NewAppointment, Plan
from hefa.registry.delivered import delivered, profile_text
from hefa.registry.differences_in_words import what_changes
from hefa.registry.models import AdoptedRegulation, AdoptionDraft, Appointment
from hefa.registry.seats import proposed_seats, unfilled

from .conftest import TEXT, enter

pytestmark = pytest.mark.django_db
HOSPITAL = profile_text("hospital")
COMMUNITY = parse_regulation(TEXT)
CHOOSE = "/settings/regulation/adopt/"


def shown(client: Client, address: str) -> str:
    """Return the page at `address`, its spaces made one."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def upload(text: str | bytes) -> SimpleUploadedFile:
    raw = text if isinstance(text, bytes) else text.encode()
    return SimpleUploadedFile("regulation.toml", raw)


def begun(client: Client, text: str = HOSPITAL) -> str:
    """Return the address of the adoption begun with the file `text`."""
    return client.post(CHOOSE, {"text": upload(text)})["Location"]


def lines(*rows: tuple[str, str, object, object], seen: int = 0) -> dict[str, object]:
    """Return the form of the people step: post, unit, holder and deputy of each line."""
    given: dict[str, object] = {
        "seat-TOTAL_FORMS": len(rows),
        "seat-INITIAL_FORMS": len(rows),
        "seen": seen,
    }
    for number, row in enumerate(rows):
        for name, value in zip(("post", "unit", "holder", "deputy"), row, strict=True):
            given[f"seat-{number}-{name}"] = value
    return given


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


def test_people_of_the_same_functions_are_proposed(
    administrator: Person, contributor: Person, now: datetime
) -> None:
    leader = enter("wang", "王书记", ("approver", "committee"), ("owner", "committee"))

    seats = proposed_seats(parse_regulation(HOSPITAL), now)

    by_post = {seat["post"]: (seat["unit"], seat["holder"]) for seat in seats}
    assert by_post["publicist"] == ("publicity", administrator.pk)
    assert by_post["writer"] == ("internal", contributor.pk)
    assert by_post["vice_president"] == by_post["council"] == ("leadership", leader.pk)
    assert by_post["watcher"] == ("duty", None)
    assert set(by_post) == {post.key for post in parse_regulation(HOSPITAL).posts}


def test_deputies_are_proposed_beside_their_holders(administrator: Person, now: datetime) -> None:
    deputy = enter("ma", "马干事")
    actions.appoint(
        deputy,
        post="administrator",
        unit=Appointment.objects.get().unit,
        starts_on=date(2026, 9, 1),
        by=None,
        now=now,
        is_deputy=True,
    )

    seats = proposed_seats(parse_regulation(HOSPITAL), now)

    assert [seat for seat in seats if seat["post"] == "publicist"] == [
        {
            "post": "publicist",
            "unit": "publicity",
            "holder": administrator.pk,
            "deputy": deputy.pk,
        }
    ]


def test_who_holds_a_post_that_goes_on_is_not_proposed_again(
    administrator: Person, now: datetime
) -> None:
    seats = proposed_seats(COMMUNITY, now)

    assert "administrator" not in {seat["post"] for seat in seats}
    assert all(seat["holder"] is None for seat in seats)


def test_empty_posts_say_what_they_stop(administrator: Person, today: date) -> None:
    regulation = parse_regulation(HOSPITAL)
    publicist = NewAppointment(person=administrator, post="publicist", unit="publicity")
    told = unfilled(Plan(regulation=regulation, effective_on=today, appointments=(publicist,)))

    texts = [entry.text for entry in told]
    assert any("没有人担任分管院领导，“三审”“科普三审加专家审”" in text for text in texts)
    assert any("值班巡查员，1 项要求没有人负责：每日巡查" in text for text in texts)
    stops = [entry.stops for entry in told]
    assert set(stops) == {"everything", ""}
    assert stops == sorted(stops, reverse=True)
    assert not any("没有人担任宣传科编辑" in text for text in texts)


def test_too_few_different_people_for_a_route_is_told(administrator: Person, today: date) -> None:
    regulation = parse_regulation(HOSPITAL)
    people = [administrator, *(enter(f"p{number}", f"某{number}") for number in range(4))]
    posts = (
        ("publicist", "publicity"), ("writer", "internal"), ("section_chief", "internal"),
        ("publicity_chief", "publicity"), ("vice_president", "leadership"),
    )  # fmt: skip
    chosen = [
        NewAppointment(person=person, post=post, unit=unit)
        for person, (post, unit) in zip(people, posts, strict=True)
    ]
    expert = NewAppointment(person=people[3], post="medical_expert", unit="medical")
    plan = Plan(regulation=regulation, effective_on=today, appointments=(*chosen, expert))

    (stopping,) = (entry for entry in unfilled(plan) if entry.stops)

    assert stopping.stops == "route"
    assert "“科普三审加专家审”各步要由不同的人办" in stopping.text
    another = replace(expert, person=enter("p9", "某专家"))
    enough = replace(plan, appointments=(*chosen, another))
    assert not any(entry.stops for entry in unfilled(enough))


def test_lines_are_kept_between_the_steps_and_one_more_is_given(
    manager: Client, administrator: Person, contributor: Person
) -> None:
    address = begun(manager)
    given = lines(
        ("publicist", "publicity", administrator.pk, ""),
        ("writer", "internal", contributor.pk, administrator.pk),
        ("watcher", "", "", ""),
    )

    answer = manager.post(f"{address}people/", {**given, "more": "writer"})

    assert answer["Location"] == f"{address}people/#post-writer"
    draft = AdoptionDraft.objects.get()
    assert [(seat["post"], seat["holder"], seat["deputy"]) for seat in draft.seats] == [
        ("publicist", administrator.pk, None),
        ("writer", contributor.pk, administrator.pk),
        ("watcher", None, None),
        ("writer", None, None),
    ]
    page = shown(manager, f"{address}people/")
    assert page.count('value="writer"') == 3  # two lines and the button
    again = lines(*[tuple(seat.values()) for seat in draft.seats], seen=1)
    again = {key: "" if value is None else value for key, value in again.items()}
    assert manager.post(f"{address}people/", again)["Location"] == f"{address}confirm/"


def test_a_wrong_line_keeps_what_was_chosen(manager: Client, administrator: Person) -> None:
    address = begun(manager)
    pk = administrator.pk

    answer = manager.post(
        f"{address}people/", lines(("publicist", "", pk, ""), ("writer", "internal", pk, pk))
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "选了人，还要选单位。" in page
    assert "正岗和副岗不能是同一个人。" in page
    assert page.count(f'<option value="{pk}" selected>') == 3
    assert AdoptionDraft.objects.get().seats is None


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
