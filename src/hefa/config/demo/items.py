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
from hefa.config.demo.acting import sign_next
from hefa.config.demo.cast import ACCOUNT_NAME, CASTS, Cast
from hefa.config.demo.texts import STATED, STORIES, Piece, Stage
from hefa.config.profiles import DEFAULT
from hefa.config.sandbox import let_follow, start_sandbox
from hefa.core.review import Act
from hefa.patrol.actions import run_round
from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.advance import advance
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed
from hefa.registry.models import Column, OfficialAccount, Unit
from hefa.review.actions import act_on, submit_version
from hefa.review.models import ReviewSheet
from hefa.review.queries import attempt_on, awaiting, signer

SAMPLES = home.CHECKOUT / "docs" / "samples"
PATIENCE_SECONDS = 20.0


def put_items_at_every_stage(moment: datetime, *, key: str = DEFAULT) -> None:
    """Write, review and publish the items of the demo of profile `key` where there are none."""
    if Version.objects.exists():
        return
    sandbox = start_sandbox(state=home.home() / "sandbox.sqlite3", name=ACCOUNT_NAME)
    try:
        let_follow(sandbox, [role.wechat_name for role in CASTS[key].people])
        account = installing.account_of_the_demo(
            sandbox.url, sandbox.appid, sandbox.secret, moment - timedelta(days=1)
        )
        times = _times(moment - timedelta(hours=4))
        played = [(_play(piece, stage, CASTS[key], times), stage) for piece, stage in STORIES[key]]
        _hand_in(CASTS[key], times, account)
        for sheet, stage in played:
            if stage is Stage.PUBLISHED:
                _publish(sheet)
        run_round(account, ordered_by=None, now=now())
    finally:
        sandbox.process.terminate()
        sandbox.process.wait(timeout=5)


def _play(piece: Piece, stage: Stage, played: Cast, times: Iterator[datetime]) -> ReviewSheet:
    """Return the sheet of `piece` at its stage, each act by whoever of `played` may do it."""
    sheet = _submitted(piece, times)
    steps = len(parsed(sheet.regulation).route(sheet.route).steps) - 1
    signatures = {Stage.SUBMITTED: 0, Stage.RETURNED: 0, Stage.REVIEWED: 1, Stage.AGREED: steps - 1}
    for _ in range(signatures.get(stage, steps)):
        sheet = sign_next(sheet, played, words="内容属实。", now=next(times))
    if stage is Stage.RETURNED:
        attempt = attempt_on(sheet, Act.RETURN, words="请补上报名方式和联系电话。")
        return act_on(sheet, attempt, person=_who_waits(sheet, played), now=next(times))
    return sheet


def _who_waits(sheet: ReviewSheet, played: Cast) -> Person:
    """Return the first of `played` for whom the sheet waits."""
    people = [Person.objects.get(username=role.username) for role in played.people]
    return next(who for who in people if awaiting(actor_of(who, now())).filter(pk=sheet.pk))


def _submitted(piece: Piece, times: Iterator[datetime]) -> ReviewSheet:
    """Return the sheet of `piece`, written and submitted by its author."""
    author = Person.objects.get(username=piece.author)
    version = begin_manuscript(author, unit=Unit.objects.get(key=piece.unit), now=next(times))
    fields = {
        "title": piece.title,
        "document": piece.document,
        "category": piece.category,
        "column": Column.objects.get(key=piece.column),
        "purpose": "告知读者",
        "audience": "全体读者",
        "source_name": "自采",
        "stated": dict(STATED),
    }
    count = save_draft(version, fields, edit=version.edit, now=next(times))
    version = Version.objects.select_related("manuscript__unit").get(pk=version.pk)
    return submit_version(version, person=author, edit=count, now=next(times))


def _publish(sheet: ReviewSheet) -> None:
    """Carry one released item out to the sandbox."""
    released = signer(sheet, Act.RELEASE)
    assert released is not None  # noqa: S101  # it was released before
    publication = queue_publication(
        [sheet.version], person=released.person, planned_at=None, now=now()
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        again = advance(publication.pk, now=now())
        if again is None:
            return
        time.sleep(min(0.2, max(0.0, (again - now()).total_seconds())))


def _hand_in(played: Cast, times: Iterator[datetime], account: OfficialAccount) -> None:
    """Hand in the sample Word notice, with its findings still open, where it is at hand."""
    samples = sorted(Path(SAMPLES).glob("*供暖*.docx"))
    if not samples:
        return
    upload = Upload(name=samples[0].name, content=samples[0].read_bytes())
    username, unit_key, category, column = played.item
    author, unit = Person.objects.get(username=username), Unit.objects.get(key=unit_key)
    version = import_word(author, upload, unit=unit, now=next(times))
    fields = {
        "account": account,
        "category": category,
        "column": Column.objects.get(key=column),
        "purpose": "告知读者",
        "source_name": "自采",
    }
    save_draft(version, fields, edit=version.edit, now=next(times))


def _times(first: datetime) -> Iterator[datetime]:
    """Yield moments four minutes apart, so that the records read as a working day."""
    while True:
        yield first
        first += timedelta(minutes=4)
