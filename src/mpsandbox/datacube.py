"""Statistics of articles by the names now in force, and of followers."""

from collections import Counter
from datetime import date, timedelta

from mpsandbox import readings
from mpsandbox.articles import article_url
from mpsandbox.calls import Call, Payload
from mpsandbox.clock import shanghai_text
from mpsandbox.comments import comments_of
from mpsandbox.errors import ApiError
from mpsandbox.readings import LEAST_REPORTED, Figures, Published

FIRST_DAY = date(2014, 12, 1)
FIRST_DAY_OF_NEW_NAMES = date(2025, 11, 1)
READY_HOUR = 8
# How followers came. Source: WeChat datacube/getusersummary (user_source).
FOLLOWER_SOURCES = {"ADD_SCENE_SEARCH": 1, "ADD_SCENE_PROFILE_CARD": 17, "ADD_SCENE_QR_CODE": 30}


# Where readers came from, by the numbers of the older figures. Source: WeChat
# datacube/getarticleread (scene_desc) and datacube/getuserread (user_source).
EVERY_SCENE = "全部"
SCENE_WORDS = {
    0: "公众号消息",
    1: "聊天会话",
    2: "朋友圈",
    4: "公众号主页",
    5: "其他",
    6: "推荐",
    7: "搜一搜",
}


def article_read(call: Call) -> Payload:
    """Return how many read each article on a day. Source: WeChat datacube/getarticleread."""
    return _of_day(call, "read_user")


def article_share(call: Call) -> Payload:
    """Return how many passed each article on. Source: WeChat datacube/getarticleshare."""
    return _of_day(call, "share_user")


def biz_summary(call: Call) -> Payload:
    """Return the account's figures, day by day. Source: WeChat datacube/getbizsummary."""
    shown = []
    for day in asked_days(call, most=30, first=FIRST_DAY_OF_NEW_NAMES):
        items = list(readings.published_items(call.db))
        total: Counter[str] = Counter()
        for each in items:
            total.update(readings.figures_of(call.db, each, day))
        detail = _detail(total) | {
            "comment_count": sum(_comments(call, each, day, day) for each in items),
            "redirect_ori_page_user": total["original_user"],
            "send_page_count": sum(each.day == day for each in items),
        }
        shown.append({"ref_date": day.isoformat(), "detail": detail})
    return {"list": shown, "is_delay": False}


def article_total_detail(call: Call) -> Payload:
    """Return, of the articles published on a day, the figures up to each day since.

    At most thirty days. Source: WeChat datacube/getarticletotaldetail.
    """
    [day] = asked_days(call, most=1, first=FIRST_DAY_OF_NEW_NAMES)
    shown = []
    for each in readings.published_items(call.db):
        if each.day != day or _is_too_little(readings.figures_of(call.db, each, day)):
            continue
        shown.append(
            {
                "ref_date": day.isoformat(),
                "msgid": each.msgid,
                "publish_type": 0 if each.origin == "mass_send" else 1,
                "title": each.item["title"],
                "content_url": article_url(
                    call.base,
                    call.account,
                    mid=each.mid,
                    idx=each.item["idx"],
                    sn=each.item["sn"],
                ),
                "detail_list": [
                    _total_until(call, each, until)
                    for until in days_since(call, day, most=readings.DAYS_READ)
                ],
            }
        )
    return {"list": shown, "is_delay": False}


def user_summary(call: Call) -> Payload:
    """Return who came and who left, day by day. Source: WeChat datacube/getusersummary."""
    shown = []
    for day in asked_days(call, most=7):
        came, left = Counter[int](), Counter[int]()
        for row in call.db.execute("SELECT * FROM follower").fetchall():
            source = FOLLOWER_SOURCES.get(row["scene"], 0)
            came[source] += _day(row["subscribed_at"]) == day
            if row["unsubscribed_at"] is not None:
                left[source] += _day(row["unsubscribed_at"]) == day
        shown += [
            {
                "ref_date": day.isoformat(),
                "user_source": source,
                "new_user": came[source],
                "cancel_user": left[source],
            }
            for source in sorted(came)
            if came[source] or left[source]
        ]
    return {"list": shown}


def user_cumulate(call: Call) -> Payload:
    """Return how many followed at each day's end. Source: WeChat datacube/getusercumulate."""
    rows = call.db.execute("SELECT * FROM follower").fetchall()
    return {
        "list": [
            {
                "ref_date": day.isoformat(),
                "cumulate_user": sum(
                    _day(row["subscribed_at"]) <= day
                    and (row["unsubscribed_at"] is None or _day(row["unsubscribed_at"]) > day)
                    for row in rows
                ),
            }
            for day in asked_days(call, most=7)
        ]
    }


def asked_days(call: Call, *, most: int, first: date = FIRST_DAY) -> list[date]:
    """Return the days a call asks for.

    Raises ApiError 61500 when they are no dates, 61501 when they are too many, too early or not
    over yet, 61503 when the last is yesterday and it is not yet eight o'clock.
    """
    sent = call.json()
    begin, end = _date(sent.get("begin_date")), _date(sent.get("end_date"))
    yesterday = _day(call.now) - timedelta(days=1)
    if not 0 <= (end - begin).days < most or begin < first or end > yesterday:
        raise ApiError(61501)
    if end == yesterday and int(shanghai_text(call.now, "%H")) < READY_HOUR:
        raise ApiError(61503)
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def days_since(call: Call, day: date, *, most: int) -> list[date]:
    """Return `day` and those after it whose figures are ready, at most `most`."""
    is_early = int(shanghai_text(call.now, "%H")) < READY_HOUR
    last = _day(call.now) - timedelta(days=2 if is_early else 1)
    count = min((last - day).days + 1, most)
    return [day + timedelta(days=number) for number in range(count)]


def _of_day(call: Call, name: str) -> Payload:
    [day] = asked_days(call, most=1, first=FIRST_DAY_OF_NEW_NAMES)
    shown = []
    for each in readings.published_items(call.db):
        figures = readings.figures_of(call.db, each, day)
        if _is_too_little(figures):
            continue
        detail: Payload = {name: figures[name]}
        if name == "read_user":
            detail["read_user_source"] = _sources(figures[name])
        shown.append({"ref_date": day.isoformat(), "msgid": each.msgid, "detail": detail})
    return {"list": shown, "is_delay": False}


def _total_until(call: Call, published: Published, until: date) -> Payload:
    total = readings.figures_between(call.db, published, published.day, until)
    readers = total["read_user"]
    return (
        {"stat_date": until.isoformat()}
        | _detail(total)
        | {
            "comment_count": _comments(call, published, published.day, until),
            "praise_money": 0,
            "read_subscribe_user": readers // 100,
            "read_delivery_rate": 0.35,
            "read_finish_rate": 0.62,
            "read_avg_activetime": 41.5,
            "read_jump_position": [
                {"position": 1, "rate": 0.2},
                {"position": 2, "rate": 0.18},
                {"position": 3, "rate": 0.62},
            ],
        }
    )


def _detail(total: Figures | Counter[str]) -> Payload:
    return {
        "read_user": total["read_user"],
        "read_user_source": _sources(total["read_user"]),
        "share_user": total["share_user"],
        "zaikan_user": total["zaikan_user"],
        "like_user": total["like_user"],
        "collection_user": total["favourite_user"],
    }


def _sources(users: int) -> list[Payload]:
    """Return `users` in all, then by the way they came."""
    parts = {SCENE_WORDS[scene]: part for scene, part in readings.by_scene(users).items()}
    return [
        {"user_count": part, "scene_desc": word}
        for word, part in ({EVERY_SCENE: users} | parts).items()
    ]


def _is_too_little(figures: Figures) -> bool:
    return figures["read_user"] < LEAST_REPORTED


def _comments(call: Call, published: Published, first: date, last: date) -> int:
    rows = comments_of(call.db, published.mid, published.item["idx"])
    return sum(first <= _day(row["created_at"]) <= last for row in rows)


def _day(at: float) -> date:
    return date.fromisoformat(shanghai_text(at, "%Y-%m-%d"))


def _date(sent: object) -> date:
    text = str(sent)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ApiError(61500) from None
    if day.isoformat() != text:
        raise ApiError(61500)
    return day
