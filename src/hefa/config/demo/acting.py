"""Who of the demo's people takes the next step: the first against whom nothing speaks."""

from datetime import datetime

from hefa.config.demo.cast import Cast
from hefa.core.errors import Reason, Refused
from hefa.core.review import Attempt, reasons_against
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed
from hefa.review.actions import act_on
from hefa.review.models import ReviewSheet
from hefa.review.queries import sheet_to_decide


def sign_next(sheet: ReviewSheet, played: Cast, *, words: str = "", now: datetime) -> ReviewSheet:
    """Return the sheet after its next step was signed by whoever of `played` may.

    Raises Refused, with the reasons against the last one asked, when nobody may.
    """
    step = parsed(sheet.regulation).route(sheet.route).steps[sheet.position]
    attempt = Attempt(act=step.act, package_sha256=sheet.package_sha256, words=words)
    standing = sheet_to_decide(sheet, now=now)
    reasons: tuple[Reason, ...] = ()
    for role in played.people:
        person = Person.objects.get(username=role.username)
        reasons = reasons_against(standing, attempt, actor_of(person, now))
        if not reasons:
            return act_on(sheet, attempt, person=person, now=now)
    raise Refused(reasons)
