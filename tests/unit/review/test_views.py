"""Pages of review: the sheet, submission, and acts that meet somebody else's."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.factories import (
    document,
    form_of,
    ledger_size,
    reloaded,
    returned,
    sheet_awaiting,
    signed,
    submitted,
    written,
)

from hefa.collect.changes import save_draft
from hefa.core.review import Act
from hefa.review.models import Opinion, ReviewSheet

SignIn = Callable[..., Client]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def press(browser: Client, sheet: ReviewSheet, act: str, **changes: Any) -> HttpResponse:
    return browser.post(f"/review/{sheet.number}/act/", form_of(sheet, act, **changes))


def test_sheet_names_who_it_waits_for_since_when(sign_in: SignIn, now: datetime) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)

    shown = text_of(sign_in("zhang").get(f"/review/{sheet.number}/"))

    assert "王书记 或 李主任" in shown or "李主任 或 王书记" in shown
    assert "10:30" in shown
    assert "赵站长 初审同意" in shown or "初审同意" in shown


def test_an_act_sent_again_after_its_answer_was_lost_is_done_once(
    sign_in: SignIn, now: datetime
) -> None:
    sheet = submitted(now=now)
    browser = sign_in("zhao")

    first = press(browser, sheet, "endorse")
    second = press(browser, sheet, "endorse")
    other = press(browser, sheet, "endorse", words="换个说法")

    assert (first.status_code, second.status_code, other.status_code) == (302, 302, 409)
    assert "刚才已经有人办了这一步" in text_of(other)
    assert "换个说法" in text_of(other)
    assert Opinion.objects.filter(sheet=sheet, act="endorse").count() == 1


def test_second_of_two_approvers_is_told(sign_in: SignIn, now: datetime) -> None:
    sheet = sheet_awaiting(Act.APPROVE, now=now)
    press(sign_in("wang"), sheet, "approve")

    late = press(sign_in("li"), sheet, "return", words="我写了很久的理由")

    assert late.status_code == 409
    assert "刚才已经有人办了这一步" in text_of(late)


def test_return_without_words_keeps_the_page(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    response = press(sign_in("zhao"), sheet, "return", words=" ")

    assert response.status_code == 422
    assert "请写明退回的理由" in text_of(response)


def test_refused_act_keeps_the_words(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    response = press(sign_in("zhao"), sheet, "endorse", package="0" * 64, words="同意，请尽快")

    assert response.status_code == 409
    assert "内容和您看到的不是同一版" in text_of(response)
    assert "同意，请尽快" in text_of(response)


@pytest.mark.parametrize("acts", ["", "-1", "x", "²", "9" * 40])
def test_nonsense_in_the_form_is_no_signature(sign_in: SignIn, now: datetime, acts: str) -> None:
    sheet = submitted(now=now)
    size = ledger_size()

    response = press(sign_in("zhao"), sheet, "endorse", acts=acts)

    assert response.status_code == 409
    assert ledger_size() == size


@pytest.mark.parametrize("act", ["", "nonsense"])
def test_act_that_does_not_exist_is_not_found(sign_in: SignIn, now: datetime, act: str) -> None:
    assert press(sign_in("zhao"), submitted(now=now), act).status_code == 404


def test_submission_freezes_once_however_often_it_is_pressed(
    sign_in: SignIn, now: datetime
) -> None:
    version = written(now=now)
    browser = sign_in("zhang")

    first = browser.post(f"/review/submit/{version.pk}/", {"edit": version.edit})
    second = browser.post(f"/review/submit/{version.pk}/", {"edit": version.edit})

    number = ReviewSheet.objects.get().number
    assert first["Location"] == second["Location"] == f"/review/{number}/"


@pytest.mark.parametrize(("edit", "status"), [("", 409), ("x", 409), ("0", 409)])
def test_submission_of_what_was_saved_meanwhile_is_told(
    sign_in: SignIn, now: datetime, edit: str, status: int
) -> None:
    version = written(now=now)

    response = sign_in("zhang").post(f"/review/submit/{version.pk}/", {"edit": edit})

    assert response.status_code == status
    assert "刚才有人在别处改过这一版" in text_of(response)
    assert not ReviewSheet.objects.exists()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": ""}, "标题或正文还是空的"),
        ({"document": document("")}, "标题或正文还是空的"),
        ({"category": ""}, "请先选信息类别"),
        ({"title": "长" * 65}, "处必须处理"),
        ({"document": document("水" * 20_001)}, "处必须处理"),
    ],
)
def test_submission_of_what_is_not_ready_says_what_to_do(
    sign_in: SignIn, now: datetime, fields: dict[str, Any], told: str
) -> None:
    version = written(now=now)
    save_draft(version, fields, edit=version.edit, now=now)
    version = reloaded(version)

    response = sign_in("zhang").post(f"/review/submit/{version.pk}/", {"edit": version.edit})

    assert response.status_code == 422
    assert told in text_of(response)
    assert reloaded(version).frozen_at is None


def test_greyed_button_shows_the_reason_beside_it(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    shown = text_of(sign_in("wang").get(f"/review/{sheet.number}/"))

    assert "这一步由科室（网点）负责人办" in shown


def test_next_look_begins_with_what_changed(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted("停水通知", "明天上午停水。", now=now)
    zhao = sign_in("zhao")
    zhao.get(f"/review/{sheet.number}/")
    press(zhao, sheet, "return", words="写明几点")
    zhang = sign_in("zhang")
    revised = zhang.post(f"/collect/{sheet.version.manuscript_id}/revise/")
    assert revised.status_code == 302
    version = sheet.version.manuscript.versions.get(number=2)
    save_draft(version, {"document": document("明天上午九点停水。")}, edit=version.edit, now=now)
    version = reloaded(version)
    zhang.post(f"/review/submit/{version.pk}/", {"edit": version.edit})

    shown = text_of(zhao.get(f"/review/{version.sheet.number}/"))

    assert "您上次看过之后，改了 1 处" in shown
    assert "九点" in shown
    assert "您上次看过之后" not in text_of(sign_in("chen").get(f"/review/{version.sheet.number}/"))


def test_inbox_shows_what_waits_and_what_was_done(sign_in: SignIn, now: datetime) -> None:
    done = signed(submitted("签过字的", now=now), Act.ENDORSE, now=now)
    submitted("还等着的", now=now)
    browser = sign_in("zhao")

    mine = text_of(browser.get("/review/"))
    past = text_of(browser.get("/review/?tab=done"))
    searched = text_of(browser.get(f"/review/register/?q={done.number}"))

    assert "还等着的" in mine
    assert "签过字的" not in mine
    assert "签过字的" in past
    assert "还等着的" not in past
    assert "签过字的" in searched
    assert "还等着的" not in searched


def test_returned_sheet_shows_its_words_to_the_author(sign_in: SignIn, now: datetime) -> None:
    sheet = returned(now=now)

    shown = text_of(sign_in("zhang").get(f"/review/{sheet.number}/"))

    assert "请写明停水的范围" in shown
    assert "接着改，写第 2 版" in shown
