"""What must hold at the end of every case, with the simulator's own counters as the judge."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.fault.texts import FORMER_BUTTONS, NEW, OTHER_BUTTONS, SIGNED_BUTTONS
from tests.prove.cases import CREATE, DELETE, Case

from hefa.publish.crash import EXIT_STATUS

Report = Mapping[str, Any]

KILLED = -9  # by signal 9, from outside

AT_REST = {"published", "removed", "needs_human", "failed", "cancelled"}
# Until it is known, in minutes after the next worker has started.
LATEST_MINUTES = 36
HOUR_OF_A_QUOTA = 60


def broken(case: Case, before: Report, ended: Report, truth: Report) -> Iterator[str]:
    """Yield what broke. Source: docs/design/publication.md.

    `before` is WeChat's state as the story began, `truth` as it ended, `ended` what the last
    worker told, with the exits of the first.
    """
    if ended["exits"] != [0]:
        yield f"the last worker ended with {ended['exits']}"
    if ended["killed"] not in ([EXIT_STATUS], [KILLED], [0]):
        yield f"the first worker ended with {ended['killed']}"
    if not ended["sound"]:
        yield "the ledger is not sound"
    for one in ended["publications"]:
        yield from _left_alone(one)
    if ended["minutes"] > _latest(case):
        yield f"{ended['minutes']:.0f} minutes until it was known"
    yield from _publications(before, ended, truth)
    yield from _deletions(case, before, ended, truth)
    yield from _menu(case, before, ended, truth)
    if case.story == "anew":
        yield from _order_of_anew(before, truth)
    if case.story == "edit":
        yield from _edit(ended, truth)


def _latest(case: Case) -> int:
    """Return the minutes allowed: twice where two calls may have been in doubt one after another."""
    begins_again = case.story != "article" or case.is_known
    is_twice = case.story == "anew" or (begins_again and case.point == "submit_intent")
    of_quota = HOUR_OF_A_QUOTA if case.fault == "quota used up" else 0
    return LATEST_MINUTES * (1 + is_twice) + of_quota


def _left_alone(one: Report) -> Iterator[str]:
    """Yield where a publication neither ended nor waits with a reason and a next look."""
    is_awaited = one["state"] == "handed" or one["trouble"] == "publish.former_still_out"
    if one["state"] in AT_REST or (is_awaited and one["trouble"] and one["is_due_again"]):
        return
    yield f"{one['kind']} left in {one['state']} ({one['trouble']})"


def _publications(before: Report, ended: Report, truth: Report) -> Iterator[str]:
    """Yield drafts that went out twice, and states that are not so."""
    effects = truth["effective_publications"]
    for media_id, count in effects.items():
        if count > 1:
            yield f"draft {media_id} had {count} effects"
    new = sum(effects.values()) - sum(before["effective_publications"].values())
    ordered = [one for one in ended["publications"][_out(before) :] if one["kind"] == "article"]
    if new > len(ordered):
        yield f"{new} new publications of {len(ordered)} ordered"
    for one in ordered:
        count = effects.get(one["media_id"], 0)
        if one["state"] == "published" and count != 1:
            yield f"published with {count} effects"
        if one["state"] in ("failed", "cancelled") and count:
            yield f"{one['state']}, but out"


def _deletions(case: Case, before: Report, ended: Report, truth: Report) -> Iterator[str]:
    """Yield deletions of more, of something else, or without a released order."""
    done = [one["what"] for one in truth["effects"] if one["path"] == DELETE]
    orders = [one for one in ended["publications"] if one["kind"] == "take_down"]
    allowed = f"{_out_article(before)['article_id']}/{case.items}" if orders else ""
    if len(done) > len(orders) or any(what != allowed for what in done):
        yield f"deleted {done}, of which {[allowed] if orders else []} was released"
    if done and not any("take_down" in one["permits"] for one in orders):
        yield "a deletion without a permit"
    gone = [item["is_deleted"] for article in truth["articles"] for item in article["items"]]
    if orders and orders[0]["state"] == "published" and not any(gone):
        yield "taken down, but out"


def _menu(case: Case, before: Report, ended: Report, truth: Report) -> Iterator[str]:
    """Yield a menu that was set twice, without an order, or that nobody signed."""
    done = [one for one in truth["effects"] if one["path"] == CREATE]
    if len(done) > (case.story == "menu"):
        yield f"the menu was set {len(done)} times"
    if case.story != "menu":
        return
    shown = _buttons(truth["menu"])
    is_ours = case.meddling in ("nothing", "a wall stands")
    meddled = [] if is_ours else [_plain(OTHER_BUTTONS), []]
    if shown not in (_plain(FORMER_BUTTONS), _plain(SIGNED_BUTTONS), *meddled):
        yield f"a menu that nobody signed: {shown}"
    if is_ours and ended["state"] == "published" and shown != _plain(SIGNED_BUTTONS):
        yield "column change done, but another menu"


def _order_of_anew(before: Report, truth: Report) -> Iterator[str]:
    """Yield where both stood side by side, or the new one came before the other was gone."""
    former_id = _out_article(before)["article_id"]
    former = next(one for one in truth["articles"] if one["article_id"] == former_id)
    for article in truth["articles"]:
        if article["article_id"] == former_id:
            continue
        if not former["items"][0]["is_deleted"]:
            yield "the new one is out beside the former"
        elif article["created_at"] < former["updated_at"]:
            yield "the new one came before the former was gone"


def _edit(ended: Report, truth: Report) -> Iterator[str]:
    text = json.dumps([article["items"] for article in truth["articles"]], ensure_ascii=False)
    if ended["state"] == "published" and NEW not in text:
        yield "corrected, but the former text"


def _out(before: Report) -> int:
    """Return how many publications were over when the story began."""
    return len(before["articles"])


def _out_article(before: Report) -> Report:
    article: Report = before["articles"][0]
    return article


def _buttons(menu: Report | None) -> list[tuple[str, str]]:
    return _plain(menu["button"]) if menu else []


def _plain(buttons: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(button["name"], button.get("url", "")) for button in buttons]
