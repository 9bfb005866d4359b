"""Who of the demo's people takes the next step: the first against whom nothing speaks."""

from datetime import datetime

from hefa.config.demo.cast import Cast
from hefa.core.errors import Reason, Refused
from hefa.core.review import Declared, reasons_against
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed
from hefa.registry.models import AdoptedRegulation
from hefa.review.actions import act_on
from hefa.review.models import ReviewSheet
from hefa.review.queries import attempt_on, sheet_to_decide


def sign_next(sheet: ReviewSheet, played: Cast, *, words: str = "", now: datetime) -> ReviewSheet:
    """Return the sheet after its next step was signed by whoever of `played` may.

    Raises Refused, with the reasons against the last one asked, when nobody may.
    """
    standing = sheet_to_decide(sheet, now=now)
    assert standing.step is not None  # noqa: S101  # a sheet of the demo waits for somebody
    attempt = attempt_on(
        sheet,
        standing.step.act,
        words=words,
        declarations=tuple((key, Declared.YES) for key in standing.asked),
    )
    reasons: tuple[Reason, ...] = ()
    for role in played.people:
        person = Person.objects.get(username=role.username)
        reasons = reasons_against(standing, attempt, actor_of(person, now))
        if not reasons:
            return act_on(sheet, attempt, person=person, now=now, confirmed_at=now)
    raise Refused(reasons)


def all_yes(adopted: AdoptedRegulation, route: str) -> list[dict[str, str]]:
    """Return what is declared at each step of `route` by somebody who says yes to everything."""
    steps = parsed(adopted).route(route).steps
    return [dict.fromkeys(step.declares, Declared.YES.value) for step in steps]
