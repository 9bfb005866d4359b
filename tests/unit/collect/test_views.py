"""Pages of writing: bad input is told in plain Chinese and nothing typed is lost."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import (
    document,
    ledger_size,
    reloaded,
    submit,
    written,
)
from tests.unit.collect.pages import SignIn, text_of

from hefa.collect.changes import save_draft
from hefa.collect.models import Manuscript, Version
from hefa.collect.packages import package_being_written
from hefa.registry.models import Column


def form_of(version: Version, **changes: Any) -> dict[str, Any]:
    return {
        "title": version.title,
        "category": "notice",
        "column": Column.objects.get(key="notices").pk,
        "document": json.dumps(version.document),
        "lock": version.edit,
        **changes,
    }


def test_saving_keeps_what_was_typed(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)

    response = sign_in("zhang").post(
        f"/collect/version/{version.pk}/", form_of(version, title="新的标题")
    )

    assert response.status_code == 302
    assert reloaded(version).title == "新的标题"


@pytest.mark.parametrize("address", ["", "save/"])
@pytest.mark.parametrize(
    ("changes", "typed"),
    [
        ({"title": "长" * 201}, "长" * 201),
        ({"document": "not json"}, "not json"),
        ({"document": "[" * 100_000}, "[[["),
        ({"document": json.dumps({"type": "doc", "content": [{"type": "script"}]})}, "script"),
        ({"column": "999"}, "停水通知"),
        ({"planned_at": "明天"}, "明天"),
    ],
)
def test_wrong_form_is_refused_and_keeps_what_was_typed(
    sign_in: SignIn, now: datetime, address: str, changes: dict[str, str], typed: str
) -> None:
    version = written(now=now)

    response = sign_in("zhang").post(
        f"/collect/version/{version.pk}/{address}", form_of(version, **changes)
    )

    assert response.status_code == 422
    assert address or typed in text_of(response)
    assert reloaded(version).edit == version.edit


@pytest.mark.parametrize("address", ["", "save/"])
def test_second_of_two_savers_is_told_and_keeps_the_text(
    sign_in: SignIn, now: datetime, address: str
) -> None:
    version = written(now=now)
    save_draft(version, {"title": "先存的"}, edit=version.edit, now=now)

    response = sign_in("zhang").post(
        f"/collect/version/{version.pk}/{address}", form_of(version, title="后写的标题")
    )

    assert response.status_code == 409
    told = text_of(response) if not address else response.json()["message"]
    assert "刚才有人在别处改过这一版" in told
    assert address or "后写的标题" in text_of(response)
    assert reloaded(version).title == "先存的"


def test_second_saver_is_shown_the_whole_of_what_was_saved_first(
    sign_in: SignIn, now: datetime
) -> None:
    version = written(now=now)
    first = {
        "title": "先存的",
        "document": document("先存的正文。"),
        "planned_at": now,
        "category": "news",
    }
    save_draft(version, first, edit=version.edit, now=now)

    answer = sign_in("zhang").post(
        f"/collect/version/{version.pk}/save/", form_of(version, title="后写的标题")
    )
    other = answer.json()["other"]

    assert other["document"] == document("先存的正文。")
    assert other["lock"] == version.edit + 1
    assert other["who"] == "张干事"
    assert datetime.fromisoformat(other["saved_at"]) == now
    assert other["fields"]["title"] == "先存的"
    assert other["fields"]["category"] == "news"
    assert other["fields"]["column"] == str(version.column_id)
    assert other["fields"]["planned_at"] == "2026-11-23T10:30"  # as its input holds it
    assert other["fields"]["notice_until"] == ""
    assert "document" not in other["fields"]


def test_merged_text_is_saved_on_the_save_that_came_first(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)
    save_draft(version, {"title": "先存的"}, edit=version.edit, now=now)
    browser = sign_in("zhang")
    address = f"/collect/version/{version.pk}/save/"

    lock = browser.post(address, form_of(version)).json()["other"]["lock"]
    saved = browser.post(address, form_of(version, title="合好的", lock=lock))

    assert saved.status_code == 200
    assert saved.json()["lock"] == lock + 1
    assert reloaded(version).title == "合好的"


def test_text_that_was_submitted_elsewhere_cannot_be_merged(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)
    submit(version, now=now)

    answer = sign_in("zhang").post(f"/collect/version/{version.pk}/save/", form_of(version))

    assert answer.status_code == 409
    assert "other" not in answer.json()
    assert "已经在别处送审" in answer.json()["message"]


def test_editor_that_was_refused_by_a_conflict_tries_at_once(
    sign_in: SignIn, now: datetime
) -> None:
    version = written(now=now)
    save_draft(version, {"title": "先存的"}, edit=version.edit, now=now)
    browser = sign_in("zhang")
    address = f"/collect/version/{version.pk}/"

    assert "data-save-now" in text_of(browser.post(address, form_of(version)))
    assert "data-save-now" not in text_of(browser.get(address))


def test_signed_out_form_leads_to_signing_in_and_changes_nothing(
    community: None, now: datetime
) -> None:
    version = written(now=now)

    response = Client().post(f"/collect/version/{version.pk}/", form_of(version, title="丢了？"))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")
    assert reloaded(version).title == "停水通知"


def test_form_of_an_ended_session_is_answered_in_chinese(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)
    browser = sign_in("zhang", Client(enforce_csrf_checks=True))

    response = browser.post(f"/collect/version/{version.pk}/", form_of(version))

    assert response.status_code == 403
    assert "CSRF" not in text_of(response)
    assert "登录" in text_of(response)


def test_double_click_on_the_bin_leaves_it_in_the_bin(sign_in: SignIn, now: datetime) -> None:
    manuscript = written(now=now).manuscript
    browser = sign_in("zhang")
    size = ledger_size()

    for _ in range(2):
        browser.post(f"/collect/{manuscript.pk}/bin/", {"to": "bin"})

    manuscript.refresh_from_db()
    assert manuscript.binned_at == now
    assert ledger_size() == size + 1
    browser.post(f"/collect/{manuscript.pk}/bin/", {"to": "restore"})
    manuscript.refresh_from_db()
    assert manuscript.binned_at is None


def test_preview_stands_alone_and_shows_the_text(sign_in: SignIn, now: datetime) -> None:
    version = written("停水通知", "只在预览里。", now=now)

    response = sign_in("zhang").get(f"/collect/version/{version.pk}/preview/")

    assert "只在预览里。" in text_of(response)
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src 'self'" not in response["Content-Security-Policy"]


def test_script_in_a_title_is_only_text(sign_in: SignIn, now: datetime) -> None:
    version = written("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", now=now)
    browser = sign_in("zhang")

    for address in ("/", "/collect/", f"/collect/version/{version.pk}/preview/"):
        assert "<script>alert" not in text_of(browser.get(address))
        assert "<img src=x" not in text_of(browser.get(address))


def test_body_over_the_limit_is_saved_and_told_before_submission(
    sign_in: SignIn, now: datetime
) -> None:
    version = written("很长", "水" * 20_001, now=now)
    browser = sign_in("zhang")

    saved = browser.post(f"/collect/version/{version.pk}/", form_of(version))
    cards = text_of(browser.get(f"/check/{version.pk}/cards/"))

    assert saved.status_code == 302
    assert "微信最多收 20000 个" in cards
    assert reloaded(version).document == document("水" * 20_001)


def test_manuscript_is_begun_for_ones_own_unit(sign_in: SignIn) -> None:
    response = sign_in("wu").post("/collect/new/")

    assert response.status_code == 302
    assert Manuscript.objects.get().unit.key == "culture"


@pytest.mark.parametrize(
    ("chosen", "is_sent", "is_open"),
    [({"mass_send": "True", "comments": "True"}, True, True), ({}, False, False)],
)
def test_how_it_goes_out_is_chosen_and_signed(
    sign_in: SignIn, now: datetime, chosen: dict[str, str], is_sent: bool, is_open: bool
) -> None:
    browser = sign_in("zhang")
    version = written(now=now)

    browser.post(f"/collect/version/{version.pk}/", form_of(version, **chosen))

    package = package_being_written(reloaded(version))
    assert (package.mass_send, package.comments) == (is_sent, is_open)
