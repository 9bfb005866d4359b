"""A fixed cast: an administrator, a contributor, a stranger, in an adopted regulation."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.models import Unit

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TEXT = (files("hefa.regulations") / "community" / "regulation.toml").read_text(encoding="utf-8")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def adopted(db: None) -> None:
    actions.adopt_regulation(TEXT, effective_on=date(2026, 9, 1), adopted_by=None, now=NOW)


def enter(username: str, name: str, *posts: tuple[str, str]) -> Person:
    """Return a person who holds `posts` (post, unit) since 1 September."""
    person = actions.add_person(username=username, display_name=name, by=None, now=NOW)
    for post, unit in posts:
        actions.appoint(
            person,
            post=post,
            unit=Unit.objects.get(key=unit),
            starts_on=date(2026, 9, 1),
            by=None,
            now=NOW,
        )
    return person


@pytest.fixture
def administrator(adopted: None) -> Person:
    return enter("chen", "陈管理员", ("administrator", "tech"))


@pytest.fixture
def contributor(adopted: None) -> Person:
    return enter("zhang", "张干事", ("contributor", "service"))


@pytest.fixture
def stranger(adopted: None) -> Person:
    return enter("lu", "路人")


@pytest.fixture
def pages(settings: LazySettings) -> Iterator[None]:
    """The pages of the register alone, at a moment that stands still."""
    settings.ROOT_URLCONF = "tests.unit.registry.urls"
    options = settings.TEMPLATES[0]["OPTIONS"]
    kept = [name for name in options["context_processors"] if "hefa.desk" not in name]
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "OPTIONS": {**options, "context_processors": kept}}
    ]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(pages: None, administrator: Person) -> Client:
    """A browser in which the administrator is signed in."""
    client = Client()
    client.force_login(administrator)
    return client
