"""Real objects at the right stage, each with a filled form, for the rows of the table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import (
    document,
    form_of,
    named,
    released,
    returned,
    sheet_awaiting,
    submitted,
    written,
)
from tests.fixtures.docx import opening_hours_notice, picture_bytes, winter_heating_notice

from hefa.check.queries import look_at
from hefa.collect.actions import Upload, import_word
from hefa.collect.enclosing import take_in_attachment
from hefa.collect.models import Version, WordFile
from hefa.collect.showing import SIGNER
from hefa.core.document import picture_sha256s
from hefa.core.review import Act
from hefa.publish.actions import ask_to_lift_halt, halt_publishing, queue_publication
from hefa.publish.models import Publication, PublicationState, PublishingHalt
from hefa.registry.actions import make_callback_keys
from hefa.registry.models import (
    AccountCallback,
    Column,
    OfficialAccount,
    Unit,
)
from hefa.respond.actions import report_incident
from hefa.respond.models import Incident

NEW_PASSWORD = "青石板路上的雨-42"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where a row is tried: the parts of the address, the form, and its type if not a form's."""

    url: tuple[object, ...] = ()
    form: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""


Make = Callable[[datetime], Case]


def _version_form(version: Version) -> dict[str, Any]:
    return {
        "title": version.title,
        "category": "notice",
        "column": Column.objects.get(key="notices").pk,
        "document": json.dumps(version.document),
        "lock": version.edit,
    }


def draft(now: datetime) -> Case:
    version = written(now=now)
    return Case(url=(version.pk,), form=_version_form(version))


def draft_of_a_manuscript(now: datetime) -> Case:
    return Case(url=(written(now=now).manuscript_id,), form={"to": "bin"})


def sent_back(now: datetime) -> Case:
    return Case(url=(returned(now=now).version.manuscript_id,))


def _imported(now: datetime) -> Version:
    upload = Upload(name="供暖.docx", content=winter_heating_notice())
    unit = Unit.objects.get(key="service")
    version = import_word(named("zhang"), upload, unit=unit, now=now)
    return Version.objects.get(pk=version.pk)


def word_file(now: datetime) -> Case:
    return Case(url=(WordFile.objects.get(manuscript=_imported(now).manuscript_id).pk,))


def waiting_file(now: datetime) -> Case:
    file = WordFile.objects.get(manuscript=_imported(now).manuscript_id)
    service = Unit.objects.get(key="service")
    WordFile.objects.filter(pk=file.pk).update(manuscript=None, waits_for=service)
    return Case(url=(file.pk,))


def picture(now: datetime) -> Case:
    version = _imported(now)
    return Case(url=(version.pk, picture_sha256s(version.document)[0]))


def cover(now: datetime) -> Case:
    version = _imported(now)
    return Case(url=(version.pk,), form={"picture": picture_sha256s(version.document)[0]})


def picture_in(now: datetime) -> Case:
    file = SimpleUploadedFile("图.png", picture_bytes())
    return Case(url=(written(now=now).pk,), form={"file": file})


def attachment_in(now: datetime) -> Case:
    file = SimpleUploadedFile("通知.docx", opening_hours_notice())
    return Case(url=(written(now=now).pk,), form={"file": file})


def attachment(now: datetime) -> Case:
    version = written(now=now)
    upload = Upload(name="通知.docx", content=opening_hours_notice())
    kept = take_in_attachment(version, upload, person=named("zhang"), now=now)
    return Case(url=(version.pk, kept.result_id))


def to_copy(now: datetime) -> Case:
    return Case(url=(released(now=now).version_id,))


def signed_picture(now: datetime) -> Case:
    version = _imported(now)
    return Case(url=(SIGNER.sign(picture_sha256s(version.document)[0]),))


def hand_in(now: datetime) -> Case:
    del now
    file = SimpleUploadedFile("供暖.docx", winter_heating_notice())
    return Case(form={"file": file, "unit": Unit.objects.get(key="service").pk})


def findings(now: datetime) -> Case:
    return Case(url=(written(now=now).pk,), body=json.dumps(document("正文。")))


def answer(now: datetime) -> Case:
    version = written("通知", "手机 13800138000。", now=now)
    finding = next(entry for entry in look_at(version, now=now).open if entry.rule == "P03")
    form = {"rule": "P03", "place": finding.place, "verdict": "accepted", "reason": "本人同意"}
    return Case(url=(version.pk,), form={**form, "back": "/"})


def submit(now: datetime) -> Case:
    version = written(now=now)
    return Case(url=(version.pk,), form={"edit": version.edit})


def act(act: Act, waiting: Act, **given: Any) -> Make:
    def case(now: datetime) -> Case:
        sheet = sheet_awaiting(waiting, now=now, **given)
        return Case(url=(sheet.number,), form=form_of(sheet, act.value, words="请补充"))

    return case


def sheet(now: datetime) -> Case:
    return Case(url=(submitted(now=now).number,))


def _queued(now: datetime) -> Publication:
    sheet = released(now=now)
    return queue_publication([sheet.version], person=named("chen"), planned_at=None, now=now)


def publication(now: datetime) -> Case:
    return Case(url=(_queued(now).op_id,), form={"words": "先等一等"})


def stuck(now: datetime) -> Case:
    publication = _queued(now)
    Publication.objects.filter(pk=publication.pk).update(state=PublicationState.FAILED)
    return Case(url=(publication.op_id,), form={"words": "网络好了"})


def queue(now: datetime) -> Case:
    return Case(form={"when": "now", "sheet": released(now=now).number})


def item(now: datetime) -> Case:
    publication = _queued(now)
    publication.items.update(published_at=now, article_url="http://127.0.0.1:9/s/a")
    Publication.objects.filter(pk=publication.pk).update(state=PublicationState.PUBLISHED)
    return Case(url=(publication.items.get().pk,))


def callback(now: datetime) -> Case:
    account = OfficialAccount.objects.get()
    make_callback_keys(account, by=named("chen"), now=now)
    return Case(url=(account.pk,), form={"text": "正在处理", "seen": 0})


def callback_address(now: datetime) -> Case:
    callback(now)
    return Case(url=(AccountCallback.objects.get().key,), form={"text": "伪造"})


def account(now: datetime) -> Case:
    del now
    account = OfficialAccount.objects.get()
    form = {
        "name": "青禾社区发布",
        "wechat_id": account.wechat_id,
        "kind": account.kind,
        "appid": account.appid,
        "seen": account.revision,
    }
    return Case(url=(account.pk,), form=form)


def new_account(now: datetime) -> Case:
    del now
    form = {"name": "二号", "wechat_id": "second", "kind": "sandbox", "appid": "wx2", "secret": "s"}
    return Case(form={**form, "seen": 0})


def incident(now: datetime) -> Incident:
    return report_incident(title="内容被改", words="标题变了", person=named("he"), now=now)


def step(now: datetime) -> Case:
    return Case(url=(incident(now).pk,), form={"kind": "action", "words": "已联系"})


def close(now: datetime) -> Case:
    return Case(url=(incident(now).pk,), form={"close-words": "已核实，是误报"})


def halt(now: datetime) -> PublishingHalt:
    account = OfficialAccount.objects.get()
    halt_publishing(account, person=named("li"), words="内容被改", now=now)
    return PublishingHalt.objects.get()


def asked(now: datetime) -> Case:
    standing = halt(now)
    ask_to_lift_halt(standing, person=named("li"), now=now)
    return Case(url=(standing.pk,))
