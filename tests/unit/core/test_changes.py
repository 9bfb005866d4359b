"""What changes between two versions: told once, for the right posts, and nothing passed over."""

from dataclasses import fields, replace
from typing import Any

import pytest

from hefa.core.duty import Cadence, Rhythm, Term
from hefa.core.regulation import Regulation, parse_regulation
from hefa.core.regulation.changes import ASPECTS, Aspect, Difference, Part, changes_between
from hefa.core.review import Act, PostKey, Step
from hefa.registry.delivered import profile_text

COMMUNITY = parse_regulation(profile_text("community"))
HOSPITAL = parse_regulation(profile_text("hospital"))
NEWS = 0
NOT_COMPARED = {"key", "title", "version", "parameters", "parameter_clauses", "route_labels",
                "routes", "lines"}  # fmt: skip


def told(old: Regulation | None, new: Regulation) -> list[tuple[Part, Aspect, str]]:
    return [(entry.part, entry.aspect, entry.key) for entry in changes_between(old, new)]


def with_steps(*steps: Step) -> Regulation:
    """Return the community's regulation with other steps on its route for news."""
    news = replace(COMMUNITY.routes[NEWS], steps=steps)
    return replace(COMMUNITY, routes=(news, *COMMUNITY.routes[1:]))


def only(old: Regulation, new: Regulation) -> Difference:
    (found,) = changes_between(old, new)
    return found


@pytest.mark.parametrize("regulation", [COMMUNITY, HOSPITAL])
def test_nothing_changes_between_a_regulation_and_itself(regulation: Regulation) -> None:
    assert changes_between(regulation, replace(regulation, version=2, lines={})) == ()


def test_without_an_old_one_everything_is_new() -> None:
    found = changes_between(None, HOSPITAL)

    assert {entry.aspect for entry in found} == {Aspect.ADDED}
    assert all(entry.old is None and entry.new is not None for entry in found)
    assert sum(entry.part is Part.CONTROL for entry in found) == len(HOSPITAL.controls)
    assert not any(entry.part is Part.STEP for entry in found)


def test_what_came_in_one_direction_goes_in_the_other() -> None:
    turned = {Aspect.ADDED: Aspect.REMOVED, Aspect.REMOVED: Aspect.ADDED}
    there = set(told(COMMUNITY, HOSPITAL))
    back = set(told(HOSPITAL, COMMUNITY))

    assert {(part, turned.get(aspect, aspect), key) for part, aspect, key in back
            if part is not Part.TITLE} == {entry for entry in there
                                           if entry[0] is not Part.TITLE}  # fmt: skip


def altered(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, frozenset):
        return value ^ {PostKey("approver")}
    if isinstance(value, tuple):
        return value[:-1] if value else ("x",)
    if value is None or isinstance(value, Cadence | Term):
        return Cadence(every=Rhythm.YEAR, at_hour=3)
    return {"x": 1} if hasattr(value, "keys") else f"{value}x"


TABLES = [entry.name for entry in fields(Regulation) if entry.name not in NOT_COMPARED]


@pytest.mark.parametrize("table", TABLES)
def test_no_field_of_any_table_changes_unnoticed(table: str) -> None:
    first, *rest = getattr(COMMUNITY, table)
    for entry in fields(first):
        if entry.name in {"key", "id", "number"}:
            continue
        value = "notice" if entry.name == "route" else altered(getattr(first, entry.name))
        changed = replace(first, **{entry.name: value})
        assert changed != first, entry.name

        found = changes_between(COMMUNITY, replace(COMMUNITY, **{table: (changed, *rest)}))

        assert [(one.old, one.new) for one in found if one.part is not Part.CLAUSE] in (
            [(first, changed)],
            [],
        )
        assert found, f"{table}.{entry.name}"


@pytest.mark.parametrize("name", [entry.name for entry in fields(Step) if entry.name != "act"])
def test_no_field_of_a_step_changes_unnoticed(name: str) -> None:
    first, second, *rest = COMMUNITY.routes[NEWS].steps
    value = frozenset({Act.APPROVE}) if name == "differs_from" else altered(getattr(second, name))
    changed = replace(second, **{name: value})

    found = only(COMMUNITY, with_steps(first, changed, *rest))

    assert (found.part, found.key, found.old, found.new) == (Part.STEP, "news", second, changed)


def test_every_aspect_of_every_part_is_found_somewhere() -> None:
    assert {aspect for aspects in ASPECTS.values() for aspect in aspects} == set(Aspect) - {
        Aspect.ADDED,
        Aspect.REMOVED,
    }


def test_who_signs_is_told_to_those_who_gain_it_and_those_who_lose_it() -> None:
    submit, endorse, *rest = COMMUNITY.routes[NEWS].steps
    changed = replace(endorse, posts=frozenset({PostKey("unit_head")}))

    found = only(COMMUNITY, with_steps(submit, changed, *rest))

    assert (found.part, found.aspect, found.clause) == (Part.STEP, Aspect.WHO, "12(2)")
    assert found.posts == {"office", "unit_head"}


def test_a_second_first_review_is_one_step_more_and_the_rest_stays() -> None:
    submit, endorse, *rest = COMMUNITY.routes[NEWS].steps
    second = replace(endorse, posts=frozenset({PostKey("unit_head")}))

    found = only(COMMUNITY, with_steps(submit, endorse, second, *rest))

    assert (found.aspect, found.old, found.new) == (Aspect.ADDED, None, second)


def test_a_step_left_out_is_told_to_whoever_took_it() -> None:
    steps = [step for step in COMMUNITY.routes[NEWS].steps if step.act is not Act.DELIVER]

    found = only(COMMUNITY, with_steps(*steps))

    assert (found.aspect, found.new, found.posts) == (Aspect.REMOVED, None, {"sender"})


def test_a_control_owed_by_another_is_told_to_both() -> None:
    first = next(entry for entry in COMMUNITY.controls if entry.posts)
    other = PostKey(next(post.key for post in COMMUNITY.posts if post.key not in first.posts))
    controls = tuple(
        replace(entry, posts=(other,)) if entry is first else entry for entry in COMMUNITY.controls
    )

    found = only(COMMUNITY, replace(COMMUNITY, controls=controls))

    assert found.aspect is Aspect.WHO
    assert found.posts == {*first.posts, other}
    assert found.clause == first.clause


def test_a_parameter_is_for_everybody_and_names_its_clause() -> None:
    parameters = {**COMMUNITY.parameters, "repair_hours": 6}

    found = only(COMMUNITY, replace(COMMUNITY, parameters=parameters))

    assert (found.part, found.aspect, found.key) == (Part.PARAMETER, Aspect.VALUE, "repair_hours")
    assert (found.posts, found.clause) == (frozenset(), "13(3)")


def test_a_renamed_route_and_a_renamed_regulation_are_told() -> None:
    renamed = replace(
        COMMUNITY, title="新办法", route_labels={**COMMUNITY.route_labels, "news": "要闻"}
    )

    assert told(COMMUNITY, renamed) == [
        (Part.TITLE, Aspect.RENAMED, "community"),
        (Part.ROUTE, Aspect.RENAMED, "news"),
    ]
