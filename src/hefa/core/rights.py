"""Rights: what a person may do apart from the acts of review, decided purely from posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hefa.core.errors import Reason, Refused, reason
from hefa.core.review import Actor, PersonId, PostKey, UnitKey


class Right(StrEnum):
    """What may be asked for; each stands in exactly one row of `RULES`."""

    DRAFT = "draft"
    EDIT_DRAFT = "edit_draft"
    SEE_ITEM = "see_item"
    ANSWER_FINDING = "answer_finding"
    SEE_LEDGER = "see_ledger"
    ORDER_PUBLICATION = "order_publication"
    RUN_PATROL = "run_patrol"
    SEE_PATROL = "see_patrol"
    HANDLE_INCIDENT = "handle_incident"
    HALT_PUBLISHING = "halt_publishing"
    MANAGE_REGISTER = "manage_register"
    MANAGE_TERMS = "manage_terms"
    CHECK_EXCEPTION = "check_exception"
    TRANSFER_WORK = "transfer_work"
    ARCHIVE_SHEET = "archive_sheet"
    KEEP_PAPER = "keep_paper"


def _posts(*keys: str) -> frozenset[PostKey]:
    return frozenset(PostKey(key) for key in keys)


ALL_POSTS = _posts(
    "owner", "approver", "tech_support", "administrator", "inspector",
    "office", "unit_head", "sender", "contributor",
)  # fmt: skip
OVERSEERS = _posts("owner", "approver", "administrator", "inspector", "office", "tech_support")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who holds a right: posts anywhere, posts in the item's own unit, or the item's author."""

    anywhere: frozenset[PostKey] = frozenset()
    in_unit: frozenset[PostKey] = frozenset()
    author: bool = False
    clause: str = ""


RULES: Mapping[Right, Rule] = {
    Right.DRAFT: Rule(in_unit=ALL_POSTS, clause="6(1)"),
    Right.EDIT_DRAFT: Rule(author=True, clause="7(1)"),
    Right.SEE_ITEM: Rule(anywhere=OVERSEERS, in_unit=ALL_POSTS, author=True, clause="10(1)"),
    Right.ANSWER_FINDING: Rule(
        anywhere=_posts("office", "approver", "administrator"),
        in_unit=_posts("unit_head"),
        author=True,
        clause="9 lead",
    ),
    Right.SEE_LEDGER: Rule(anywhere=ALL_POSTS, clause="10(1)"),
    Right.ORDER_PUBLICATION: Rule(anywhere=_posts("administrator"), clause="12(4)"),
    Right.RUN_PATROL: Rule(
        anywhere=_posts("administrator", "inspector", "tech_support"), clause="5(8)1"
    ),
    Right.SEE_PATROL: Rule(anywhere=ALL_POSTS, clause="5(8)1"),
    Right.HANDLE_INCIDENT: Rule(
        anywhere=_posts("administrator", "approver", "tech_support"), clause="5(4)"
    ),
    Right.HALT_PUBLISHING: Rule(
        anywhere=_posts("administrator", "approver", "tech_support"), clause="5(4)"
    ),
    Right.MANAGE_REGISTER: Rule(anywhere=_posts("administrator", "tech_support"), clause="5(5)"),
    Right.MANAGE_TERMS: Rule(anywhere=_posts("administrator", "office"), clause="9(6)"),
    Right.CHECK_EXCEPTION: Rule(
        anywhere=_posts("owner", "approver", "administrator", "inspector", "office"),
        clause="12(1)",
    ),
    Right.TRANSFER_WORK: Rule(
        anywhere=_posts("administrator"), in_unit=_posts("unit_head"), clause="5(5)"
    ),
    Right.ARCHIVE_SHEET: Rule(anywhere=_posts("administrator", "office"), clause="12 lead"),
    Right.KEEP_PAPER: Rule(
        anywhere=_posts("administrator", "office"),
        in_unit=_posts("unit_head", "sender"),
        author=True,
        clause="12(1)",
    ),
}


# Whoever signs a sheet begun under an earlier version still sees it and answers for it.
TO_FINISH_A_SHEET = frozenset({Right.SEE_ITEM, Right.ANSWER_FINDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a right is asked over: its unit and its author; both may be absent."""

    unit: UnitKey | None = None
    author: PersonId | None = None


NO_ITEM = Item()


def reasons_against_right(right: Right, actor: Actor, item: Item = NO_ITEM) -> tuple[Reason, ...]:
    """Every reason `actor` may not use `right` on `item`; empty when they may.

    A unit of None asks whether the right is held in any unit at all, as for a menu entry.
    """
    rule = RULES[right]
    entries = actor.held | actor.serves if right in TO_FINISH_A_SHEET else actor.serves
    if rule.author and item.author is not None and item.author == actor.person:
        return ()
    for held in entries:
        if held.post in rule.anywhere:
            return ()
        if held.post in rule.in_unit and item.unit in (None, held.unit):
            return ()
    return (reason("core.no_right", clause=rule.clause, right=right),)


def demand(right: Right, actor: Actor, item: Item = NO_ITEM) -> None:
    """Raise Refused, carrying every reason, when `actor` may not use `right` on `item`."""
    if reasons := reasons_against_right(right, actor, item):
        raise Refused(reasons)
