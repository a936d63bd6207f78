"""Every module is named by a test of its own behaviour: its own functions are what a test imports."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

SOURCES = CHECKOUT / "src"


def modules() -> dict[str, Path]:
    """Every module of ``kliping`` that is not the face of a package, by name."""
    paths = sorted((SOURCES / "kliping").rglob("*.py"))
    named = {".".join(path.relative_to(SOURCES).with_suffix("").parts): path for path in paths}
    return {name: path for name, path in named.items() if path.name != "__init__.py"}


@cache
def handed_on() -> dict[tuple[str, str], tuple[str, str]]:
    """What the face of a package hands on: package and name, and the module and name it has it from."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
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


def named_in(path: Path) -> set[str]:
    """The modules whose names, or whose functions, a file of tests imports."""
    handed, found = handed_on(), set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found |= {node.module, f"{node.module}.{alias.name}"}
                found.add(handed.get((node.module, alias.name), (node.module, ""))[0])
    return found


def named(tests: Path) -> set[str]:
    """The modules that the tests below a folder name."""
    return {module for path in tests.rglob("*.py") for module in named_in(path)}


def test_every_module_is_named_by_a_test() -> None:
    assert set(modules()) - named(CHECKOUT / "tests" / "kliping") == set()


def test_a_module_without_a_test_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("from kliping.metadata import extract_metadata\nimport kliping.packed\n")
    assert named(tmp_path) == {
        "kliping.metadata",
        "kliping.metadata.extract_metadata",
        "kliping.metadata.extract",
        "kliping.packed",
    }
