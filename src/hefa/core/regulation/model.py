"""What a regulation consists of: clauses, controls, posts, units, columns, routes, forms, gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hefa.core.duty import Cadence, Term
from hefa.core.review import PostKey, Route


class Kind(StrEnum):
    """What a control is: enforced, recurring, with a term, a post held, or declared."""

    GATE = "gate"
    CADENCE = "cadence"
    DEADLINE = "deadline"
    APPOINTMENT = "appointment"
    RULE = "rule"


class Pack(StrEnum):
    """Where a control comes from: the regulation, or the benchmark pack beside it."""

    REGULATION = "regulation"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A key of the regulation with the organisation's own word for it and its clause.

    Without a clause it is the organisation's own choice.
    """

    key: str
    label: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article 条 of the regulation and the chapter it stands in."""

    number: int
    title: str
    chapter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause 条款 restated in own words: its duty, who owes it and how often."""

    key: str
    text: str
    owed_by: str
    rhythm: str

    @property
    def article(self) -> int:
        """The number of the article it belongs to; 0 when its key does not begin with one."""
        digits = self.key.replace("(", " ").split()[0] if self.key.strip() else ""
        return int(digits) if digits.isdigit() else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Label):
    """A post 岗位, what it stands for, and the unit it is usually held in.

    `stands_for` names the functions of `core.rights` that its holders have: the profile may
    call its posts what it likes. An obligatory one must be held before anything is released.
    """

    stands_for: frozenset[PostKey] = frozenset()
    home: str = ""
    is_obligatory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan(Label):
    """A column 栏目 as the regulation asks for it; the cycle is in days."""

    update_cycle_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Label):
    """A class of items 信息类别, the route it takes, and the theme 版式 it is usually set in.

    A person may choose another theme for one article. Routine ones may be agreed to several at
    once, each with its own opinion.
    """

    route: str
    theme: str = ""
    is_routine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration(Label):
    """A point on which reviewers declare 声明, by name: yes, no or unsure.

    `asks` is the question in words. A gate 关 is passed or unsure: nobody can say no to it.
    """

    asks: str = ""
    is_gate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control 控制措施: what it asks, of whom, how often or by when, and what answers for it.

    `evidence` names the evidence function that reads the records; `passes` says in words what
    counts as kept, `limits` the figures in it. `is_added` marks what is not the regulation's.
    """

    id: str
    clause: str
    kinds: tuple[Kind, ...]
    label: str
    asks: str
    passes: str = ""
    evidence: str = ""
    posts: tuple[PostKey, ...] = ()
    also: tuple[str, ...] = ()
    cadence: Cadence | None = None
    term: Term | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    pack: Pack = Pack.REGULATION
    is_added: bool = False
    is_on: bool = True

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause it stands behind, its own first."""
        return (self.clause, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of a form: its label, and what becomes of it.

    It is asked of whoever makes the form out, required before release, printed on paper. `by`
    names the posts whose opinions stand in it, where the act alone does not tell.
    """

    key: str
    label: str
    is_asked: bool = True
    is_required: bool = False
    is_printed: bool = True
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Label):
    """A form 表单 with its title, its copies and its fields in order."""

    copies: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A contradiction or gap of the text, the clauses it lies in, and the setting chosen for it.

    One that lies in no clause has an empty one.
    """

    id: str
    clause: str
    problem: str
    choice: str
    also: tuple[str, ...] = ()
    is_added: bool = False

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause it lies in, its own first; none when it lies in no clause."""
        return tuple(clause for clause in (self.clause, *self.also) if clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One version of a regulation 制度, read and found consistent.

    `lines` tells where in its file a thing stands: `posts:owner`, `routes:news:2`.
    """

    key: str
    title: str
    version: int
    parameters: Mapping[str, Any]
    parameter_clauses: Mapping[str, str]
    articles: tuple[Article, ...]
    clauses: tuple[Clause, ...]
    posts: tuple[Post, ...]
    units: tuple[Label, ...]
    columns: tuple[ColumnPlan, ...]
    categories: tuple[Category, ...]
    declarations: tuple[Declaration, ...]
    routes: tuple[Route, ...]
    route_labels: Mapping[str, str]
    controls: tuple[Control, ...]
    forms: tuple[Form, ...]
    gaps: tuple[Gap, ...]
    lines: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    def route(self, key: str) -> Route:
        """Return the route `key`; StopIteration when the regulation has none."""
        return next(route for route in self.routes if route.key == key)

    def route_for(self, kind: str, category: str) -> Route | None:
        """Return the route of a manuscript: that of its kind, else of its category; or None."""
        own = next((route for route in self.routes if kind in route.kinds), None)
        named = next((entry.route for entry in self.categories if entry.key == category), None)
        return own or (self.route(named) if named is not None else None)

    def declaration(self, key: str) -> Declaration:
        """Return the declaration `key`; StopIteration when the regulation has none."""
        return next(entry for entry in self.declarations if entry.key == key)

    def category(self, key: str) -> Category:
        """Return the category `key`; StopIteration when the regulation has none."""
        return next(category for category in self.categories if category.key == key)

    def control(self, key: str) -> Control | None:
        """Return the control `key`, or None."""
        return next((control for control in self.controls if control.id == key), None)

    def form(self, key: str) -> Form | None:
        """Return the form `key`, or None."""
        return next((form for form in self.forms if form.key == key), None)

    def post_label(self, key: str) -> str:
        """Return the organisation's word for the post `key`."""
        return next((post.label for post in self.posts if post.key == key), key)

    def functions_of(self, post: str) -> frozenset[PostKey]:
        """Return the functions that holders of `post` have; none for a post it does not know."""
        return next((entry.stands_for for entry in self.posts if entry.key == post), frozenset())

    def posts_for(self, functions: frozenset[PostKey]) -> frozenset[PostKey]:
        """Return the posts that stand for any of `functions`."""
        return frozenset(PostKey(post.key) for post in self.posts if post.stands_for & functions)

    def line(self, *place: str | int) -> int:
        """Return the line of its file on which a thing stands; 0 when it is not known."""
        return self.lines.get(":".join(str(part) for part in place), 0)
