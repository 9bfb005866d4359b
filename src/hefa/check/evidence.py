"""Reads that prove what the machine's look left open: each name is the claim it proves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from hefa.check.engine import check
from hefa.check.models import FindingAnswer, OwnTerm
from hefa.check.queries import attached_words
from hefa.check.rules import OwnTerm as Term
from hefa.check.rules import Subject
from hefa.collect.models import Version
from hefa.collect.packages import package_of
from hefa.core.errors import HefaError
from hefa.core.finding import Answer, Severity, Verdict, open_blockers
from hefa.core.review import PersonId
from hefa.core.workdays import day_of
from hefa.ledger.leaf import moment_of
from hefa.ledger.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Answers by manuscript and own terms, each with the moment of its record."""

    answers: Mapping[int, tuple[tuple[datetime, Answer], ...]] = field(default_factory=dict)
    terms: tuple[tuple[datetime, Term], ...] = ()

    def known_at(self, moment: datetime, manuscript_id: int) -> tuple[Answer, ...]:
        """Return what had been answered on a manuscript by `moment`, oldest first."""
        return tuple(answer for at, answer in self.answers.get(manuscript_id, ()) if at <= moment)


def answered_on(manuscript_ids: Iterable[int]) -> Answered:
    """Return what people said on these manuscripts, and the own terms. Three queries."""
    answers: defaultdict[int, tuple[tuple[datetime, Answer], ...]] = defaultdict(tuple)
    rows = FindingAnswer.objects.filter(manuscript__in=set(manuscript_ids)).order_by("id")
    for row in rows.select_related("person"):
        answer = Answer(
            rule=row.rule,
            place=row.place,
            verdict=Verdict(row.verdict),
            reason=row.reason,
            person=PersonId(row.person.key),
        )
        answers[row.manuscript_id] += ((row.answered_at, answer),)
    return Answered(answers=dict(answers), terms=tuple(_terms()))


def left_no_open_blocker(
    version: Version, answered: Answered, *, at: datetime, numbers: frozenset[str]
) -> bool:
    """Whether the rules, looking at `version` as of its release, find nothing open that blocks.

    `at` is the release; answers, terms and telephone `numbers` are those on record then. The
    length as sent is not looked at again. Source: 9(5).
    """
    try:
        package = package_of(version)
    except (HefaError, ValueError, KeyError, TypeError):
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
        audience=version.audience,
        today=day_of(at),
        own_numbers=numbers,
        own_terms=tuple(term for added_at, term in answered.terms if added_at <= at),
        attached=attached_words(version.manuscript_id, package.attachment_sha256s),
    )
    answers = answered.known_at(at, version.manuscript_id)
    return not open_blockers(check(subject, key=settings.PLACE_KEY), answers)


def _terms() -> Iterable[tuple[datetime, Term]]:
    """Yield the own terms, each with the moment it was put on the list."""
    added = Entry.objects.filter(kind="check.term_added").values_list("subject", "ts")
    added_at = {subject: moment_of(ts) for subject, ts in added}
    for row in OwnTerm.objects.all():
        if at := added_at.get(f"term:{row.pk}"):
            term = Term(
                term=row.term,
                severity=Severity(row.severity),
                reason=row.reason,
                expires_on=row.expires_on,
            )
            yield at, term
