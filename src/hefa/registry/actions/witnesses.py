"""Who gets the ledger's checkpoint by mail every day: the witnesses outside the machine."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hefa.core.errors import Refused, reason
from hefa.jobs.wake import wake
from hefa.ledger.append import Fact, append
from hefa.people.models import Person
from hefa.registry.actions.organisation import SUBJECT
from hefa.registry.changes import manager_key
from hefa.registry.models import Witness

MOST_WITNESSES = 3


@transaction.atomic
def name_witnesses(people: Sequence[Person], *, by: Person | None, now: datetime) -> list[Witness]:
    """Return who from now on gets the day's checkpoint by mail, in the order given.

    Nobody is a choice too. The job that mails is woken, so that the first mail goes today.
    Raises Refused for more than three, for a closed account and for one without an address.
    """
    actor = manager_key(by, now)
    named = list(dict.fromkeys(people))
    found = [
        reason(code, name=person.display_name)
        for person in named
        for code, is_so in (
            ("registry.witness_closed", not person.is_active),
            ("registry.witness_without_mail", not person.mail),
        )
        if is_so
    ]
    if len(named) > MOST_WITNESSES:
        found.append(reason("registry.too_many_witnesses", most=MOST_WITNESSES))
    if found:
        raise Refused(found)
    Witness.objects.all().delete()
    named_now = Witness.objects.bulk_create(
        Witness(place=place, person=person) for place, person in enumerate(named, start=1)
    )
    append(
        Fact(
            kind="registry.witnesses_named",
            subject=SUBJECT,
            body={"people": [person.key for person in named]},
        ),
        actor=actor,
        now=now,
    )
    wake("notify.checkpoint_mail", "", now=now)
    return named_now
