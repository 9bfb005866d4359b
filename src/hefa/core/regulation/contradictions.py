"""What in a regulation dangles or disagrees with itself: reasons to refuse it, each with its line.

Source: the clauses of the regulation itself; 12(1)-(4) for routes.
"""

from collections import Counter
from collections.abc import Iterator

from hefa.core.archive import NUMBERING as ARCHIVE_NUMBERING
from hefa.core.archive import USUAL as ARCHIVE_USUAL
from hefa.core.archive import is_archive_pattern
from hefa.core.errors import Reason, reason
from hefa.core.numbering import USUAL, is_pattern
from hefa.core.regulation.model import Kind, Pack, Regulation
from hefa.core.review import AGREES, Act, Needs, Route
from hefa.core.rights import ALL_POSTS, RULES, Right

NEEDED = (Right.MANAGE_REGISTER, Right.ORDER_PUBLICATION)


def contradictions(regulation: Regulation) -> tuple[Reason, ...]:
    """Return everything in `regulation` that dangles or disagrees with itself, by line."""
    found = [
        *_keys_used_twice(regulation),
        *_of_posts(regulation),
        *_of_categories(regulation),
        *(wrong for route in regulation.routes for wrong in _of_route(regulation, route)),
        *_kinds_twice(regulation),
        *_of_controls(regulation),
        *_of_clauses(regulation),
        *_dangling_clauses(regulation),
        *_fields_used_twice(regulation),
    ]
    return tuple(sorted(found, key=lambda entry: int(entry.detail.get("line", 0))))


def _keys_used_twice(regulation: Regulation) -> Iterator[Reason]:
    tables = (
        *("posts", "units", "columns", "categories", "declarations", "routes", "clauses", "forms"),
    )
    keys = {name: [entry.key for entry in getattr(regulation, name)] for name in tables}
    keys["controls"] = [control.id for control in regulation.controls]
    keys["gaps"] = [gap.id for gap in regulation.gaps]
    keys["articles"] = [str(article.number) for article in regulation.articles]
    for table, listed in keys.items():
        for key, count in Counter(listed).items():
            if count > 1:
                line = regulation.line(table, key)
                yield reason("core.regulation_key_twice", table=table, key=key, line=line)


def _fields_used_twice(regulation: Regulation) -> Iterator[Reason]:
    for form in regulation.forms:
        for key, count in Counter(field.key for field in form.fields).items():
            if count > 1:
                line = regulation.line("forms", form.key, key)
                yield reason("core.regulation_key_twice", table="fields", key=key, line=line)


def _of_posts(regulation: Regulation) -> Iterator[Reason]:
    """Yield posts that stand for nothing known or for another post, and functions nobody has."""
    keys = {post.key for post in regulation.posts}
    units = {unit.key for unit in regulation.units}
    for post in regulation.posts:
        line = regulation.line("posts", post.key)
        for function in sorted(post.stands_for - ALL_POSTS):
            yield reason("core.regulation_function_unknown", key=post.key, to=function, line=line)
        for other in sorted(post.stands_for & keys - {post.key}):
            yield reason("core.regulation_function_is_post", key=post.key, to=other, line=line)
        if post.home and post.home not in units:
            yield reason("core.regulation_unit_unknown", key=post.key, unit=post.home, line=line)
    for right in NEEDED:
        if not regulation.posts_for(RULES[right].anywhere):
            line = regulation.line("posts:0")
            yield reason("core.regulation_nobody_may", right=f"core.right_{right}", line=line)


def _of_categories(regulation: Regulation) -> Iterator[Reason]:
    routes = {route.key for route in regulation.routes}
    for kind in regulation.categories:
        if kind.route not in routes:
            line = regulation.line("categories", kind.key)
            yield reason("core.regulation_route_unknown", key=kind.key, route=kind.route, line=line)


def _of_route(regulation: Regulation, route: Route) -> Iterator[Reason]:
    """Yield what is wrong with one route: its ends, its posts, its differences."""
    posts = {post.key for post in regulation.posts}
    acts = [step.act for step in route.steps]
    if not acts or acts[0] is not Act.SUBMIT or acts[-1] is not Act.RELEASE:
        line = regulation.line("routes", route.key)
        yield reason("core.regulation_route_ends", clause="12(1)", key=route.key, line=line)
    for number, step in enumerate(route.steps):
        line = regulation.line("routes", route.key, number)
        for post in sorted(step.posts - posts):
            yield reason("core.regulation_post_unknown", key=route.key, post=post, line=line)
        if not step.posts:
            yield reason("core.regulation_step_empty", key=route.key, act=step.act, line=line)
        if step.differs_from - set(acts[:number]):
            yield reason("core.regulation_differs_late", key=route.key, act=step.act, line=line)
        if step.act in (Act.RETURN, Act.RECALL):
            yield reason("core.regulation_step_no_sign", key=route.key, act=step.act, line=line)
        yield from _of_declares(regulation, route, number)


def _of_declares(regulation: Regulation, route: Route, number: int) -> Iterator[Reason]:
    """Yield what a step declares that is nowhere asked, or where nobody comes after to settle."""
    step, known = route.steps[number], {entry.key for entry in regulation.declarations}
    line = regulation.line("routes", route.key, number)
    for key in sorted(set(step.declares) - known):
        yield reason("core.regulation_declaration_unknown", key=route.key, to=key, line=line)
    if step.declares and number > route.last_agreeing:
        yield reason("core.regulation_declares_late", key=route.key, act=step.act, line=line)
    if step.needs is Needs.ALL and step.act not in AGREES:
        yield reason("core.regulation_needs_all", key=route.key, act=step.act, line=line)


def _kinds_twice(regulation: Regulation) -> Iterator[Reason]:
    """Yield the kinds of manuscript that two routes claim."""
    claimed = Counter(kind for route in regulation.routes for kind in route.kinds)
    for route in regulation.routes:
        for kind in sorted(kind for kind in route.kinds if claimed[kind] > 1):
            line = regulation.line("routes", route.key)
            yield reason("core.regulation_kind_twice", key=route.key, kind=kind, line=line)


def _of_controls(regulation: Regulation) -> Iterator[Reason]:
    """Yield controls without a clause, of nobody known, or whose kind lacks its measure."""
    posts = {post.key for post in regulation.posts}
    for control in regulation.controls:
        line = regulation.line("controls", control.id)
        if not control.clause and control.pack is Pack.REGULATION:
            yield reason("core.regulation_clause_missing", key=control.id, line=line)
        for post in sorted(set(control.posts) - posts):
            yield reason("core.regulation_control_post", key=control.id, post=post, line=line)
        if not control.kinds:
            yield reason("core.regulation_kind_missing", key=control.id, line=line)
        if Kind.CADENCE in control.kinds and control.cadence is None:
            yield reason("core.regulation_cadence_missing", key=control.id, line=line)
        if Kind.DEADLINE in control.kinds and control.term is None:
            yield reason("core.regulation_term_missing", key=control.id, line=line)


def _of_clauses(regulation: Regulation) -> Iterator[Reason]:
    """Yield clauses of no article, and parameters that have a clause and no value."""
    articles = {article.number for article in regulation.articles}
    for clause in regulation.clauses:
        if clause.article not in articles:
            line = regulation.line("clauses", clause.key)
            yield reason("core.regulation_article_unknown", key=clause.key, line=line)
    for name in sorted(set(regulation.parameter_clauses) - set(regulation.parameters)):
        line = regulation.line("parameter_clauses", name)
        yield reason("core.regulation_parameter_unknown", key=name, line=line)
    numbering = str(regulation.parameters.get("numbering", USUAL))
    if not is_pattern(numbering):
        line = regulation.line("parameters", "numbering")
        yield reason("core.regulation_numbering_wrong", pattern=numbering, line=line)
    archive = str(regulation.parameters.get(ARCHIVE_NUMBERING, ARCHIVE_USUAL))
    if not is_archive_pattern(archive):
        line = regulation.line("parameters", ARCHIVE_NUMBERING)
        yield reason("core.regulation_archive_numbering_wrong", pattern=archive, line=line)


def _dangling_clauses(regulation: Regulation) -> Iterator[Reason]:
    """Yield whatever names a clause that is not there; a text without clauses is not asked."""
    clauses = {clause.key for clause in regulation.clauses}
    if not clauses and not regulation.controls:
        return
    for key, clause, line in _cited(regulation):
        if clause and clause not in clauses:
            yield reason("core.regulation_clause_unknown", key=key, to=clause, line=line)


def _cited(regulation: Regulation) -> Iterator[tuple[str, str, int]]:
    """Yield every citation of a clause: what cites it, the clause, and the line."""
    for table in ("posts", "units", "columns", "categories", "declarations", "forms"):
        for entry in getattr(regulation, table):
            yield entry.key, entry.clause, regulation.line(table, entry.key)
    for name, clause in regulation.parameter_clauses.items():
        yield name, clause, regulation.line("parameter_clauses", name)
    for route in regulation.routes:
        for number, step in enumerate(route.steps):
            yield route.key, step.clause, regulation.line("routes", route.key, number)
    for control in regulation.controls:
        for clause in control.clauses:
            yield control.id, clause, regulation.line("controls", control.id)
    for gap in regulation.gaps:
        for clause in gap.clauses:
            yield gap.id, clause, regulation.line("gaps", gap.id)
