"""The theme an article is set in: its own, or what its category is usually set in."""

from datetime import datetime

import pytest
from tests.factories import reloaded, written

from hefa.collect.changes import freeze, next_version
from hefa.collect.forms import VersionForm
from hefa.collect.models import Version
from hefa.collect.packages import USUAL_THEMES, package_being_written, package_of, theme_of
from hefa.core.regulation import parse_regulation
from hefa.registry.delivered import profile_text
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
    category: str, theme: str, expected: str
) -> None:
    assert theme_of(Version(category=category, theme=theme)) == expected


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
def test_usual_themes_are_of_categories_that_a_profile_has(profile: str) -> None:
    keys = {kind.key for kind in parse_regulation(profile_text(profile)).categories}

    assert keys & set(USUAL_THEMES)
    assert set(USUAL_THEMES.values()) <= set(OFFERED)
