"""Imports point one way, and heavy ones wait: read from the source with ``ast``, and seen in a fresh process."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

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


def modules() -> list[tuple[str, Path]]:
    """Dotted name and path of every module of the four packages."""
    found = []
    for package, folder in FOLDERS.items():
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
