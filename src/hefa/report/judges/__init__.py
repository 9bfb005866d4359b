"""Who judges which evidence: looked up by its name alone, never by a control or a post."""

from collections.abc import Callable, Mapping

from hefa.report.answered import NOT_KEPT_YET
from hefa.report.board import Evidence, Month
from hefa.report.judges import (
    afterwards,
    care,
    changed,
    house,
    incidents,
    items,
    outside,
    paper,
    posts,
    rights,
    supply,
)
from hefa.report.judges.asked import Question
from hefa.report.judges.not_kept import not_kept_yet
from hefa.report.judges.series import Series

Judge = Callable[[Question], Evidence]
SeriesOf = Callable[[Question], tuple[Series, ...]]
MonthsOf = Callable[[Question], tuple[Month, ...]]

ON_EVERY_SHEET = (
    "columns_and_readers",
    "first_review_right",
    "nothing_unanswered",
    "order_of_acts",
    "purposes",
    "released_by_post",
    "right_route",
    "secrecy_declared",
    "signed_over_one_package",
    "six_declarations",
    "source_and_approver",
)

JUDGES: Mapping[str, Judge] = {
    **{name: not_kept_yet(register) for name, register in NOT_KEPT_YET.items()},
    **{name: items.on_every_sheet(name) for name in ON_EVERY_SHEET},
    "a_form_for_each": outside.a_form_for_each,
    "account_register": house.account_register,
    "administrator": posts.administrator,
    "backups": care.backups,
    "column_changes": changed.column_changes_by_sheet,
    "compared_and_same": outside.compared_and_same,
    "corrections": changed.corrections,
    "daily_patrol": outside.daily_patrol,
    "dates": house.dates,
    "delivered_by_sender": items.delivered_by_sender,
    "drills": incidents.drills,
    "duty_matrix": posts.duty_matrix,
    "exceptions_checked": afterwards.exceptions_checked,
    "first_action": incidents.first_action,
    "leaders_told": incidents.leaders_told,
    "logs_kept": care.logs_kept,
    "monthly_supply": supply.monthly_supply,
    "no_long_silence": outside.no_long_silence,
    "nothing_unreviewed": outside.nothing_unreviewed,
    "outside_report": incidents.outside_report,
    "passwords_fresh": care.passwords_fresh,
    "plan_started": incidents.plan_started,
    "regulation_text": house.regulation_text,
    "repaired_in_time": incidents.repaired_in_time,
    "rights_reviewed": rights.rights_reviewed,
    "technical_support": posts.technical_support,
    "two_copies": paper.two_copies,
    "urgent_followed_up": afterwards.urgent_followed_up,
}

SERIES: Mapping[str, SeriesOf] = {
    "account_register": house.account_tests,
    "administrator": posts.administrator_held,
    "backups": care.backups_made,
    "daily_patrol": outside.rounds_made,
    "delivered_by_sender": items.senders_held,
    "drills": incidents.drills_made,
    "duty_matrix": posts.every_post_held,
    "monthly_supply": supply.supplies,
    "no_long_silence": outside.published_days,
    "nothing_unreviewed": outside.rounds_made,
    "passwords_fresh": care.passwords_changed,
    "technical_support": posts.technical_support_held,
}

MONTHS: Mapping[str, MonthsOf] = {
    **{name: items.month_by_month(name) for name in (*ON_EVERY_SHEET, "delivered_by_sender")},
    "a_form_for_each": outside.published_by_month,
    "compared_and_same": items.month_by_month("released_by_post"),
    "first_action": incidents.incidents_by_month(lambda episode: episode.first_action),
    "nothing_unreviewed": outside.published_by_month,
    "repaired_in_time": incidents.incidents_by_month(lambda episode: episode.repair),
    "two_copies": paper.copies_by_month,
}
