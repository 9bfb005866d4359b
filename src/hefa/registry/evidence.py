"""Reads that prove how the house is ordered: each name is the claim it proves."""

from datetime import datetime

from hefa.core.canonical import sha256_hex
from hefa.core.proof import Proof, tried
from hefa.core.regulation import Regulation
from hefa.core.review import PostKey
from hefa.core.workdays import day_of
from hefa.registry.models import AdoptedRegulation
from hefa.registry.recorded import Appointed, House


def adopted_by(at: datetime) -> list[AdoptedRegulation]:
    """Return every version adopted by `at`, in the order of adoption. One query."""
    return list(AdoptedRegulation.objects.filter(adopted_at__lte=at).order_by("pk"))


def in_force_at(adopted: list[AdoptedRegulation], at: datetime) -> AdoptedRegulation | None:
    """Return which of `adopted` is in force on the day of `at`; of equals the later adopted."""
    begun = [entry for entry in adopted if entry.effective_on <= day_of(at)]
    return max(begun, key=lambda entry: (entry.effective_on, entry.pk), default=None)


def is_word_for_word(adopted: AdoptedRegulation) -> bool:
    """Whether the text of `adopted` is still the one that was adopted. Source: 1, 14."""
    return sha256_hex(adopted.text.encode()) == adopted.text_sha256


def every_post_has_a_holder(house: House, regulation: Regulation) -> Proof:
    """Whether somebody holds each post of `regulation`. Source: 4, 6, 7."""
    return _posts(house, regulation, is_deputy=False)


def every_post_has_a_deputy(house: House, regulation: Regulation) -> Proof:
    """Whether each post of `regulation` has a deputy of its own, for good. Source: 4, 6, 7."""
    return _posts(house, regulation, is_deputy=True)


def who_served(function: str, house: House, regulation: Regulation) -> list[Appointed]:
    """Return who held posts that stand for `function`, by `house`, holders before deputies.

    Source: 5 lead, 5(8).
    """
    posts = regulation.posts_for(frozenset({PostKey(function)}))
    return house.holding(posts, day_of(house.at))


def every_account_is_the_regulated_one(house: House, regulation: Regulation) -> Proof:
    """Whether each account bears the WeChat id that `regulation` names. Source: 2."""
    named = regulation.parameters.get("wechat_id")
    return tried((entry.name, entry.wechat_id == named) for entry in house.accounts)


def _posts(house: House, regulation: Regulation, *, is_deputy: bool) -> Proof:
    held = {
        entry.post
        for entry in house.holding([post.key for post in regulation.posts], day_of(house.at))
        if entry.is_deputy is is_deputy and not entry.for_person
    }
    return tried((post.label, post.key in held) for post in regulation.posts)
