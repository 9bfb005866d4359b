"""What people do with findings: answer them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.check.engine import all_rules
from hefa.check.models import FindingAnswer
from hefa.check.queries import look_at
from hefa.collect.models import Version
from hefa.core.errors import Refused, reason
from hefa.core.finding import Answer, Verdict, reasons_against_answering
from hefa.core.review import PersonId, UnitKey
from hefa.core.rights import Item, Right, demand
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.access import actor_of


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
