"""A whole regulation as its readers see it: routes, posts, clauses, controls, gaps, choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from hefa.core.errors import Reason
from hefa.core.regulation import Article, Clause, Control, Pack, Post, Regulation
from hefa.core.regulation.lint import own_choices
from hefa.registry.differences_in_words import functions_in_words, posts_in_words
from hefa.registry.routes_in_words import RouteInWords, routes_in_words
from hefa.registry.values_in_words import demands_of, parameter_label, value_words
from hefa.ui.words import clause_label, reason_sentence, sentence

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostInWords:
    """A post: what it stands for, where it is held, and by whom now."""

    post: Post
    functions: str
    home: str
    clause: str
    holders: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlInWords:
    """A control: what it asks, of whom, how often and within which time."""

    control: Control
    measure: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseInWords:
    """A clause in own words, with the controls that stand behind it first of all."""

    clause: Clause
    label: str
    controls: tuple[ControlInWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInWords:
    """An article with its clauses."""

    article: Article
    label: str
    clauses: tuple[ClauseInWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterInWords:
    """A chapter with its articles, and how many clauses and controls stand in it."""

    title: str
    articles: tuple[ArticleInWords, ...]
    clauses_count: int
    controls_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A thing with what is said of it and the clause it rests on."""

    label: str
    text: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulationInWords:
    """A regulation in words."""

    regulation: Regulation
    routes: tuple[RouteInWords, ...]
    posts: tuple[PostInWords, ...]
    chapters: tuple[ChapterInWords, ...]
    benchmarks: tuple[ControlInWords, ...]
    columns: tuple[Line, ...]
    units: tuple[Line, ...]
    forms: tuple[Line, ...]
    parameters: tuple[Line, ...]
    gaps: tuple[Line, ...]
    own_choices: tuple[str, ...]
    controls_count: int


def in_words(regulation: Regulation, holders: Names | None = None) -> RegulationInWords:
    """Return `regulation` in words; `holders` are names by post, where it is in force."""
    of_its_own = [entry for entry in regulation.controls if entry.pack is Pack.REGULATION]
    return RegulationInWords(
        regulation=regulation,
        routes=routes_in_words(regulation),
        posts=_posts(regulation, holders or {}),
        chapters=_chapters(regulation),
        benchmarks=tuple(
            _control(entry, regulation)
            for entry in regulation.controls
            if entry.pack is Pack.BENCHMARK
        ),
        columns=tuple(
            _line(column.label, f"{column.update_cycle_days} 天内更新一次", column.clause)
            for column in regulation.columns
        ),
        units=tuple(_line(unit.label, "", unit.clause) for unit in regulation.units),
        forms=_forms(regulation),
        parameters=tuple(
            _line(parameter_label(key), value_words(value), regulation.parameter_clauses.get(key))
            for key, value in regulation.parameters.items()
        ),
        gaps=tuple(
            Line(
                label=gap.problem,
                text=gap.choice,
                clause="、".join(map(clause_label, gap.clauses)),
            )
            for gap in regulation.gaps
        ),
        own_choices=own_choices_in_words(regulation),
        controls_count=len(of_its_own),
    )


def without_line(entry: Reason) -> str:
    """Return the words for `entry` without the line of the file, which its reader never sees."""
    return reason_sentence(entry).removeprefix(f"第 {entry.detail.get('line', 0)} 行：")


def own_choices_in_words(regulation: Regulation) -> tuple[str, ...]:
    """Return 本单位自己的选择: every setting that no clause requires, a line each, by line."""
    return tuple(_own_choice(entry, regulation) for entry in own_choices(regulation))


def _own_choice(entry: Reason, regulation: Regulation) -> str:
    detail = dict(entry.detail)
    label = str(detail.get("label", ""))
    if entry.code == "core.regulation_own_step":
        route, act = str(detail["key"]), sentence(f"registry.act_{detail['act']}")
        return sentence("registry.own_step", {"route": regulation.route_labels[route], "act": act})
    if entry.code == "core.regulation_own_control":
        return sentence("registry.own_control", detail)
    if label in regulation.parameters:
        return f"{parameter_label(label)}：{value_words(regulation.parameters[label])}"
    return f"“{label}”"


def _posts(regulation: Regulation, holders: Names) -> tuple[PostInWords, ...]:
    units = {unit.key: unit.label for unit in regulation.units}
    return tuple(
        PostInWords(
            post=post,
            functions=functions_in_words(post.stands_for),
            home=units.get(post.home, ""),
            clause=clause_label(post.clause),
            holders="、".join(holders.get(post.key, ())),
        )
        for post in regulation.posts
    )


def _chapters(regulation: Regulation) -> tuple[ChapterInWords, ...]:
    """Return the chapters in the order of their articles."""
    found = []
    for title, articles in groupby(regulation.articles, key=lambda entry: entry.chapter):
        told = tuple(_article(entry, regulation) for entry in articles)
        clauses = [clause for article in told for clause in article.clauses]
        found.append(
            ChapterInWords(
                title=title,
                articles=told,
                clauses_count=len(clauses),
                controls_count=sum(len(clause.controls) for clause in clauses),
            )
        )
    return tuple(found)


def _article(article: Article, regulation: Regulation) -> ArticleInWords:
    return ArticleInWords(
        article=article,
        label=clause_label(str(article.number)),
        clauses=tuple(
            ClauseInWords(
                clause=clause,
                label=clause_label(clause.key),
                controls=tuple(
                    _control(entry, regulation)
                    for entry in regulation.controls
                    if entry.clause == clause.key and entry.pack is Pack.REGULATION
                ),
            )
            for clause in regulation.clauses
            if clause.article == article.number
        ),
    )


def _control(control: Control, regulation: Regulation) -> ControlInWords:
    return ControlInWords(
        control=control,
        measure="；".join(demands_of(control)),
        who=posts_in_words(frozenset(control.posts), regulation, None),
    )


def _forms(regulation: Regulation) -> tuple[Line, ...]:
    found = []
    for form in regulation.forms:
        asked = "、".join(entry.label for entry in form.fields if entry.is_asked)
        copies = f"一式 {len(form.copies)} 份（{'、'.join(form.copies)}）。" if form.copies else ""
        found.append(_line(form.label, f"{copies}要填：{asked}" if asked else copies, form.clause))
    return tuple(found)


def _line(label: str, text: str, clause: str | None) -> Line:
    return Line(label=label, text=text, clause=clause_label(clause or ""))
