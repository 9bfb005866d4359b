"""Reading a regulation: TOML text to values, each fault with its line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

from hefa.core.duty import Cadence, Rhythm, Term
from hefa.core.errors import Reason, Refused, reason
from hefa.core.package import Kind as Manuscript
from hefa.core.regulation.contradictions import contradictions
from hefa.core.regulation.model import (
    Article,
    Category,
    Clause,
    ColumnPlan,
    Control,
    Declaration,
    Form,
    FormField,
    Gap,
    Kind,
    Label,
    Pack,
    Post,
    Regulation,
)
from hefa.core.regulation.places import lines_of, named_lines
from hefa.core.regulation.values import (
    Raw,
    Wrong,
    chosen,
    inner,
    make,
    member,
    of_each,
    one,
    plain,
    table,
    texts,
)
from hefa.core.review import Act, Needs, PostKey, Route, Step
from hefa.core.rights import ALL_POSTS

_AT_LINE = re.compile(r"\(at line (\d+)")
_NAMES = {entry.name for entry in fields(Regulation)} - {"lines", "route_labels"}
_ROUTE = {"key", "label", "clause", "steps", "kinds"}


def parse_regulation(text: str) -> Regulation:
    """Return the regulation that the TOML `text` describes.

    Raises Refused with everything that contradicts itself or dangles, each with its line; with
    the first fault alone when the text cannot be read to its end.
    """
    regulation = read_regulation(text)
    if reasons := contradictions(regulation):
        raise Refused(reasons)
    return regulation


def read_regulation(text: str) -> Regulation:
    """Return what `text` says, consistent or not. Raises Refused when it cannot be read."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(_unreadable(str(error), text)) from None
    lines = lines_of(text)
    try:
        return _regulation(raw, lines)
    except Wrong as wrong:
        raise Refused(_incomplete(wrong, lines)) from None


def _unreadable(message: str, text: str) -> Reason:
    """Return the reason for text that is no TOML: the line the parser names, or the last."""
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else text.rstrip().count("\n") + 1
    return reason("core.regulation_unreadable", line=line)


def _incomplete(wrong: Wrong, lines: Mapping[str, int]) -> Reason:
    """Return the reason for what cannot be read: the line of its place, or of what holds it."""
    path = wrong.path
    while path and path not in lines and f"{path}.0" not in lines:
        path = path.rpartition(".")[0]
    line = lines.get(path) or lines.get(f"{path}.0", 1)
    return reason("core.regulation_incomplete", line=line, place=wrong.what)


def _regulation(raw: Raw, lines: Mapping[str, int]) -> Regulation:
    for name in raw:
        if name not in _NAMES:
            raise Wrong(name, name)
    routes = table(raw, "routes", _route)
    return Regulation(
        key=one(raw, "key", str),
        title=one(raw, "title", str),
        version=one(raw, "version", int),
        parameters=MappingProxyType(one(raw, "parameters", dict)),
        parameter_clauses=MappingProxyType(of_each(raw, "parameter_clauses", "", str)),
        articles=table(raw, "articles", plain(Article), is_optional=True),
        clauses=table(raw, "clauses", plain(Clause), is_optional=True),
        posts=table(raw, "posts", _post),
        units=table(raw, "units", plain(Label)),
        columns=table(raw, "columns", plain(ColumnPlan)),
        categories=table(raw, "categories", plain(Category)),
        declarations=table(raw, "declarations", plain(Declaration), is_optional=True),
        routes=routes,
        route_labels=MappingProxyType(
            {entry["key"]: entry.get("label", entry["key"]) for entry in raw["routes"]}
        ),
        controls=table(raw, "controls", _control, is_optional=True),
        forms=table(raw, "forms", _form, is_optional=True),
        gaps=table(raw, "gaps", _gap, is_optional=True),
        lines=named_lines(raw, lines),
    )


def _post(raw: Raw, path: str) -> Post:
    key = raw.get("key")
    own = [key] if isinstance(key, str) and key in ALL_POSTS else []
    stands_for = texts(raw, "stands_for", path, default=own)
    return make(Post, raw, path, stands_for=frozenset(map(PostKey, stands_for)))


def _route(raw: Raw, path: str) -> Route:
    for name, value in raw.items():
        is_list = name in ("steps", "kinds")
        if name not in _ROUTE or not (is_list or isinstance(value, str)):
            raise Wrong(name, f"{path}.{name}")
    if "key" not in raw:
        raise Wrong("key", path)
    kinds = texts(raw, "kinds", path, default=())
    return Route(
        key=raw["key"],
        steps=inner(raw, "steps", path, _step),
        kinds=frozenset(member(Manuscript, kind, f"{path}.kinds") for kind in kinds),
    )


def _step(raw: Raw, path: str) -> Step:
    earlier = texts(raw, "differs_from", path, default=())
    return make(
        Step,
        raw,
        path,
        act=chosen(Act, raw, "act", path),
        posts=frozenset(map(PostKey, texts(raw, "posts", path))),
        differs_from=frozenset(member(Act, act, f"{path}.differs_from") for act in earlier),
        needs=chosen(Needs, raw, "needs", path, default=Needs.ANY),
        declares=tuple(texts(raw, "declares", path, default=())),
        within=_term(raw, "within", path),
    )


def _control(raw: Raw, path: str) -> Control:
    kinds = texts(raw, "kinds", path)
    return make(
        Control,
        raw,
        path,
        kinds=tuple(member(Kind, kind, f"{path}.kinds") for kind in kinds),
        posts=tuple(map(PostKey, texts(raw, "posts", path, default=()))),
        also=tuple(texts(raw, "also", path, default=())),
        cadence=_cadence(raw, path),
        term=_term(raw, "term", path),
        limits=MappingProxyType(dict(of_each(raw, "limits", path, int))),
        pack=chosen(Pack, raw, "pack", path, default=Pack.REGULATION),
    )


def _cadence(raw: Raw, path: str) -> Cadence | None:
    if "cadence" not in raw:
        return None
    told, here = _told(raw, "cadence", path), f"{path}.cadence"
    return make(Cadence, told, here, every=chosen(Rhythm, told, "every", here))


def _term(raw: Raw, name: str, path: str) -> Term | None:
    return make(Term, _told(raw, name, path), f"{path}.{name}") if name in raw else None


def _told(raw: Raw, name: str, path: str) -> Raw:
    """Return the table `name` within the table at `path`."""
    if not isinstance(raw[name], dict):
        raise Wrong(name, f"{path}.{name}")
    return dict(raw[name])


def _form(raw: Raw, path: str) -> Form:
    asked = inner(raw, "fields", path, _form_field)
    copies = tuple(texts(raw, "copies", path, default=()))
    return make(Form, raw, path, copies=copies, fields=asked)


def _form_field(raw: Raw, path: str) -> FormField:
    return make(FormField, raw, path, by=tuple(texts(raw, "by", path, default=())))


def _gap(raw: Raw, path: str) -> Gap:
    return make(Gap, raw, path, also=tuple(texts(raw, "also", path, default=())))
