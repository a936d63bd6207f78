"""Imports point one way, and heavy ones wait: read from the source with ``ast``, and seen in a fresh process."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKOUT = Path(__file__).resolve().parents[2]

FOLDERS = {"kliping": "src/kliping", "expectations": "expectations", "assets": "assets", "workflows": "workflows"}
"""Our packages from the innermost out, and where they lie."""

PACKAGES = tuple(FOLDERS)

TEXT_PACKAGES = ("cleaning", "language", "metadata", "duplicates")
"""Packages of pure transforms: they know nothing of storage."""

STORAGE = ("kliping.warehouse", "duckdb", "sqlalchemy")

HEAVY = ("great_expectations", "numba", "lightgbm", "ray", "trafilatura", "langdetect", "babel", "sklearn")


EVERY_HELP = """
import click
from workflows.command_line import kliping
for name in kliping.list_commands(click.Context(kliping)):
    kliping.get_command(click.Context(kliping), name).main(["--help"], standalone_mode=False)
"""

CALL_MAIN = "from workflows.cli import main\ntry:\n    main()\nexcept SystemExit as done:\n    assert not done.code"


def for_types_only(node: ast.AST) -> bool:
    """Whether ``node`` is ``if TYPE_CHECKING:``: what stands there is never run, so it closes no circle."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def run(source: str) -> str:
    """``source`` without what only a type checker reads."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for field in ("body", "orelse"):
            inner = getattr(node, field, None)
            if isinstance(inner, list):
                kept = [one for one in inner if not for_types_only(one)]
                setattr(node, field, kept or [ast.Pass()] if field == "body" else kept)
    return ast.unparse(tree)


def imported(source: str, module: str) -> set[str]:
    """Dotted names of everything that ``source``, the code of ``module``, imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: -node.level]
                base = ".".join([*above, base] if base else above)
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def forbidden(package: str) -> tuple[str, ...]:
    """Packages of ours that ``package`` may not import: those to its right."""
    return PACKAGES[PACKAGES.index(package) + 1 :]


def broken_rules(module: str, source: str) -> list[str]:
    """Sentences on every import of ``module`` that breaks a rule of the house."""
    package, *inner = module.split(".")
    faults = []
    for name in sorted(imported(source, module)):
        top = name.split(".")[0]
        if top in forbidden(package):
            faults.append(f"{module} imports {name}: {package} may not use {top}")
        if top == "dagster" and package == "kliping":
            faults.append(f"{module} imports {name}: kliping knows nothing of Dagster")
        if top == "great_expectations" and package != "expectations":
            faults.append(f"{module} imports {name}: only expectations/ may")
        if package == "kliping" and inner and inner[0] in TEXT_PACKAGES and name.startswith(STORAGE):
            faults.append(f"{module} imports {name}: text functions know nothing of storage")
    return faults


def modules(folders: Mapping[str, str] = FOLDERS) -> list[tuple[str, Path]]:
    """Dotted name and path of every module of the four packages, or of others."""
    found = []
    for package, folder in folders.items():
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            parts = path.relative_to(CHECKOUT / folder).with_suffix("").parts
            found.append((".".join([package, *(part for part in parts if part != "__init__")]), path))
    return found


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_imports_only_what_lies_to_its_left(module: str, path: Path) -> None:
    assert broken_rules(module, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "faults"),
    [
        ("kliping.engine", "import polars\nfrom kliping.cleaning import clean", 0),
        ("kliping.engine", "import dagster as dg", 1),
        ("kliping.engine", "def f():\n    from dagster import asset", 2),
        ("kliping.engine", "from expectations import spec", 2),
        ("kliping.engine", "import great_expectations.core", 1),
        ("expectations.audit", "def f():\n    import great_expectations as gx", 0),
        ("expectations.audit", "import assets.candidate", 1),
        ("assets.lines", "from kliping.cleaning import clean\nfrom expectations.spec import NAME", 0),
        ("assets.lines", "import workflows.jobs", 1),
        ("assets.lines", "import great_expectations", 1),
        ("kliping.cleaning.classify", "from ..warehouse import store", 2),
        ("kliping.cleaning.classify", "from ..frames import LINES", 0),
        ("kliping.language.detection", "import duckdb", 1),
        ("kliping.warehouse.store", "import duckdb", 0),
    ],
)
def test_the_rules_see_a_wrong_import_and_let_a_right_one_pass(module: str, source: str, faults: int) -> None:
    assert len(broken_rules(module, source)) == faults


def graph(sources: dict[str, str]) -> dict[str, set[str]]:
    """Which modules each module imports when it is run, at its top or in a function, by dotted name.

    A package that holds the importing module is left out: it is loaded before its parts, whether they ask or not. Any
    other package is loaded with its part, so it counts.
    """
    found: dict[str, set[str]] = {}
    for module, source in sources.items():
        names = imported(run(source), module)
        parents = {".".join(name.split(".")[:depth]) for name in names for depth in range(1, name.count(".") + 1)}
        found[module] = {
            name for name in (names | parents) & set(sources) if name != module and not module.startswith(f"{name}.")
        }
    return found


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """What is left of a graph when modules that import nothing left are taken away, again and again: all circles."""
    left = {module: set(names) for module, names in edges.items()}
    for turned in (False, True):  # what leads into a circle is taken away as what leads out of it is
        if turned:
            left = {module: {other for other in left if module in left[other]} for module in left}
        while free := {module for module, names in left.items() if not names & set(left)}:
            left = {module: names for module, names in left.items() if module not in free}
    return [sorted(left)] if left else []


@pytest.fixture(scope="module")
def ours() -> dict[str, set[str]]:
    """The graph of all our modules, and of what measures them."""
    walked = modules({**FOLDERS, "benchmarks": "benchmarks"})
    return graph({module: path.read_text(encoding="utf-8") for module, path in walked})


def test_no_module_imports_itself_by_way_of_others(ours: dict[str, set[str]]) -> None:
    assert circles(ours) == []


def rooms(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """The same graph of packages and lone modules beside each other, whatever package they lie in, at every level.

    What a room takes from a module beside it is an arrow between the two, ``a.people`` to ``a.titles``, as
    ``a.people.names`` takes from ``a.titles.suffixes``; a module beside the rooms may be taken from by all of them, and
    takes from none that does.
    """
    found: dict[str, set[str]] = {}
    for module, names in edges.items():
        for name in names:
            mine, other = module.split("."), name.split(".")
            shared = [one == two for one, two in zip(mine, other, strict=False)]
            if not all(shared):  # a package and its own parts are loaded one in the other
                depth = shared.index(False) + 1
                room, taken = ".".join(mine[:depth]), ".".join(other[:depth])
                found.setdefault(room, set()).add(taken)
                found.setdefault(taken, set())
    return found


def test_no_package_imports_itself_by_way_of_others(ours: dict[str, set[str]]) -> None:
    assert circles(rooms(ours)) == []


def test_packages_that_import_each_other_by_different_modules_close_a_circle() -> None:
    sources = {
        "kliping.a.b": "import kliping.c.d",
        "kliping.c.d": "",
        "kliping.c.e": "import kliping.a.f",
        "kliping.a.f": "",
    }
    assert circles(graph(sources)) == []
    assert circles(rooms(graph(sources))) == [["kliping.a", "kliping.c"]]


def test_rooms_of_one_package_that_import_each_other_close_a_circle_however_deep() -> None:
    sources = {
        "kliping.a.b.c": "import kliping.a.d.e",
        "kliping.a.d.e": "",
        "kliping.a.d.f": "import kliping.a.g",
        "kliping.a.g": "def late():\n    import kliping.a.b.h",
        "kliping.a.b.h": "import kliping.i",
        "kliping.i": "",
    }
    assert circles(graph(sources)) == []
    assert circles(rooms(graph(sources))) == [["kliping.a.b", "kliping.a.d", "kliping.a.g"]]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("from kliping.b import f", "from kliping.a import g", True),
        ("from kliping import b", "def f():\n    from kliping.a import g", True),
        ("import kliping.b", "import kliping.a as a", True),
        ("from kliping.b import f", "import os", False),
        ("from kliping.b import f", "if TYPE_CHECKING:\n    from kliping.a import G", False),
    ],
)
def test_a_circle_is_seen_wherever_its_imports_stand(one: str, other: str, found: bool) -> None:
    sources = {"kliping.a": one, "kliping.b": other, "kliping.c": "import kliping.a", "kliping.d": ""}
    assert circles(graph(sources)) == ([["kliping.a", "kliping.b"]] if found else [])


def test_a_package_that_is_loaded_on_the_way_closes_a_circle() -> None:
    sources = {"kliping.a": "import kliping.b.c", "kliping.b": "import kliping.a", "kliping.b.c": ""}
    assert circles(graph(sources)) == [["kliping.a", "kliping.b"]]


def test_only_the_command_that_trains_imports_what_trains() -> None:
    users = {
        module
        for module, path in modules()
        for name in imported(path.read_text(encoding="utf-8"), module)
        if name.startswith("kliping.learning") and not module.startswith("kliping.learning")
    }
    assert users == {"workflows.commands.train"}


def heavy_after(statement: str) -> list[str]:
    """Which of ``HEAVY`` a fresh process holds after ``statement``."""
    code = (
        f"{statement}\nimport json, sys\n"
        f"print('HEAVY ' + json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    answers = [line for line in done.stdout.splitlines() if line.startswith("HEAVY ")]
    assert answers, done.stderr[-2000:]
    return json.loads(answers[-1].removeprefix("HEAVY "))


def test_a_heavy_import_would_be_seen() -> None:
    assert heavy_after("import langdetect") == ["langdetect"]


@pytest.mark.parametrize(
    "statement",
    [
        "import kliping.engine",
        "import kliping.reading, kliping.cleaning, kliping.language, kliping.metadata, kliping.duplicates",
        "import expectations",
        "import workflows.definitions",
        f"import sys\nsys.argv = ['kliping', '--help']\n{CALL_MAIN}",
        EVERY_HELP,
    ],
    ids=["engine", "steps", "expectations", "code location", "kliping --help", "every command's --help"],
)
def test_heavy_imports_wait_until_they_are_used(statement: str) -> None:
    assert heavy_after(statement) == []
