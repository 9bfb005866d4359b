"""人员: the list, one person, entering, describing, closing, the one-time link."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.pages import (
    FormFrame,
    Link,
    answer_form,
    crumbs,
    link,
    manager_act,
    manager_page,
)
from hefa.registry.person_forms import NewPersonForm, PersonForm
from hefa.registry.request import StaffRequest
from hefa.registry.rosters import appointments_ever, people_matching


@manager_page
def people(request: StaffRequest) -> HttpResponse:
    """Return the list of people, all of them or those that match what was searched for."""
    words = request.GET.get("q", "").strip()
    rows, page = people_matching(words, request.GET.get("page"), request.now)
    shown = {
        "rows": rows,
        "page": page,
        "words": words,
        "crumbs": crumbs(),
        "query": urlencode({"q": words}) + "&" if words else "",
        "actions": [link("登记人员", "registry:person_new", style="primary", icon="user-plus")],
    }
    return render(request, "registry/people.html", shown)


@manager_page
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page of one person, with the posts from first to last."""
    found = get_object_or_404(Person, pk=pk)
    rows = appointments_ever(found, request.now)
    shown = {
        "one": found,
        "rows": rows,
        "crumbs": crumbs("人员与岗位", reverse("registry:people")),
        "chip": None if found.is_active else {"label": "已停用", "tone": "neutral", "icon": "ban"},
        "actions": _actions(found),
    }
    return render(request, "registry/person.html", shown)


@manager_page
def person_new(request: StaffRequest) -> HttpResponse:
    """Return the page that enters a person."""
    form = NewPersonForm(request.POST or None)
    frame = FormFrame(
        title="登记人员",
        verb="登记人员",
        back=reverse("registry:people"),
        back_label="人员与岗位",
        said="已登记。接着任命岗位，再开一次性登录链接",
        lead="登记后再任命岗位、开一次性登录链接。",
    )

    def save(given: dict[str, str]) -> None:
        given.pop("seen")
        actions.add_person(**given, by=request.person, now=request.now)

    return answer_form(request, form, frame, save)


@manager_page
def person_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that changes a person's name and ways to reach them."""
    found = get_object_or_404(Person, pk=pk)
    form = PersonForm(
        request.POST or None,
        initial={
            "display_name": found.display_name,
            "phone": found.phone,
            "mail": found.mail,
            "wechat_name": found.wechat_name,
            "seen": found.revision,
        },
    )
    frame = FormFrame(
        title=f"修改：{found.display_name}",
        verb="保存",
        back=reverse("registry:person", args=[pk]),
        back_label=found.display_name,
        said="已保存人员信息",
    )
    return answer_form(
        request,
        form,
        frame,
        lambda given: actions.describe_person(found, **given, by=request.person, now=request.now),
        row=found,
    )


@manager_act
def person_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the account and return to the person."""
    found = get_object_or_404(Person, pk=pk)
    actions.close_person(found, by=request.person, now=request.now)
    messages.success(request, f"已停用{found.display_name}的账号")
    return redirect("registry:person", pk)


@manager_act
def person_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Open the account again and return to the person."""
    found = get_object_or_404(Person, pk=pk)
    actions.reopen_person(found, by=request.person, now=request.now)
    messages.success(request, f"已重新启用{found.display_name}的账号")
    return redirect("registry:person", pk)


@never_cache
@manager_act
def person_link(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that shows a fresh one-time link, this once."""
    found = get_object_or_404(Person, pk=pk)
    token = actions.make_first_link(found, by=request.person, now=request.now)
    address = settings.BASE_URL + reverse("people:first", args=[token])
    shown = {
        "one": found,
        "address": address,
        "crumbs": crumbs("人员与岗位", reverse("registry:people")),
    }
    return render(request, "registry/link.html", shown)


def _actions(found: Person) -> list[Link]:
    edit = link("修改信息", "registry:person_edit", found.pk, icon="pencil")
    if not found.is_active:
        return [edit]
    return [
        edit,
        link("任命岗位", "registry:appoint", found.pk, style="primary", icon="id-badge-2"),
    ]
