"""The delivered profiles, counted and compared by tables written by hand from the regulation."""

from importlib.resources import files

import pytest

from hefa.core.duty import Cadence, Rhythm, Term
from hefa.core.regulation import Kind, Pack, Regulation, flaws_in, parse_regulation
from hefa.core.review import Act
from hefa.core.rights import ALL_POSTS, RULES, Right
from hefa.render.themes import OFFERED

TEXTS = {
    key: (files("hefa.regulations") / key / "regulation.toml").read_text(encoding="utf-8")
    for key in ("community", "hospital")
}
PROFILES = {key: parse_regulation(text) for key, text in TEXTS.items()}
COMMUNITY, HOSPITAL = PROFILES["community"], PROFILES["hospital"]

# What the records are asked, and by which control of the community.
EVIDENCE = {
    "C1.1": "regulation_text", "C2.1": "account_register", "C3.1": "columns_and_readers",
    "C4.1": "duty_matrix", "C5.0": "technical_support", "C5.1": "host_checks",
    "C5.2": "technical_requests", "C5.3": "upgrades", "C5.4": "first_action",
    "C5.5": "rights_reviewed", "C5.6": "backups", "C5.7": "training", "C5.8": "administrator",
    "C5.8.1": "daily_patrol", "C5.8.1b": "leaders_told", "C5.8.2": "released_by_post",
    "C5.8.3": "promotion_reviewed", "C5.8.4": "other_tasks", "C6.1": "order_of_acts",
    "C6.2": "monthly_supply", "C7.1": "right_route", "C7.2": "particulars_reported",
    "C7.3": "feedback_answered", "C8.1": "purposes", "C8.2": "readers_check",
    "C9.1": "secrecy_declared", "C9.2": "six_declarations", "C9.3": "nothing_unanswered",
    "C10.1": "nothing_unreviewed", "C10.2": "timely", "C10.3": "corrections",
    "C10.4": "source_and_approver", "C10.5": "complete", "C11.1": "operators_list",
    "C11.2": "no_passwords_in_text", "C11.3": "passwords_fresh", "C12.0": "a_form_for_each",
    "C12.1": "two_copies", "C12.2": "signed_over_one_package", "C12.3": "first_review_right",
    "C12.4": "delivered_by_sender", "C12.5": "compared_and_same", "C12.6": "column_changes",
    "C12.7": "urgent_followed_up", "C12.8": "exceptions_checked",
    "C13.0": "safety_rules", "C13.1": "scans", "C13.2": "protection", "C13.3": "availability",
    "C13.4": "repaired_in_time", "C13.5": "plan_started", "C13.6": "drills", "C15.1": "dates",
    "B1": "no_long_silence", "B2": "readers_answered", "B3": "register_equals_page",
    "B4": "no_bought_followers", "B5": "links_checked", "B6": "logs_kept",
    "B7": "outside_report", "B8": "impact_note",
}  # fmt: skip
ANSWERED = frozenset(EVIDENCE.values())

# Which controls stand behind which clause.
BEHIND = {
    "1": "C1.1", "2": "C2.1", "3": "C3.1", "4": "C4.1", "5 lead": "C5.0", "5(1)": "C5.1",
    "5(2)": "C5.2", "5(3)": "C5.3", "5(4)": "C5.4", "5(5)": "C5.5", "5(6)": "C5.6",
    "5(7)": "C5.7", "5(8)": "C5.8", "5(8)1": "C5.8.1 C5.8.1b", "5(8)2": "C5.8.2",
    "5(8)3": "C5.8.3", "5(8)4": "C5.8.4", "6 lead": "C4.1 C12.4", "6(1)": "C6.1",
    "6(2)": "C6.2", "7 lead": "C4.1", "7(1)": "C7.1 C7.2", "7(2)": "C7.3",
    "8 lead": "C3.1 C8.2", "8(1)": "C8.1", "8(2)": "C8.1", "9 lead": "C9.1", "9(1)": "C9.2",
    "9(2)": "C9.2", "9(3)": "C9.2", "9(4)": "C9.2", "9(5)": "C9.2 C9.3", "9(6)": "C9.2",
    "10 lead": "C6.1 C10.1", "10(1)": "C10.1", "10(2)": "C10.2 C10.3 C10.4 C10.5",
    "11": "C11.1 C11.2 C11.3", "12 lead": "C12.0", "12(1)": "C12.1 C12.2 C12.7 C12.8", "12(2)": "C12.3",
    "12(3)": "C12.4", "12(4)": "C12.5", "12(5)": "C12.6", "13 lead": "C13.0", "13(1)": "C13.1",
    "13(2)": "C13.2", "13(3)": "C13.3 C13.4 C13.5 C13.6", "14": "C1.1", "15": "C15.1",
}  # fmt: skip
ADDED = {"C5.0", "C5.8.4", "C8.2", "C12.0", "C12.7", "C12.8", "C13.0"}

# The calendar and the clocks of the regulation.
CALENDAR = {
    Rhythm.DAY: {"C5.6", "C5.8.1", "C10.1"},
    Rhythm.WEEK: {"C13.2"},
    Rhythm.MONTH: {"C5.1", "C6.2", "C10.3", "C13.1", "C13.3"},
    Rhythm.QUARTER: {
        "C2.1", "C4.1", "C5.0", "C5.5", "C5.8", "C5.8.3", "C8.2", "C11.1", "C11.3", "C12.4",
    },
    Rhythm.HALF_YEAR: {"C5.7"},
    Rhythm.YEAR: {"C13.0", "C13.6"},
}  # fmt: skip
OLDEST_DAYS = {
    "C2.1": 92, "C5.7": 183, "C8.2": 92, "C11.3": 90, "C13.0": 365, "C13.1": 31, "C13.2": 7,
    "C13.6": 365,
}  # fmt: skip
CLOCKS = {
    "C12.7": Term(hours=24), "C12.8": Term(working_days=3),
    "C13.5": Term(minutes=15), "C5.4": Term(minutes=30), "C5.8.1b": Term(minutes=30),
    "C13.4": Term(hours=12), "C5.8": Term(minutes=10), "C5.5": Term(days=1),
    "C7.3": Term(working_days=1), "C7.2": Term(working_days=5), "C13.1": Term(days=7),
    "C5.2": Term(days=30), "C5.8.4": Term(days=30), "C11.3": Term(days=90, months=3), "C12.1": Term(working_days=5),
}  # fmt: skip
LIMITS = {
    "C5.1": {"last_slots": 12},
    "C5.4": {"leader_word_hours": 2},
    "C5.5": {"last_slots": 4},
    "C5.6": {"last_hours": 24, "full_days": 7, "drill_days": 92},
    "C5.8.1": {"share_percent": 100, "few_people": 3, "second_look_days": 7},
    "C5.8.1b": {"serious_minutes": 60},
    "C6.2": {"last_slots": 12},
    "C10.2": {"median_days": 3},
    "C10.3": {"per_posts": 100},
    "C12.4": {"items_by_others": 0},
    "C13.1": {"medium_days": 30},
    "C13.3": {"available_percent": 99},
    "C13.4": {"platform_report_hours": 1, "platform_follow_up_hours": 4},
}


@pytest.mark.parametrize("key", sorted(PROFILES))
def test_lint_finds_no_error(key: str) -> None:
    flaws = flaws_in(TEXTS[key], answered=ANSWERED, themes=frozenset(OFFERED))

    assert [flaw.reason for flaw in flaws if flaw.is_error] == []
    assert {flaw.reason.code.removeprefix("core.regulation_") for flaw in flaws} <= {
        "own_choice", "own_control"
    }  # fmt: skip


def test_the_community_is_counted() -> None:
    items = [clause.key for clause in COMMUNITY.clauses if "(" in clause.key]
    own = [control for control in COMMUNITY.controls if control.pack is Pack.REGULATION]
    benchmarks = [control for control in COMMUNITY.controls if control.pack is Pack.BENCHMARK]

    assert [article.number for article in COMMUNITY.articles] == list(range(1, 16))
    assert all(2 <= len(article.title) <= 6 for article in COMMUNITY.articles)
    assert (len(COMMUNITY.clauses), len(items)) == (49, 34)
    assert (len(own), {control.id for control in own if control.is_added}) == (46 + 7, ADDED)
    assert [control.id for control in benchmarks] == [f"B{number}" for number in range(1, 9)]
    assert not any(control.is_on or control.clause for control in benchmarks)
    assert [gap.id for gap in COMMUNITY.gaps] == [f"G{number}" for number in range(1, 29)]
    assert [gap.id for gap in COMMUNITY.gaps if gap.is_added] == [
        f"G{number}" for number in range(21, 29)
    ]
    assert [form.key for form in COMMUNITY.forms][:2] == ["review_sheet", "column_change"]


def test_each_clause_has_the_controls_the_regulation_connects_it_with() -> None:
    found = {
        clause.key: {control.id for control in COMMUNITY.controls if clause.key in control.clauses}
        for clause in COMMUNITY.clauses
    }

    assert found == {clause: set(named.split()) for clause, named in BEHIND.items()}


def test_each_control_asks_the_records_what_it_should() -> None:
    assert {control.id: control.evidence for control in COMMUNITY.controls} == EVIDENCE
    assert {control.evidence for control in HOSPITAL.controls} <= ANSWERED


def test_rhythms_terms_and_limits_are_the_regulation_s() -> None:
    own = [control for control in COMMUNITY.controls if control.pack is Pack.REGULATION]
    rhythms = {control.id: control.cadence for control in own if control.cadence}

    assert {key: cadence.every for key, cadence in rhythms.items()} == {
        key: every for every, keys in CALENDAR.items() for key in keys
    }
    assert {
        key: cadence.most_days for key, cadence in rhythms.items() if cadence.most_days
    } == OLDEST_DAYS
    assert {control.id: control.term for control in own if control.term} == CLOCKS
    assert {control.id: control.limits for control in own if control.limits} == LIMITS
    assert rhythms["C6.2"] == Cadence(
        every=Rhythm.MONTH, days_before_end=7, at_hour=18, warn_days=7
    )
    assert rhythms["C5.8.1"].at_hour == 24


@pytest.mark.parametrize("key", sorted(PROFILES))
def test_what_is_timed_is_owed_by_somebody(key: str) -> None:
    timed = {Kind.CADENCE, Kind.DEADLINE}
    controls = PROFILES[key].controls

    assert sum(bool(timed & set(control.kinds)) for control in controls) >= 10
    assert [control.id for control in controls if not control.posts] == []
    assert [control.id for control in controls if not (control.passes and control.asks)] == []


@pytest.mark.parametrize("key", sorted(PROFILES))
def test_every_right_is_held_by_a_post_with_a_home(key: str) -> None:
    regulation = PROFILES[key]

    assert all(post.home for post in regulation.posts)
    for right in Right:
        rule = RULES[right]
        assert rule.author or regulation.posts_for(rule.anywhere | rule.in_unit), right


def test_the_two_profiles_share_no_word_for_posts_forms_and_columns() -> None:
    def keys(regulation: Regulation) -> set[str]:
        return {post.key for post in regulation.posts}

    def labels(regulation: Regulation) -> set[str]:
        named = (*regulation.posts, *regulation.forms, *regulation.columns)
        return {entry.label for entry in (*named, *regulation.categories)}

    assert not keys(COMMUNITY) & keys(HOSPITAL)
    assert not keys(HOSPITAL) & ALL_POSTS
    assert not labels(COMMUNITY) & labels(HOSPITAL)
    assert not {one.id for one in COMMUNITY.controls} & {one.id for one in HOSPITAL.controls}
    assert {route.key for route in COMMUNITY.routes}.isdisjoint(
        route.key for route in HOSPITAL.routes
    )


def test_the_hospital_has_no_sender_and_no_delivery() -> None:
    acts = {step.act for route in HOSPITAL.routes for step in route.steps}

    assert Act.DELIVER not in acts
    assert not any("sender" in post.stands_for for post in HOSPITAL.posts)
    assert len(HOSPITAL.articles) == 11
    assert len({category.route for category in HOSPITAL.categories}) == 2
    assert all(step.label for route in HOSPITAL.routes for step in route.steps)


@pytest.mark.parametrize("key", sorted(PROFILES))
def test_forms_have_what_every_sheet_needs(key: str) -> None:
    form = PROFILES[key].form("review_sheet")
    assert form is not None
    fields = {field.key: field for field in form.fields}

    assert len(form.copies) == 2
    for name in ("form_no", "copy", "title", "category", "column", "package_sha256", "approval"):
        assert fields[name].is_printed, name
    for name in ("title", "category", "column", "reason", "unit"):
        assert fields[name].is_asked, name
        assert fields[name].is_required, name
    for name in ("form_no", "package_sha256", "first_review", "approval", "published_at"):
        assert not fields[name].is_asked, name
