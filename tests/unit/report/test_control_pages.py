"""The page of each control, with one release to show."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from tests import factories as make
from tests.conftest import NOW, kept
from tests.unit.report.samples import community as regulation

from hefa.review.models import ReviewSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]


@pytest.fixture(scope="module")
def _one(_entered: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept(django_db_blocker, lambda: make.released(now=NOW)):
        yield


@pytest.fixture
def one(_one: None, community: None) -> None:
    """Have one released sheet."""
    if not ReviewSheet.objects.exists():
        make.released(now=NOW)


@pytest.mark.parametrize("control", [control.id for control in regulation().controls])
def test_every_control_has_a_page_in_words(
    control: str, one: None, sign_in: Callable[..., Client]
) -> None:
    answer = sign_in("chen").get(f"/report/controls/{control}/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "制度怎么要求" in page
    assert ("依据" in page) is bool(regulation().control(control).clause)  # type: ignore[union-attr]
