"""The page of a decision: what it asks, what it keeps, and how a script is answered."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.factories import ledger_size, sheet_awaiting, submitted

from hefa.core.review import Act
from hefa.review.models import HandSignature, Opinion, ReviewSheet

SignIn = Callable[..., Client]
CROSS = {"width": 300, "height": 120, "strokes": [[10, 10, 290, 110], [290, 10, 10, 110]]}


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def page(browser: Client, sheet: ReviewSheet, act: str) -> HttpResponse:
    return browser.get(f"/review/{sheet.number}/decide/{act}/")


def sent(browser: Client, sheet: ReviewSheet, act: str, **changes: Any) -> HttpResponse:
    """Send what the page of the decision holds, everything declared."""
    shown = page(browser, sheet, act).context
    groups = shown["decision"]["declared"]
    form = {
        "act": act,
        "package": sheet.package_sha256,
        "acts": sheet.acts,
        "rules": shown["decision"]["rules_version"],
        "renderer": shown["decision"]["renderer_version"],
        **{entry["name"]: "yes" for group in groups for entry in group["entries"]},
        **changes,
    }
    headers = {"HX-Request": "true"} if changes.get("by_script") else {}
    return browser.post(f"/review/{sheet.number}/act/", form, headers=headers)


def test_nothing_is_chosen_beforehand(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    shown = page(sign_in("zhao"), sheet, "endorse")

    chosen = [
        entry["chosen"]
        for group in shown.context["decision"]["declared"]
        for entry in group["entries"]
    ]
    assert chosen
    assert set(chosen) == {""}
    assert " checked" not in text_of(shown)


def test_a_page_for_an_act_that_is_not_awaited_leads_to_the_sheet(
    sign_in: SignIn, now: datetime
) -> None:
    sheet = submitted(now=now)

    early = page(sign_in("wang"), sheet, "approve")

    assert early.status_code == 302
    assert early["Location"] == f"/review/{sheet.number}/"
    assert page(sign_in("wang"), sheet, "submit").status_code == 404
    assert page(sign_in("wang"), sheet, "nonsense").status_code == 404


def test_a_drawn_signature_is_kept_with_the_opinion_and_shown(
    sign_in: SignIn, now: datetime
) -> None:
    sheet, browser = submitted(now=now), sign_in("zhao")

    sent(browser, sheet, "endorse", strokes=json.dumps(CROSS))

    opinion = Opinion.objects.get(sheet=sheet, act="endorse")
    assert opinion.signature is not None
    address = f"/review/{sheet.number}/signature/{opinion.pk}/"
    picture = browser.get(address)
    assert picture["Content-Type"] == "image/png"
    assert picture.content == bytes(opinion.signature.png)
    assert address in text_of(browser.get(f"/review/{sheet.number}/"))
    assert sign_in("wu").get(address).status_code == 404


def test_a_refused_act_keeps_no_signature_and_gives_everything_back(
    sign_in: SignIn, now: datetime
) -> None:
    sheet, browser = submitted(now=now), sign_in("zhao")
    entries = ledger_size()

    refused = sent(
        browser, sheet, "endorse", declare_rights="no", words="侵权", strokes=json.dumps(CROSS)
    )

    assert refused.status_code == 422
    assert "侵权" in text_of(refused)
    assert refused.context["decision"]["strokes"] == json.dumps(CROSS)
    assert ledger_size() == entries
    assert not HandSignature.objects.exists()


def test_a_signature_that_cannot_be_read_refuses_the_act(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    refused = sent(sign_in("zhao"), sheet, "endorse", strokes="{", words="同意。")

    assert refused.status_code == 422
    assert "没有看懂签名的笔画" in text_of(refused)
    assert "同意。" in text_of(refused)
    assert ReviewSheet.objects.get(pk=sheet.pk).awaits == "endorse"


def test_a_signature_of_twenty_megabytes_is_refused(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    refused = sign_in("zhao").post(f"/review/{sheet.number}/act/", {"strokes": "1" * 20_000_000})

    assert refused.status_code in (400, 413)
    assert ReviewSheet.objects.get(pk=sheet.pk).awaits == "endorse"


def test_a_script_is_told_to_open_the_next_page(sign_in: SignIn, now: datetime) -> None:
    sheet, browser = submitted(now=now), sign_in("zhao")

    answer = sent(browser, sheet, "endorse", by_script="yes")

    assert answer.headers["HX-Redirect"] == "/"
    assert "已初审同意。" in text_of(browser.get("/"))


def test_a_script_whose_person_was_signed_out_is_led_to_sign_in(
    community: None, now: datetime
) -> None:
    sheet = submitted(now=now)

    answer = Client().post(f"/review/{sheet.number}/act/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"].startswith("/account/login/")


def test_a_return_offers_the_author_and_each_signed_step(sign_in: SignIn, now: datetime) -> None:
    sheet = sheet_awaiting(Act.RELEASE, now=now)

    steps = page(sign_in("chen"), sheet, "return").context["decision"]["return_steps"]

    assert [step["value"] for step in steps] == ["", "1", "2", "3"]
    assert [step["is_chosen"] for step in steps] == [True, False, False, False]


def test_what_was_declared_unsure_is_told_to_the_next(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)
    sent(sign_in("zhao"), sheet, "endorse", declare_rights="unsure")

    shown = text_of(page(sign_in("wang"), ReviewSheet.objects.get(pk=sheet.pk), "approve"))

    assert "赵站长拿不准，请您定" in shown


def test_a_doubt_that_was_settled_is_not_put_to_the_next(sign_in: SignIn, now: datetime) -> None:
    sheet = sheet_awaiting(Act.ENDORSE, now=now)
    sent(sign_in("zhao"), sheet, "endorse", declare_secrecy="unsure")
    waiting = ReviewSheet.objects.get(pk=sheet.pk)
    assert "拿不准，请您定" in text_of(page(sign_in("wang"), waiting, "approve"))

    sent(sign_in("wang"), waiting, "approve")

    settled = ReviewSheet.objects.get(pk=sheet.pk)
    assert settled.awaits == "deliver"
    assert "拿不准，请您定" not in text_of(page(sign_in("sun"), settled, "deliver"))


def test_a_count_of_five_thousand_digits_fits_nothing(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)

    answer = sent(sign_in("zhao"), sheet, "endorse", acts="9" * 5000)

    assert answer.status_code == 409
