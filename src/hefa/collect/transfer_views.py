"""Handing on what people who left had in hand: one page for the units one may do it for."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hefa.collect.transferring import left_behind, people_left, transfer_work
from hefa.core.errors import Refused
from hefa.core.review import UnitKey
from hefa.core.rights import RULES, Item, Right, demand, reasons_against_right
from hefa.people.models import Person
from hefa.registry.access import holding
from hefa.registry.models import Unit
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.words import reason_sentence


@staff_page
@require_http_methods(["GET", "POST"])
def transfer(request: StaffRequest) -> HttpResponse:
    """List what was left behind, and give one person's share of a unit to another."""
    demand(Right.TRANSFER_WORK, request.actor)
    errors: list[str] = []
    if request.method == "POST":
        given = request.POST
        unit = get_object_or_404(Unit, key=given.get("unit", ""))
        author = get_object_or_404(Person, key=given.get("author", ""))
        to = get_object_or_404(Person, key=given.get("to", ""))
        try:
            count = transfer_work(author, to=to, unit=unit, person=request.person, now=request.now)
        except Refused as refused:
            errors = [reason_sentence(entry) for entry in refused.reasons]
        else:
            messages.success(request, f"{count} 篇已转给{to.display_name}。")
            return redirect("collect:transfer")
    context = {"units": _units(request), "errors": errors}
    return render(request, "collect/transfer.html", context, status=422 if errors else 200)


def _units(request: StaffRequest) -> list[dict[str, Any]]:
    """Return each unit one may do it for, with who left and who could take over."""
    found = []
    for unit in Unit.objects.all():
        item = Item(unit=UnitKey(unit.key))
        if reasons_against_right(Right.TRANSFER_WORK, request.actor, item):
            continue
        left = [
            {"key": author.key, "name": author.display_name, "count": _count(author, unit)}
            for author in people_left(unit, request.now)
        ]
        held = holding(RULES[Right.DRAFT].in_unit, request.now).filter(unit=unit)
        able = {
            entry.person.key: entry.person.display_name for entry in held.select_related("person")
        }
        if left:
            found.append({"key": unit.key, "name": unit.name, "left": left, "able": able.items()})
    return found


def _count(author: Person, unit: Unit) -> int:
    return left_behind(author, unit).count()
