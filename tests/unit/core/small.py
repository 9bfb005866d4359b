"""A small regulation with one of everything, in which tests plant their faults."""

import pytest

from hefa.core.errors import Refused
from hefa.core.regulation import parse_regulation

SMALL = """\
key = "small"
title = "办法"
version = 3
[parameters]
mail = ""
[parameter_clauses]
mail = "1"
[[articles]]
number = 1
title = "总"
chapter = "总则"
[[clauses]]
key = "1"
text = "都要管好。"
owed_by = "大家"
rhythm = "长期"
[[posts]]
key = "boss"
label = "老板"
clause = "1"
home = "shop"
stands_for = ["administrator", "approver"]
[[posts]]
key = "contributor"
label = "伙计"
clause = "1"
[[units]]
key = "shop"
label = "店"
clause = "1"
[[columns]]
key = "news"
label = "新闻"
clause = "1"
update_cycle_days = 7
[[categories]]
key = "news"
label = "新闻"
clause = "1"
route = "short"
[[routes]]
key = "short"
label = "短路"
[[routes.steps]]
act = "submit"
posts = ["contributor"]
clause = "1"
[[routes.steps]]
act = "approve"
posts = ["boss"]
differs_from = ["submit"]
clause = "1"
label = "老板点头"
[[routes.steps]]
act = "release"
posts = ["boss"]
clause = "1"
[[controls]]
id = "C1"
clause = "1"
kinds = ["cadence", "deadline"]
label = "看店"
asks = "每月看一次。"
posts = ["boss"]
cadence = { every = "month", at_hour = 18 }
term = { working_days = 2 }
limits = { most = 1 }
evidence = "looked"
[[forms]]
key = "sheet"
label = "单子"
clause = "1"
copies = ["甲"]
fields = [
  { key = "title", label = "题" },
  { key = "note", label = "注", is_asked = false },
]
[[gaps]]
id = "G1"
clause = "1"
problem = "没有写。"
choice = "照旧。"
"""


def changed(old: str, new: str, *, text: str = SMALL) -> str:
    """Return `text` with the first `old` changed to `new`."""
    assert old in text, old
    return text.replace(old, new, 1)


def line_of(part: str, *, text: str = SMALL, nth: int = 1) -> int:
    """Return the number of the nth line of `text` that is `part`."""
    return [number for number, line in enumerate(text.split("\n"), 1) if line == part][nth - 1]


def refusals(text: str) -> list[tuple[str, dict[str, str | int]]]:
    """Return code and detail of every reason for which `text` is refused."""
    with pytest.raises(Refused) as refused:
        parse_regulation(text)
    return [(entry.code, dict(entry.detail)) for entry in refused.value.reasons]


# A fault each: what is changed, into what, the code, and the line that must be named.
CONTRADICTING: list[tuple[str, str, str, str, int]] = [
    ('route = "short"', 'route = "x"', "route_unknown", "[[categories]]", 1),
    ('posts = ["contributor"]', 'posts = ["x"]', "post_unknown", "[[routes.steps]]", 1),
    ('posts = ["contributor"]', "posts = []", "step_empty", "[[routes.steps]]", 1),
    ('act = "release"', 'act = "deliver"', "route_ends", "[[routes]]", 1),
    ('act = "submit"', 'act = "endorse"', "route_ends", "[[routes]]", 1),
    ('differs_from = ["submit"]', 'differs_from = ["release"]', "differs_late",
     "[[routes.steps]]", 2),
    ('act = "approve"', 'act = "return"', "step_no_sign", "[[routes.steps]]", 2),
    ('act = "approve"', 'act = "recall"', "step_no_sign", "[[routes.steps]]", 2),
    ('stands_for = ["administrator", ', 'stands_for = ["administrator", "chief", ',
     "function_unknown", "[[posts]]", 1),
    ('stands_for = ["administrator", ', 'stands_for = ["administrator", "contributor", ',
     "function_is_post", "[[posts]]", 1),
    ('stands_for = ["administrator", "approver"]', 'stands_for = ["approver"]',
     "nobody_may", "[[posts]]", 1),
    ('home = "shop"', 'home = "cave"', "unit_unknown", "[[posts]]", 1),
    ('id = "C1"\nclause = "1"', 'id = "C1"\nclause = "2"', "clause_unknown", "[[controls]]", 1),
    ('id = "C1"\nclause = "1"', 'id = "C1"\nclause = ""', "clause_missing", "[[controls]]", 1),
    ('kinds = ["cadence", "deadline"]', 'kinds = ["rule"]\nalso = ["7"]', "clause_unknown",
     "[[controls]]", 1),
    ('kinds = ["cadence", "deadline"]', "kinds = []", "kind_missing", "[[controls]]", 1),
    ('cadence = { every = "month", at_hour = 18 }\n', "", "cadence_missing", "[[controls]]", 1),
    ("term = { working_days = 2 }\n", "", "term_missing", "[[controls]]", 1),
    ('asks = "每月看一次。"\nposts = ["boss"]', 'asks = "每月看一次。"\nposts = ["cat"]',
     "control_post", "[[controls]]", 1),
    ('[[clauses]]\nkey = "1"', '[[clauses]]\nkey = "2(1)"', "article_unknown", "[[clauses]]", 1),
    ('mail = "1"', 'mail = "1"\nphone = "1"', "parameter_unknown", 'phone = "1"', 1),
    ('mail = "1"', 'mail = "9"', "clause_unknown", 'mail = "9"', 1),
    ('label = "伙计"\nclause = "1"', 'label = "伙计"\nclause = "8"', "clause_unknown",
     "[[posts]]", 2),
    ('differs_from = ["submit"]\nclause = "1"', 'differs_from = ["submit"]\nclause = "1(9)"',
     "clause_unknown", "[[routes.steps]]", 2),
    ('id = "G1"\nclause = "1"', 'id = "G1"\nclause = "1"\nalso = ["4"]', "clause_unknown",
     "[[gaps]]", 1),
    ('{ key = "note"', '{ key = "title"', "key_twice",
     '  { key = "title", label = "注", is_asked = false },', 1),
]  # fmt: skip
UNREADABLE: list[tuple[str, str, str, int]] = [
    ('title = "办法"', "title = ", "unreadable", 2),
    ('label = "店"', 'label = "店', "unreadable", line_of('label = "店"')),
    ('choice = "照旧。"\n', 'choice = """照旧。\n', "unreadable", line_of('choice = "照旧。"')),
    ("version = 3", 'version = "x"', "incomplete", 3),
    ("version = 3", "version = true", "incomplete", 3),
    ("[parameters]", "[settings]", "incomplete", 4),
    ('act = "approve"', 'act = "vote"', "incomplete", line_of('act = "approve"')),
    ('label = "店"', 'title = "店"', "incomplete", line_of('label = "店"')),
    ('home = "shop"', "home = 4", "incomplete", line_of('home = "shop"')),
    ('differs_from = ["submit"]', "differs_from = [1]", "incomplete",
     line_of('differs_from = ["submit"]')),
    ('differs_from = ["submit"]', "in_house = true", "incomplete",
     line_of('differs_from = ["submit"]')),
    ("update_cycle_days = 7", "", "incomplete", line_of("[[columns]]")),
    ("update_cycle_days = 7", "update_cycle_days = true", "incomplete",
     line_of("update_cycle_days = 7")),
    ("at_hour = 18", "at_hour = 99", "incomplete",
     line_of('cadence = { every = "month", at_hour = 18 }')),
    ('every = "month"', 'every = "moon"', "incomplete",
     line_of('cadence = { every = "month", at_hour = 18 }')),
    ('every = "month", ', "", "incomplete",
     line_of('cadence = { every = "month", at_hour = 18 }')),
    ("working_days = 2", "working_days = 2, hours = 1", "incomplete",
     line_of("term = { working_days = 2 }")),
    ("most = 1", 'most = "1"', "incomplete", line_of("limits = { most = 1 }")),
    ('kinds = ["cadence", "deadline"]', 'kinds = ["habit"]', "incomplete",
     line_of('kinds = ["cadence", "deadline"]')),
    ("is_asked = false", "is_asked = 0", "incomplete",
     line_of('  { key = "note", label = "注", is_asked = false },')),
    ("[[gaps]]", "[[gpas]]", "incomplete", line_of("[[gaps]]")),
]  # fmt: skip
