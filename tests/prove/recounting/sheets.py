"""What holds of each released sheet, told from entries alone; standard library only."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from told import Held, Sheet, Told, day_of

Pair = tuple[int, int]  # pieces for, cases against


def on_sheets(told: Told, claim: Callable[[Sheet], bool | None]) -> Pair:
    """Count the released sheets for which a claim holds and those for which it does not."""
    answers = Counter(claim(sheet) for sheet in told.released)
    return answers[True], answers[False]


def claim_of(claim: Callable[[Told, Sheet], bool | None]) -> Callable[[Told, Any], Pair]:
    return lambda told, _: on_sheets(told, lambda sheet: claim(told, sheet))


def in_post(told: Told, sheet: Sheet, act: str) -> bool | None:
    """Whether each step of `act` was taken by who held one of its posts on the day."""
    steps = [number for number, step in enumerate(sheet.steps) if step["act"] == act]
    if not steps:
        return None
    return all(
        bool(sheet.at_step(number))
        and all(
            any(
                held.person == entry.actor and held.holds(day_of(entry.at), entry.at)
                for held in fit(told.held, sheet.steps[number], sheet.unit)
            )
            for entry in sheet.at_step(number)
        )
        for number in steps
    )


def fit(listed: list[Held], step: dict[str, Any], unit: str) -> list[Held]:
    return [
        held
        for held in listed
        if held.post in step["posts"] and (not step.get("in_unit") or held.unit == unit)
    ]


def took_its_route(told: Told, sheet: Sheet) -> bool:
    routes = {kind["key"]: kind["route"] for kind in told.law["categories"]}
    return routes.get(sheet.category) == sheet.route


def declared(is_meant: Callable[[dict[str, Any]], bool]) -> Callable[[Told, Sheet], bool | None]:
    """Whether each point that is meant and asked was declared yes, and no doubt was left."""

    def claim(told: Told, sheet: Sheet) -> bool | None:
        asked = {key for step in sheet.steps for key in step.get("declares", ())}
        meant = {entry["key"] for entry in told.law.get("declarations", ()) if is_meant(entry)}
        if not meant & asked:
            return None
        last: dict[str, str] = {}
        for _, entry in sheet.signed:
            last |= entry.body.get("declarations", {})
        return all(last.get(key) == "yes" for key in meant & asked)

    return claim


def two_copies(told: Told, _: Any) -> Pair:
    """Count the released sheets whose copies were all handed over, filed or scanned, and others."""
    known = {
        (entry.key, entry.body["copy"])
        for entry in told.of("review.copy_handed", "review.copy_filed", "review.copy_scanned")
    }
    copies = {form["key"]: form.get("copies") or [""] for form in told.law["forms"]}

    def is_known(sheet: Sheet) -> bool:
        form = "column_change" if sheet.kind == "column_change" else "review_sheet"
        return all((sheet.number, mark) in known for mark in copies.get(form, [""]))

    return on_sheets(told, is_known)


def delivered(told: Told, _: Any) -> Pair:
    steps = [step for route in told.law["routes"] for step in route["steps"]]
    steps = [step for step in steps if step["act"] == "deliver"]
    if not steps:
        return 0, 0
    posts = {post for step in steps for post in step["posts"]}
    units = {held.unit for held in told.holding(told.drafters())}
    different = {tuple(step["posts"]): step for step in steps}.values()
    gaps = sum(
        not fit(told.holding(step["posts"]), step, unit) for unit in units for step in different
    )
    if gaps:
        return len(told.holding(posts)), gaps
    return on_sheets(told, lambda sheet: in_post(told, sheet, "deliver"))


OWN: dict[str, Callable[[Told, Any], Pair]] = {
    "delivered_by_sender": delivered,
    "two_copies": two_copies,
}
