"""What speaks for and against each control, counted from entries; standard library only."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from rhythm import DAY, YEAR, Series, missed, months_after
from sheets import OWN, Pair, claim_of, declared, in_post, on_sheets, took_its_route
from told import Entry, Told, begin_of, day_of, moment

Control = dict[str, Any]
ACTED, ENDED = ("action", "restored", "closed"), ("restored", "closed", "seen_same")


def series_of(told: Told, control: Control) -> list[Series]:
    """Return each thing that a control with a rhythm asks for in turn, with its moments."""
    found = SERIES.get(control["evidence"])
    return found(told, control) if found else []


def pair_of(told: Told, control: Control) -> Pair | None:
    """Return how many pieces speak for a control and how many cases against it.

    None where no entry tells; those whose register does not exist claim nothing.
    """
    judge = JUDGES.get(control["evidence"])
    return judge(told, control) if judge else None


def clocks(told: Told, term: timedelta, ended_by: Callable[[list[Entry]], datetime | None]) -> Pair:
    """Return how many incidents, drills aside, were ended within `term` and how many not."""
    kept = late = 0
    for steps in incidents(told, is_drill=False):
        due = moment(steps[0].body["discovered_at"]) + term
        ended = ended_by(steps)
        kept += ended is not None and ended <= due
        late += ended > due if ended else told.at >= due
    return kept, late


def incidents(told: Told, *, is_drill: bool) -> list[list[Entry]]:
    """Return the entries of each incident of the last year, or of each drill."""
    listed = [one for one in told.incidents.values() if one[0].body["is_drill"] is is_drill]
    return [one for one in listed if moment(one[0].body["discovered_at"]) >= told.at - YEAR]


def first_action(steps: list[Entry]) -> datetime | None:
    """Return when a person first did something about it."""
    return next((_done(step) for step in steps if step.body["step"] in ACTED), None)


def repaired(steps: list[Entry]) -> datetime | None:
    """Return since when it is in order; None again once it was seen to be back."""
    found = None
    for step in steps:
        if step.body["step"] == "seen_again":
            found = None
        elif step.body["step"] in ENDED:
            found = found or _done(step)
    return found


def passwords(told: Told) -> dict[str, list[datetime]]:
    """Return the changes of password of every open account, by person."""
    found: dict[str, list[datetime]] = {}
    for entry in told.of("people.password_changed", "people.link_used"):
        found.setdefault(entry.key, []).append(entry.at)
    return {person: times for person, times in found.items() if person not in told.closed}


def overdue(told: Told, control: Control) -> list[str]:
    """Return whose password is older than the control allows, by key."""
    term = control["term"]
    found = []
    for person, times in passwords(told).items():
        changed_on = day_of(times[-1])
        ends = [changed_on + DAY * term["days"]] if "days" in term else []
        ends += [months_after(changed_on, term["months"])] if "months" in term else []
        if begin_of(min(ends) + DAY) <= told.at:
            found.append(person)
    return sorted(found)


def vacant(told: Told) -> list[str]:
    """Return the posts that nobody holds, those without a deputy marked as such."""
    return [
        f"{post['key']}{' deputy' * is_deputy}"
        for is_deputy in (False, True)
        for post in told.law["posts"]
        if not any(held.is_deputy is is_deputy for held in told.holding([post["key"]]))
    ]


def backups(told: Told, _: Control) -> list[Series]:
    return [(told.since, [entry.at for entry in told.of("operate.backed_up")])]


def rounds(told: Told, _: Control) -> list[Series]:
    """Return for each connected account the first whole round of every day."""
    found = []
    for key, account in told.accounts.items():
        whole = [
            entry.at
            for entry in told.of("patrol.round")
            if entry.body["account"] == key and not entry.body["trouble"]
        ]
        firsts = {day_of(at): at for at in reversed(whole)}
        if account["connected_at"]:
            since = max(account["connected_at"], told.since)
            found.append((since, sorted(firsts.values())))
    return found


def supplies(told: Told, control: Control) -> list[Series]:
    """Return for each unit that owes material its first submission of every month."""
    owing = {held.unit for held in told.holding({*control["posts"], *told.drafters()})}
    found = []
    for unit in sorted(owing):
        times = [sheet.at("submit") for sheet in told.sheets.values() if sheet.unit == unit]
        firsts = {day_of(at).replace(day=1): at for at in sorted(filter(None, times), reverse=True)}
        found.append((told.since, list(firsts.values())))
    return found


def drills(told: Told, _: Control) -> list[Series]:
    closed = [
        _done(step)
        for steps in incidents(told, is_drill=True)
        for step in steps
        if step.body["step"] == "closed"
    ]
    return [(told.since, closed)]


def tests(told: Told, _: Control) -> list[Series]:
    """Return for each account the tests in which its connection stood."""
    return [
        (max(told.since, one["saved_at"]), [at for at, code in one["tests"] if not code])
        for one in told.accounts.values()
    ]


def changed(told: Told, _: Control) -> list[Series]:
    return [(times[0], times) for times in passwords(told).values()]


def _recurring(told: Told, control: Control) -> Pair:
    every = series_of(told, control)
    count = sum(len(done) for _, done in every)
    if not count:
        return 0, 0
    most = control.get("limits", {}).get("last_slots", 0)
    return count, missed(control["cadence"], every, told.at, most)


def _patrolled(told: Told, control: Control) -> Pair:
    """Count rounds and days without one, and what is out and was not looked at within a day."""
    count, against = _recurring(told, control)
    a_day_ago = told.at - DAY
    looked = any(entry.at > a_day_ago for entry in told.of("patrol.round"))
    unseen = 0 if looked else sum(at <= a_day_ago for at, *_ in told.out)
    return count, against + unseen * bool(count)


def _unreviewed(told: Told, control: Control) -> Pair:
    """Count comparisons, days without one, and what is out without a sheet."""
    count, against = _recurring(told, control)
    lately = [entry for entry in told.of("patrol.round") if entry.at > told.at - DAY]
    strangers = max((entry.body["unauthorised"] for entry in lately), default=0)
    failed = on_sheets(told, lambda sheet: sheet.is_one_package())[1]
    return count, against + (strangers or _without_sheet(told) or failed * bool(told.out))


def _without_sheet(told: Told) -> int:
    return sum(not _was_released(told, version, sha, at) for at, _, version, sha in told.out)


def _a_form_each(told: Told, _: Control) -> Pair:
    without_permit = sum(key not in told.submitted for _, key, *_ in told.out)
    return len(told.out), max(_without_sheet(told), without_permit)


def _was_released(told: Told, version: int, sha256: str, by: datetime) -> bool:
    times = [
        sheet.at("release")
        for sheet in told.released
        if (sheet.version, sheet.sha256) == (version, sha256)
    ]
    return any(at is not None and at <= by for at in times)


def _compared(told: Told, control: Control) -> Pair:
    released = on_sheets(told, lambda sheet: in_post(told, sheet, "release"))
    if not released[0] or released[1]:
        return released
    last = told.of("patrol.round")[-1:]
    same = min(last[0].body["same"] if last else 0, len(told.out))
    return same, len(told.out) - same


def _register(told: Told, control: Control) -> Pair:
    named = told.law["parameters"].get("wechat_id")
    wrong = sum(account["wechat_id"] != named for account in told.accounts.values())
    if wrong or any(one["tests"] and one["tests"][-1][1] for one in told.accounts.values()):
        return 0, wrong
    return _recurring(told, control)


def _matrix(told: Told, _: Control) -> Pair:
    return len(told.holding(post["key"] for post in told.law["posts"])), len(vacant(told))


def _support(told: Told, _: Control) -> Pair:
    held = told.holding(told.posts_for("tech_support"))
    return len(held), 2 - len({one.is_deputy for one in held})


def _administrator(told: Told, _: Control) -> Pair:
    held = told.holding(told.posts_for("administrator"))
    people = {one.person for one in held}
    was_here = any(entry.key in people for entry in told.of("people.signed_in"))
    return (1 + len(held)) * was_here, 0


def _rights(told: Told, _: Control) -> Pair:
    given = sum(held.at > told.at - YEAR for held in told.held)
    return given + sum(held.ended_at is not None for held in told.held), 0


def _fresh(told: Told, control: Control) -> Pair:
    late = len(overdue(told, control))
    return len(passwords(told)) - late, late


def _in_time(ended_by: Callable[[list[Entry]], datetime | None]) -> Callable[[Told, Control], Pair]:
    return lambda told, control: clocks(told, timedelta(**control["term"]), ended_by)


def _leaders(told: Told, control: Control) -> Pair:
    posts = told.posts_for("approver")

    def told_at(steps: list[Entry]) -> datetime | None:
        on: date = day_of(moment(steps[0].body["discovered_at"]))
        leaders = {one.person for one in told.held if one.post in posts and one.holds(on, told.at)}
        return next((_done(step) for step in steps if step.actor in leaders), None)

    return clocks(told, timedelta(**control["term"]), told_at)


def _text(told: Told, _: Control) -> Pair:
    described = told.of("registry.organisation_described")[-1:]
    return int(bool(described and described[0].body["organisation"])), 0


def _dates(told: Told, _: Control) -> Pair:
    described = told.of("registry.organisation_described")[-1:]
    return 2 * bool(described and described[0].body["issued_on"]), 0


def _done(step: Entry) -> datetime:
    return moment(step.body["step_at"])


SERIES: dict[str, Callable[[Told, Control], list[Series]]] = {
    "account_register": tests,
    "backups": backups,
    "daily_patrol": rounds,
    "drills": drills,
    "monthly_supply": supplies,
    "nothing_unreviewed": rounds,
    "passwords_fresh": changed,
}
JUDGES: dict[str, Callable[[Told, Control], Pair]] = {
    **OWN,
    "a_form_for_each": _a_form_each,
    "account_register": _register,
    "administrator": _administrator,
    "backups": _recurring,
    "compared_and_same": _compared,
    "daily_patrol": _patrolled,
    "dates": _dates,
    "drills": _recurring,
    "duty_matrix": _matrix,
    "first_action": _in_time(first_action),
    "first_review_right": claim_of(lambda told, sheet: in_post(told, sheet, "endorse")),
    "leaders_told": _leaders,
    "monthly_supply": _recurring,
    "nothing_unreviewed": _unreviewed,
    "order_of_acts": claim_of(lambda _, sheet: sheet.is_in_order()),
    "passwords_fresh": _fresh,
    "regulation_text": _text,
    "released_by_post": claim_of(lambda told, sheet: in_post(told, sheet, "release")),
    "repaired_in_time": _in_time(repaired),
    "right_route": claim_of(took_its_route),
    "rights_reviewed": _rights,
    "secrecy_declared": claim_of(declared(lambda entry: entry["key"] == "secrecy")),
    "signed_over_one_package": claim_of(lambda _, sheet: sheet.is_one_package()),
    "six_declarations": claim_of(declared(lambda entry: not entry.get("is_gate"))),
    "technical_support": _support,
}
