"""When a message goes: at once, when its companions have gathered, in the morning, once a day."""

from datetime import datetime, time, timedelta

from hefa.core.quiet import end_of_quiet
from hefa.core.workdays import HERE
from hefa.notify.models import MessageKind, MessageRule

URGENT = frozenset({MessageKind.HALT})
DAILY_AT = time(8)


def message_rule() -> MessageRule:
    """Return the organisation's rule of messages, or the one it begins with. One query."""
    return MessageRule.objects.filter(pk=1).first() or MessageRule()


def quiet_until(rule: MessageRule, moment: datetime) -> datetime | None:
    """Return when the quiet hours that `moment` falls into end, or None outside them."""
    return end_of_quiet(moment, rule.quiet_from, rule.quiet_until)


def due_at(rule: MessageRule, now: datetime, *, is_urgent: bool, is_daily: bool) -> datetime:
    """Return when a message made at `now` is to go; an urgent one waits for nothing."""
    if is_urgent:
        return now
    gathered = now + timedelta(minutes=rule.gather_minutes)
    moment = _next_daily(now) if is_daily else gathered
    return quiet_until(rule, moment) or moment


def _next_daily(now: datetime) -> datetime:
    """Return the next time of the daily message."""
    local = now.astimezone(HERE)
    today = local.replace(hour=DAILY_AT.hour, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)
