"""Reads that prove what submitted items say of themselves: each name is the claim it proves.

Every claim is tried on the versions frozen from `since` up to, but not at, `until`.
"""

from datetime import datetime

from hefa.collect.models import Version
from hefa.core.proof import Proof, tried


def every_submission_named_column_and_readers(since: datetime, until: datetime) -> Proof:
    """Whether each said in which column it stands and for whom it is. Source: 3, 8."""
    return tried(
        (_name(version), version.column_id is not None and bool(version.audience.strip()))
        for version in _submitted(since, until)
    )


def every_submission_said_its_purpose(since: datetime, until: datetime) -> Proof:
    """Whether each said what it is published for. Source: 8(1), 8(2)."""
    return tried(
        (_name(version), bool(version.purpose.strip())) for version in _submitted(since, until)
    )


def _submitted(since: datetime, until: datetime) -> list[Version]:
    frozen = Version.objects.filter(frozen_at__gte=since, frozen_at__lt=until)
    return list(frozen.select_related("sheet").order_by("-frozen_at"))


def _name(version: Version) -> str:
    """Return how a reader names a submitted version: its sheet's number, else its title."""
    sheet = getattr(version, "sheet", None)
    return sheet.number if sheet is not None else version.title
