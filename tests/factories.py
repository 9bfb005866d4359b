"""Manuscripts and review sheets at every stage, each brought there by the product's own acts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hefa.collect.actions import begin_manuscript
from hefa.collect.changes import save_draft
from hefa.collect.models import Version
from hefa.config.demo.cast import PASSWORD
from hefa.config.demo.texts import STATED
from hefa.core.canonical import sha256_hex
from hefa.core.document import Node
from hefa.core.review import SIGNS, Act, Attempt, Declared
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry.actions import appoint
from hefa.registry.models import AdoptedRegulation, Column, Unit
from hefa.review.actions import act_on, submit_version
from hefa.review.models import ReviewSheet
from hefa.review.queries import attempt_on, core_sheet

TEXT = "明天上午九点到十一点停水检修，请提前蓄水。"
COLUMN_FORM: Mapping[str, str] = {
    "reason": "方便居民", "change_type": "menu", "purpose": "办事入口", "provider": "便民服务站",
    "owner": "张干事", "legacy_plan": "keep", "impact": "菜单一项",
}  # fmt: skip
SIGNERS: Mapping[Act, str] = {
    Act.ENDORSE: "zhao",
    Act.APPROVE: "wang",
    Act.DELIVER: "sun",
    Act.RELEASE: "chen",
}


def document(*paragraphs: str) -> Node:
    """Return a document of plain paragraphs."""
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": text}]}
            for text in paragraphs
        ],
    }


def named(username: str) -> Person:
    """Return the person of the cast with this sign-in name."""
    return Person.objects.get(username=username)


def written(
    title: str = "停水通知",
    *paragraphs: str,
    now: datetime,
    author: str = "zhang",
    unit: str = "service",
    **fields: Any,
) -> Version:
    """Return the open version of a manuscript that lacks nothing for submission."""
    version = begin_manuscript(named(author), unit=Unit.objects.get(key=unit), now=now)
    values = {
        "title": title,
        "category": "notice",
        "column": Column.objects.get(key="notices"),
        "purpose": "告知居民",
        "audience": "全体居民",
        "digest": "停水检修，请提前蓄水。",
        "source_name": "自采",
        "source_url": "https://example.org/",
        "document": document(*(paragraphs or (TEXT,))),
        "stated": dict(STATED),
        **fields,
    }
    save_draft(version, values, edit=version.edit, now=now)
    return reloaded(version)


def reloaded(version: Version) -> Version:
    """Return `version` as the database has it now."""
    return Version.objects.select_related("manuscript__unit", "manuscript__author").get(
        pk=version.pk
    )


def submit(version: Version, *, now: datetime) -> ReviewSheet:
    """Return the sheet after the author of `version` submits it."""
    version = reloaded(version)
    author = version.manuscript.author
    return submit_version(version, person=author, edit=version.edit, now=now)


def submitted(
    title: str = "停水通知", *paragraphs: str, now: datetime, **given: Any
) -> ReviewSheet:
    """Return the sheet of a version just submitted; it waits for endorsement."""
    return submit(written(title, *paragraphs, now=now, **given), now=now)


def attempt(sheet: ReviewSheet, act: Act, words: str = "", **given: Any) -> Attempt:
    """Return the attempt of somebody who has the present sheet on the screen, and says yes."""
    asked = core_sheet(sheet).asked if act in SIGNS else ()
    said = {"declarations": tuple((key, Declared.YES) for key in asked), **given}
    return attempt_on(sheet, act, words=words, **said)


def form_of(sheet: ReviewSheet, act: str, **changes: Any) -> dict[str, Any]:
    """Return the form of the decision as the page sends it: everything declared yes."""
    seen = attempt_on(sheet, Act.RETURN)
    return {
        "act": act,
        "package": seen.package_sha256,
        "acts": sheet.acts,
        "rules": seen.rules_version,
        "renderer": seen.renderer_version,
        "words": "",
        **{f"declare_{key}": "yes" for key in core_sheet(sheet).asked},
        **({"password": PASSWORD} if act == Act.RELEASE else {}),
        **changes,
    }


def signed(sheet: ReviewSheet, act: Act, *, now: datetime, by: str = "") -> ReviewSheet:
    """Return the sheet after one act by the person whose post the route names."""
    who = named(by or SIGNERS[act])
    return act_on(sheet, attempt(sheet, act), person=who, now=now, confirmed_at=now)


def sheet_awaiting(
    act: Act, title: str = "停水通知", *, now: datetime, **given: Any
) -> ReviewSheet:
    """Return a sheet that waits for `act`."""
    sheet = submitted(title, now=now, **given)
    for step in SIGNERS:
        if step is act:
            return sheet
        sheet = signed(sheet, step, now=now)
    return sheet


def released(title: str = "停水通知", *, now: datetime, **given: Any) -> ReviewSheet:
    """Return a released sheet."""
    return signed(sheet_awaiting(Act.RELEASE, title, now=now, **given), Act.RELEASE, now=now)


def switch(parameter: str) -> None:
    """Switch a parameter of the adopted regulation on, as a profile would that has it so."""
    text = AdoptedRegulation.objects.get().text
    changed = text.replace(f"{parameter} = false", f"{parameter} = true")
    assert changed != text
    AdoptedRegulation.objects.update(text=changed, text_sha256=sha256_hex(changed.encode()))


def signed_in_two_posts(*, now: datetime) -> ReviewSheet:
    """Return a released sheet whose first reviewer approved it, too, where that is allowed."""
    switch("may_one_person_hold_two_posts")
    appoint(
        named("zhao"),
        post="director",
        unit=Unit.objects.get(key="committee"),
        starts_on=now.date(),
        by=None,
        now=now,
    )
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)
    sheet = signed(sheet, Act.APPROVE, now=now, by="zhao")
    return signed(signed(sheet, Act.DELIVER, now=now), Act.RELEASE, now=now)


def returned(title: str = "停水通知", *, now: datetime, **given: Any) -> ReviewSheet:
    """Return a sheet sent back by the head of the unit."""
    sheet = submitted(title, now=now, **given)
    back = attempt(sheet, Act.RETURN, "请写明停水的范围")
    return act_on(sheet, back, person=named(SIGNERS[Act.ENDORSE]), now=now)


def recalled(title: str = "停水通知", *, now: datetime, **given: Any) -> ReviewSheet:
    """Return a sheet taken back by its author."""
    sheet = submitted(title, now=now, **given)
    return act_on(sheet, attempt(sheet, Act.RECALL), person=sheet.author, now=now)


def kinds_since(size: int) -> list[str]:
    """Return the kinds of the ledger entries after the first `size`."""
    return list(Entry.objects.filter(seq__gt=size).order_by("seq").values_list("kind", flat=True))


def ledger_size() -> int:
    """Return how many entries the ledger has."""
    return Entry.objects.count()
