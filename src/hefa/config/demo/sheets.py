"""A hundred thousand review sheets with texts of a thousand characters, for measuring."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate, islice
from typing import Any, Final

from hefa.collect.actions import begin_manuscript
from hefa.collect.changes import save_draft
from hefa.collect.models import Manuscript, Version
from hefa.config.clock import now
from hefa.config.demo.texts import STATED
from hefa.config.installing import account_of_the_demo
from hefa.core.document import Node
from hefa.core.review import Act, State
from hefa.people.models import Person
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.registry.adopted import parsed
from hefa.registry.models import AdoptedRegulation, Column, OfficialAccount, Unit
from hefa.review.actions import submit_version
from hefa.review.models import Opinion, ReviewSheet

LENGTH: Final = 1_000
WAITING_EVERY, VOID_EVERY = 50, 25  # one sheet in so many
_BATCH: Final = 2_000
_VOCABULARY: Final = 6_000
_FIRST_HAN, _HAN = 0x4E00, 3_000
_ROUTE: Final = "notice"
_EVERY: Final = timedelta(minutes=20)


def vocabulary(chance: random.Random) -> list[str]:
    """Return words of two to four characters, the same for the same `chance`."""
    signs = [chr(_FIRST_HAN + at) for at in range(_HAN)]
    return [
        "".join(chance.choices(signs, k=chance.choice([2, 2, 2, 3, 4]))) for _ in range(_VOCABULARY)
    ]


def text_of(words: Sequence[str], chance: random.Random) -> str:
    """Return a text of about a thousand characters in which some words are far more common."""
    weights = _weights(len(words))
    found: list[str] = []
    length = 0
    while length < LENGTH:
        word = chance.choices(words, cum_weights=weights)[0]
        found += [word, "，"] if len(found) % 5 == 0 else [word]
        length += len(word)
    return "".join(found)


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / (place + 10) for place in range(count)))


def put_sheets(count: int, words: Sequence[str]) -> ReviewSheet:
    """Write `count` sheets straight into the tables; return one more, made by the acts.

    Most are released, some void, some wait for each act.
    """
    chance = random.Random(2)  # noqa: S311  # the same every time
    if not OfficialAccount.objects.exists():
        account_of_the_demo("http://127.0.0.1:9", "wx00000000000000aa", "not-a-secret", now())
    numbers = iter(range(count))
    while batch := list(islice(numbers, _BATCH)):
        _put(batch, words, chance)
    return submitted_sheet(text_of(words, chance))


def _put(numbers: Sequence[int], words: Sequence[str], chance: random.Random) -> None:
    units, authors = list(Unit.objects.order_by("pk")), list(Person.objects.order_by("pk"))
    column, regulation = Column.objects.get(key="notices"), AdoptedRegulation.objects.get()
    begun = now() - _EVERY * 100_000
    manuscripts = Manuscript.objects.bulk_create(
        Manuscript(
            unit=units[n % len(units)],
            author=authors[n // 3 % len(authors)],
            created_at=begun + _EVERY * n,
        )
        for n in numbers
    )
    versions = Version.objects.bulk_create(
        Version(
            manuscript=manuscript,
            number=1,
            title=f"第 {n} 期便民通知",
            document=_document(text_of(words, chance)),
            category=_ROUTE,
            column=column,
            saved_at=manuscript.created_at,
            frozen_at=manuscript.created_at,
            package=b"{}",
            package_sha256="0" * 64,
        )
        for n, manuscript in zip(numbers, manuscripts, strict=True)
    )
    sheets = ReviewSheet.objects.bulk_create(
        _sheet(n, version, regulation) for n, version in zip(numbers, versions, strict=True)
    )
    Opinion.objects.bulk_create(opinion for sheet in sheets for opinion in _opinions(sheet))
    _publish([sheet for sheet in sheets if sheet.ended == State.RELEASED])


def _publish(sheets: Sequence[ReviewSheet]) -> None:
    """Let every released sheet be out."""
    account, person = OfficialAccount.objects.get(), _people()["chen"]
    publications = Publication.objects.bulk_create(
        Publication(
            account=account,
            channel="api",
            state=PublicationState.PUBLISHED,
            state_since=sheet.submitted_at,
            created_at=sheet.submitted_at,
            ordered_by=person,
        )
        for sheet in sheets
    )
    PublicationItem.objects.bulk_create(
        PublicationItem(
            publication=publication,
            position=1,
            version=sheet.version,
            account=account,
            package_sha256="0" * 64,
            published_at=sheet.ended_at,
        )
        for publication, sheet in zip(publications, sheets, strict=True)
    )


def _document(text: str) -> Node:
    parts = [text[at : at + 200] for at in range(0, len(text), 200)]
    blocks = [{"type": "paragraph", "content": [{"type": "text", "text": part}]} for part in parts]
    return {"type": "doc", "content": blocks}


def _sheet(number: int, version: Version, regulation: AdoptedRegulation) -> ReviewSheet:
    steps = parsed(regulation).route(_ROUTE).steps
    at = version.saved_at
    stands: dict[str, Any] = {"position": len(steps), "ended": State.RELEASED.value}
    if number % WAITING_EVERY == 0:
        place = 1 + number // WAITING_EVERY % (len(steps) - 1)
        stands = {"position": place, "awaits": steps[place].act.value}
    elif number % VOID_EVERY == 1:
        stands = {"position": 1, "ended": State.RETURNED.value}
    if "ended" in stands:
        stands["ended_at"] = at + timedelta(hours=5)
    return ReviewSheet(
        number=f"2000-{number:06}",
        version=version,
        regulation=regulation,
        route=_ROUTE,
        unit=version.manuscript.unit,
        author=version.manuscript.author,
        package_sha256="0" * 64,
        submitted_at=at,
        waiting_since=at,
        **stands,
    )


def _opinions(sheet: ReviewSheet) -> Iterator[Opinion]:
    """Yield who signed, the first in the author's name and then each step by its own person."""
    people = _people()
    signers = ("zhang", "zhao", "wang", "sun", "chen")
    steps = parsed(sheet.regulation).route(sheet.route).steps[: sheet.position]
    for place, (step, name) in enumerate(zip(steps, signers, strict=False)):
        yield _opinion(sheet, step.act, people[name], place)
    if sheet.ended == State.RETURNED:
        yield _opinion(sheet, Act.RETURN, people["zhao"], None)


@cache
def _people() -> dict[str, Person]:
    return {person.username: person for person in Person.objects.all()}


def _opinion(sheet: ReviewSheet, act: Act, person: Person, step: int | None) -> Opinion:
    at: datetime = sheet.submitted_at + timedelta(hours=step or 0)
    words = "" if act is Act.SUBMIT else "内容属实，同意。" if step else "请写明范围。"
    return Opinion(
        sheet=sheet,
        act=act.value,
        step=step,
        person=person,
        words=words,
        package_sha256="0" * 64,
        at=at,
    )


def submitted_sheet(text: str) -> ReviewSheet:
    """Return a sheet that its author wrote and submitted by the product's own acts."""
    author, moment = Person.objects.get(username="zhang"), now()
    version = begin_manuscript(author, unit=Unit.objects.get(key="service"), now=moment)
    fields = {
        "title": "冬季供暖入户检查通知",
        "document": _document(text),
        "category": _ROUTE,
        "column": Column.objects.get(key="notices"),
        "purpose": "告知居民",
        "audience": "全体居民",
        "source_name": "自采",
        "stated": dict(STATED),
    }
    count = save_draft(version, fields, edit=version.edit, now=moment)
    version = Version.objects.select_related("manuscript__unit").get(pk=version.pk)
    return submit_version(version, person=author, edit=count, now=moment)
