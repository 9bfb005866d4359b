"""The forms beside a sheet, and the page on which routine sheets are agreed to together."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import (
    attempt,
    form_of,
    named,
    sheet_awaiting,
    signed_in_two_posts,
    submitted,
    switch,
)

from hefa.core.review import Act
from hefa.people.models import SignInEvent
from hefa.registry.models import Appointment
from hefa.review.actions import act_on
from hefa.review.asking import ask_advice
from hefa.review.models import Advice, Opinion, ReviewSheet

SignIn = Callable[..., Client]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def page(browser: Client, sheet: ReviewSheet) -> str:
    response = browser.get(f"/review/{sheet.number}/")
    assert response.status_code == 200
    return text_of(response)


def post(browser: Client, sheet: ReviewSheet, what: str, **form: Any) -> HttpResponse:
    return browser.post(f"/review/{sheet.number}/{what}/", form)


def test_a_question_reaches_somebody_of_another_unit_and_comes_back(
    sign_in: SignIn, now: datetime
) -> None:
    sheet = submitted(now=now)
    wu = sign_in("wu")
    for place in ("", "article/"):
        assert wu.get(f"/review/{sheet.number}/{place}").status_code == 404

    asked = post(sign_in("zhao"), sheet, "advice", asked_of=named("wu").key, question="活动是哪天")
    assert asked.status_code == 302
    made = Advice.objects.get()
    assert "活动是哪天" in page(wu, sheet)
    assert wu.get(f"/review/{sheet.number}/article/").status_code == 200
    post(wu, sheet, f"advice/{made.pk}", answer="周五")

    assert "周五" in page(sign_in("zhao"), sheet)


def test_a_refused_question_is_kept_with_its_reason(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)
    zhao = sign_in("zhao")
    form = {"asked_of": named("he").key, "question": "第一次"}
    post(zhao, sheet, "advice", **form)

    again = post(zhao, sheet, "advice", **{**form, "question": "第二次问"})

    assert again.status_code == 422
    assert "已经问过何干事" in text_of(again)
    assert "第二次问" in text_of(again)


def test_whoever_left_is_shown_as_to_be_replaced(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)
    ask_advice(sheet, person=named("zhao"), asked_of=named("liu"), question="可以吗", now=now)
    Appointment.objects.filter(person=named("liu")).update(ends_on=date(2026, 11, 22))

    assert "请另找人问" in page(sign_in("zhao"), sheet)


def test_a_claim_shows_and_is_taken_over_on_purpose(sign_in: SignIn, now: datetime) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    wang, li = sign_in("wang"), sign_in("li")
    assert post(wang, sheet, "claim").status_code == 302
    shown = page(li, sheet)
    assert "王书记" in shown
    assert "接手" in shown

    assert post(li, sheet, "claim").status_code == 422
    assert post(li, sheet, "claim", takes_over="yes").status_code == 302
    assert ReviewSheet.objects.get(pk=sheet.pk).claimed_by == named("li")


def test_a_word_is_written_down_and_the_sheet_is_released(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)
    chen = sign_in("chen")
    assert "口头同意" not in page(chen, sheet)
    switch("is_urgent_route_on")
    assert "口头同意" in page(chen, sheet)
    assert "口头同意" not in page(sign_in("zhao"), sheet)
    form = {"approver": named("wang").key, "how": "phone", "words": "水管爆了", "acts": sheet.acts}

    wrong = post(chen, sheet, "consent", given_at="x", **form)
    done = post(chen, sheet, "consent", given_at="2026-11-23T10:30", **form)
    fresh = ReviewSheet.objects.get(pk=sheet.pk)
    released = chen.post(f"/review/{sheet.number}/act/", form_of(fresh, "release"))

    assert (wrong.status_code, done.status_code, released.status_code) == (422, 302, 302)
    assert "水管爆了" in text_of(wrong)
    assert ReviewSheet.objects.get(pk=sheet.pk).ended == "released"
    assert "等补审" in page(sign_in("zhao"), sheet)


def test_an_exception_asks_for_its_check(sign_in: SignIn, now: datetime) -> None:
    sheet = signed_in_two_posts(now=now)
    he = sign_in("he")
    assert "还没有核对" in page(he, sheet)
    assert "记下核对" not in page(sign_in("chen"), sheet)

    assert post(he, sheet, "check", words="看过，没有问题").status_code == 302

    assert "看过，没有问题" in page(he, sheet)


def together(sheets: list[ReviewSheet], act: str = "endorse", **changes: str) -> dict[str, Any]:
    form: dict[str, Any] = {"number": [sheet.number for sheet in sheets]}
    for sheet in sheets:
        seen = form_of(sheet, act)
        names = ("act", "acts", "package", "rules", "renderer")
        form |= {f"{name}_{sheet.number}": seen[name] for name in names}
        form |= {f"yes_{sheet.number}": "yes", f"words_{sheet.number}": "同意。"}
    return {**form, **changes}


def test_routine_sheets_are_agreed_to_together(sign_in: SignIn, now: datetime) -> None:
    sheets = [submitted(f"开门时间 {at}", now=now, category="convenience") for at in (1, 2)]
    submitted("停水", now=now)
    zhao = sign_in("zhao")
    shown = text_of(zhao.get("/review/together/"))
    assert all(sheet.number in shown for sheet in sheets)
    assert "停水" not in shown
    assert shown.count("是否含个人信息 不含") == 2, "what the author stated is signed, too"

    done = text_of(zhao.post("/review/together/", together(sheets)))

    assert done.count("已签") == 2
    assert Opinion.objects.filter(act="endorse", words="同意。").count() == 2


def test_a_tick_without_the_declaration_signs_nothing(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now, category="convenience")
    form = together([sheet], **{f"yes_{sheet.number}": ""})

    done = text_of(sign_in("zhao").post("/review/together/", form))

    assert "没有勾“我看过”" in done
    assert not Opinion.objects.filter(act="endorse").exists()


def test_what_is_not_for_ones_eyes_is_left_out(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted("周日停电", now=now, category="convenience")

    done = text_of(sign_in("wu").post("/review/together/", together([sheet])))

    assert sheet.number not in done
    assert "周日停电" not in done
    assert not Opinion.objects.filter(act="endorse").exists()


def test_what_no_longer_waits_is_refused_by_name_and_its_words_shown(
    sign_in: SignIn, now: datetime
) -> None:
    gone, still = (submitted(f"开门 {at}", now=now, category="convenience") for at in (1, 2))
    form = together([gone, still], **{f"words_{gone.number}": "周日也要写上"})
    act_on(gone, attempt(gone, Act.RECALL), person=named("zhang"), now=now)

    done = text_of(sign_in("zhao").post("/review/together/", form))

    assert (done.count("已签"), done.count("没办成")) == (1, 1)
    assert gone.number in done
    assert "刚才已经有人办了这一步" in done
    assert "周日也要写上" in done
    assert Opinion.objects.get(act="endorse").sheet_id == still.pk


def test_what_was_filled_in_is_kept_where_nothing_was_signed(
    sign_in: SignIn, now: datetime
) -> None:
    ticked, changed, unticked = (
        submitted(f"开门 {at}", now=now, category="convenience") for at in (1, 2, 3)
    )
    form = together([ticked, changed, unticked], **{f"words_{unticked.number}": "等我再想想"})
    form |= {f"yes_{ticked.number}": "", f"rules_{changed.number}": "old"}
    form["number"] = [ticked.number, changed.number]

    done = text_of(sign_in("zhao").post("/review/together/", form))

    assert not Opinion.objects.filter(act="endorse").exists()
    assert done.count('value="同意。"') == 2
    assert 'value="等我再想想"' in done
    assert f'value="{ticked.number}" checked' in done
    assert f'value="{changed.number}" checked' not in done


def test_the_page_of_a_sheet_asks_as_much_however_much_was_asked(
    sign_in: SignIn, now: datetime
) -> None:
    sheet = submitted(now=now)
    zhao = sign_in("zhao")
    page(zhao, sheet)
    counted = []
    for name in ("he", "zhou", "wang"):
        ask_advice(sheet, person=named("zhao"), asked_of=named(name), question="对吗", now=now)
        with CaptureQueriesContext(connection) as queries:
            page(zhao, sheet)
        counted.append(len(queries))

    assert counted[0] == counted[1] == counted[2]


def test_a_wrong_password_releases_nothing_and_is_counted_as_a_try(
    sign_in: SignIn, now: datetime, settings: LazySettings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
    sheet = sheet_awaiting(Act.RELEASE, now=now)
    chen = sign_in("chen")
    address = f"/review/{sheet.number}/act/"

    tries = [
        chen.post(address, form_of(sheet, "release", password=f"wrong-{at}")) for at in range(7)
    ]
    right = chen.post(address, form_of(sheet, "release"))

    assert {response.status_code for response in (*tries, right)} == {422}
    assert "密码" in text_of(tries[0])
    assert 'aria-describedby="password-why password-errors"' in text_of(tries[0])
    assert re.search(r'id="password-errors"><p>.*密码不对', text_of(tries[0]))
    assert "试的次数太多了" in text_of(right)
    assert SignInEvent.objects.filter(is_success=False).count() >= 5
    assert ReviewSheet.objects.get(pk=sheet.pk).ended == ""


def test_a_password_once_given_counts_for_five_minutes(sign_in: SignIn, now: datetime) -> None:
    first, second = (sheet_awaiting(Act.RELEASE, title, now=now) for title in ("甲", "乙"))
    chen = sign_in("chen")
    chen.post(f"/review/{first.number}/act/", form_of(first, "release"))

    done = chen.post(f"/review/{second.number}/act/", form_of(second, "release", password=""))

    assert done.status_code == 302
    assert ReviewSheet.objects.get(pk=second.pk).ended == "released"


def test_a_point_without_an_answer_says_so_where_it_stands(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    refused = sign_in("zhao").post(
        f"/review/{sheet.number}/act/", form_of(sheet, "endorse", declare_secrecy="")
    )

    assert refused.status_code == 422
    assert text_of(refused).count("还没有选") == 1
    assert 'aria-describedby="declare_secrecy_missing"' in text_of(refused)
    assert 'id="declare_secrecy_missing"' in text_of(refused)
