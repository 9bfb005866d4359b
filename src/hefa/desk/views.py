"""The desk: the signed-in person's day."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from hefa.core.rights import Right, reasons_against_right
from hefa.desk.duties import duty_rows
from hefa.desk.queries import Day, day_of, recent_acts, stages_of, tiles_of
from hefa.publish.home.pages import in_hand_row
from hefa.registry.access import HERE
from hefa.registry.labels import category_labels, post_label
from hefa.registry.queries import appointments_of
from hefa.registry.request import StaffRequest, staff_page
from hefa.registry.set_up import SetUpLine, set_up_lines
from hefa.review.pages import row_of

NOON, EVENING = 12, 18


@staff_page
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show what to do first, what else waits, and what has just happened."""
    day = day_of(request.person, request.actor)
    may_set_up = not reasons_against_right(Right.MANAGE_REGISTER, request.actor)
    lines = set_up_lines(request.now) if may_set_up else ()
    categories = category_labels()
    rows = [row_of(sheet, categories) for sheet in day.to_review]
    return render(
        request,
        "desk/home.html",
        {
            "greeting": _greeting(request),
            "lead": _lead(day),
            "first": _first(rows),
            "rows": rows[1:],
            "asked": day.asked,
            "returned": [row_of(sheet, categories) for sheet in day.returned],
            "drafts": day.drafts,
            "to_publish": day.to_publish,
            "in_hand": [in_hand_row(one) for one in day.in_hand],
            "duties": duty_rows(request.actor, request.now),
            "set_up": lines if any(_is_due(line) for line in lines) else (),
            "advised": [line for line in lines if not line.is_done],
            "tiles": tiles_of(request.now),
            "stages": stages_of(request.actor),
            "recent": recent_acts(request.actor),
        },
    )


@staff_page
@require_GET
def me(request: StaffRequest) -> HttpResponse:
    """Show one's own posts and password, and the way out."""
    posts = [
        {
            "post": post_label(held.post),
            "unit": held.unit.name,
            "is_deputy": held.is_deputy and held.for_person is None,
            "for_person": held.for_person,
            "since": held.starts_on,
        }
        for held in appointments_of(request.person, request.now)
    ]
    return render(request, "desk/me.html", {"self": request.person, "posts": posts})


def _is_due(line: SetUpLine) -> bool:
    """Whether this line of the first day keeps everything from being released."""
    return line.is_obligatory and not line.is_done


def _first(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the now card: the sheet that has waited longest."""
    if not rows:
        return None
    row = rows[0]
    return {
        **row,
        "action": {
            "label": row["verb"],
            "url": reverse("review:sheet", args=[row["number"]]),
            "style": "primary",
            "size": "main",
            "is_forward": True,
        },
        "trail": [
            *row["trail"],
            {"text": f"等您{row['state'].removeprefix('等')}", "is_now": True},
        ],
    }


def _greeting(request: StaffRequest) -> str:
    hour = request.now.astimezone(HERE).hour
    part = "早上好" if hour < NOON else ("下午好" if hour < EVENING else "晚上好")
    return f"{part}，{request.person.display_name}"


def _lead(day: Day) -> str:
    """Return one sentence on how much waits."""
    waiting = (day.to_review, day.returned, day.asked, day.in_hand)
    count = sum(map(len, waiting)) + day.to_publish + day.incidents
    return f"有 {count} 件等您办" if count else "现在没有等您办的事"
