"""What every settings page shares: who may open it, and how a form is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.rights import Right, demand
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.words import reason_sentence

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Page = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

Link = dict[str, str]

UNPROCESSABLE = 422
CONFLICT = 409
HOME = ("设置", "registry:home")

# Where on the form a reason is shown; the others stand at its head.
FIELDS = {
    "registry.username_taken": "username",
    "registry.name_taken": "name",
    "registry.ends_before_start": "ends_on",
    "registry.held_already": "post",
    "registry.post_unknown": "post",
    "registry.unit_closed": "unit",
    "registry.unit_in_use": "is_active",
    "registry.regulation_too_early": "effective_on",
    "registry.regulation_in_the_past": "effective_on",
    "registry.account_exists": "wechat_id",
    "registry.sandbox_stays": "kind",
    "registry.sandbox_in_demo_only": "kind",
    "registry.kind_unknown": "kind",
    "registry.place_missing": "path",
    "registry.place_not_absolute": "path",
    "registry.place_not_writable": "path",
    "registry.mailbox_without_secret": "secret",
    "registry.mailbox_secret_again": "secret",
    "registry.mailbox_plain": "host",
    "notify.robot_without_address": "address",
    "notify.robot_address_wrong": "address",
    "notify.robot_signs_nothing": "secret",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFrame:
    """What stands around a form: its title, its verb, where it leads and what is said then."""

    title: str
    verb: str
    back: str
    back_label: str
    said: str
    lead: str = ""


def manager_page(view: View[P]) -> Page[P]:
    """Return `view` for those who keep the register; others read why not. Source: 5(5)."""

    @wraps(view)
    def page(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        demand(Right.MANAGE_REGISTER, request.actor)
        return view(request, *args, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(staff_page(page))


def manager_act(view: View[P]) -> Page[P]:
    """Return `view` for a button: POST only; signed out, it leads back to the button's page."""
    return require_POST(manager_page(view))


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    frame: FormFrame,
    save: Callable[[dict[str, Any]], object],
    *,
    row: Any = None,
) -> HttpResponse:
    """Return the page of `form`; once it is right and `save` did not refuse, the way back.

    What was typed stays in the form. After a conflict over `row` it stands at the new revision,
    so that sending it again is a decision.
    """
    status = 200
    if form.is_bound and form.is_valid():
        try:
            save(form.cleaned_data)
        except (Refused, Conflict) as error:
            status = show_reasons(form, error, row)
        else:
            messages.success(request, frame.said)
            return redirect(frame.back)
    elif form.is_bound:
        status = UNPROCESSABLE
    shown = {"form": form, "frame": frame, "crumbs": crumbs(frame.back_label, frame.back)}
    return render(request, "registry/form.html", shown, status=status)


def show_reasons(form: forms.Form, error: HefaError, row: Any = None) -> int:
    """Put the reasons of `error` on `form`; return the status of the page."""
    for entry in error.reasons:
        field = FIELDS.get(entry.code)
        form.add_error(field if field in form.fields else None, reason_sentence(entry))
    if isinstance(error, Conflict):
        _stand_at_the_new_revision(form, row)
        return CONFLICT
    return UNPROCESSABLE


def link(label: str, name: str, *args: object, style: str = "outline", icon: str = "") -> Link:
    """Return a button that leads to the page `name`, as the button component wants it."""
    return {"label": label, "url": reverse(name, args=args), "style": style, "icon": icon}


def crumbs(label: str = "", url: str = "") -> list[Link]:
    """Return the way from 设置 to a page, through the page `label` where there is one."""
    home = {"label": HOME[0], "url": reverse(HOME[1])}
    return [home] if url in {"", home["url"]} else [home, {"label": label, "url": url}]


def _stand_at_the_new_revision(form: forms.Form, row: Any) -> None:
    if row is None or "seen" not in form.fields:
        return
    row.refresh_from_db()
    sent = cast("QueryDict", form.data).copy()
    sent["seen"] = str(row.revision)
    form.data = sent
