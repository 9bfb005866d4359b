"""The page on which a take-down or a column change is written."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hefa.collect.change_forms import ColumnChangeForm, TakeDownForm
from hefa.collect.change_pages import article_of
from hefa.collect.change_words import said
from hefa.collect.changes import save_draft
from hefa.collect.models import Version
from hefa.collect.pages import kind_label, return_of
from hefa.core.change import Change
from hefa.core.errors import Conflict
from hefa.core.package import Kind
from hefa.registry.adopted import regulation_now
from hefa.registry.request import StaffRequest
from hefa.ui.words import reason_sentence

AnyForm = TakeDownForm | ColumnChangeForm
PURPOSE_LENGTH = 200


def edit_change(request: StaffRequest, version: Version) -> HttpResponse:
    """Show the form of a take-down or a column change, or save what was filled in."""
    form = _form(request, version)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _save(request, version, form)
        if status is HTTPStatus.OK:
            if "submit" in request.POST:
                return redirect("review:submit", version.pk)
            messages.success(request, "已保存。")
            return redirect("collect:edit", version.pk)
    context = {
        "form": form,
        "version": version,
        "manuscript": version.manuscript,
        "kind": kind_label(version),
        "article": article_of(version),
        "returned": return_of(version),
    }
    return render(request, f"collect/{version.manuscript.kind}.html", context, status=status)


def _form(request: StaffRequest, version: Version) -> AnyForm:
    given = request.POST if request.method == "POST" else None
    initial = {"lock": version.edit, "contact": version.contact}
    if version.manuscript.kind == Kind.TAKE_DOWN:
        reason = version.change.get("reason", "")
        return TakeDownForm(given, initial={**initial, "reason": reason})
    return ColumnChangeForm(
        given, initial=initial, change=version.change, regulation=regulation_now(request.now)
    )


def _save(request: StaffRequest, version: Version, form: AnyForm) -> HTTPStatus:
    """Save the form; on trouble it keeps what was typed and says what is wrong."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    change = form.change(version.change) if isinstance(form, TakeDownForm) else form.change()
    values = {"change": change, "purpose": change["reason"][:PURPOSE_LENGTH]}
    if isinstance(form, ColumnChangeForm):
        values |= {"title": _title(change), "contact": form.contact_given(version.contact)}
    else:
        values["contact"] = form.cleaned_data["contact"]
    try:
        save_draft(version, values, edit=form.cleaned_data["lock"], now=request.now)
    except Conflict as conflict:
        form.add_error(None, " ".join(reason_sentence(entry) for entry in conflict.reasons))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _title(change: Change) -> str:
    """Return what lists call a column change: its type, and the beginning of its reason."""
    kind = str(change.get("change_type", ""))
    name = f"栏目变动（{said('change_type', kind)}）" if kind else "栏目变动"
    return "：".join(part for part in (name, change["reason"][:30]) if part)
