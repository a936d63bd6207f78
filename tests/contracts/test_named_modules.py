"""Every module is named by a test of its own behaviour: its own functions are what a test imports.

What a module says does not belong in it is sent somewhere that is there.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from kliping.reading.known import FORMATS

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


def read_from_samples() -> set[str]:
    """The readers whose samples ``tests/kliping/reading/test_formats.py`` reads, without naming them."""
    return {f"kliping.reading.formats.{one.module}" for one in FORMATS if any(row.sample for row in one.shown)}


def test_every_module_is_named_by_a_test() -> None:
    assert set(modules()) - named(CHECKOUT / "tests" / "kliping") - read_from_samples() == set()


def test_a_module_without_a_test_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("from kliping.metadata import extract_metadata\nimport kliping.packed\n")
    assert named(tmp_path) == {
        "kliping.metadata",
        "kliping.metadata.extract_metadata",
        "kliping.metadata.extract",
        "kliping.packed",
    }


HOUSE = ("src/kliping", "expectations", "assets", "workflows", "benchmarks", "tests")

_SENT = re.compile(r"\(((?:``[\w.]+``(?:, )?)+)\)")
"""Names alone in brackets: where something is that does not belong here."""


@cache
def places() -> set[str]:
    """Names of all modules, packages and files of ours, each as its last part."""
    found = set[str]()
    for folder in HOUSE:
        for path in (CHECKOUT / folder).rglob("*"):
            found |= {path.name, path.stem, path.parent.name}
    return found


def sent_nowhere(source: str) -> list[str]:
    """Where a module's docstring sends what does not belong in it, of this what neither we nor the module have."""
    told = " ".join((ast.get_docstring(ast.parse(source)) or "").split()).partition("oes not belong here")[2]
    code = source.partition('"""')[2].partition('"""')[2]
    names = [name for found in _SENT.findall(told) for name in re.findall(r"``([\w.]+)``", found)]
    return [
        name
        for name in names
        if name not in places()
        and not {*name.lower().split(".")[-2:]} & places()  # a module, or what one has
        and not re.search(rf"\b{re.escape(name)}\b", code)
    ]


def test_what_belongs_elsewhere_is_sent_to_what_is_there() -> None:
    paths = [path for folder in HOUSE[:-1] for path in sorted((CHECKOUT / folder).rglob("*.py"))]
    lost = {str(path.relative_to(CHECKOUT)): sent_nowhere(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: names for name, names in lost.items() if names} == {}


def test_what_is_sent_nowhere_would_be_seen() -> None:
    told = '"""Trees. Does not belong here: fitting (``nobody_fits``), the order (``model``), a look\\n(``look``)."""\n'
    assert sent_nowhere(told + "def look(): ...") == ["nobody_fits"]
