"""What the author states of the content: asked on the form, signed, shown to who reviews."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from tests.factories import (
    TEXT,
    document,
    named,
    released,
    reloaded,
    returned,
    submit,
    submitted,
    written,
)
from tests.unit.collect.pages import SignIn, text_of

from hefa.collect.actions import revise
from hefa.collect.changes import save_draft
from hefa.collect.copying import copy_released
from hefa.collect.kinds import begin_correction, begin_take_down
from hefa.collect.models import Version
from hefa.collect.packages import package_being_written, package_of
from hefa.collect.versions import difference_of
from hefa.config.demo.texts import STATED
from hefa.core.canonical import canonical_bytes, sha256_hex
from hefa.core.errors import Refused
from hefa.registry.models import Column
from hefa.review.register.columns import CELLS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
ACTS_ON = "01JD8Q0000000000000000000A/1"
WITH_NUMBER = "有事请打 19900000001。"


def page_of(version: Version, **changes: Any) -> dict[str, Any]:
    """Return the form of the editor as the page sends it."""
    return {
        "title": version.title,
        "category": "notice",
        "column": Column.objects.get(key="notices").pk,
        "document": json.dumps(version.document),
        "lock": version.edit,
        **changes,
    }


def stating(version: Version, now: datetime, **answers: str) -> Version:
    """Return `version` with these answers and no others."""
    save_draft(version, {"stated": answers}, edit=version.edit, now=now)
    return reloaded(version)


def test_the_editor_asks_in_the_regulations_words_and_keeps_the_answers(
    sign_in: SignIn, now: datetime
) -> None:
    version = stating(written(now=now), now)
    zhang = sign_in("zhang")

    asked = zhang.get(f"/collect/version/{version.pk}/").content.decode()
    assert "商业秘密/工作秘密/内部敏感" in asked
    assert 'id="stated"' in asked
    answers = {"secrecy": "no", "pii": "yes", "pii_handling": "masked"}
    zhang.post(f"/collect/version/{version.pk}/", page_of(version, **answers))

    assert reloaded(version).stated == answers
    shown = zhang.get(f"/collect/version/{version.pk}/").content.decode()
    assert '<option value="masked" selected>已脱敏</option>' in shown


def test_a_page_that_does_not_ask_leaves_the_answers_alone(sign_in: SignIn, now: datetime) -> None:
    version = written(now=now)

    sign_in("zhang").post(f"/collect/version/{version.pk}/", page_of(version))

    assert reloaded(version).stated == STATED


def test_a_missing_answer_stops_the_submission_and_says_where_it_is_given(
    sign_in: SignIn, now: datetime
) -> None:
    version = stating(written(now=now), now, secrecy="no", secrecy_items="none", pii="no")
    zhang = sign_in("zhang")

    before = zhang.get(f"/review/submit/{version.pk}/").content.decode()
    assert "“是否涉及未成年人”还没有填" in before
    assert f'href="/collect/version/{version.pk}/#stated"' in before
    answer = zhang.post(f"/review/submit/{version.pk}/", {"edit": version.edit})

    assert answer.status_code == 422
    assert "“是否涉及未成年人”还没有填。请回去接着改，在“内容情况”里填上。" in text_of(answer)
    assert reloaded(version).frozen_at is None


def test_a_draft_from_before_the_questions_came_is_saved_and_answered(now: datetime) -> None:
    version = stating(written(now=now), now)
    with pytest.raises(Refused) as refused:
        submit(version, now=now)
    assert {entry.code for entry in refused.value.reasons} == {"core.stated_missing"}

    sheet = submit(stating(version, now, **STATED), now=now)

    assert package_of(sheet.version).stated == {
        key: answer for key, answer in STATED.items() if key != "image_rights"
    }


def test_what_was_signed_before_the_questions_came_still_stands(now: datetime) -> None:
    sheet = released(now=now)
    old = json.loads(bytes(sheet.version.package or b""))
    assert old.pop("stated")
    with connection.cursor() as cursor:
        content = canonical_bytes(old)
        cursor.execute(
            "UPDATE collect_version SET package = %s, package_sha256 = %s, stated = '{}'"
            " WHERE id = %s",
            [content, sha256_hex(content), sheet.version_id],
        )

    version = reloaded(sheet.version)

    assert package_of(version).stated == {}
    about = begin_correction(version, acts_on=ACTS_ON, person=named("zhang"), now=now)
    fields = {
        "change": {**about.change, "reason": "写错了", "manner": "edit"},
        "document": document(TEXT.replace("九点", "八点")),
        "stated": dict(STATED),
    }
    save_draft(about, fields, edit=about.edit, now=now)
    assert submit(about, now=now).number


def test_another_answer_is_another_package_and_shows_in_the_difference(now: datetime) -> None:
    sheet = returned(now=now)
    version = revise(sheet.version.manuscript, person=sheet.author, now=now)
    assert version.stated == STATED

    version = stating(version, now, **{**STATED, "minors": "yes", "consent_ref": "办公室存"})

    again = submit(version, now=now)
    assert again.package_sha256 != sheet.package_sha256
    found = {change.where for change in difference_of(sheet.version, reloaded(version)).changes}
    assert found == {"是否涉及未成年人", "监护人同意"}


def test_a_copy_of_last_month_is_asked_anew_and_a_take_down_not_at_all(now: datetime) -> None:
    source = released(now=now).version

    assert copy_released(source, person=named("zhang"), now=now).stated == {}
    gone = begin_take_down(source, acts_on=ACTS_ON, person=named("zhang"), now=now)
    save_draft(gone, {"change": {**gone.change, "reason": "过期"}}, edit=gone.edit, now=now)
    sheet = submit(gone, now=now)
    assert package_being_written(reloaded(gone)).stated == {}
    assert package_of(sheet.version).stated == {}


def test_reviewers_see_the_answers_before_they_sign(sign_in: SignIn, now: datetime) -> None:
    sheet = submitted(now=now)
    zhao = sign_in("zhao")

    for address in ("", "decide/endorse/"):
        shown = text_of(zhao.get(f"/review/{sheet.number}/{address}"))
        assert "内容情况" in shown, address
        assert '<dt>是否涉及未成年人</dt><dd dir="auto">不涉及</dd>' in shown, address


def test_what_the_machine_saw_and_the_author_denies_is_put_before_the_reviewers(
    sign_in: SignIn, now: datetime
) -> None:
    version = written("停水通知", TEXT, WITH_NUMBER, now=now)
    zhang = sign_in("zhang")
    hint = "看到 1 处证件号或手机号"

    assert hint in text_of(zhang.get(f"/check/{version.pk}/cards/"))
    assert f"机审{hint}，请核对" in text_of(zhang.get(f"/review/submit/{version.pk}/"))
    version = stating(version, now, **{**STATED, "pii": "yes", "pii_handling": "consented"})
    assert hint not in text_of(zhang.get(f"/check/{version.pk}/cards/"))
    assert hint not in text_of(zhang.get(f"/review/submit/{version.pk}/"))


def test_the_register_has_a_column_for_every_answer(now: datetime) -> None:
    sheet = submitted(now=now)

    cells = {key: CELLS["review_sheet"][key](sheet) for key in ("secrecy", "pii", "image_rights")}

    assert cells == {"secrecy": "否", "pii": "不含", "image_rights": "没有图片"}
