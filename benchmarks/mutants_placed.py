"""A mutant put in place of the code of a running process, and which lines feel a changed constant.

Belongs here: exchanging the code of one function or the value of one constant, wherever others hold it already. Does
not belong here: making the change (``mutants_made``) and running tests (``mutants_run``).
"""

from __future__ import annotations

import ast
import functools
import importlib
import sys
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from benchmarks.mutants_made import CHECKOUT, SOURCES, assigned, changed, modules_of, path_of, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutants_made import Place

FACES = ("kliping.metadata", "kliping.duplicates")

NOTING, BEGINNING = 300, 5
"""Seconds of a processor for noting which lines a file of tests reaches, and beside what the tests of a mutant take:
plain Python begins slowly."""

WAITING, WAITING_MORE = 20, 60
"""Seconds of a clock for each of a processor, and a minute more: a child may wait beside others without computing."""


def import_all() -> None:
    """Import every module that may be changed."""
    for module in modules_of(FACES):
        importlib.import_module(module)


def put_in_place(place: Place) -> None:
    """Change the code of this process, and with it all constants of the module that are made of what is changed."""
    tree = changed(place.module, place.at, place.number)
    module = importlib.import_module(place.module)
    names = set(place.scope.split(", "))
    if is_constant(place):
        _execute(module, next(one for one in tree.body if names & set(assigned(one))), tree)
    else:
        whole = compile(tree, str(path_of(place.module)), "exec")
        function = _function(module, place.scope)
        function.__code__ = _code(whole, place.scope)
        names = {place.scope.split(".")[0]}
    for statement in _made_of(tree, names):
        _execute(module, statement, tree)
    for name, other in list(sys.modules.items()):
        if name.startswith("kliping"):
            for held in list(vars(other).values()):
                if isinstance(held, functools._lru_cache_wrapper):
                    held.cache_clear()


def is_constant(place: Place) -> bool:
    """Whether it stands at the level of its module."""
    return any(place.scope == ", ".join(assigned(one)) for one in ast.parse(source_of(place.module)).body)


def _made_of(tree: ast.Module, names: set[str]) -> list[ast.stmt]:
    """The constants below that take any of the names, or what is made of them, in order."""
    found, known = [], set(names)
    for statement in tree.body:
        given = assigned(statement)
        if given and not known.issuperset(given) and known & _taken(statement):
            found.append(statement)
            known.update(given)
    return found


def _taken(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)}


def _execute(module: ModuleType, statement: ast.stmt, tree: ast.Module) -> None:
    """Give the names of a statement their new values, here and where they were imported to."""
    before = {name: vars(module).get(name) for name in assigned(statement)}
    future = [one for one in tree.body if isinstance(one, ast.ImportFrom) and one.module == "__future__"]
    exec(compile(ast.Module([*future, statement], []), str(path_of(module.__name__)), "exec"), vars(module))
    for other in list(sys.modules.values()):
        if not (getattr(other, "__file__", None) or "").startswith(str(CHECKOUT)):
            continue
        for name, value in before.items():
            if vars(other).get(name) is value:
                vars(other)[name] = vars(module)[name]


def _function(module: ModuleType, scope: str) -> FunctionType:
    held: Any = module
    for name in scope.split("."):
        held = vars(held)[name]
    seen: list[Any] = [held]
    for one in seen:
        if isinstance(one, FunctionType) and one.__qualname__ == scope and not hasattr(one, "__wrapped__"):
            return one
        seen += [
            inner
            for name in ("__wrapped__", "fget", "func", "__func__", "py_func")
            if (inner := getattr(one, name, None)) is not None
        ]
    raise LookupError(f"{module.__name__}:{scope} is no function")


def _code(whole: CodeType, scope: str) -> CodeType:
    for one in _codes(whole):
        if one.co_qualname == scope:
            return one
    raise LookupError(scope)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


@cache
def _trees() -> dict[str, ast.Module]:
    paths = sorted((SOURCES / "kliping").rglob("*.py"))
    return {str(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def uses_of(place: Place) -> set[tuple[str, int]]:
    """The files and lines of functions that take the constant which is changed, or one made of what is changed."""
    tree = ast.parse(source_of(place.module))
    names: set[str] = set(place.scope.split(", ")) if is_constant(place) else set()
    names |= {
        name for statement in _made_of(tree, names or {place.scope.split(".")[0]}) for name in assigned(statement)
    }
    found: set[tuple[str, int]] = set()
    asked: set[str] = set()
    while names - asked:
        asked, news = set(names), names - asked
        for path, other in _trees().items():
            for statement in other.body:
                for inner in ast.walk(statement):
                    named = inner.id if isinstance(inner, ast.Name) else getattr(inner, "attr", None)
                    if named in news:
                        found.add((path, inner.lineno))  # type: ignore[attr-defined]
                        names |= set(assigned(statement))
    return found
