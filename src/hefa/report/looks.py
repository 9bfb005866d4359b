"""How states, marks and kinds look and read: icon, tone and word, never colour alone."""

from collections.abc import Mapping

from hefa.core.duty import Mark, Standing
from hefa.core.regulation import Kind

LOOK: Mapping[Standing, Mapping[str, str]] = {
    Standing.PROVED: {"label": "有据", "tone": "ok", "icon": "circle-check"},
    Standing.EXPIRING: {"label": "将到期", "tone": "soon", "icon": "clock-hour-4"},
    Standing.MISSING: {"label": "缺证据", "tone": "miss", "icon": "circle-dashed"},
}
MARKS: Mapping[Mark, Mapping[str, str]] = {
    Mark.KEPT: {"label": "按时", "tone": "ok", "icon": "circle-check"},
    Mark.LATE: {"label": "晚了", "tone": "soon", "icon": "alert-triangle"},
    Mark.MISSED: {"label": "没有做", "tone": "miss", "icon": "circle-x"},
    Mark.DUE: {"label": "还没到期", "tone": "info", "icon": "clock"},
    Mark.TO_COME: {"label": "还不要求", "tone": "neutral", "icon": "minus"},
}
KINDS: Mapping[Kind, str] = {
    Kind.GATE: "每一件都要过的关",
    Kind.CADENCE: "按时重复的事",
    Kind.DEADLINE: "限期办完的事",
    Kind.APPOINTMENT: "岗位有人",
    Kind.RULE: "机器查、人声明",
}
