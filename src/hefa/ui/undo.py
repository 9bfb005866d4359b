"""An act that can be taken back at once: what its message carries for the button 撤回."""

from django.contrib.messages.storage.base import Message

_PREFIX = "undo "


def undo_tag(url: str, to: str) -> str:
    """Return the tag by which a message offers to take its act back: a POST of `to` to `url`."""
    return f"{_PREFIX}{url} {to}"


def undo_of(message: Message) -> dict[str, str] | None:
    """Return where the button of a message leads and what it sends; None when it offers none."""
    tag = message.extra_tags or ""
    if not tag.startswith(_PREFIX):
        return None
    url, _, to = tag.removeprefix(_PREFIX).partition(" ")
    return {"url": url, "to": to}
