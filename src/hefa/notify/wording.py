"""Messages in words: which sheet of which unit, what is to be done, and the link. No more."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from hefa.core.workdays import HERE
from hefa.notify.models import Message
from hefa.registry.queries import installation
from hefa.ui.words import sentence

_MOST_LINES = 20


def line_of(message: Message, *, shows_title: bool = False) -> str:
    """Return what a message says, in one line without its link."""
    detail = {
        "number": message.number,
        "unit": message.unit_name,
        "act": sentence(message.act),
    }
    line = sentence(f"notify.told_{message.kind}", detail)
    title = f"《{message.title}》" if shows_title and message.title else ""
    return " ".join(f"{line}{title}".split())


def link_of(message: Message) -> str:
    """Return the whole address that a message leads to."""
    return f"{settings.BASE_URL}{message.path}"


def subject_of(messages: Sequence[Message]) -> str:
    """Return the subject of a mail with these messages."""
    if len(messages) == 1:
        return sentence("notify.told_one", {"line": line_of(messages[0])})
    return sentence("notify.told_several", {"count": len(messages)})


def mail_text(messages: Sequence[Message], *, name: str, shows_title: bool) -> str:
    """Return the text of a mail to `name` with these messages."""
    detail = {
        "name": name,
        "lines": "\n\n".join(_entry(one, shows_title=shows_title) for one in messages),
        "organisation": str(installation()),
        "address": f"{settings.BASE_URL}/notify/",
    }
    return sentence("notify.told_mail", detail)


def group_text(messages: Sequence[Message], *, shows_title: bool, most_bytes: int) -> str:
    """Return the text for a group, of `most_bytes` at most; what has no room is counted."""
    head = str(installation())
    entries = [_entry(one, shows_title=shows_title) for one in messages]
    for count in range(min(len(entries), _MOST_LINES), 0, -1):
        left = len(entries) - count
        text = "\n".join([head, *entries[:count], *_rest(left)])
        if len(text.encode()) <= most_bytes:
            return text
    return "\n".join([head, *_rest(len(entries))])


def trial_text(now: datetime) -> str:
    """Return the text of a test message to a group."""
    detail = {
        "organisation": str(installation()),
        "moment": now.astimezone(HERE).strftime("%Y-%m-%d %H:%M"),
    }
    return sentence("notify.robot_test", detail)


def _rest(count: int) -> list[str]:
    """Return the line that says how many more there are, if any."""
    if not count:
        return []
    return [sentence("notify.told_more", {"count": count, "address": settings.BASE_URL})]


def _entry(message: Message, *, shows_title: bool) -> str:
    return f"{line_of(message, shows_title=shows_title)}\n{link_of(message)}"
