"""The demo community for every test that asks for it, rolled back with the test.

The people, posts and profile take a sixth of a second to enter, so they are entered once a
module in an outer transaction; each test then has a savepoint of its own inside it. Nothing is
ever flushed: the ledger refuses DELETE.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from tests import prepared
from tests.warm import warm

from hefa.config import installing
from hefa.desk.queries import forget_counts
from hefa.people.models import Person
from hefa.report.duties import forget_duties

TESTS = Path(__file__).parent
LONGEST = ("journey", "fault")
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # a Monday, 10:30 in the community
COMMAND = "import sys; from hefa.config.cli import main; sys.exit(main())"
ACCOUNT = ("http://127.0.0.1:9", "wx00000000000000aa", "not-a-secret")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first: workers are handed whole files, in this order."""
    counts = Counter(item.path for item in items)

    def place(item: pytest.Item) -> tuple[int, int, str]:
        folder = item.path.relative_to(TESTS).parts[0]
        rank = LONGEST.index(folder) if folder in LONGEST else len(LONGEST)
        return rank, -counts[item.path], str(item.path)

    items.sort(key=place)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Copy the migrated database into memory; migrating one takes three seconds each time."""
    named = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor != "sqlite" or named:
        yield request.getfixturevalue("django_db_setup")
        return
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
        connection.ensure_connection()
        with closing(sqlite3.connect(prepared.migrated())) as source:
            source.backup(connection.connection)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(before, verbosity=0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell of what every journey failed that needed its second go."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.write_line(f"{report.nodeid}, at first:")
        terminalreporter.write_line(report.longreprtext[-3000:])


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Forget what was worked out for another test whose ledger came to the same edge."""
    forget_duties()
    forget_counts()


@pytest.fixture
def now() -> Iterator[datetime]:
    """Stop the clock at one moment, for pages and actions alike."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture(scope="module")
def _entered(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hold the community in a transaction around the module; other databases enter it anew."""
    del django_db_setup
    with kept(django_db_blocker, _enter_community):
        yield


@pytest.fixture
def community(_entered: None, db: None) -> None:
    """Have the demo's people, posts, regulation and account in the database."""
    if not Person.objects.exists():
        _enter_community()


@pytest.fixture
def person(community: None) -> Callable[[str], Person]:
    """Return a person of the cast by sign-in name; a name outside it enters a stranger."""

    def find(username: str) -> Person:
        found, _ = Person.objects.get_or_create(
            username=username, defaults={"display_name": username, "created_at": NOW}
        )
        return found

    return find


@pytest.fixture
def sign_in(person: Callable[[str], Person], now: datetime) -> Callable[..., Client]:
    """Return a browser, given or new, in which the person of that name is signed in."""

    def signed_in(name: str, client: Client | None = None) -> Client:
        browser = client or Client(raise_request_exception=False)
        browser.force_login(person(name))
        return browser

    return signed_in


@pytest.fixture(scope="session")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def _template_home(together: Path) -> Path:
    """Make one whole installation with people, for commands to run on copies of it."""
    from hefa.config.template import SCRIPT  # noqa: PLC0415  # only commands need it

    return prepared.made_once(
        together / "template", lambda home: prepared.installed(home, SCRIPT, HEFA_DEMO="1")
    )


@pytest.fixture(scope="session")
def demo_home(together: Path) -> Path:
    """Make one demo, with items at every stage, for houses that are copies of it."""
    return prepared.made_once(
        together / "demo", lambda home: prepared.installed(home, COMMAND, "init", "--demo")
    )


@pytest.fixture
def fresh_home(_template_home: Path, tmp_path: Path) -> Path:
    """Return the HEFA_HOME of an installation of its own."""
    return Path(shutil.copytree(_template_home, tmp_path / "home"))


@pytest.fixture
def hefa(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return what runs the command line in a process of its own; `home` is its HEFA_HOME.

    The process is forked from one that has loaded the house; see `warm`.
    """

    def run(*arguments: str, home: Path | None = None) -> "subprocess.CompletedProcess[str]":
        given = environment(home or tmp_path / "nowhere")
        return warm.run(COMMAND, *arguments, environment=given)

    return run


@pytest.fixture
def hefa_from_nothing(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return what `hefa` is, but in an interpreter that has loaded nothing before."""

    def run(*arguments: str, home: Path | None = None) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments],
            env=environment(home or tmp_path / "nowhere"),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a command that works on `home`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEFA_", "DJANGO_", "PYTEST_"))
    }
    return {**kept, "HEFA_HOME": str(home)}


@contextmanager
def kept(blocker: DjangoDbBlocker, enter: Callable[[], object]) -> Iterator[None]:
    """Keep what `enter` enters for all tests in the block, each with a savepoint inside it.

    Other databases than SQLite begin with nothing; there each test enters it for itself.
    """
    with blocker.unblock():
        if connection.vendor != "sqlite":
            yield
            return
        with transaction.atomic():
            with time_machine.travel(NOW, tick=False):
                enter()
            yield
            transaction.set_rollback(True)


def _enter_community() -> None:
    installing.adopt_profile(NOW, is_demo=True)
    installing.people_of_the_demo(NOW)
    installing.account_of_the_demo(*ACCOUNT, NOW)
