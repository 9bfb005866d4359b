"""Control by control: which evidence function answers for it, and how it stands now."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hefa.report import per_item, recurring
from hefa.report.controls import Evidence, Judged, Standing, articles
from hefa.review import evidence as reviewed

Judge = Callable[[datetime], Evidence]

NOT_YET = Evidence(standing=Standing.MISSING, fact="这一项的佐证本系统还没有收，不当作已经做到。")

JUDGES: Mapping[str, Judge] = {
    "C1.1": recurring.regulation_text,
    "C2.1": recurring.account_register,
    "C3.1": per_item.columns_and_readers(),
    "C4.1": recurring.duty_matrix,
    "C5.0": recurring.technical_support,
    "C5.6": recurring.backups,
    "C5.8": recurring.administrator,
    "C5.8.1": recurring.daily_patrol,
    "C5.8.2": per_item.on_released_sheets(reviewed.every_release_was_by_a_post_of_the_route),
    "C6.1": per_item.on_released_sheets(reviewed.every_release_followed_its_route),
    "C7.1": per_item.on_released_sheets(reviewed.every_item_took_the_route_of_its_category),
    "C8.1": per_item.purposes(),
    "C9.3": per_item.nothing_unanswered,
    "C10.1": per_item.nothing_unreviewed,
    "C10.4": per_item.on_released_sheets(reviewed.every_release_names_source_and_approver),
    "C11.3": recurring.passwords,
    "C12.0": per_item.a_form_for_each,
    "C12.2": per_item.on_released_sheets(reviewed.every_release_followed_its_route),
    "C12.3": per_item.on_released_sheets(reviewed.every_first_review_was_by_a_post_of_the_route),
    "C12.4": per_item.on_released_sheets(reviewed.every_item_was_delivered_by_the_sender),
    "C12.5": per_item.compared_and_the_same,
    "C15.1": recurring.dates,
}


def judged(now: datetime, *, only: str = "") -> tuple[Judged, ...]:
    """Return every control with its evidence at `now`, in the regulation's order.

    A control for which nothing answers yet is shown as missing, never assumed. With `only`,
    that control alone; empty when there is none of that id.
    """
    return tuple(
        Judged(
            article=article,
            control=control,
            evidence=JUDGES[control.id](now) if control.id in JUDGES else NOT_YET,
        )
        for article in articles()
        for control in article.controls
        if only in ("", control.id)
    )
