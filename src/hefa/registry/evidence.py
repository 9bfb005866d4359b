"""Reads that prove how the house is ordered: each name is the claim it proves."""

from datetime import datetime, timedelta

from hefa.core.canonical import sha256_hex
from hefa.core.proof import Proof, tried
from hefa.registry.access import standing
from hefa.registry.models import AdoptedRegulation, Appointment, OfficialAccount
from hefa.registry.queries import parsed, regulation_in_force

CHECKED_WITHIN = timedelta(days=92)


def one_regulation_is_in_force(now: datetime) -> AdoptedRegulation | None:
    """Return the regulation in force when its text is word for word the adopted one.

    Source: 1, 14.
    """
    adopted = regulation_in_force(now)
    if adopted is None or sha256_hex(adopted.text.encode()) != adopted.text_sha256:
        return None
    return adopted


def every_post_has_a_holder(now: datetime) -> Proof:
    """Whether somebody holds each post of the regulation in force. Source: 4, 6, 7."""
    return _posts(now, is_deputy=False)


def every_post_has_a_deputy(now: datetime) -> Proof:
    """Whether each post of the regulation in force has a deputy. Source: 4, 6, 7."""
    return _posts(now, is_deputy=True)


def holding(post: str, now: datetime) -> list[Appointment]:
    """Return the appointments to `post` that hold now, holders before deputies."""
    found = standing(now).filter(post=post).select_related("person", "unit")
    return list(found.order_by("is_deputy", "starts_on"))


def every_account_is_the_regulated_one(now: datetime) -> Proof:
    """Whether each account bears the WeChat id that the regulation names. Source: 2."""
    adopted = regulation_in_force(now)
    named = parsed(adopted).parameters.get("wechat_id") if adopted else None
    return tried((entry.name, entry.wechat_id == named) for entry in _accounts())


def every_account_was_checked(now: datetime, *, within: timedelta = CHECKED_WITHIN) -> Proof:
    """Whether the connection of each account was tested lately and stood. Source: 2."""
    return tried(
        (
            entry.name,
            entry.tested_at is not None and not entry.test_code and entry.tested_at > now - within,
        )
        for entry in _accounts()
    )


def _accounts() -> list[OfficialAccount]:
    return list(OfficialAccount.objects.order_by("id"))


def _posts(now: datetime, *, is_deputy: bool) -> Proof:
    """Try each post of the regulation in force on who stands in it. Two queries."""
    adopted = regulation_in_force(now)
    if adopted is None:
        return Proof(count=0)
    held = set(standing(now).filter(is_deputy=is_deputy).values_list("post", flat=True))
    return tried((post.label, post.key in held) for post in parsed(adopted).posts)
