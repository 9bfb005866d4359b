"""What happens outside of review, put straight into the tables that are only ever added to."""

from collections.abc import Iterable
from datetime import datetime

from hefa.operate.models import BackupRun
from hefa.patrol.models import Observation, PatrolRound, Result
from hefa.publish.models import Permit, PermitLine, Publication, PublicationItem, PublicationState
from hefa.registry.models import OfficialAccount
from hefa.review.models import ReviewSheet


def published(sheet: ReviewSheet, *, now: datetime) -> PublicationItem:
    """Return the item of a sheet's version, let out under a permit and seen to be out."""
    publication = Publication.objects.create(
        account=OfficialAccount.objects.get(),
        channel="api",
        state=PublicationState.PUBLISHED,
        article_id=f"article-{sheet.pk}",
        state_since=now,
        created_at=now,
        ordered_by=sheet.author,
    )
    item = PublicationItem.objects.create(
        publication=publication,
        position=1,
        version=sheet.version,
        account=publication.account,
        package_sha256=sheet.package_sha256,
        rendered_sha256="a" * 64,
        published_at=now,
    )
    permit = Permit.objects.create(publication=publication, attempt=1, kind="submit", issued_at=now)
    PermitLine.objects.create(
        permit=permit,
        position=1,
        version=sheet.version,
        package_sha256=sheet.package_sha256,
        rendered_sha256="a" * 64,
    )
    return item


def patrolled(
    items: Iterable[PublicationItem] = (),
    *,
    now: datetime,
    result: Result = Result.SAME,
    stranger: str = "",
    trouble: str = "",
) -> PatrolRound:
    """Return a round that saw `items` with `result`, and `stranger` without a sheet."""
    patrol = PatrolRound.objects.create(
        account=OfficialAccount.objects.get(),
        started_at=now,
        finished_at=now,
        trouble_code=trouble,
    )
    for item in items:
        Observation.objects.create(
            round=patrol, item=item, title=item.version.title, result=result, seen_at=now
        )
    if stranger:
        Observation.objects.create(
            round=patrol,
            article_id=stranger,
            title=stranger,
            result=Result.UNAUTHORISED,
            seen_at=now,
        )
    return patrol


def backed_up(*, now: datetime, is_equal: bool = True) -> BackupRun:
    """Return a backup as it was found when read back."""
    return BackupRun.objects.create(
        taken_at=now, place="/mnt/backup", sha256="0" * 64, size_bytes=1, is_equal=is_equal
    )
