"""单位 and 栏目."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hefa.registry import actions
from hefa.registry.forms import ColumnForm, UnitForm
from hefa.registry.models import Column, Unit
from hefa.registry.pages import FormFrame, answer_form, crumbs, link, manager_page
from hefa.registry.request import StaffRequest


@manager_page
def units(request: StaffRequest) -> HttpResponse:
    """Return the list of units."""
    buttons = [link("登记单位", "registry:unit_new", style="primary", icon="plus")]
    return render(
        request,
        "registry/units.html",
        {"units": Unit.objects.all(), "crumbs": crumbs(), "actions": buttons},
    )


@manager_page
def unit_new(request: StaffRequest) -> HttpResponse:
    """Return the page that enters a unit."""
    return _unit_page(request, None)


@manager_page
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that changes a unit."""
    return _unit_page(request, get_object_or_404(Unit, pk=pk))


@manager_page
def columns(request: StaffRequest) -> HttpResponse:
    """Return the list of columns."""
    buttons = [link("登记栏目", "registry:column_new", icon="plus")]
    return render(
        request,
        "registry/columns.html",
        {"columns": Column.objects.all(), "crumbs": crumbs(), "actions": buttons},
    )


@manager_page
def column_new(request: StaffRequest) -> HttpResponse:
    """Return the page that enters a column."""
    return _column_page(request, None)


@manager_page
def column(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that changes a column."""
    return _column_page(request, get_object_or_404(Column, pk=pk))


def _unit_page(request: StaffRequest, found: Unit | None) -> HttpResponse:
    initial = (
        {"name": found.name, "is_active": found.is_active, "seen": found.revision} if found else {}
    )
    frame = FormFrame(
        title=found.name if found else "登记单位",
        verb="保存" if found else "登记单位",
        back=reverse("registry:units"),
        back_label="单位",
        said="已保存单位",
    )
    return answer_form(
        request,
        UnitForm(request.POST or None, initial=initial),
        frame,
        lambda given: actions.save_unit(found, **given, by=request.person, now=request.now),
        row=found,
    )


def _column_page(request: StaffRequest, found: Column | None) -> HttpResponse:
    initial: dict[str, object] = {"update_cycle_days": 30}
    if found:
        initial = {
            "name": found.name,
            "update_cycle_days": found.update_cycle_days,
            "is_open": found.is_open,
            "seen": found.revision,
        }
    frame = FormFrame(
        title=found.name if found else "登记栏目",
        verb="保存" if found else "登记栏目",
        back=reverse("registry:columns"),
        back_label="栏目",
        said="已保存栏目",
    )
    return answer_form(
        request,
        ColumnForm(request.POST or None, initial=initial),
        frame,
        lambda given: actions.save_column(found, **given, by=request.person, now=request.now),
        row=found,
    )
