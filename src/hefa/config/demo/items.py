"""Puts a few items at every stage of the demo, each by the acts its people would do."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from hefa.collect.actions import Upload, begin_manuscript, import_word
from hefa.collect.changes import save_draft
from hefa.collect.models import Version
from hefa.config import home, installing
from hefa.config.clock import now
from hefa.config.demo import texts
from hefa.config.demo.texts import Piece
from hefa.config.sandbox import start_sandbox
from hefa.core.review import Act, Attempt
from hefa.patrol.actions import run_round
from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.advance import advance
from hefa.registry.models import Column, OfficialAccount, Unit
from hefa.review.actions import act_on, submit_version
from hefa.review.models import ReviewSheet

SAMPLES = home.CHECKOUT / "docs" / "samples"
SIGNERS = {
    "service": {Act.ENDORSE: "zhao", Act.APPROVE: "wang", Act.DELIVER: "sun", Act.RELEASE: "chen"},
    "culture": {Act.ENDORSE: "zhou", Act.APPROVE: "wang", Act.DELIVER: "qian", Act.RELEASE: "chen"},
}
PATIENCE_SECONDS = 20.0


def put_items_at_every_stage(moment: datetime) -> None:
    """Write, review and publish the demo's items where there are none yet."""
    if Version.objects.exists():
        return
    sandbox = start_sandbox(state=home.home() / "sandbox.sqlite3")
    try:
        account = installing.account_of_the_demo(sandbox.url, sandbox.appid, sandbox.secret, moment)
        times = _times(moment - timedelta(hours=4))
        _items(times, account)
        run_round(account, ordered_by=None, now=now())
    finally:
        sandbox.process.terminate()
        sandbox.process.wait(timeout=5)


def _items(times: Iterator[datetime], account: OfficialAccount) -> None:
    """Bring one item to each stage, the farthest first."""
    for piece in (texts.BOOKS, texts.SAFETY):
        released = _walk(piece, times, until=Act.RELEASE)
        _publish(released, next(times))
    _walk(texts.PHONES, times, until=Act.RELEASE)
    _walk(texts.CANTEEN, times, until=Act.DELIVER)
    _walk(texts.CLEANING, times, until=Act.ENDORSE)
    returned = _walk(texts.CHORUS, times, until=Act.SUBMIT)
    attempt = Attempt(
        act=Act.RETURN,
        package_sha256=returned.package_sha256,
        words="请补上报名方式和联系电话。",
    )
    act_on(returned, attempt, person=_person("zhou"), now=next(times))
    _walk(_waiting(), times, until=Act.SUBMIT)
    _hand_in(times, account)


def _waiting() -> Piece:
    """Return an item that waits for its first review."""
    return texts.Piece(
        title="供暖季上门检查的安排",
        author="zhang",
        unit="service",
        category="notice",
        column="notices",
        lines=("供热公司本周上门检查暖气阀门，请家中留人。", "有事请打 0900-8000123 改期。"),
    )


def _walk(piece: Piece, times: Iterator[datetime], *, until: Act) -> ReviewSheet:
    """Return the sheet of `piece` after its people have signed up to `until`."""
    author = _person(piece.author)
    version = begin_manuscript(author, unit=Unit.objects.get(key=piece.unit), now=next(times))
    fields = {
        "title": piece.title,
        "document": piece.document,
        "category": piece.category,
        "column": Column.objects.get(key=piece.column),
        "purpose": "告知居民",
        "audience": "全体居民",
        "source_name": "自采",
    }
    count = save_draft(version, fields, edit=version.edit, now=next(times))
    version = Version.objects.select_related("manuscript__unit").get(pk=version.pk)
    sheet = submit_version(version, person=author, edit=count, now=next(times))
    for act, signer in SIGNERS[piece.unit].items():
        if until is Act.SUBMIT:
            break
        attempt = Attempt(act=act, package_sha256=sheet.package_sha256, words="内容属实。")
        sheet = act_on(sheet, attempt, person=_person(signer), now=next(times))
        if act is until:
            break
    return sheet


def _publish(sheet: ReviewSheet, moment: datetime) -> None:
    """Carry one released item out to the sandbox."""
    publication = queue_publication(
        [sheet.version], person=_person("chen"), planned_at=None, now=moment
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        again = advance(publication.pk, now=now())
        if again is None:
            return
        time.sleep(min(0.2, max(0.0, (again - now()).total_seconds())))


def _hand_in(times: Iterator[datetime], account: OfficialAccount) -> None:
    """Hand in the sample Word notice, with its findings still open, where it is at hand."""
    samples = sorted(Path(SAMPLES).glob("*供暖*.docx"))
    if not samples:
        return
    upload = Upload(name=samples[0].name, content=samples[0].read_bytes())
    unit = Unit.objects.get(key="service")
    version = import_word(_person("zhang"), upload, unit=unit, now=next(times))
    fields = {
        "account": account,
        "category": "notice",
        "column": Column.objects.get(key="notices"),
        "purpose": "告知居民",
        "source_name": "自采",
    }
    save_draft(version, fields, edit=version.edit, now=next(times))


def _person(username: str) -> Person:
    return Person.objects.get(username=username)


def _times(first: datetime) -> Iterator[datetime]:
    """Yield moments four minutes apart, so that the records read as a working day."""
    while True:
        yield first
        first += timedelta(minutes=4)
