"""One person with a password, and the pages of people."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from hefa.people.models import Person

PASSWORD = "青石板路上的雨-42"
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def _addresses(settings: LazySettings) -> None:
    cache.clear()
    settings.ROOT_URLCONF = "tests.unit.people.urls"
    options = settings.TEMPLATES[0]["OPTIONS"]
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "OPTIONS": {
                **options,
                "context_processors": [
                    name for name in options["context_processors"] if "hefa.desk" not in name
                ],
            },
        }
    ]


@pytest.fixture
def person(db: None) -> Person:
    person = Person(
        username="zhang", display_name="张干事", created_at=NOW, password_changed_at=NOW
    )
    person.set_password(PASSWORD)
    person.save()
    return person
