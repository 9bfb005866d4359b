"""Messages and robots as their pages show them."""

from typing import Any

from hefa.notify.models import Message, MessageKind, MessageState, Robot
from hefa.notify.wording import line_of
from hefa.ui.words import sentence

_TONES = {
    MessageState.WAITING: "info",
    MessageState.SENT: "ok",
    MessageState.UNCLEAR: "soon",
    MessageState.FAILED: "miss",
    MessageState.KEPT: "neutral",
    MessageState.SETTLED: "neutral",
}


def message_row(message: Message) -> dict[str, Any]:
    """Return one message: what it said, where it leads, what became of it and why."""
    state = MessageState(message.state)
    trouble = _trouble(message.trouble_code, message.trouble_detail)
    reader = message.robot or message.person
    return {
        "pk": message.pk,
        "line": line_of(message),
        "path": message.path,
        "reader": str(reader),
        "kind": MessageKind(message.kind).label,
        "made_at": message.made_at,
        "due_at": message.due_at if state is MessageState.WAITING else None,
        "ended_at": message.ended_at,
        "state": state.label,
        "tone": _TONES[state],
        "trouble": trouble,
    }


def robot_row(robot: Robot) -> dict[str, Any]:
    """Return one robot: whose, of what, and how it stands."""
    return {
        "pk": robot.pk,
        "name": robot.name,
        "service": robot.get_service_display(),
        "unit": robot.unit.name if robot.unit else "所有单位",
        "kinds": "、".join(MessageKind(kind).label for kind in robot.kinds) or "还没有选",
        "is_on": robot.is_on,
        "is_signed": bool(robot.secret_sealed),
        "tested_at": robot.tested_at,
        "trouble": _trouble(robot.trouble_code, robot.trouble_detail),
        "trouble_at": robot.trouble_at,
    }


def _trouble(code: str, detail: dict[str, Any]) -> str:
    """Return in words what stood in the way; empty when nothing did."""
    return sentence(code, detail) if code else ""
