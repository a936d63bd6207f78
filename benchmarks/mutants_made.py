"""Mutants: one small change of one function or constant each, in the order of a seed.

Belongs here: which places of a module may be changed, how, and which of them a sample takes. Does not belong here:
running tests on them (``mutants_run``).

What no test could see is no place to change: docstrings, annotations, decorators, words of messages and of logs,
``strict=`` of a ``zip``, ``maintain_order=`` (Polars keeps the order of most plans without the promise), numbers in the
size of ``np.empty`` (room that is not filled), and everything at the level of a module that is neither a function nor a
constant.
"""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES = CHECKOUT / "src"

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
"""Operators, and what stands in their place."""

UNSEEN_FIELDS = frozenset({"annotation", "returns", "decorator_list", "ctx", "type_params"})
"""Parts of a node that say nothing of what it does."""


@dataclass(frozen=True)
class Place:
    """Where a module may be changed: a node, and which of its changes."""

    module: str
    scope: str
    """The function or method, or the name of a constant."""
    line: int
    last_line: int
    statement: tuple[int, int]
    """The first and last line of the statement, or of its head where others stand inside."""
    told: str
    """What is changed in which words of the source."""
    key: str
    """The same as long as the function holds these words, wherever it stands in its file."""
    at: int
    number: int


def path_of(module: str) -> Path:
    """The file of a module."""
    return SOURCES / (module.replace(".", "/") + ".py")


def modules_of(packages: Sequence[str]) -> list[str]:
    """The names of all modules below some packages, but the faces of packages."""
    return sorted(
        ".".join(path.relative_to(SOURCES).with_suffix("").parts)
        for package in packages
        for path in path_of(package).with_suffix("").rglob("*.py")
        if path.name != "__init__.py"
    )


@dataclass(frozen=True)
class _Node:
    node: ast.AST
    scope: str
    statement: ast.stmt


def _nodes(tree: ast.Module) -> list[_Node]:
    found: list[_Node] = []
    for top in tree.body:
        if isinstance(top, ast.FunctionDef):
            found += _within(top, top.name, top)
        elif isinstance(top, ast.ClassDef):
            for method in top.body:
                if isinstance(method, ast.FunctionDef):
                    found += _within(method, f"{top.name}.{method.name}", method)
        elif isinstance(top, (ast.Assign, ast.AnnAssign)):
            found += _within(top, ", ".join(assigned(top)), top)
    return found


def assigned(statement: ast.stmt) -> list[str]:
    """The names that a statement gives values to."""
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return []
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name)]


def _within(node: ast.AST, scope: str, statement: ast.stmt) -> Iterator[_Node]:
    if _is_unseen(node):
        return
    if isinstance(node, ast.stmt):
        statement = node
    yield _Node(node, scope, statement)
    for name, value in ast.iter_fields(node):
        if name in UNSEEN_FIELDS or isinstance(value, ast.arguments):
            continue
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST):
                room = isinstance(node, ast.Call) and ast.unparse(node.func) == "np.empty" and inner is node.args[0]
                for found in _within(inner, scope, statement):
                    if not (room and isinstance(found.node, ast.Constant)):
                        yield found


def _is_unseen(node: ast.AST) -> bool:
    if isinstance(node, (ast.JoinedStr, ast.Raise)):
        return True
    if isinstance(node, ast.Expr):
        told = node.value
        return isinstance(told, ast.Constant) or (
            isinstance(told, ast.Call) and ast.unparse(told.func).split(".")[0].lower().strip("_") in ("log", "logger")
        )
    if isinstance(node, ast.keyword):
        return node.arg in ("strict", "maintain_order")
    return isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes, type(None), type(...)))


def _changes(node: ast.AST) -> list[tuple[Callable[[Any], None], str]]:
    """What may be done to a node, each as a change of it and in words."""
    found: list[tuple[Callable[[Any], None], str]] = []

    def put(field: str, value: Any, words: str) -> None:  # noqa: ANN401 - any field of a node
        found.append((lambda at: setattr(at, field, value), words))

    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            if type(operator) in SWAPS:
                other = SWAPS[type(operator)]()
                ops = [*node.ops[:number], other, *node.ops[number + 1 :]]
                put("ops", ops, f"{type(operator).__name__} -> {type(other).__name__}")
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in SWAPS:
        other = SWAPS[type(node.op)]()
        put("op", other, f"{type(node.op).__name__} -> {type(other).__name__}")
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        put("value", not node.value, f"{node.value} -> {not node.value}")
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        put("value", node.value + 1, f"{node.value} -> {node.value + 1}")
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        put("test", ast.UnaryOp(ast.Not(), node.test), "condition turned round")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        put("operand", ast.UnaryOp(type(node.op)(), node.operand), f"{type(node.op).__name__} left out")
    return found


@cache
def source_of(module: str) -> str:
    """The text of a module."""
    return path_of(module).read_text(encoding="utf-8")


def places(module: str) -> list[Place]:
    """Every change of a module."""
    found, seen = [], Counter[str]()
    for at, (node, scope, statement) in enumerate((n.node, n.scope, n.statement) for n in _nodes(_parsed(module))):
        made = _changes(node)
        words = ast.unparse(node).splitlines()[0][:100] if made else ""
        body = getattr(statement, "body", None)
        last = body[0].lineno - 1 if isinstance(body, list) else statement.end_lineno or statement.lineno
        for number, (_, change) in enumerate(made):
            key = f"{module}:{scope}:{ast.unparse(statement).splitlines()[0]}:{words}:{change}"
            seen[key] += 1
            lines = getattr(node, "lineno", statement.lineno), getattr(node, "end_lineno", last)
            if isinstance(node, ast.stmt):
                lines = statement.lineno, last
            told, whole = f"{change} in: {words}", (statement.lineno, max(last, statement.lineno))
            found.append(Place(module, scope, *lines, whole, told, f"{key}:{seen[key]}", at, number))
    return found


def _parsed(module: str) -> ast.Module:
    return ast.parse(source_of(module))


def changed(module: str, at: int, number: int) -> ast.Module:
    """The module with one of its changes made; lines stay where they are."""
    tree = _parsed(module)
    node = _nodes(tree)[at].node
    _changes(node)[number][0](node)
    return ast.fix_missing_locations(tree)


def sample(packages: Sequence[str], wanted: int, seed: int, left_out: Sequence[str] = ()) -> tuple[list[Place], int]:
    """``wanted`` places of the modules, and how many there are.

    Which ones depends on the seed and on the words of each place alone: a change of the code elsewhere changes nothing.
    ``left_out``: how the keys of changes begin that nobody could see.
    """
    unseen = tuple(f"{name}:" for name in left_out)
    every = [one for module in modules_of(packages) for one in places(module) if not f"{one.key}:".startswith(unseen)]
    drawn = sorted(every, key=lambda place: hashlib.sha256(f"{seed}:{place.key}".encode()).digest())
    return drawn[:wanted], len(every)
