"""Statistics of articles by the older names, which WeChat no longer maintains."""

from collections.abc import Iterator
from datetime import date

from mpsandbox import readings
from mpsandbox.calls import Call, Payload
from mpsandbox.datacube import asked_days, days_since
from mpsandbox.readings import LEAST_REPORTED, Figures, Published

EVERY_SOURCE = 99999999
TOTAL_DAYS = 7
# When people read, and how many of a hundred.
HOURS = {800: 25, 1200: 30, 2000: 45}
# To whom articles are passed on: friends, moments, others. Source: WeChat (share_scene).
SHARE_SCENES = {1: 60, 2: 35, 255: 5}
# How the older names call the ways readers come, beside the numbers of the newer.
ORIGINS = {"session": 0, "hist_msg": 4, "feed": 2, "friends": 1, "other": 5}


def article_summary(call: Call) -> Payload:
    """Return the day's figures of each article. Source: WeChat datacube/getarticlesummary."""
    [day] = asked_days(call, most=1)
    return {
        "list": [
            {"ref_date": day.isoformat(), "msgid": each.msgid, "title": each.item["title"]}
            | _named(figures)
            for each, figures in _read_on(call, day)
        ]
    }


def article_total(call: Call) -> Payload:
    """Return, of the articles sent on a day, the figures up to each of at most seven days.

    Source: WeChat datacube/getarticletotal.
    """
    [day] = asked_days(call, most=1)
    return {
        "list": [
            {
                "ref_date": day.isoformat(),
                "msgid": each.msgid,
                "title": each.item["title"],
                "details": [
                    _total_until(call, each, until)
                    for until in days_since(call, day, most=TOTAL_DAYS)
                ],
            }
            for each, _ in _read_on(call, day)
            if each.day == day
        ]
    }


def user_read(call: Call) -> Payload:
    """Return the account's reads by the ways readers came. Source: WeChat datacube/getuserread."""
    shown: list[Payload] = []
    for day in asked_days(call, most=3):
        total = _account_total(call, day)
        parts = {EVERY_SOURCE: total["read_user"]} | readings.by_scene(total["read_user"])
        shown += [
            {"ref_date": day.isoformat(), "user_source": source} | _named(_part(total, part))
            for source, part in parts.items()
            if part
        ]
    return {"list": shown}


def user_read_hour(call: Call) -> Payload:
    """Return the account's reads by the hour. Source: WeChat datacube/getuserreadhour."""
    [day] = asked_days(call, most=1)
    total = _account_total(call, day)
    return {
        "list": [
            {"ref_date": day.isoformat(), "ref_hour": hour, "user_source": EVERY_SOURCE}
            | _named(_part(total, total["read_user"] * percent // 100))
            for hour, percent in HOURS.items()
            if total["read_user"]
        ]
    }


def user_share(call: Call) -> Payload:
    """Return how often articles were passed on. Source: WeChat datacube/getusershare."""
    return {
        "list": [
            {"ref_date": day.isoformat()} | shared
            for day in asked_days(call, most=7)
            for shared in _shares(_account_total(call, day), 100)
        ]
    }


def user_share_hour(call: Call) -> Payload:
    """Return the same by the hour. Source: WeChat datacube/getusersharehour."""
    [day] = asked_days(call, most=1)
    total = _account_total(call, day)
    return {
        "list": [
            {"ref_date": day.isoformat(), "ref_hour": hour} | shared
            for hour, percent in HOURS.items()
            for shared in _shares(total, percent)
        ]
    }


def _read_on(call: Call, day: date) -> Iterator[tuple[Published, Figures]]:
    for each in readings.published_items(call.db):
        figures = readings.figures_of(call.db, each, day)
        if figures["read_user"] >= LEAST_REPORTED:
            yield each, figures


def _account_total(call: Call, day: date) -> Figures:
    total: Figures = dict.fromkeys(("read_user", "share_user", "share_count"), 0)
    for _, figures in _read_on(call, day):
        for name, value in figures.items():
            total[name] = total.get(name, 0) + value
    return total


def _part(total: Figures, readers: int) -> Figures:
    """Return the figures of `readers` out of the whole, each in proportion."""
    whole = max(total["read_user"], 1)
    return {name: value * readers // whole for name, value in total.items()}


def _shares(total: Figures, percent: int) -> list[Payload]:
    shown = []
    for scene, part in SHARE_SCENES.items():
        users = total["share_user"] * part * percent // 10_000
        if users:
            count = max(users, total["share_count"] * part * percent // 10_000)
            shown.append({"share_scene": scene, "share_count": count, "share_user": users})
    return shown


def _named(figures: Figures) -> Payload:
    return {
        "int_page_read_user": figures.get("read_user", 0),
        "int_page_read_count": figures.get("read_count", 0),
        "ori_page_read_user": figures.get("original_user", 0),
        "ori_page_read_count": figures.get("original_count", 0),
        "share_user": figures.get("share_user", 0),
        "share_count": figures.get("share_count", 0),
        "add_to_fav_user": figures.get("favourite_user", 0),
        "add_to_fav_count": figures.get("favourite_count", 0),
    }


def _total_until(call: Call, published: Published, until: date) -> Payload:
    total = readings.figures_between(call.db, published, published.day, until)
    followers = call.db.execute("SELECT count(*) AS n FROM follower").fetchone()["n"]
    detail = {"stat_date": until.isoformat(), "target_user": followers} | _named(total)
    scenes = readings.by_scene(total["read_user"])
    for name, scene in ORIGINS.items():
        users = scenes.get(scene, 0)
        detail[f"int_page_from_{name}_read_user"] = users
        detail[f"int_page_from_{name}_read_count"] = users + users // 4
    for name, percent in (("session", 60), ("feed", 35), ("other", 5)):
        users = total["share_user"] * percent // 100
        detail[f"feed_share_from_{name}_user"] = users
        detail[f"feed_share_from_{name}_cnt"] = users
    return detail
