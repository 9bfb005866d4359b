"""The theme an article is set in: its own, or what its category is usually set in."""

from datetime import datetime

import pytest
from tests.factories import reloaded, written

from hefa.collect.changes import freeze, next_version
from hefa.collect.forms import VersionForm
from hefa.collect.models import Version
from hefa.collect.packages import package_being_written, package_of, theme_of
from hefa.core.canonical import sha256_hex
from hefa.core.regulation import parse_regulation
from hefa.registry.delivered import profile_text
from hefa.registry.models import AdoptedRegulation
from hefa.render.themes import OFFERED

pytestmark = pytest.mark.usefixtures("community")


@pytest.mark.parametrize(
    ("category", "theme", "expected"),
    [
        ("notice", "", "notice@1"),
        ("news", "", "news@1"),
        ("convenience", "", "plain@1"),
        ("", "", "plain@1"),
        ("notice", "festival", "festival@1"),
    ],
)
def test_a_version_is_set_in_its_own_theme_or_its_category_s(
    now: datetime, category: str, theme: str, expected: str
) -> None:
    assert theme_of(Version(category=category, theme=theme, saved_at=now)) == expected


def test_a_version_of_the_regulation_may_set_a_category_otherwise(now: datetime) -> None:
    _set_notices_in("festival", now)

    assert theme_of(Version(category="notice", saved_at=now)) == "festival@1"


@pytest.mark.parametrize("theme", ["", "gone"])
def test_a_category_without_a_theme_there_is_is_set_plainly(now: datetime, theme: str) -> None:
    _set_notices_in(theme, now)

    assert theme_of(Version(category="notice", saved_at=now)) == "plain@1"


def _set_notices_in(theme: str, now: datetime) -> None:
    text = profile_text("community")
    at = text.index('theme = "', text.index('[[categories]]\nkey = "notice"'))
    changed = f'{text[:at]}theme = "{theme}"{text[text.index(chr(10), at) :]}'
    AdoptedRegulation.objects.create(
        key="community",
        version=99,
        adopted_at=now,
        text=changed,
        text_sha256=sha256_hex(changed.encode()),
        effective_on=now.date(),
    )


def test_the_theme_is_signed(now: datetime) -> None:
    version = written(now=now, theme="news")
    freeze(version, now=now)
    Version.objects.filter(pk=version.pk).update(theme="plain")

    assert package_of(reloaded(version)).theme == "news@1"


def test_the_next_version_keeps_the_theme(now: datetime) -> None:
    version = written(now=now, theme="festival")
    freeze(version, now=now)

    assert package_being_written(next_version(version.manuscript, now=now)).theme == "festival@1"


def test_the_form_offers_the_four_and_what_the_category_says(now: datetime) -> None:
    form = VersionForm(instance=written(now=now), regulation=None)

    assert [key for key, _ in form.fields["theme"].choices] == ["", *OFFERED]  # type: ignore[attr-defined]


@pytest.mark.parametrize("profile", ["community", "hospital"])
def test_a_delivered_profile_names_themes_there_are(profile: str) -> None:
    named = {kind.theme for kind in parse_regulation(profile_text(profile)).categories}

    assert {"news", "notice"} <= named <= {"", *OFFERED}
