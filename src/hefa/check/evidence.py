"""Reads that prove what the machine's look left open: each name is the claim it proves."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from hefa.check.engine import check
from hefa.check.models import FindingAnswer
from hefa.check.queries import own_terms
from hefa.check.rules import OwnTerm, Subject
from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.errors import Tampered
from hefa.core.finding import Answer, Verdict, open_blockers
from hefa.core.proof import Proof, tried
from hefa.core.review import PersonId
from hefa.registry.access import HERE
from hefa.registry.queries import installation


class _Known(NamedTuple):
    """What the rules must know, asked once for all versions."""

    now: datetime
    numbers: frozenset[str]
    terms: tuple[OwnTerm, ...]


def no_version_has_an_open_blocker(versions: Iterable[Version], now: datetime) -> Proof:
    """Whether today's rules, looking again at `versions`, find nothing unanswered that blocks.

    Three queries however many versions; the length as sent is not looked at again.
    Source: 9(5).
    """
    listed = list(versions)
    answers = _answers(listed)
    known = _Known(now, frozenset(installation().own_numbers), own_terms(now))
    return tried(
        (version.title, _is_clear(version, answers.get(version.manuscript_id, ()), known))
        for version in listed
    )


def _is_clear(version: Version, answers: Iterable[Answer], known: _Known) -> bool:
    try:
        package = package_of(version)
    except Tampered:
        return False
    subject = Subject(
        title=package.title,
        author=package.author,
        digest=package.digest,
        document=package.document,
        category=version.category,
        column=package.column,
        source=version.source_name or package.source_url,
        contact=version.contact,
        today=known.now.astimezone(HERE).date(),
        own_numbers=known.numbers,
        own_terms=known.terms,
    )
    return not open_blockers(check(subject, key=settings.PLACE_KEY), answers)


def _answers(versions: Iterable[Version]) -> dict[int, list[Answer]]:
    """Return every answer on the manuscripts of `versions`, oldest first. One query."""
    found: dict[int, list[Answer]] = {}
    rows = FindingAnswer.objects.filter(
        manuscript__in={version.manuscript_id for version in versions}
    )
    for row in rows.select_related("person").order_by("id"):
        answer = Answer(
            rule=row.rule,
            place=row.place,
            verdict=Verdict(row.verdict),
            reason=row.reason,
            person=PersonId(row.person.key),
        )
        found.setdefault(row.manuscript_id, []).append(answer)
    return found
