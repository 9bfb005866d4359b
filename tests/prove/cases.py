"""The cases of the matrix: which story, where the worker dies, and what goes wrong besides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import cycle, product
from typing import Any, Final

from hefa.core.package import Kind
from hefa.publish.crash import HAND_POINTS, POINTS

Fault = Mapping[str, Any]

AT_ONCE, LATER = 0, 7200  # seconds until the next worker starts
RESTARTS: Final = (AT_ONCE, LATER)

# An article's way: what befalls both the draft and the submission.
ARTICLE_FAULTS: Final[Mapping[str, Fault]] = {
    "lost before": {"kind": "drop_before"},
    "lost after": {"kind": "drop_after"},
    "hangs": {"kind": "hang", "seconds": 0.6, "effect": True},
    "server error": {"kind": "status500"},
    "busy": {"kind": "busy"},
    "token expired": {"kind": "errcode", "errcode": 42001},
    "effect delayed": {"kind": "late", "seconds": 1200},
    "events": {},
    "draft edited": {},
}
# After these an account of which it is known that it takes a draft once submits again by itself.
KNOWN: Final = ("lost before", "lost after", "server error", "busy", "effect delayed")
# Where the number of items matters: the draft, its reading, the polling, the outcome.
WITH_ITEMS: Final = ("draft_effect", "draft_saved", "verified", "polled", "outcome_saved")

# Every way in which a call may go wrong.
READ_FAULTS: Final[Mapping[str, Fault]] = {
    "lost before": {"kind": "drop_before"},
    "lost after": {"kind": "drop_after"},
    "hangs": {"kind": "hang", "seconds": 0.6},
    "late": {"kind": "late", "seconds": 1200},
    "server error": {"kind": "status500"},
    "busy": {"kind": "busy"},
    "garbage": {"kind": "garbage"},
    "cut short": {"kind": "truncate"},
    "drips": {"kind": "drip", "seconds": 0.2},
    "another charset": {"kind": "charset", "habit": "gbk"},
    "broken in the headers": {"kind": "drop_headers"},
    "of a wrong length": {"kind": "wrong_length"},
    "token refused": {"kind": "token"},
    "quota used up": {"kind": "errcode", "errcode": 45009},
    "no permission": {"kind": "errcode", "errcode": 48001},
    "unknown article": {"kind": "errcode", "errcode": 53600},
}
WRITE_FAULTS: Final[Mapping[str, Fault]] = READ_FAULTS | {
    "server error after the effect": {"kind": "status500", "effect": True},
    "busy after the effect": {"kind": "busy", "effect": True},
    "garbage after the effect": {"kind": "garbage", "effect": True},
}
# What somebody does behind Hefa's back while the worker is dead.
MEDDLING: Final = ("nothing", "somebody edits it", "somebody deletes it", "a wall stands")

TOKEN: Final = "/cgi-bin/stable_token"
ARTICLE: Final = "/cgi-bin/freepublish/getarticle"
DELETE: Final = "/cgi-bin/freepublish/delete"
MENU: Final = "/cgi-bin/get_current_selfmenu_info"
CREATE: Final = "/cgi-bin/menu/create"
DRAFT: Final = "/cgi-bin/draft/add"
SUBMIT: Final = "/cgi-bin/freepublish/submit"
WRITES: Final = frozenset({DELETE, CREATE, DRAFT, SUBMIT})

_ANEW = (*POINTS[Kind.TAKE_DOWN], "draft_intent", "draft_effect", "draft_saved", "verified")
# Of each story: how many articles are out, the points, and the calls, each with its how manyeth.
ORDERS: Final[Mapping[str, tuple[int, tuple[str, ...], tuple[tuple[str, int], ...]]]] = {
    "take_down": (3, POINTS[Kind.TAKE_DOWN], ((TOKEN, 1), (ARTICLE, 1), (DELETE, 1), (ARTICLE, 2))),
    "menu": (1, POINTS[Kind.COLUMN_CHANGE], ((TOKEN, 1), (MENU, 1), (CREATE, 1), (MENU, 2))),
    "edit": (2, POINTS[Kind.CORRECTION], ((TOKEN, 1), (ARTICLE, 1))),
    "anew": (1, _ANEW, ((DELETE, 1), (SUBMIT, 1))),  # its other calls are those of its two parts
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run: where the worker dies, what befalls which calls, when the next one starts.

    `is_known`: WeChat takes a draft once, and somebody has said so. `meddling` is done while the
    worker is dead.
    """

    story: str
    items: int
    point: str
    fault: str
    calls: tuple[tuple[str, int], ...]
    restart: int
    is_known: bool = False
    meddling: str = "nothing"
    faults: Mapping[str, Fault] = field(repr=False, default_factory=lambda: WRITE_FAULTS)


def article_cases(items: int, points: tuple[str, ...]) -> Iterator[Case]:
    """Yield every fault of an article's way at every point, with both restarts."""
    both = ((DRAFT, 1), (SUBMIT, 1))
    for point, fault, restart in product(points, ARTICLE_FAULTS, RESTARTS):
        case = Case(
            story="article",
            items=items,
            point=point,
            fault=fault,
            calls=both,
            restart=restart,
            faults=ARTICLE_FAULTS,
        )
        yield case
        if fault in KNOWN:
            yield replace(case, is_known=True)


def order_cases(story: str) -> Iterator[Case]:
    """Yield every fault of every call at every point of a story, and every meddling at each.

    The two restarts take turns.
    """
    items, points, calls = ORDERS[story]
    restarts = cycle((AT_ONCE, LATER, LATER, AT_ONCE, LATER))
    for point, call in product((*points, *HAND_POINTS), calls):
        for fault in WRITE_FAULTS if call[0] in WRITES else READ_FAULTS:
            if point in points or fault == "no permission":
                yield Case(
                    story=story,
                    items=items,
                    point=point,
                    fault=fault,
                    calls=(call,),
                    restart=next(restarts),
                )
    for point, meddling in product(points, MEDDLING):
        yield Case(
            story=story,
            items=items,
            point=point,
            fault="none",
            calls=(),
            restart=next(restarts),
            meddling=meddling,
        )


def every_case() -> dict[tuple[str, int], list[Case]]:
    """Return all cases by the story and the number of items they begin with."""
    cases = {
        ("article", 1): list(article_cases(1, POINTS[Kind.ARTICLE])),
        ("article", 3): list(article_cases(3, WITH_ITEMS)),
    }
    return cases | {(story, ORDERS[story][0]): list(order_cases(story)) for story in ORDERS}
