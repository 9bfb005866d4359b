"""设置 itself, and 本单位."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hefa.registry import actions
from hefa.registry.forms import OrganisationForm
from hefa.registry.pages import FormFrame, answer_form, manager_page
from hefa.registry.queries import installation
from hefa.registry.request import StaffRequest
from hefa.registry.rosters import counts
from hefa.registry.set_up import set_up_lines


@manager_page
def home(request: StaffRequest) -> HttpResponse:
    """Return the sections of 设置, with what is still to be done on the first day."""
    lines = set_up_lines(request.now)
    shown = {
        "here": installation(),
        "counts": counts(request.now),
        "lines": lines if any(not line.is_done for line in lines) else (),
    }
    return render(request, "registry/home.html", shown)


@manager_page
def organisation(request: StaffRequest) -> HttpResponse:
    """Return the page of the organisation's name and its regulation's date of issue."""
    here = installation()
    form = OrganisationForm(
        request.POST or None,
        initial={
            "organisation": here.organisation,
            "short_name": here.short_name,
            "issued_on": here.issued_on,
            "own_numbers": "\n".join(here.own_numbers),
            "quiet_from": here.quiet_from,
            "quiet_until": here.quiet_until,
            "seen": here.revision,
        },
    )
    frame = FormFrame(
        title="本单位",
        verb="保存",
        back=reverse("registry:home"),
        back_label="设置",
        said="已保存本单位信息",
    )

    def save(given: dict[str, Any]) -> None:
        hours = given.pop("quiet_from"), given.pop("quiet_until")
        actions.describe_organisation(
            **given, quiet_hours=hours, by=request.person, now=request.now
        )

    return answer_form(request, form, frame, save, row=here)
