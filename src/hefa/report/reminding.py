"""Who is reminded of which duty: everybody whose post owes it, once, until it is done."""

from collections import defaultdict
from datetime import datetime

from hefa.core.errors import HefaError, Refused, Unavailable
from hefa.notify.reminders import Call, forget_all_but, remind
from hefa.people.models import Person
from hefa.publish.models import Publication
from hefa.publish.pace import CLEAR_BY
from hefa.publish.queries import in_hand
from hefa.registry.access import standing
from hefa.report.duties import Duty, Urgency, duties_now
from hefa.report.times_in_words import due_label
from hefa.ui.words import sentence


def remind_everybody(now: datetime) -> int:
    """Return how many duties people were reminded of; those done since are forgotten.

    An article that an operator is to publish by hand is one from half an hour on.

    Everybody is tried; then the first Refused or Unavailable is raised, and the engine tries
    again those whose message has not left.
    """
    duties = duties_now(now)
    late = [one for one in in_hand() if one.state_since <= now - CLEAR_BY]
    forget_all_but([*(duty.key for duty in duties), *(_key(one) for one in late)])
    calls: dict[Person, list[Call]] = defaultdict(list)
    for person, owed in _owed(duties, now).items():
        calls[person] += [_call(duty, now) for duty in owed]
    for publication in late:
        calls[publication.ordered_by].append(_call_to_publish(publication))
    failed: list[HefaError] = []
    count = 0
    for person, mine in calls.items():
        try:
            count += remind(person, mine, now=now)
        except (Refused, Unavailable) as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return count


def line_of(duty: Duty, now: datetime) -> str:
    """Return a duty in one line: what, and by when."""
    if duty.due_at is None:
        return sentence("report.duty_open", {"label": duty.control.label, "fact": duty.fact})
    code = "report.duty_overdue" if duty.urgency is Urgency.OVERDUE else "report.duty_soon"
    due = due_label(duty.due_at, now)
    return sentence(code, {"label": duty.control.label, "due": due, "asks": duty.control.asks})


def _key(publication: Publication) -> str:
    return f"publish:{publication.op_id}"


def _call_to_publish(publication: Publication) -> Call:
    """Return the reminder of an article that its operator has had in hand for half an hour."""
    items = publication.items.all()
    title = items[0].version.title if items else ""
    return Call(key=_key(publication), line=sentence("report.in_hand_late", {"title": title}))


def _owed(duties: tuple[Duty, ...], now: datetime) -> dict[Person, list[Duty]]:
    """Return by person the duties owed by a post held now, holder and deputy alike."""
    posts = {post for duty in duties for post in duty.control.posts}
    held = standing(now).filter(post__in=posts).select_related("person").order_by("person_id")
    found: dict[Person, list[Duty]] = defaultdict(list)
    for appointment in held:
        for duty in duties:
            mine = found[appointment.person]
            if appointment.post in duty.control.posts and duty not in mine:
                mine.append(duty)
    return found


def _call(duty: Duty, now: datetime) -> Call:
    return Call(key=duty.key, line=line_of(duty, now))
