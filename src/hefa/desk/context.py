"""What every page of a signed-in person shows around its content."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from hefa.core.rights import Right, reasons_against_right
from hefa.desk.queries import counts_for
from hefa.ledger.doubt import standing_doubt
from hefa.people.models import Person
from hefa.registry.labels import post_label
from hefa.registry.queries import appointments_of, installation
from hefa.registry.request import StaffRequest
from hefa.respond.pages import banners
from hefa.ui.templatetags.hefa import moment
from hefa.ui.words import sentence

GROUPS = (
    ("", "", (("desk", "工作台", "desk:home", "layout-dashboard", None),)),
    (
        "flow",
        "流程",
        (
            ("collect", "采编", "collect:manuscripts", "pencil", None),
            ("review", "审核", "review:inbox", "checkbox", None),
            ("publish", "发布", "publish:home", "send", None),
            ("patrol", "巡检", "patrol:home", "radar-2", Right.SEE_PATROL),
            ("respond", "应急", "respond:home", "urgent", None),
        ),
    ),
    (
        "records",
        "留档",
        (
            ("ledger", "台账", "report:ledger", "book-2", Right.SEE_LEDGER),
            ("report", "合规", "report:board", "scale", Right.SEE_LEDGER),
        ),
    ),
    (
        "support",
        "保障",
        (
            ("operate", "运维", "operate:home", "server-cog", Right.MANAGE_REGISTER),
            ("registry", "设置", "registry:home", "settings", Right.MANAGE_REGISTER),
        ),
    ),
)
PHONE = (
    ("待办", "desk:home", "layout-dashboard"),
    ("稿件", "collect:manuscripts", "pencil"),
    ("巡检", "patrol:home", "radar-2"),
    ("应急", "respond:home", "urgent"),
)


def house(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, person, organisation and alarms; nothing for the signed-out."""
    if not isinstance(getattr(request, "user", None), Person):
        return {"organisation": installation().short_name, "now": getattr(request, "now", None)}
    staff = cast("StaffRequest", request)
    person = cast("Person", staff.user)
    place = installation()
    counts = counts_for(person, staff.actor)
    here = staff.resolver_match.namespace if staff.resolver_match else ""
    return {
        "nav": [_group(entry, staff, counts, here) for entry in GROUPS],
        "phone_nav": [_phone(entry, staff) for entry in PHONE],
        "person": _person(person, staff),
        "organisation": place.short_name,
        "account_state": None,
        "now": staff.now,
        "incidents": [*_doubt(staff), *banners(staff.now)],
        "foot": ["稿件只存在本机", *(["演示环境，不是真的"] if place.is_demo else [])],
        "search_url": reverse("collect:manuscripts"),
        "home_url": reverse("desk:home"),
    }


def _doubt(request: StaffRequest) -> list[dict[str, Any]]:
    """Return the banner of a ledger that does not prove out; nothing while it does."""
    found = standing_doubt()
    if found is None:
        return []
    return [
        {
            "title": sentence("report.ledger_unsound", {"count": found.count}),
            "detail": f"{moment(found.found_at, request.now)} 核对时发现",
            "action": {"label": "去看台账", "url": reverse("report:ledger")},
        }
    ]


def _group(
    group: tuple[str, str, tuple[tuple[str, str, str, str, Right | None], ...]],
    request: StaffRequest,
    counts: dict[str, int],
    here: str,
) -> dict[str, Any]:
    key, label, entries = group
    shown = [
        {
            "key": name,
            "label": text,
            "url": reverse(url),
            "icon": icon,
            "count": counts.get(name, 0),
            "is_current": _is_here(name, url, request, here),
            "is_alarm": name in ("patrol", "respond"),
        }
        for name, text, url, icon, right in entries
        if right is None or not reasons_against_right(right, request.actor)
    ]
    return {"key": key, "label": label, "entries": shown}


def _is_here(name: str, url: str, request: StaffRequest, here: str) -> bool:
    if here == "report":
        return request.path == reverse(url)
    return name == here


def _phone(entry: tuple[str, str, str], request: StaffRequest) -> dict[str, Any]:
    label, url, icon = entry
    address = reverse(url)
    return {"label": label, "url": address, "icon": icon, "is_current": request.path == address}


def _person(person: Person, request: StaffRequest) -> dict[str, str]:
    posts = [post_label(entry.post) for entry in appointments_of(person, request.now)]
    return {
        "name": person.display_name,
        "post": " · ".join(dict.fromkeys(posts)) or "还没有岗位",
        "initial": person.display_name[:1],
        "url": reverse("desk:me"),
    }
