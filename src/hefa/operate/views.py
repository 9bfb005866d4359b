"""运维: the backups, and a button that takes one now."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import Refused
from hefa.core.rights import Right, demand
from hefa.operate.actions import reasons_against_backup, take_backup
from hefa.operate.queries import backups
from hefa.registry.queries import installation
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.words import reason_sentence

PAGE_LENGTH = 30
UNPROCESSABLE = 422


@require_GET
@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """Show the backups, newest first, and whether one can be taken now."""
    demand(Right.MANAGE_REGISTER, request.actor)
    return render(request, "operate/home.html", _shown(request))


@require_POST
@staff_page
def back_up(request: StaffRequest) -> HttpResponse:
    """Take a backup now; a refusal says why and what to do."""
    demand(Right.MANAGE_REGISTER, request.actor)
    try:
        run = take_backup(installation().backup_place, person=request.person, now=request.now)
    except Refused:
        return render(request, "operate/home.html", _shown(request), status=UNPROCESSABLE)
    if run.is_equal:
        messages.success(request, "已备份，读回来核对一致")
    else:
        messages.error(request, "备份写好了，但读回来核对不一致。请换一个位置再备份一次。")
    return redirect("operate:home")


def _shown(request: StaffRequest) -> dict[str, Any]:
    """Return what the page shows."""
    place = installation().backup_place
    reasons = [reason_sentence(entry) for entry in reasons_against_backup(place)]
    return {
        "page": Paginator(backups(), PAGE_LENGTH).get_page(request.GET.get("page")),
        "place": place,
        "reasons": reasons,
        "action": {
            "label": "现在备份",
            "icon": "download",
            "style": "primary",
            "is_disabled": bool(reasons),
            "reason_id": "why-not" if reasons else "",
        },
        "place_action": {
            "label": "登记备份位置",
            "url": reverse("registry:mail_and_backup"),
            "style": "outline",
        },
    }
