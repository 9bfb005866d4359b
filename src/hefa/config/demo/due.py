"""Released text-only items that are due on many accounts, for measuring how fast they go out."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from PIL import Image

from hefa.collect.files import keep_file
from hefa.collect.models import Manuscript, Version
from hefa.config.demo.acting import all_yes
from hefa.config.demo.released import SIGNERS
from hefa.core.package import Channel, Kind, Package, package_bytes, package_sha256, sealed
from hefa.jobs.models import JobRun
from hefa.people.models import Person
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.registry.models import AccountKind, AdoptedRegulation, Column, OfficialAccount, Unit
from hefa.registry.secrets import seal
from hefa.render.themes import OFFERED
from hefa.review.models import Opinion, ReviewSheet

PARAGRAPHS: Final = 4
REGISTER: Final = "1999"  # no number of a real sheet, nor of the other measures
_TEXT: Final = "因供水管网检修，明天上午九时至十二时停水，请居民提前蓄水，不便之处请谅解。"


def put_accounts(credentials: Sequence[Mapping[str, str]], url: str) -> list[OfficialAccount]:
    """Return a connected account of the register for each one that the sandbox at `url` has."""
    accounts = [
        OfficialAccount(
            key=f"bench-{number}",
            name=f"测量用公众号 {number}",
            kind=AccountKind.SANDBOX,
            is_verified=True,
            appid=each["appid"],
            secret_sealed=seal(f"bench-{number}", each["secret"]),
            base_url=url,
        )
        for number, each in enumerate(credentials)
    ]
    return OfficialAccount.objects.bulk_create(accounts)


def put_cover(*, now: datetime) -> str:
    """Return the SHA-256 of a picture kept as the cover of all that `put_due` writes."""
    buffer = io.BytesIO()
    Image.new("RGB", (900, 383), "#2E6B5E").save(buffer, "PNG")
    return keep_file(buffer.getvalue(), name="cover.png", media_type="image/png", now=now).sha256


@transaction.atomic
def put_due(
    count: int, accounts: Sequence[OfficialAccount], cover_sha256: str, *, now: datetime
) -> list[Publication]:
    """Return `count` queued publications of one article each, their jobs due since a minute.

    Straight into the tables, as if every act had been done; the accounts take turns.
    """
    due_at = now - timedelta(minutes=1)
    taken = [accounts[number % len(accounts)] for number in range(count)]
    packages = [_package(number, each, cover_sha256) for number, each in enumerate(taken)]
    versions = _versions(packages, taken, due_at)
    _signed(versions, due_at)
    publications = _queued(versions, taken, due_at)
    JobRun.objects.bulk_create(
        JobRun(kind="publish.advance", key=str(each.pk), next_at=due_at) for each in publications
    )
    return publications


def _package(number: int, account: OfficialAccount, cover_sha256: str) -> Package:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": _TEXT}]}
    heading = {"type": "heading", "content": [{"type": "text", "text": f"第 {number} 期"}]}
    return sealed(
        Package(
            kind=Kind.ARTICLE,
            title=f"第 {number} 期停水通知",
            author="办公室",
            digest="停水检修，请提前蓄水。",
            document={"type": "doc", "content": [heading, *[paragraph] * PARAGRAPHS]},
            cover_sha256=cover_sha256,
            theme=OFFERED["notice"],
            account=account.key,
            column="notices",
            channel=Channel.API,
            mass_send=False,
            comments=False,
            source_url="",
            notice_until=None,
        )
    )


def _versions(
    packages: Sequence[Package], accounts: Sequence[OfficialAccount], at: datetime
) -> list[Version]:
    unit, author = Unit.objects.get(key="service"), Person.objects.get(username="zhang")
    column = Column.objects.get(key="notices")
    manuscripts = Manuscript.objects.bulk_create(
        Manuscript(unit=unit, author=author, created_at=at) for _ in packages
    )
    return Version.objects.bulk_create(
        Version(
            manuscript=manuscript,
            number=1,
            title=package.title,
            document=package.document,
            category="notice",
            column=column,
            account=account,
            saved_at=at,
            frozen_at=at,
            package=package_bytes(package),
            package_sha256=package_sha256(package),
        )
        for manuscript, package, account in zip(manuscripts, packages, accounts, strict=True)
    )


def _signed(versions: Sequence[Version], at: datetime) -> None:
    """Write a released sheet for each version, signed by five different people."""
    regulation = AdoptedRegulation.objects.get()
    sheets = ReviewSheet.objects.bulk_create(
        ReviewSheet(
            number=f"{REGISTER}-{version.pk:05}",
            version=version,
            regulation=regulation,
            route="notice",
            unit=version.manuscript.unit,
            author=version.manuscript.author,
            package_sha256=version.package_sha256,
            position=len(SIGNERS),
            ended="released",
            submitted_at=at,
            waiting_since=at,
            ended_at=at,
        )
        for version in versions
    )
    people = {act: Person.objects.get(username=name) for act, name in SIGNERS.items()}
    declared = all_yes(AdoptedRegulation.objects.get(), "notice")
    Opinion.objects.bulk_create(
        Opinion(
            sheet=sheet,
            act=act.value,
            step=step,
            person=person,
            package_sha256=sheet.package_sha256,
            declarations=declared[step],
            at=at,
        )
        for sheet in sheets
        for step, (act, person) in enumerate(people.items())
    )


def _queued(
    versions: Sequence[Version], accounts: Sequence[OfficialAccount], at: datetime
) -> list[Publication]:
    person = Person.objects.get(username="chen")
    publications = Publication.objects.bulk_create(
        Publication(
            account=account,
            channel=Channel.API.value,
            state=PublicationState.QUEUED,
            state_since=at,
            created_at=at,
            ordered_by=person,
        )
        for account in accounts
    )
    PublicationItem.objects.bulk_create(
        PublicationItem(
            publication=publication,
            position=1,
            version=version,
            account=account,
            package_sha256=version.package_sha256,
        )
        for publication, version, account in zip(publications, versions, accounts, strict=True)
    )
    return publications
