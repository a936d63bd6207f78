"""Every module is named by a test of its own behaviour: its own functions are what a test imports."""

from __future__ import annotations

import ast
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

SOURCES = CHECKOUT / "src"

UNNAMED = CHECKOUT / "tests" / "contracts" / "unnamed_modules.txt"
"""Modules that are tested through their package alone. The list only grows shorter."""


def modules() -> dict[str, Path]:
    """Every module of ``kliping`` that is not the face of a package, by name."""
    paths = sorted((SOURCES / "kliping").rglob("*.py"))
    named = {".".join(path.relative_to(SOURCES).with_suffix("").parts): path for path in paths}
    return {name: path for name, path in named.items() if path.name != "__init__.py"}


def handed_on() -> dict[tuple[str, str], tuple[str, str]]:
    """What the face of a package hands on: package and name, and the module and name it has it from."""
    found = {}
    for path in (SOURCES / "kliping").rglob("__init__.py"):
        package = ".".join(path.relative_to(SOURCES).parent.parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {(package, alias.asname or alias.name): (node.module, alias.name) for alias in node.names}
            elif isinstance(node, ast.FunctionDef):  # a face imports its module when it is called
                for inner in ast.walk(node):
                    if isinstance(inner, ast.ImportFrom) and inner.module:
                        found[package, node.name] = (inner.module, inner.names[0].name)
    return found


def named(tests: Path) -> set[str]:
    """The modules whose names, or whose functions, the tests below a folder import."""
    handed, found = handed_on(), set()
    for path in tests.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    found |= {node.module, f"{node.module}.{alias.name}"}
                    found.add(handed.get((node.module, alias.name), (node.module, ""))[0])
    return found


def test_a_new_module_is_named_by_a_test() -> None:
    known = set(UNNAMED.read_text(encoding="utf-8").split())
    assert set(modules()) - named(CHECKOUT / "tests" / "kliping") - known == set()


def test_the_list_of_others_only_grows_shorter() -> None:
    known = set(UNNAMED.read_text(encoding="utf-8").split())
    assert known - set(modules()) == set()
    assert known & named(CHECKOUT / "tests" / "kliping") == set()
