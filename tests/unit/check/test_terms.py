"""The organisation's own list: who keeps it, and what it does to a manuscript."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories import written

from hefa.check.actions import TermEntry, add_term, remove_term
from hefa.check.models import OwnTerm
from hefa.check.queries import look_at
from hefa.core.errors import Refused
from hefa.core.finding import Severity
from hefa.ledger.models import Entry
from hefa.people.models import Person

pytestmark = pytest.mark.django_db
GetPerson = Callable[[str], Person]


def entry(term: str = "内部资料", **changed: object) -> TermEntry:
    given = {"term": term, "reason": "不对外", "severity": Severity.BLOCK, "expires_on": None}
    return TermEntry(**(given | changed))  # type: ignore[arg-type]


def test_a_term_is_found_from_the_next_look_on_and_no_more_once_removed(
    person: GetPerson, now: datetime
) -> None:
    version = written("内部资料说明", now=now)
    assert "X01" not in [found.rule for found in look_at(version, now=now).findings]

    term = add_term(entry(), person=person("zhou"), now=now)
    assert "X01" in [found.rule for found in look_at(version, now=now).blockers]

    remove_term(term, person=person("chen"), now=now)
    assert "X01" not in [found.rule for found in look_at(version, now=now).findings]
    kinds = list(Entry.objects.order_by("-seq").values_list("kind", flat=True)[:2])
    assert kinds == ["check.term_removed", "check.term_added"]


def test_a_term_twice_or_already_run_out_is_refused(person: GetPerson, now: datetime) -> None:
    add_term(entry(), person=person("zhou"), now=now)
    with pytest.raises(Refused, match="check.term_known"):
        add_term(entry(" 内部资料 "), person=person("zhou"), now=now)
    yesterday = (now - timedelta(days=2)).date()
    with pytest.raises(Refused, match="check.term_expired"):
        add_term(entry("旧词", expires_on=yesterday), person=person("zhou"), now=now)
    assert OwnTerm.objects.count() == 1


def test_only_office_and_administrator_keep_the_list(person: GetPerson, now: datetime) -> None:
    for name in ("zhang", "zhao", "wang", "sun", "he"):
        with pytest.raises(Refused, match="core.no_right"):
            add_term(entry(), person=person(name), now=now)
    assert not OwnTerm.objects.exists()


def test_a_wrong_form_keeps_what_was_typed(sign_in: Callable[..., Client]) -> None:
    client = sign_in("chen")
    page = client.post("/check/terms/", {"term": "密", "reason": "", "severity": "W"})
    assert page.status_code == 422
    assert 'value="密"' in page.content.decode()
