"""What people do with findings: answer them, and keep the organisation's own list of terms."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hefa.check.engine import all_rules
from hefa.check.models import FindingAnswer, OwnTerm
from hefa.check.queries import look_at
from hefa.collect.models import Version
from hefa.core.errors import Refused, reason
from hefa.core.finding import Answer, Severity, Verdict, reasons_against_answering
from hefa.core.review import PersonId, UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import HERE, actor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What somebody says to one finding: which, the verdict, and the reason."""

    rule: str
    place: str
    verdict: Verdict
    reason: str


@transaction.atomic
def answer_finding(version: Version, reply: Reply, *, person: Person, now: datetime) -> None:
    """Record the answer of `person` to a finding of `version`; it holds while the place stands.

    Raises Refused with the reasons when the finding is gone or a reason is missing.
    Source: 9 lead, 9(5).
    """
    if reply.rule not in {rule.id for rule in all_rules()}:
        raise Refused(reason("check.finding_gone", "9(5)"))
    manuscript = version.manuscript
    item = Item(unit=UnitKey(manuscript.unit.key), author=PersonId(manuscript.author.key))
    demand(Right.ANSWER_FINDING, actor_of(person, now), item)
    answer = Answer(
        rule=reply.rule,
        place=reply.place,
        verdict=reply.verdict,
        reason=reply.reason,
        person=PersonId(person.key),
    )
    if reasons := reasons_against_answering(answer, look_at(version, now=now).findings):
        raise Refused(reasons)
    FindingAnswer.objects.create(
        manuscript=manuscript,
        rule=reply.rule,
        place=reply.place,
        verdict=reply.verdict,
        reason=reply.reason.strip()[:200],
        person=person,
        answered_at=now,
    )
    append(
        Fact(
            kind="check.answered",
            subject=f"manuscript:{manuscript.pk}",
            body={"rule": reply.rule, "place": reply.place, "verdict": reply.verdict.value},
            personal={"reason": reply.reason.strip()},
        ),
        actor=person.key,
        now=now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TermEntry:
    """A term for the organisation's own list: why it is there, how grave, and until when."""

    term: str
    reason: str
    severity: Severity
    expires_on: date | None


@transaction.atomic
def add_term(entry: TermEntry, *, person: Person, now: datetime) -> OwnTerm:
    """Return the term now on the organisation's own list. Source: 9(6).

    Raises Refused when it is on the list already or its last day is past.
    """
    demand(Right.MANAGE_TERMS, actor_of(person, now))
    term = entry.term.strip()
    if OwnTerm.objects.filter(term=term).exists():
        raise Refused(reason("check.term_known", clause="9(6)", term=term))
    if entry.expires_on is not None and entry.expires_on < now.astimezone(HERE).date():
        raise Refused(reason("check.term_expired", clause="9(6)"))
    kept = OwnTerm.objects.create(
        term=term,
        reason=entry.reason.strip(),
        severity=entry.severity.value,
        expires_on=entry.expires_on,
        owner=person,
    )
    append(
        Fact(
            kind="check.term_added",
            subject=f"term:{kept.pk}",
            body={"severity": kept.severity},
            personal={"term": term, "reason": kept.reason},
        ),
        actor=person.key,
        now=now,
    )
    return kept


@transaction.atomic
def remove_term(term: OwnTerm, *, person: Person, now: datetime) -> None:
    """Take a term off the organisation's own list; the ledger keeps that it stood there."""
    demand(Right.MANAGE_TERMS, actor_of(person, now))
    append(
        Fact(
            kind="check.term_removed",
            subject=f"term:{term.pk}",
            body={"severity": term.severity},
            personal={"term": term.term},
        ),
        actor=person.key,
        now=now,
    )
    term.delete()
