"""Mutants of a module: its tree changed in exactly one place that decides something."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
Change = Callable[[ast.AST], None]
Place = tuple[ast.AST, Change, str]
ANY_ALL = {"any": "all", "all": "any", "min": "max", "max": "min"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module changed on one line: the whole changed tree, and what was done.

    `function` holds the lines of the body that has the change, those of the outermost function.
    """

    module: str
    line: int
    function: range
    what: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.what}"


def mutants_of(module: str, path: Path) -> list[Mutant]:
    """Return every mutant of the functions of `module`, whose source stands at `path`."""
    text = path.read_text(encoding="utf-8")
    count = len(list(_places(ast.parse(text))))
    found = []
    for number in range(count):
        tree = ast.parse(text)
        node, change, what = list(_places(tree))[number]
        line = node.lineno  # type: ignore[attr-defined]  # every changed node has its line
        change(node)
        ast.fix_missing_locations(tree)
        function = _body_around(line, tree)
        found.append(Mutant(module=module, line=line, function=function, what=what, tree=tree))
    return found


def _places(tree: ast.Module) -> Iterator[Place]:
    """Yield each place within a function that can be changed, how, and in words."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            _drop_docstring(function)
            for node in _inside(function):
                yield from _changes(node)


def _body_around(line: int, tree: ast.Module) -> range:
    """Return the lines of the body of the outermost function around `line`."""
    around = [
        range(node.body[0].lineno, (node.end_lineno or line) + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or line)
    ]
    return max(around, key=len)


def _drop_docstring(function: ast.FunctionDef) -> None:
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        function.body = function.body[1:] or [ast.Pass(lineno=first.lineno, col_offset=0)]


def _inside(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Yield the nodes of the body, those of functions within it left to themselves."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting.extend(
            child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.FunctionDef)
        )


def _changes(node: ast.AST) -> Iterator[Place]:
    yield from _changed_conditions(node)
    yield from _changed_values(node)
    for block in ("body", "orelse"):
        listed = getattr(node, block, None)
        for at, one in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(one, ast.Expr | ast.AugAssign | ast.Raise | ast.Continue | ast.Return):
                yield one, _removed(listed, at), f"{type(one).__name__} removed"


def _changed_conditions(node: ast.AST) -> Iterator[Place]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            yield node, _compared(at), f"{type(operator).__name__} turned"
    if isinstance(node, ast.BoolOp):
        yield node, _and_or, f"{type(node.op).__name__} turned"
        for at in range(len(node.values)):
            yield node, _left_out(at), f"operand {at + 1} left out"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, _without_not, "not left out"
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield node, _negated, "condition negated"
    if isinstance(node, ast.comprehension) and node.ifs:
        yield node.ifs[0], _always, "filter let through"


def _changed_values(node: ast.AST) -> Iterator[Place]:
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield node, _other_sign, f"{type(node.op).__name__} turned"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        yield node, _other_constant, f"{node.value!r} changed"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in ANY_ALL:
            yield node, _any_all, f"{node.func.id} turned"
        if node.func.id == "reason" and isinstance(node.args[0], ast.Constant):
            yield node, _other_code, "another reason"


def _compared(at: int) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Compare)
        node.ops[at] = COMPARISONS[type(node.ops[at])]()

    return change


def _left_out(at: int) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.BoolOp)
        node.values[at] = ast.Constant(value=isinstance(node.op, ast.And))

    return change


def _removed(block: list[ast.stmt], at: int) -> Change:
    def change(node: ast.AST) -> None:
        is_generating = any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(node))
        nothing: ast.stmt = ast.Pass()
        if is_generating:  # it stays a generator
            nothing = ast.Expr(value=ast.YieldFrom(value=ast.Tuple(elts=[], ctx=ast.Load())))
        block[at] = ast.copy_location(nothing, node)

    return change


def _and_or(node: ast.AST) -> None:
    assert isinstance(node, ast.BoolOp)
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _without_not(node: ast.AST) -> None:
    assert isinstance(node, ast.UnaryOp)
    node.operand = ast.UnaryOp(op=ast.Not(), operand=copy.deepcopy(node.operand))


def _other_sign(node: ast.AST) -> None:
    assert isinstance(node, ast.BinOp)
    node.op = ARITHMETIC[type(node.op)]()


def _negated(node: ast.AST) -> None:
    assert isinstance(node, ast.If | ast.IfExp | ast.While)
    node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)


def _always(node: ast.AST) -> None:
    """Let everything through: the condition becomes `it or True`."""
    kept = copy.deepcopy(node)
    node.__class__ = ast.BoolOp
    node.__dict__.clear()
    node.__dict__ |= {
        **{name: getattr(kept, name) for name in ("lineno", "col_offset")},
        "op": ast.Or(),
        "values": [kept, ast.Constant(value=True)],
    }


def _other_constant(node: ast.AST) -> None:
    assert isinstance(node, ast.Constant)
    is_bool = isinstance(node.value, bool)
    node.value = not node.value if is_bool else int(str(node.value)) + 1


def _any_all(node: ast.AST) -> None:
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    node.func.id = ANY_ALL[node.func.id]


def _other_code(node: ast.AST) -> None:
    assert isinstance(node, ast.Call)
    node.args[0] = ast.Constant(value="review.another")
