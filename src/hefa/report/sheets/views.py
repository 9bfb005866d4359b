"""The course of one sheet, and the register as a workbook."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.http.response import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from hefa.core.workdays import day_of
from hefa.registry.request import StaffRequest, staff_page
from hefa.report.sheets.columns import Heading, headings
from hefa.report.sheets.export import LONGEST, SHORT, path_of
from hefa.report.sheets.timeline import rounds_of
from hefa.report.sheets.workbook import write_register
from hefa.review.register import changes
from hefa.review.register.columns import CELLS
from hefa.review.register.forms import RegisterFilter
from hefa.review.register.models import RegisterExport, SavedView
from hefa.review.register.queries import sheets_wanted
from hefa.review.seeing import sheet_seen
from hefa.ui.given import count_of
from hefa.ui.words import sentence
from hefa.ui.workbook import XLSX


@staff_page
@require_GET
def timeline(request: StaffRequest, number: str) -> HttpResponse:
    """Show everything that happened to a sheet and to the article it let out."""
    found = sheet_seen(request, number)
    context = {"sheet": found, "rounds": rounds_of(found)}
    return render(request, "report/sheets/timeline.html", context)


@staff_page
@require_GET
def register_columns(request: StaffRequest) -> HttpResponse:
    """Let a person choose which columns of the form the workbook gets."""
    form = RegisterFilter(request.GET)
    view = _own_view(request, request.GET.get("view", ""))
    chosen = view.columns if view is not None else []
    count = sheets_wanted(request.actor, form.wanted(), now=request.now).count()
    context = {
        "columns": [
            {"key": entry.key, "label": entry.label, "is_on": not chosen or entry.key in chosen}
            for entry in _offered(request)
        ],
        "count": count,
        "is_long": count > SHORT,
        "query": form.query(),
        "view": view,
    }
    return render(request, "report/sheets/columns.html", context)


@staff_page
@require_POST
def register_xlsx(request: StaffRequest) -> HttpResponseBase:
    """Hand over the workbook, or have a long one made; the view remembers the columns."""
    form = RegisterFilter(QueryDict(request.POST.get("query", "")[:1000]))
    offered = [entry.key for entry in _offered(request)]
    columns = [key for key in request.POST.getlist("column") if key in offered]
    view = _own_view(request, request.POST.get("view", ""))
    if view is not None:
        changes.keep_columns(view, columns)
    found = sheets_wanted(request.actor, form.wanted(), now=request.now)
    count = found.count()
    if count > LONGEST:
        messages.error(request, sentence("report.register_too_long", {"most": f"{LONGEST:,}"}))
        return redirect(f"{reverse('review:register')}?{form.query() or 'all=1'}")
    if count > SHORT:
        changes.begin_export(
            request.person, query=form.query(), columns=columns, count=count, now=request.now
        )
        return redirect("report:register_exports")
    with TemporaryDirectory() as place:
        target = Path(place) / "register.xlsx"
        write_register(target, found, chosen=columns, now=request.now)
        return HttpResponse(target.read_bytes(), content_type=XLSX, headers=_named(request))


@staff_page
@require_GET
def register_exports(request: StaffRequest) -> HttpResponse:
    """Show the long workbooks this person asked for, and how far each has come."""
    exports = list(RegisterExport.objects.filter(person=request.person).order_by("-pk")[:20])
    context = {"exports": exports, "is_waiting": any(one.made_at is None for one in exports)}
    part = "report/sheets/_exports.html"
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, part if is_part else "report/sheets/exports.html", context)


@staff_page
@require_GET
def register_file(request: StaffRequest, pk: int) -> FileResponse:
    """Hand over a long workbook to who asked for it."""
    export = RegisterExport.objects.filter(
        person=request.person, pk=pk, made_at__isnull=False
    ).first()
    if export is None or not path_of(export).exists():
        raise Http404
    answer = FileResponse(path_of(export).open("rb"), content_type=XLSX)
    answer["Content-Disposition"] = _named(request)["Content-Disposition"]
    return answer


def _offered(request: StaffRequest) -> list[Heading]:
    """Return the columns of all forms, each once."""
    found: dict[str, Heading] = {}
    for form in CELLS:
        for entry in headings(form, (), request.now):
            found.setdefault(entry.key, entry)
    return list(found.values())


def _own_view(request: StaffRequest, pk: str) -> SavedView | None:
    return SavedView.objects.filter(person=request.person, pk=count_of(pk)).first()


def _named(request: StaffRequest) -> dict[str, str]:
    """Return the header that names the workbook."""
    name = f"审核单台账{day_of(request.now):%Y%m%d}.xlsx"
    return {"Content-Disposition": str(content_disposition_header(True, name))}  # Django's form
