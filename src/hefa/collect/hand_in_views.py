"""Pages for handing in: a file or pasted text, and how far an older format has come."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hefa.collect import actions, pages, queries
from hefa.collect.forms import WordForm
from hefa.collect.models import WordFile
from hefa.collect.plain_text import PASTED
from hefa.core.errors import Refused
from hefa.registry.queries import mailbox
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.words import reason_sentence


@staff_page
@require_http_methods(["GET", "POST"])
def hand_in(request: StaffRequest) -> HttpResponse:
    """Take in a file or pasted text; what cannot be read is kept and the reason shown."""
    units = queries.units_to_write_for(request.actor)
    is_sent = request.method == "POST"
    form = WordForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, units=units
    )
    if is_sent and form.is_valid():
        try:
            received = actions.hand_in(
                request.person, _upload(form), unit=form.cleaned_data["unit"], now=request.now
            )
        except Refused as refused:
            for entry in refused.reasons:
                form.add_error(_place(form), reason_sentence(entry))
        else:
            return _onwards(request, received)
    status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
    box = mailbox()
    context = {
        "form": form,
        "has_unit": bool(units),
        "mail_to": box.address if box and box.is_on else "",
        "mail_from": request.person.mail,
    }
    return render(request, "collect/hand_in.html", context, status=status)


@staff_page
@require_GET
def arriving(request: StaffRequest, file_pk: int) -> HttpResponse:
    """Show how far a waiting file is; one that was read leads on to its manuscript."""
    found = queries.file_seen_by(request.actor, file_pk)
    if found is None:
        raise Http404
    is_part = bool(request.headers.get("HX-Request"))
    if found.waits_for_id is None and is_part:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if found.manuscript is not None:
        return _onwards(request, found)
    context = {
        "file": found,
        "text": _progress(queries.waiting_before(found)),
        "trouble": None if found.waits_for_id else pages.trouble_of(found),
    }
    name = "collect/_arriving.html" if is_part else "collect/arriving.html"
    return render(request, name, context)


def _onwards(request: StaffRequest, file: WordFile) -> HttpResponse:
    """Lead to the manuscript that was made, or to the page where one waits for it."""
    if file.manuscript is None:
        return redirect("collect:arriving", file.pk)
    messages.success(request, "已导入，请核对正文，补齐送审信息。")
    return redirect("collect:edit", file.manuscript.versions.latest("number").pk)


def _progress(before: int) -> str:
    return f"正在转换旧格式，前面还有 {before} 份" if before else "正在转换旧格式，一般几秒钟"


def _upload(form: WordForm) -> actions.Upload:
    file = form.cleaned_data["file"]
    if file:
        return actions.Upload(name=file.name, content=file.read())
    return actions.Upload(name=PASTED, content=form.cleaned_data["text"].encode())


def _place(form: WordForm) -> str:
    """Return the field that what is wrong belongs to."""
    return "file" if form.cleaned_data["file"] else "text"
