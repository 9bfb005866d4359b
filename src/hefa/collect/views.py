"""Pages for writing: the list, the editor, and files as they were handed in."""

from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hefa.collect import actions, change_views, pages, queries
from hefa.collect.changes import save_draft
from hefa.collect.files import content_of
from hefa.collect.forms import VersionForm
from hefa.collect.mail.actions import MAIL_TYPE
from hefa.collect.mail.pages import letter_of
from hefa.collect.models import Version
from hefa.collect.saved_first import saved_first
from hefa.collect.seeing import item_of, version_seen
from hefa.collect.stated import has_pictures
from hefa.core.change import WRITTEN
from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.regulation import Regulation
from hefa.core.review import UnitKey
from hefa.core.rights import Item, Right, demand, reasons_against_right
from hefa.registry.adopted import parsed, regulation_in_force
from hefa.registry.labels import category_labels
from hefa.registry.models import Unit
from hefa.registry.request import StaffRequest, staff_page
from hefa.render.preview import WIDTHS
from hefa.ui.paging import RowPaginator
from hefa.ui.words import reason_sentence, sentence

PAGE_LENGTH = 30
STATES = (
    ("", "全部"),
    ("open", "草稿"),
    ("waiting", "在审"),
    ("returned", "已退回"),
    ("released", "已核发"),
    ("binned", "回收站"),
)


@staff_page
@require_GET
def manuscripts(request: StaffRequest) -> HttpResponse:
    """List the manuscripts this person may see, searched and filtered."""
    given = request.GET
    wanted = queries.Wanted(
        words=given.get("q", "").strip()[:60],
        unit=given.get("unit", ""),
        category=given.get("category", ""),
        state=given.get("state", ""),
    )
    page = RowPaginator(queries.newest_versions(request.actor, wanted), PAGE_LENGTH).get_page(
        given.get("page")
    )
    regulation = _regulation(request)
    categories = category_labels()
    return render(
        request,
        "collect/manuscripts.html",
        {
            "rows": [pages.row_of(version, categories) for version in page],
            "page": page,
            "wanted": wanted,
            "units": Unit.objects.all(),
            "categories": regulation.categories if regulation else (),
            "states": STATES,
            "query": _without_page(request),
            "may_keep_terms": not reasons_against_right(Right.MANAGE_TERMS, request.actor),
            "may_transfer": not reasons_against_right(Right.TRANSFER_WORK, request.actor),
            "unread": [pages.trouble_of(file) for file in queries.unread_files(request.actor)[:5]],
        },
    )


@staff_page
@require_POST
def begin(request: StaffRequest) -> HttpResponse:
    """Begin an empty manuscript for the person's unit."""
    units = queries.units_to_write_for(request.actor)
    if not units:
        raise Refused(reasons_against_right(Right.DRAFT, request.actor, Item(unit=UnitKey("-"))))
    version = actions.begin_manuscript(request.person, unit=units[0], now=request.now)
    return redirect("collect:edit", version.pk)


@staff_page
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Show the editor, or save what was written."""
    version = _editable(request, version_pk)
    if version.frozen_at is not None:
        return redirect("review:sheet", version.sheet.number)
    if version.manuscript.kind not in WRITTEN:
        return change_views.edit_change(request, version)
    form = _form(request, version)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _save(request, version, form)
        if status is HTTPStatus.OK:
            if "submit" in request.POST:
                return redirect("review:submit", version.pk)
            messages.success(request, "已保存。")
            return redirect("collect:edit", version.pk)
    return render(request, "collect/edit.html", _editor_page(version, form), status=status)


@staff_page
@require_POST
def autosave(request: StaffRequest, version_pk: int) -> JsonResponse:
    """Save in the background; says when, or why not and what was saved first, as JSON."""
    version = _editable(request, version_pk)
    form = _form(request, version)
    if not form.is_valid():
        errors = [str(text) for texts in form.errors.values() for text in texts]
        return JsonResponse({"message": " ".join(errors)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        count = save_draft(
            version, form.saved_fields(), edit=form.cleaned_data["lock"], now=request.now
        )
    except Conflict as conflict:
        return JsonResponse(_first(request, version_pk, conflict), status=HTTPStatus.CONFLICT)
    return JsonResponse({"saved_at": request.now.isoformat(), "lock": count})


@staff_page
@require_POST
def revise(request: StaffRequest, manuscript_pk: int) -> HttpResponse:
    """Begin the next version of a manuscript that came back."""
    manuscript = queries.seen_by(request.actor).filter(pk=manuscript_pk).first()
    if manuscript is None:
        raise Http404
    version = actions.revise(manuscript, person=request.person, now=request.now)
    return redirect("collect:edit", version.pk)


@staff_page
@require_GET
def file(request: StaffRequest, file_pk: int) -> FileResponse:
    """Give back a Word file as it was handed in, always as a download."""
    found = queries.file_seen_by(request.actor, file_pk)
    if found is None:
        raise Http404
    content = content_of(found.file_id)
    return FileResponse(BytesIO(content), as_attachment=True, filename=found.name)


def _save(request: StaffRequest, version: Version, form: VersionForm) -> HTTPStatus:
    """Save the form; on trouble the form carries the words and keeps what was typed."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        save_draft(version, form.saved_fields(), edit=form.cleaned_data["lock"], now=request.now)
    except Conflict as conflict:
        form.add_error(None, _told(conflict))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _editable(request: StaffRequest, version_pk: int) -> Version:
    """Return a version this person may write on; others look as if they were not there."""
    version = version_seen(request, version_pk)
    if version.frozen_at is None:
        demand(Right.EDIT_DRAFT, request.actor, item_of(version))
    return version


def _form(request: StaffRequest, version: Version) -> VersionForm:
    initial = {"lock": version.edit, "document": version.document}
    return VersionForm(
        request.POST if request.method == "POST" else None,
        instance=version,
        initial=initial,
        regulation=_regulation(request),
    )


def _first(request: StaffRequest, version_pk: int, conflict: Conflict) -> dict[str, Any]:
    """Return what to say to the second saver: the save that came first, while it can be merged."""
    stored = version_seen(request, version_pk)
    if stored.frozen_at is not None:
        return {"message": sentence("collect.submitted_meanwhile")}
    form = VersionForm(None, instance=stored, regulation=_regulation(request))
    return {"message": _told(conflict), "other": saved_first(stored, form)}


def _editor_page(version: Version, form: VersionForm) -> dict[str, Any]:
    file = version.manuscript.files.exclude(file__media_type=MAIL_TYPE).order_by("-pk").first()
    return {
        "form": form,
        "version": version,
        "manuscript": version.manuscript,
        "notes": pages.notes_of(file),
        "returned": pages.return_of(version),
        "has_pictures": has_pictures(version),
        "word_file": file,
        "letter": letter_of(version.manuscript),
        "picture_url": reverse("collect:picture", args=[version.pk, "-"]).replace(
            "/-/", "/{sha256}/"
        ),
        "preview_url": reverse("collect:preview", args=[version.pk]),
        "preview_widths": WIDTHS,
    }


def _regulation(request: StaffRequest) -> Regulation | None:
    adopted = regulation_in_force(request.now)
    return parsed(adopted) if adopted else None


def _told(error: HefaError) -> str:
    return " ".join(reason_sentence(entry) for entry in error.reasons)


def _without_page(request: StaffRequest) -> str:
    """Return the address's other parameters, for the links to other pages."""
    given = request.GET.copy()
    given.pop("page", None)
    text = given.urlencode()
    return f"{text}&" if text else ""
