"""The steps stand in `kliping.steps` alone: nowhere else is there a list of them."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from kliping.steps import CORPUS_STEPS, STEPS

CHECKOUT = Path(__file__).resolve().parents[2]

NAMES = frozenset(step.name for step in STEPS)

MANY = 3
"""Steps that are a list of them wherever they stand; some of their names are words of other things as well."""


def listed(tree: ast.AST) -> list[int]:
    """The lines of collections, and of dictionaries by name, that hold steps alone, or many of them."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            members = node.elts
        elif isinstance(node, ast.Dict):
            members = [key for key in node.keys if key is not None]
        elif isinstance(node, ast.Call):
            members = [ast.Constant(one.arg) for one in node.keywords]
        else:
            continue
        steps = {one.value for one in members if isinstance(one, ast.Constant)} & NAMES
        if len(steps) >= MANY or 1 < len(steps) == len(members):
            found.append(node.lineno)
    return found


def test_no_list_of_steps_stands_elsewhere() -> None:
    folders = ("src", "assets", "expectations", "workflows", "benchmarks")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    paths = [CHECKOUT / name for name in tracked.stdout.split("\0") if name.endswith(".py")]
    found = [
        f"{path.relative_to(CHECKOUT)}:{line}"
        for path in paths
        if path.is_file() and path != CHECKOUT / "src/kliping/steps.py"
        for line in listed(ast.parse(path.read_text("utf-8")))
    ]
    assert found == [], "let it follow from kliping.steps"


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('BESIDE = ("repeats", "line_keys", "ranks")', True),
        ('asset(deps=["signatures", "ranks"])', True),
        ('OF = {"lines": of_lines, "languages": of_languages, "metadata": of_evidence, "x": 1}', True),
        ('frozenset({"lines", "metadata"})', True),
        ("write(raw_documents=a, settled_lines=b, pages=c, home=d)", True),
        ('shown = {"lines": lines, "metadata": evidence, "quarantine": held}', False),
        ('store.read("lines", batch)', False),
        ('COLUMNS = ("pages", "seconds")', False),
    ],
)
def test_a_second_list_would_be_seen(code: str, seen: bool) -> None:
    assert bool(listed(ast.parse(code))) is seen


def test_what_is_made_of_all_batches_takes_what_there_is() -> None:
    for step in CORPUS_STEPS:
        assert set(step.takes) <= NAMES
    (whole,) = [step for step in CORPUS_STEPS if step.gives is None]
    assert set(whole.takes) == NAMES


def test_the_flow_is_drawn_with_every_step() -> None:
    drawing = (CHECKOUT / "docs" / "architecture.md").read_text("utf-8").split("```")[1]
    places: dict[str, int] = {}
    for found in re.finditer(r"\w+", drawing):
        places.setdefault(found.group(), found.start())
    assert {step.name for step in CORPUS_STEPS} <= places.keys()
    late = [(step.name, taken) for step in STEPS for taken in step.takes if places[taken] > places[step.name]]
    assert late == []  # each stands behind what it takes
