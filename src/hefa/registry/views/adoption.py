"""采用新版制度, step by step: choose, read, name the people, fix the day."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hefa.core.errors import Conflict, Refused
from hefa.registry import actions, drafts
from hefa.registry.adopted import regulation_now
from hefa.registry.adoption_forms import EffectiveForm, RegulationForm
from hefa.registry.adoption_pages import (
    chosen,
    confirm_page,
    plan_of,
    profiles_to_choose,
    read_or_reasons,
    seat_form,
    seat_groups,
    steps_at,
)
from hefa.registry.delivered import delivered
from hefa.registry.differences_in_words import what_changes
from hefa.registry.downloads import text_file
from hefa.registry.models import AdoptionDraft
from hefa.registry.pages import (
    CONFLICT,
    UNPROCESSABLE,
    crumbs,
    manager_act,
    manager_page,
    show_reasons,
)
from hefa.registry.regulation_in_words import in_words, without_line
from hefa.registry.request import StaffRequest
from hefa.registry.seats import unfilled
from hefa.ui.templatetags.hefa import full_day
from hefa.ui.words import reason_sentence


@manager_page
def choose(request: StaffRequest) -> HttpResponse:
    """Return the page that chooses a delivered profile or a file; chosen, the page to read it."""
    if "profile" in request.POST:
        key = request.POST["profile"]
        found = next((entry for entry in delivered() if entry.key == key), None)
        if found is None:
            raise Http404
        return _begin(request, found.text, f"自带的《{found.regulation.title}》")
    form = RegulationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _begin(request, form.cleaned_data["text"], f"文件 {form.file_name}"[:120])
    shown = {
        "form": form,
        "profiles": profiles_to_choose(),
        "drafts": drafts.drafts(),
        "steps": steps_at("choose"),
        "crumbs": crumbs("制度", "/settings/regulation/"),
    }
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "registry/adopt_choose.html", shown, status=status)


@manager_page
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that says what the chosen text asks, or what is wrong with it, by line."""
    draft = get_object_or_404(AdoptionDraft, pk=pk)
    regulation, reasons = read_or_reasons(draft)
    shown = {
        "draft": draft,
        "wrong": [{"line": int(entry.detail.get("line", 0)), "text": without_line(entry)}
                  for entry in reasons],
        "steps": steps_at("read", is_wrong=bool(reasons)),
        "crumbs": crumbs("制度", "/settings/regulation/"),
    }  # fmt: skip
    if regulation is not None:
        shown |= {
            "said": in_words(regulation),
            "before": regulation_now(request.now),
            "changes": what_changes(regulation_now(request.now), regulation),
        }
    return render(request, "registry/adopt_read.html", shown)


@manager_page
def text(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the chosen text as it was handed in, for whoever has to mend it."""
    del request
    return text_file(get_object_or_404(AdoptionDraft, pk=pk).text, "regulation.toml")


@manager_page
def people(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that maps posts to people; what was chosen is kept, whole or not."""
    draft = get_object_or_404(AdoptionDraft, pk=pk)
    regulation, _ = read_or_reasons(draft)
    if regulation is None:
        return redirect("registry:adoption_read", pk)
    lines = seat_form(draft, regulation, request.now, request.POST or None)
    trouble, status = "", 200
    if lines.is_bound and lines.is_valid():
        more, seen = request.POST.get("more", ""), request.POST.get("seen", "")
        try:
            drafts.keep_seats(
                draft,
                chosen(lines, regulation, more),
                seen=int(seen) if seen.isdecimal() else 0,
                by=request.person,
                now=request.now,
            )
        except Conflict as error:
            draft.refresh_from_db()
            trouble, status = reason_sentence(error.reasons[0]), CONFLICT
        else:
            return _onward(pk, more)
    elif lines.is_bound:
        status = UNPROCESSABLE
    plan = plan_of(draft, regulation, request.now)
    shown = {
        "draft": draft,
        "regulation": regulation,
        "lines": lines,
        "trouble": trouble,
        "groups": seat_groups(lines, plan),
        "unfilled": unfilled(plan),
        "steps": steps_at("people"),
        "crumbs": crumbs("制度", "/settings/regulation/"),
    }
    return render(request, "registry/adopt_people.html", shown, status=status)


@manager_page
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that fixes the day and asks once more; confirmed, the version is adopted."""
    draft = get_object_or_404(AdoptionDraft, pk=pk)
    regulation, _ = read_or_reasons(draft)
    if regulation is None:
        return redirect("registry:adoption_read", pk)
    plan = plan_of(draft, regulation, request.now)
    begun = {"effective_on": plan.effective_on, "seen": draft.revision}
    form = EffectiveForm(request.POST or None, initial=begun)
    status = 200
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["effective_on"]
        try:
            drafts.demand_unchanged(draft, seen=form.cleaned_data["seen"])
            adopted = actions.adopt_regulation(
                draft.text,
                effective_on=day,
                adopted_by=request.person,
                now=request.now,
                appointments=plan.appointments,
            )
        except (Refused, Conflict) as error:
            status = show_reasons(form, error, draft)
        else:
            drafts.give_up(draft, by=request.person, now=request.now)
            messages.success(request, f"已采用{adopted}，{full_day(day)}起生效")
            return redirect("registry:regulation")
    elif form.is_bound:
        status = UNPROCESSABLE
    shown = {
        **confirm_page(plan_of(draft, regulation, request.now), request.now),
        "draft": draft,
        "form": form,
        "steps": steps_at("confirm"),
        "crumbs": crumbs("制度", "/settings/regulation/"),
    }
    return render(request, "registry/adopt_confirm.html", shown, status=status)


@manager_act
def give_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget an adoption that was being prepared."""
    draft = get_object_or_404(AdoptionDraft, pk=pk)
    drafts.give_up(draft, by=request.person, now=request.now)
    messages.success(request, "已放弃这次采用，现行制度不变")
    return redirect("registry:regulation")


def _begin(request: StaffRequest, text: str, source: str) -> HttpResponse:
    draft = drafts.begin_draft(text, source=source, by=request.person, now=request.now)
    return redirect("registry:adoption_read", draft.pk)


def _onward(pk: int, more: str) -> HttpResponse:
    """Return the way to the last step, or back to the post that gets one more line."""
    if not more:
        return redirect("registry:adoption_confirm", pk)
    back = redirect("registry:adoption_people", pk)
    back["Location"] += f"#post-{more}"
    return back
