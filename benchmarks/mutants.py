"""Whether the tests see a change of the code: ``python -m benchmarks.mutants [--mutants 200] [--seed 1] [PACKAGE…]``.

Makes mutants of the modules of the packages (default: ``kliping.metadata`` and ``kliping.duplicates``): one comparison,
sign, number or condition is another one. A mutant runs the tests that name its module and no others; one that no test
fails on survives. Prints a row a package, the share that was killed, and the survivors, each with its place.

A module of compiled functions is run as plain Python, with all that calls it; the others keep their machine code. What
its tests say of the unchanged module in that way is asked first, and a test that fails there is not asked again.

Belongs here: making mutants and running tests on them. Does not belong here: which tests name a module
(``tests.contracts.test_named_modules``).
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import os
import random
import resource
import signal
import sys
import time
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES, TESTS = CHECKOUT / "src", CHECKOUT / "tests" / "kliping"

SECONDS = 120
"""Seconds of a processor that the tests of a mutant may take: one that runs on is seen as well."""

PATIENCE = 20
"""Times as long that is waited for it on a machine that does other work."""

FAILED, SILENT = 1, 5
"""What pytest ends with when a test failed, and when it found none."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
"""Operators, and what stands in their place."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    module: str
    line: int
    told: str
    """What stands there now, and what stood there."""
    source: str
    """The module with the change."""


def path_of(module: str) -> Path:
    """The file of a module."""
    return SOURCES / (module.replace(".", "/") + ".py")


def places(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes that may be changed: of functions and constants, not of annotations, decorators and docstrings."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)):
            yield from _within(node)


def _within(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes, type(None), type(...))):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "ctx"):
            continue
        if name == "args" and isinstance(value, ast.arguments):
            continue
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST):
                yield from _within(inner)


def changes(node: ast.AST) -> list[tuple[Callable[[Any], None], str]]:
    """What may be done to a node, each as a change of it and in words."""
    found: list[tuple[Callable[[Any], None], str]] = []

    def put(field: str, value: Any, words: str) -> None:  # noqa: ANN401 - any field of a node
        found.append((lambda at: setattr(at, field, value), words))

    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SWAPS:
        other = SWAPS[type(node.ops[0])]()
        put("ops", [other], f"{type(node.ops[0]).__name__} -> {type(other).__name__}")
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in SWAPS:
        other = SWAPS[type(node.op)]()
        put("op", other, f"{type(node.op).__name__} -> {type(other).__name__}")
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        put("value", not node.value, f"{node.value} -> {not node.value}")
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        put("value", node.value + 1, f"{node.value} -> {node.value + 1}")
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        put("test", ast.UnaryOp(ast.Not(), node.test), f"{type(node).__name__.lower()} -> {'not'}")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        put("operand", ast.UnaryOp(type(node.op)(), node.operand), f"no {type(node.op).__name__}")
    return found


def mutants_of(module: str) -> list[tuple[int, int]]:
    """Every change of a module: the number of the node, and of the change."""
    nodes = list(places(ast.parse(path_of(module).read_text(encoding="utf-8"))))
    return [(at, number) for at, node in enumerate(nodes) for number in range(len(changes(node)))]


def mutant(module: str, at: int, number: int) -> Mutant:
    """The change ``number`` of the node ``at``."""
    source = path_of(module).read_text(encoding="utf-8")
    tree = ast.parse(source)
    node = list(places(tree))[at]
    before = ast.unparse(node).splitlines()[0][:90]
    change, words = changes(node)[number]
    line = getattr(node, "lineno", 0)
    change(node)
    changed = ast.unparse(ast.fix_missing_locations(copy.deepcopy(tree)))
    return Mutant(module, line, f"{words} in: {before}", changed)


class _Served(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from another source, and some modules without compiling them."""

    def __init__(self, module: str, source: str, plain: frozenset[str]) -> None:
        self._module, self._source, self._plain = module, source, plain

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._module and name not in self._plain:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=str(path_of(name)))

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's source."""
        from numba import config

        name = module.__name__
        path = path_of(name)
        source = self._source if name == self._module else path.read_text(encoding="utf-8")
        module.__file__ = str(path)
        before = config.DISABLE_JIT
        config.DISABLE_JIT = name in self._plain
        try:
            exec(compile(source, str(path), "exec"), module.__dict__)
        finally:
            config.DISABLE_JIT = before


def importers(module: str) -> frozenset[str]:
    """The module and all modules with compiled functions that take something from it, directly or not."""
    found = {module}
    sources = {
        ".".join(path.relative_to(SOURCES).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in (SOURCES / "kliping").rglob("*.py")
    }
    while True:
        more = {
            name
            for name, source in sources.items()
            if "njit" in source and any(f"from {one} import" in source for one in found)
        }
        if more <= found:
            return frozenset(found)
        found |= more


def named_by() -> dict[str, list[str]]:
    """The files of tests that name each module."""
    from tests.contracts.test_named_modules import modules, named_in

    found: dict[str, list[str]] = {module: [] for module in modules()}
    for path in sorted(TESTS.rglob("test_*.py")):
        for module in named_in(path):
            if module in found:
                found[module].append(str(path.relative_to(CHECKOUT)))
    return found


def ends(module: str, source: str, tests: Sequence[str], skipped: Sequence[str] = ()) -> tuple[int, str]:
    """What pytest ends with on the tests of a module of this source, in a process of its own, and what it failed on."""
    plain = importers(module) if "njit" in path_of(module).read_text(encoding="utf-8") else frozenset()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        code = 99
        try:
            code, failed = _asked(_Served(module, source, plain), tests, skipped)
            os.write(writing, failed.encode())
        except BaseException as broken:  # noqa: BLE001 - it is told, and the process ends here
            os.write(writing, f"{type(broken).__name__}: {broken}".encode())
        finally:
            os._exit(code)
    os.close(writing)
    deadline = time.monotonic() + PATIENCE * SECONDS
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            with os.fdopen(reading) as told:
                return os.waitstatus_to_exitcode(status), told.read()
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(reading)
            return FAILED, "too slow"
        time.sleep(0.05)


def _asked(served: _Served, tests: Sequence[str], skipped: Sequence[str]) -> tuple[int, str]:
    import pytest

    class Seen:
        failed: list[str] = []  # noqa: RUF012 - of one run

        def pytest_runtest_logreport(self, report: Any) -> None:  # noqa: ANN401 - pytest's
            if report.failed:
                self.failed.append(report.nodeid)

    sys.meta_path.insert(0, served)
    many = ["--maxfail=200"] if not skipped and served._source == path_of(served._module).read_text("utf-8") else ["-x"]
    chosen = [argument for one in skipped for argument in ("--deselect", one)]
    quiet = ["-q", "-p", "no:cacheprovider", "-W", "ignore::RuntimeWarning", "--hypothesis-seed=1"]
    code = int(pytest.main([*many, *quiet, *chosen, *tests], plugins=[Seen()]))
    return code, "\n".join(Seen.failed)


def sample(packages: Sequence[str], wanted: int, seed: int) -> list[Mutant]:
    """Mutants of the modules that a test names, each place as likely as any other."""
    modules = [
        module
        for module, tests in named_by().items()
        if tests and any(module.startswith(f"{package}.") for package in packages)
    ]
    every = [(module, *where) for module in sorted(modules) for where in mutants_of(module)]
    dice = random.Random(seed)
    print(f"{len(every)} mutants of {len(modules)} modules; {wanted} of them are run", flush=True)
    return [mutant(*one) for one in dice.sample(every, min(wanted, len(every)))]


def main() -> None:
    """Run the sample and print what became of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", default=["kliping.metadata", "kliping.duplicates"])
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for library in ("numpy", "polars", "numba", "pyarrow", "pytest", "pydantic", "lxml.html"):
        importlib.import_module(library)  # once, before the processes part
    tests = named_by()
    failing: dict[str, tuple[int, list[str]]] = {}
    killed: Counter[str] = Counter()
    run: Counter[str] = Counter()
    # in the order of the draw: what was run when it is stopped is a sample as well
    for one in sample(asked.packages, asked.mutants, asked.seed):
        if one.module not in failing:
            code, failed = ends(one.module, path_of(one.module).read_text(encoding="utf-8"), tests[one.module])
            failing[one.module] = (code, failed.splitlines())
            if code not in (0, FAILED) or len(failed.splitlines()) >= 200:
                print(f"{one.module}: its tests cannot be asked ({code}, {failed[:200]})", flush=True)
        unchanged, skipped = failing[one.module]
        package = ".".join(one.module.split(".")[:2])
        if unchanged not in (0, FAILED):
            continue
        code, failed = ends(one.module, one.source, tests[one.module], skipped)
        run[package] += 1
        killed[package] += code not in (0, SILENT)
        fate = "survived" if code in (0, SILENT) else "killed"
        print(f"{sum(killed.values())} of {sum(run.values())} {fate}: {one.module}:{one.line} {one.told}", flush=True)
    print("\n| package | mutants | killed | share |\n|---|---:|---:|---:|")
    for package in sorted(run):
        print(f"| `{package}` | {run[package]} | {killed[package]} | {killed[package] / run[package]:.0%} |")
    whole, seen = sum(run.values()), sum(killed.values())
    print(f"| all | {whole} | {seen} | {seen / max(whole, 1):.1%} |")
    print(
        f"\nTests that plain Python fails on, and that were not asked: {sum(len(one) for _, one in failing.values())}"
    )


if __name__ == "__main__":
    main()
