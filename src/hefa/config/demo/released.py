"""Twenty thousand released and published items of one year, for measuring the board."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from hefa.collect.changes import EMPTY
from hefa.collect.models import Manuscript, Version
from hefa.config.demo.acting import all_yes
from hefa.core.canonical import sha256_hex
from hefa.core.review import Act
from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.people.models import Person
from hefa.publish.models import (
    Permit,
    PermitLine,
    Publication,
    PublicationItem,
    PublicationState,
)
from hefa.registry.models import AdoptedRegulation, Column, OfficialAccount, Unit
from hefa.report.models import SheetProof
from hefa.review.models import Opinion, ReviewSheet

PACKAGE = b"{}"
SHA256 = sha256_hex(PACKAGE)
SIGNERS = {
    Act.SUBMIT: "zhang",
    Act.ENDORSE: "zhao",
    Act.APPROVE: "wang",
    Act.DELIVER: "sun",
    Act.RELEASE: "chen",
}
SEEN_EACH_ROUND = 20
_YEAR = timedelta(days=360)


@transaction.atomic
def put_released(count: int, *, rounds: int, now: datetime) -> None:
    """Write `count` released, proved and published items and `rounds` rounds over the year.

    Straight into the tables, as if every act had been done; each item is seen once, the newest
    in every round.
    """
    times = [now - _YEAR + _YEAR * number / count for number in range(count)]
    versions = _versions(times)
    sheets = _sheets(versions, times)
    _opinions(sheets)
    SheetProof.objects.bulk_create(
        SheetProof(sheet=sheet, released_at=at, recorded_at=at)
        for sheet, at in zip(sheets, times, strict=True)
    )
    _rounds(_published(versions, times), rounds, now)


def _versions(times: Sequence[datetime]) -> list[Version]:
    unit, author = Unit.objects.get(key="service"), Person.objects.get(username="zhang")
    column = Column.objects.get(key="notices")
    manuscripts = Manuscript.objects.bulk_create(
        Manuscript(unit=unit, author=author, created_at=at) for at in times
    )
    return Version.objects.bulk_create(
        Version(
            manuscript=manuscript,
            number=1,
            title=f"第 {number} 期便民通知",
            document=EMPTY,
            category="notice",
            column=column,
            purpose="告知居民",
            audience="全体居民",
            source_name="自采",
            saved_at=manuscript.created_at,
            frozen_at=manuscript.created_at,
            package=PACKAGE,
            package_sha256=SHA256,
        )
        for number, manuscript in enumerate(manuscripts)
    )


def _sheets(versions: Sequence[Version], times: Sequence[datetime]) -> list[ReviewSheet]:
    regulation = AdoptedRegulation.objects.get()
    return ReviewSheet.objects.bulk_create(
        ReviewSheet(
            number=f"2000-{number:05}",
            version=version,
            regulation=regulation,
            route="notice",
            unit=version.manuscript.unit,
            author=version.manuscript.author,
            package_sha256=SHA256,
            position=len(SIGNERS),
            ended="released",
            submitted_at=at,
            waiting_since=at,
            ended_at=at,
        )
        for number, (version, at) in enumerate(zip(versions, times, strict=True))
    )


def _opinions(sheets: Sequence[ReviewSheet]) -> None:
    people = {act: Person.objects.get(username=name) for act, name in SIGNERS.items()}
    declared = all_yes(AdoptedRegulation.objects.get(), "notice")
    every = (
        Opinion(
            sheet=sheet,
            act=act.value,
            step=step,
            person=person,
            package_sha256=SHA256,
            declarations=declared[step],
            at=sheet.submitted_at,
        )
        for sheet in sheets
        for step, (act, person) in enumerate(people.items())
    )
    Opinion.objects.bulk_create(every, batch_size=2000)


def _published(versions: Sequence[Version], times: Sequence[datetime]) -> list[PublicationItem]:
    account, person = OfficialAccount.objects.get(), Person.objects.get(username="chen")
    publications = Publication.objects.bulk_create(
        Publication(
            account=account,
            channel="api",
            state=PublicationState.PUBLISHED,
            article_id=f"article-{number}",
            state_since=at,
            created_at=at,
            ordered_by=person,
        )
        for number, at in enumerate(times)
    )
    items = PublicationItem.objects.bulk_create(
        PublicationItem(
            publication=publication,
            position=1,
            version=version,
            account=account,
            package_sha256=SHA256,
            rendered_sha256=SHA256,
            published_at=publication.created_at,
        )
        for publication, version in zip(publications, versions, strict=True)
    )
    permits = Permit.objects.bulk_create(
        Permit(publication=publication, attempt=1, kind="submit", issued_at=publication.created_at)
        for publication in publications
    )
    PermitLine.objects.bulk_create(
        PermitLine(
            permit=permit,
            position=1,
            version=item.version,
            package_sha256=SHA256,
            rendered_sha256=SHA256,
        )
        for permit, item in zip(permits, items, strict=True)
    )
    return items


def _rounds(items: Sequence[PublicationItem], count: int, now: datetime) -> None:
    account = OfficialAccount.objects.get()
    times = [now - _YEAR + _YEAR * (number + 1) / count for number in range(count)]
    made = PatrolRound.objects.bulk_create(
        PatrolRound(account=account, started_at=at, finished_at=at) for at in times
    )
    Observation.objects.bulk_create(_observations(items, made), batch_size=2000)


def _observations(
    items: Sequence[PublicationItem], rounds: Sequence[PatrolRound]
) -> Iterator[Observation]:
    """Yield each item seen once since it is out, and some of the newest again in every round."""
    waiting = iter(items)
    share = -(-len(items) // len(rounds))
    for patrol in rounds:
        seen = list(islice(waiting, share))
        for item in [*seen, *items[-SEEN_EACH_ROUND:]]:
            yield Observation(
                round=patrol,
                item=item,
                title=item.version.title,
                result=Result.SAME,
                seen_at=patrol.started_at,
            )
