"""The signed-in person's duties as rows of the desk, what is due first at the head."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from hefa.core.review import Actor
from hefa.report.duties import Duty, Urgency, duties_now, duties_of
from hefa.report.times_in_words import due_label
from hefa.ui.templatetags.hefa import remaining

SHOWN = 8
LOOKS = {
    Urgency.OVERDUE: {"tone": "miss", "icon": "alert-octagon"},
    Urgency.SOON: {"tone": "soon", "icon": "clock-hour-4"},
    Urgency.OPEN: {"tone": "", "icon": "circle-dashed"},
}


def duty_rows(actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the duties that `actor` owes as rows, and how many more there are."""
    duties = duties_of(actor, duties_now(now))
    return {
        "rows": [_row(duty, now) for duty in duties[:SHOWN]],
        "more": max(0, len(duties) - SHOWN),
    }


def _row(duty: Duty, now: datetime) -> dict[str, Any]:
    due = due_label(duty.due_at, now) if duty.due_at else ""
    return {
        **LOOKS[duty.urgency],
        "what": duty.control.label,
        "why": duty.control.asks if duty.due_at else duty.fact,
        "due": f"{due} 前" if due and duty.urgency is Urgency.SOON else due,
        "remaining": remaining(duty.due_at, now),
        "action": {"label": "去办", "url": reverse(duty.place), "style": "outline", "size": "row"},
    }
