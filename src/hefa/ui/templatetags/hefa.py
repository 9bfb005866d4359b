"""Tags and filters of every page: icons, dates as staff read them, figures."""

from datetime import date, datetime, timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hefa.ui.undo import undo_of

register = template.Library()
register.filter("undo_of", undo_of)

WEEKDAYS = "一二三四五六日"
SHEET = "hefa/build/icons.svg"

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# Arrows turn with the direction of reading; other icons do not.
_TURNING = frozenset({"chevron-left", "chevron-right", "arrow-right"})


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Return the outline icon `name` from the sprite; the words beside it carry the meaning."""
    turning = " is-turning" if name in _TURNING else ""
    return format_html(
        '<svg class="icon{}{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        turning,
        f" {classes}" if classes else "",
        static(SHEET),
        name,
    )


@register.filter
def moment(at: datetime | None, now: datetime | None = None) -> str:
    """Return a time as `今天 14:30`, `11月23日 周一 14:30`, or with its year when it is another."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{day(local.date(), now)} {local:%H:%M}"


@register.filter
def day(on: date | datetime | None, now: datetime | None = None) -> str:
    """Return a date as `今天`, `11月23日 周一` or `2025年11月23日`, as seen at `now`."""
    if on is None:
        return ""
    on = _local_date(on)
    today = timezone.localtime(now).date() if now else None
    near = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}
    if today and (on - today).days in near:
        return near[(on - today).days]
    if today and on.year != today.year:
        return full_day(on)
    return _("%(month)d月%(day)d日 周%(weekday)s") % {
        "month": on.month,
        "day": on.day,
        "weekday": WEEKDAYS[on.weekday()],
    }


@register.filter
def deadline(due: datetime | None, now: datetime | None = None) -> str:
    """Return until when something is to be done: 11月30日 周一之内 for the midnight after it."""
    if due is None:
        return ""
    here = timezone.localtime(due)
    if (here.hour, here.minute, here.second) != (0, 0, 0):
        return _("%(when)s 前") % {"when": moment(due, now)}
    return _("%(when)s之内") % {"when": day(due - timedelta(seconds=1), now)}


@register.filter
def full_day(on: date | datetime | None) -> str:
    """Return a date as forms write it: `2026年11月23日`."""
    if on is None:
        return ""
    on = _local_date(on)
    return _("%(year)d年%(month)d月%(day)d日") % {
        "year": on.year,
        "month": on.month,
        "day": on.day,
    }


@register.filter
def clock(at: datetime | None) -> str:
    """Return the time of day, `08:36`."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""


@register.filter
def remaining(due: datetime | None, now: datetime | None) -> str:
    """Return `还有 1 小时 30 分` or `已过 14 小时`: two units at most, never seconds."""
    if due is None or now is None:
        return ""
    pattern = _("还有 %(length)s") if due >= now else _("已过 %(length)s")
    return pattern % {"length": length(abs(due - now))}


@register.filter(name="in_words")  # not `length`: that is Django's own
def length(span: timedelta) -> str:
    """Return a length of time in two units at most: `8 天`, `1 天 3 小时`, `1 小时 30 分`."""
    days, hours = span // _DAY, span % _DAY // _HOUR
    minutes = span % _HOUR // _MINUTE
    if days > 1:
        parts = [(days, _("天"))]
    elif days:
        parts = [(days, _("天")), (hours, _("小时"))]
    else:
        parts = [(hours, _("小时")), (minutes, _("分"))]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or _("不到 1 分")


@register.filter
def thousands(number: int | None) -> str:
    """Return a figure with its thousands set apart: `3,476`."""
    return "" if number is None else f"{number:,}"


@register.filter
def check_code(sha256: str | None) -> str:
    """Return the 文字校验码 of a SHA-256: its first eight digits in groups of four."""
    return f"{sha256[:4]} {sha256[4:8]}".upper() if sha256 else ""


@register.filter
def check_code_full(sha256: str | None) -> str:
    """Return the whole 文字校验码 in groups of four."""
    digits = (sha256 or "").upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _local_date(on: date | datetime) -> date:
    return timezone.localtime(on).date() if isinstance(on, datetime) else on
