"""Pages of patrol: the latest round, one article in it, and its history."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from hefa.core.errors import Conflict, HefaError, Refused
from hefa.core.rights import Right, demand, reasons_against_right
from hefa.patrol import pages, queries
from hefa.patrol.models import Observation, PatrolRound
from hefa.patrol.ordering import order_round
from hefa.publish.queries import published_items
from hefa.registry.models import OfficialAccount
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.given import count_of
from hefa.ui.refusals import told
from hefa.ui.words import reason_sentence

PAGE_LENGTH = 30
MOST_EARLIER = 200
MOST_UNSEEN = 10


@staff_page
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the latest round: what is wrong first, one article beside the list."""
    demand(Right.SEE_PATROL, request.actor)
    return _home(request)


@staff_page
@require_POST
def run(request: StaffRequest) -> HttpResponse:
    """Have everything looked at once more."""
    try:
        made = order_round(person=request.person, now=request.now)
    except (Refused, Conflict) as error:
        demand(Right.SEE_PATROL, request.actor)
        return _home(request, error=error)
    said = "已核对一遍。" if made else "已经安排，本机正在核对，过几分钟刷新再看。"
    messages.success(request, said)
    return redirect("patrol:home")


@staff_page
@require_GET
def rounds(request: StaffRequest) -> HttpResponse:
    """List the rounds, newest first."""
    demand(Right.SEE_PATROL, request.actor)
    page = Paginator(queries.rounds(), PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = [
        {"patrol": patrol, "lead": pages.lead_of(patrol, request.now), **_tone(patrol)}
        for patrol in page
    ]
    return render(request, "patrol/rounds.html", {"rows": rows, "page": page})


@staff_page
@require_GET
def item(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one article: how it stands now, and every look that was taken at it."""
    demand(Right.SEE_PATROL, request.actor)
    found = get_object_or_404(published_items().select_related("version__sheet"), pk=pk)
    page = Paginator(queries.history_of(found), PAGE_LENGTH).get_page(request.GET.get("page"))
    newest = queries.history_of(found).first()
    context = {
        "item": found,
        "page": page,
        "rows": pages.history_rows(list(page), request.now),
        "detail": _detail(request, newest) if newest else None,
    }
    return render(request, "patrol/item.html", context)


def _home(request: StaffRequest, *, error: HefaError | None = None) -> HttpResponse:
    account = _account(request)
    patrol = queries.latest_round(account)
    against = reasons_against_right(Right.RUN_PATROL, request.actor)
    accounts = list(OfficialAccount.objects.order_by("pk"))
    context: dict[str, object] = {
        "patrol": patrol,
        "accounts": accounts if len(accounts) > 1 else [],
        "account": account,
        "refusals": [reason_sentence(entry) for entry in against],
        "unseen": pages.unseen_rows(list(queries.unseen_for_long(request.now)[:MOST_UNSEEN])),
        "errors": told(error) if error else [],
    }
    if patrol is not None:
        context |= _round(request, patrol)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "patrol/home.html", context, status=status)


def _round(request: StaffRequest, patrol: PatrolRound) -> dict[str, object]:
    """Return what the page shows of one round, one of its articles in full."""
    seen = queries.observations_of(patrol).select_related(
        "item__version__sheet", "item__publication"
    )
    page = Paginator(seen, PAGE_LENGTH).get_page(request.GET.get("page"))
    shown = list(page)
    wanted = request.GET.get("seen", "")
    chosen = next((entry for entry in shown if str(entry.pk) == wanted), None)
    first = chosen or (shown[0] if shown else None)
    return {
        "lead": pages.lead_of(patrol, request.now),
        "banner": pages.banner_of(patrol),
        "trouble": pages.trouble_of(patrol),
        "page": page,
        "rows": [pages.row_of(entry) for entry in shown],
        "is_chosen": chosen is not None,
        "detail": _detail(request, first) if first else None,
    }


def _detail(request: StaffRequest, observation: Observation) -> dict[str, object]:
    earlier: list[Observation] = []
    if observation.item is not None:
        history = queries.history_of(observation.item).filter(pk__lt=observation.pk)
        earlier = list(history.defer("differences")[:MOST_EARLIER])
    return pages.detail_of(observation, earlier, request.now)


def _account(request: StaffRequest) -> OfficialAccount | None:
    wanted = request.GET.get("account", "")
    if not wanted:
        return None
    return get_object_or_404(OfficialAccount, pk=count_of(wanted))


def _tone(patrol: PatrolRound) -> dict[str, str]:
    if pages.banner_of(patrol):
        return {"tone": "miss", "icon": "alert-octagon"}
    if patrol.trouble_code:
        return {"tone": "soon", "icon": "alert-triangle"}
    return {"tone": "ok", "icon": "circle-check"}
