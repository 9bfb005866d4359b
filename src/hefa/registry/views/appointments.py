"""任职: appointing a person to a post and ending an appointment."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.access import HERE
from hefa.registry.adopted import regulation_now
from hefa.registry.forms import AppointmentForm, EndForm
from hefa.registry.models import Appointment
from hefa.registry.pages import FormFrame, answer_form, manager_page
from hefa.registry.request import StaffRequest
from hefa.registry.rosters import post_words


@manager_page
def appoint(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that appoints a person to a post."""
    found = get_object_or_404(Person, pk=pk)
    form = AppointmentForm(
        request.POST or None,
        regulation=regulation_now(request.now),
        initial={"starts_on": request.now.astimezone(HERE).date()},
    )
    frame = FormFrame(
        title=f"任命：{found.display_name}",
        verb="任命",
        back=reverse("registry:person", args=[pk]),
        back_label=found.display_name,
        said="已任命",
    )
    return answer_form(
        request,
        form,
        frame,
        lambda given: actions.appoint(found, **given, by=request.person, now=request.now),
    )


@manager_page
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that ends an appointment."""
    found = get_object_or_404(Appointment.objects.select_related("person", "unit"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": request.now.astimezone(HERE).date()})
    post = post_words(found, regulation_now(request.now))
    frame = FormFrame(
        title=f"结束任职：{found.person.display_name} · {post}",
        verb="结束任职",
        back=reverse("registry:person", args=[found.person_id]),
        back_label=found.person.display_name,
        said="已写明任职最后一天",
        lead=f"{found.unit.name}。任职记录会留着，以后查得到。",
    )
    return answer_form(
        request,
        form,
        frame,
        lambda given: actions.end_appointment(found, **given, by=request.person, now=request.now),
    )
