"""Ten thousand manuscripts for measuring lists, and a client that is signed in."""

import resource
from datetime import timedelta

from django.test import Client

from hefa.collect.changes import EMPTY
from hefa.collect.models import Manuscript, Version
from hefa.config.clock import now
from hefa.people.models import Person
from hefa.registry.models import AdoptedRegulation, Column, Unit
from hefa.review.models import ReviewSheet

AWAITED = ("endorse", "approve", "deliver", "release")


def put_many(count: int) -> None:
    """Write `count` manuscripts, most of them submitted, straight into the tables."""
    moment = now()
    unit, column = Unit.objects.get(key="service"), Column.objects.get(key="notices")
    author = Person.objects.get(username="zhang")
    regulation = AdoptedRegulation.objects.get()
    manuscripts = Manuscript.objects.bulk_create(
        Manuscript(unit=unit, author=author, created_at=moment - timedelta(minutes=count - number))
        for number in range(count)
    )
    versions = Version.objects.bulk_create(
        Version(
            manuscript=manuscript,
            number=1,
            title=f"第 {number} 期便民通知",
            document=EMPTY,
            category="notice",
            column=column,
            saved_at=manuscript.created_at,
            frozen_at=manuscript.created_at if number % 10 else None,
            package=b"{}",
            package_sha256="0" * 64,
        )
        for number, manuscript in enumerate(manuscripts)
    )
    ReviewSheet.objects.bulk_create(
        ReviewSheet(
            number=f"2000-{number:05}",
            version=version,
            regulation=regulation,
            route="notice",
            unit=unit,
            author=author,
            package_sha256="0" * 64,
            awaits=AWAITED[number % 4],
            position=number % 4 + 1,
            submitted_at=version.saved_at,
            waiting_since=version.saved_at,
        )
        for number, version in enumerate(versions)
        if version.frozen_at
    )


def signed_in(username: str) -> Client:
    """Return a client signed in as `username`, speaking to this process without a network."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        Person.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def resident_megabytes() -> float:
    """Return the greatest resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
