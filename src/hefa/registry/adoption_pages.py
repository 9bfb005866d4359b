"""What the steps of an adoption show: prepared values for their templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.http import QueryDict

from hefa.core.errors import Reason, Refused
from hefa.core.regulation import Post, Regulation, parse_regulation
from hefa.core.workdays import day_of
from hefa.registry.adoption import (
    NewAppointment,
    Plan,
    reasons_against_adoption,
    running_out,
    unit_names,
)
from hefa.registry.adoption_forms import SeatForm, Seats
from hefa.registry.delivered import Delivered, delivered
from hefa.registry.differences_in_words import functions_in_words
from hefa.registry.drafts import Seat
from hefa.registry.labels import post_label
from hefa.registry.models import AdoptedRegulation, AdoptionDraft, Appointment
from hefa.registry.routes_in_words import act_words
from hefa.registry.seats import (
    appointments_of_seats,
    empty_seat,
    people_to_choose,
    proposed_seats,
    staying,
    unfilled,
)
from hefa.ui.words import reason_sentence

if TYPE_CHECKING:
    from django.forms import BaseFormSet

STEPS = (
    ("choose", "选制度"),
    ("read", "看内容"),
    ("people", "安排人员"),
    ("confirm", "定日子采用"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A delivered profile in the list, and the version of it that is adopted already."""

    delivered: Delivered
    adopted_version: int | None

    @property
    def is_newer(self) -> bool:
        """Whether it may be adopted: none of its key is, or a lower version."""
        return self.delivered.regulation.version > (self.adopted_version or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGroup:
    """One post with what it does, who goes on in it, and its lines."""

    post: Post
    functions: str
    does: str
    staying: tuple[str, ...]
    forms: tuple[SeatForm, ...]


def steps_at(now_at: str, *, is_wrong: bool = False) -> list[dict[str, str]]:
    """Return the step bar of an adoption that stands at the step `now_at`."""
    keys = [key for key, _ in STEPS]
    at = keys.index(now_at)
    states = ["done"] * at + ["wrong" if is_wrong else "now"] + ["todo"] * (len(keys) - at - 1)
    return [
        {"label": label, "state": state} for (_, label), state in zip(STEPS, states, strict=True)
    ]


def profiles_to_choose() -> list[Profile]:
    """Return the delivered profiles, each with the highest version adopted of it. One query."""
    adopted = AdoptedRegulation.objects.order_by("version")
    versions = dict(adopted.values_list("key", "version"))
    return [Profile(delivered=one, adopted_version=versions.get(one.key)) for one in delivered()]


def read_or_reasons(draft: AdoptionDraft) -> tuple[Regulation | None, tuple[Reason, ...]]:
    """Return the regulation in `draft`, or everything that is wrong with its text."""
    try:
        return parse_regulation(draft.text), ()
    except Refused as refused:
        return None, refused.reasons


def plan_of(draft: AdoptionDraft, regulation: Regulation, now: datetime) -> Plan:
    """Return the adoption as it stands, from the first day on which it may begin."""
    last = AdoptedRegulation.objects.aggregate(on=Max("effective_on"))["on"]
    seats = proposed_seats(regulation, now) if draft.seats is None else draft.seats
    return Plan(
        regulation=regulation,
        effective_on=max(day_of(now), last or day_of(now)),
        appointments=tuple(appointments_of_seats(seats)),
    )


def seat_form(
    draft: AdoptionDraft, regulation: Regulation, now: datetime, given: QueryDict | None
) -> "BaseFormSet[SeatForm]":
    """Return the lines of the posts: as sent, as kept, or as proposed before anybody chose."""
    seats = proposed_seats(regulation, now) if draft.seats is None else draft.seats
    return Seats(
        given,
        initial=seats,
        prefix="seat",
        form_kwargs={
            "units": list(unit_names(regulation).items()),
            "people": people_to_choose(now),
        },
    )


def chosen(lines: "BaseFormSet[SeatForm]", regulation: Regulation, more: str) -> list[Seat]:
    """Return the lines to keep, with one more for the post `more` at the end."""
    posts = {post.key: post for post in regulation.posts}
    kept = [dict(form.cleaned_data) for form in lines if form.cleaned_data["post"] in posts]
    return [*kept, empty_seat(posts[more])] if more in posts else kept


def seat_groups(lines: "BaseFormSet[SeatForm]", plan: Plan) -> list[SeatGroup]:
    """Return the posts in the order of the regulation, each with its lines."""
    goes_on = staying(plan)
    return [
        SeatGroup(
            post=post,
            functions=functions_in_words(post.stands_for),
            does=_does(post, plan.regulation),
            staying=tuple(map(_named, goes_on.get(post.key, ()))),
            forms=tuple(form for form in lines if form["post"].value() == post.key),
        )
        for post in plan.regulation.posts
    ]


def confirm_page(plan: Plan, now: datetime) -> dict[str, Any]:
    """Return what follows from `plan`, what stays, and what still speaks against it."""
    names = unit_names(plan.regulation)
    return {
        "question": f"采用《{plan.regulation.title}》第 {plan.regulation.version} 版？",
        "taking": [_taking(entry, plan.regulation, names) for entry in plan.appointments],
        "staying": [_named(entry) for found in staying(plan).values() for entry in found],
        "running_out": [
            {
                "name": entry.person.display_name,
                "post": post_label(entry.post) + ("（副岗）" if entry.is_deputy else ""),
                "unit": entry.unit.name,
            }
            for entry in running_out(plan.regulation, plan.effective_on)
        ],
        "unfilled": unfilled(plan),
        "reasons": [reason_sentence(entry) for entry in reasons_against_adoption(plan, now)],
    }


def _does(post: Post, regulation: Regulation) -> str:
    """Return at which steps `post` acts and how many controls it answers for."""
    acts = dict.fromkeys(
        act_words(step)
        for route in regulation.routes
        for step in route.steps
        if post.key in step.posts
    )
    owed = sum(post.key in control.posts and control.is_on for control in regulation.controls)
    said = [f"办{'、'.join(acts)}" if acts else "", f"负责 {owed} 项要求" if owed else ""]
    return "；".join(part for part in said if part)


def _named(entry: Appointment) -> str:
    deputy = "，副岗" if entry.is_deputy else ""
    return f"{entry.person.display_name}（{entry.unit.name}{deputy}）"


def _taking(entry: NewAppointment, regulation: Regulation, names: dict[str, str]) -> dict[str, str]:
    return {
        "name": entry.person.display_name,
        "post": regulation.post_label(entry.post) + ("（副岗）" if entry.is_deputy else ""),
        "unit": names.get(entry.unit, entry.unit),
    }
