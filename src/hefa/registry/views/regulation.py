"""制度: the version in force in plain words, and the adoption of the next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hefa.registry import actions
from hefa.registry.access import HERE
from hefa.registry.forms import RegulationForm
from hefa.registry.models import AdoptedRegulation
from hefa.registry.pages import FormFrame, answer_form, crumbs, link, manager_page
from hefa.registry.request import StaffRequest
from hefa.registry.routes_in_words import regulation_in_words


@manager_page
def regulation(request: StaffRequest) -> HttpResponse:
    """Return the page of the regulation: what is in force, and every version adopted."""
    shown = {
        "in_force": regulation_in_words(request.now),
        "versions": AdoptedRegulation.objects.select_related("adopted_by").order_by("-version"),
        "crumbs": crumbs(),
        "actions": [link("采用新版制度", "registry:regulation_adopt", icon="upload")],
    }
    return render(request, "registry/regulation.html", shown)


@manager_page
def adopt(request: StaffRequest) -> HttpResponse:
    """Return the page that adopts a version of the regulation."""
    form = RegulationForm(
        request.POST or None,
        request.FILES or None,
        initial={"effective_on": request.now.astimezone(HERE).date()},
    )
    frame = FormFrame(
        title="采用新版制度",
        verb="采用制度",
        back=reverse("registry:regulation"),
        back_label="制度",
        said="已采用制度",
        lead="已送审的稿件仍按送审时的版次办完。",
    )
    return answer_form(
        request,
        form,
        frame,
        lambda given: actions.adopt_regulation(**given, adopted_by=request.person, now=request.now),
    )
