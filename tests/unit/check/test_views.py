"""Findings in the editor: as it is being written, and answered where they stand."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import document, written

from hefa.check.models import FindingAnswer
from hefa.check.queries import look_at

SignIn = Callable[..., Client]
PHONE = "联系人王某，手机 13800138000，请勿外传。"


def test_lengths_are_those_of_the_text_being_written(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)
    browser = sign_in("zhang")

    def lengths(text: str) -> dict[str, Any]:
        body = json.dumps(document(text))
        answer = browser.post(f"/check/{version.pk}/", body, content_type="application/json")
        found: dict[str, Any] = answer.json()["lengths"]
        return found

    short, long = lengths("水"), lengths("水" * 101)
    assert long["body"] - short["body"] == 100
    assert long["near"] == 18_000
    assert long["limits"] == {"title": 32, "signed_author": 16, "digest": 120, "body": 20_000}


def test_findings_are_those_of_the_text_being_written(sign_in: SignIn, now: datetime) -> None:
    version = written("通知", "没有号码。", now=now)

    response = sign_in("zhang").post(
        f"/check/{version.pk}/", json.dumps(document(PHONE)), content_type="application/json"
    )

    found = response.json()
    assert [mark["rule"] for mark in found["findings"]] == ["P03"]
    mark = found["findings"][0]
    assert PHONE[mark["start"] : mark["end"]] == "13800138000"
    assert "13800138000" not in found["html"]


@pytest.mark.parametrize("body", ["", "not json", "[" * 100_000, '{"type": "script"}', "null"])
def test_text_that_is_no_document_is_refused_in_words(
    sign_in: SignIn, now: datetime, body: str
) -> None:
    version = written(now=now)

    response = sign_in("zhang").post(
        f"/check/{version.pk}/",
        body,
        content_type="application/json",
        headers={"accept": "application/json"},
    )

    assert response.status_code == 403
    assert response.json()["message"]
    assert "core." not in response.json()["message"]


@pytest.mark.parametrize("length", [31, 32, 33, 200])
def test_title_over_the_limit_of_wechat_is_told(
    sign_in: SignIn, now: datetime, length: int
) -> None:
    version = written("长" * length, now=now)

    cards = sign_in("zhang").get(f"/check/{version.pk}/cards/").content.decode()

    assert (f"标题有 {length} 个字" in cards) == (length > 32)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"verdict": "accepted", "reason": ""}, "还没有写理由"),
        ({"verdict": "fixed", "reason": ""}, "原来的文字还在"),
        ({"verdict": "nonsense", "reason": "x"}, "请选"),
        ({}, "请选"),
    ],
)
def test_answer_that_will_not_do_is_refused_in_words(
    sign_in: SignIn, now: datetime, form: dict[str, str], told: str
) -> None:
    version = written("通知", PHONE, now=now)
    finding = next(entry for entry in look_at(version, now=now).open if entry.rule == "P03")

    response = sign_in("zhang").post(
        f"/check/{version.pk}/answer/", {"rule": "P03", "place": finding.place, **form}
    )

    assert response.status_code == 403
    assert told in response.content.decode()
    assert not FindingAnswer.objects.exists()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_answer_leads_back_into_the_house_only(sign_in: SignIn, now: datetime, back: str) -> None:
    version = written("通知", PHONE, now=now)
    finding = next(entry for entry in look_at(version, now=now).open if entry.rule == "P03")
    form = {"rule": "P03", "place": finding.place, "verdict": "accepted", "reason": "同意"}

    response = sign_in("zhang").post(f"/check/{version.pk}/answer/", {**form, "back": back})

    assert response["Location"] == "/collect/"
