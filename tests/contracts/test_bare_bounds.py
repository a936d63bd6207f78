"""No bound within a pattern decides anything without a name: ``[^()]{2,60}`` says neither what is bounded nor why 60.

``kliping.text.lengths`` has those that several modules take, the others stand at the top of their module, each with its
unit and its reason. Bounds of a handful are the shape of a thing (words of a name, letters of an ending), and figures
are counted because a day or a digest is written with so many.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.contracts.test_bare_numbers import modules

if TYPE_CHECKING:
    from collections.abc import Iterator

HANDFUL = 5
"""Times that a piece may be there for its bound to be a shape."""

_BOUND = re.compile(r"(?<!\\[pPxuU])\{(\d+)?(,)?(\d+)?\}")

_FIGURES = re.compile(r"(?:\\d|\[0-9\]|\[0-9a-f(?:A-F)?\])$")

ARGUED = {"reading/formats/preambles.py": {"{1,6}": "levels of Markdown's headings"}}
"""Bounds that need no name, by module, and why."""


def bounds(source: str) -> set[tuple[int, str]]:
    """Lines and bounds of a module that decide something and have no name."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    named = {id(one) for node in ast.walk(tree) if isinstance(node, ast.Assign) for one in _values(node)}
    return {
        (node.lineno, found.group())
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and id(node) not in told | named
        for text in [node.value if isinstance(node.value, str) else node.value.decode("latin-1")]
        for found in _BOUND.finditer(text)
        if max(map(int, filter(None, found.group(1, 3))), default=0) > HANDFUL
        and not _FIGURES.search(text[: found.start()])
    }


def _values(node: ast.Assign) -> Iterator[ast.Constant]:
    """The bounds that ``node`` gives a name: they are all there is of its text."""
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and _BOUND.fullmatch(part.value):
            yield part


def unreasoned(source: str) -> list[int]:
    """Lines of bounds that have a name, and no sentence below it that says what is bounded, and why."""
    body = ast.parse(source).body
    return [
        node.lineno
        for node, below in zip(body, [*body[1:], None], strict=True)
        if isinstance(node, ast.Assign)
        and any(True for _ in _values(node))
        and not (isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant))
    ]


def test_what_bounds_a_piece_has_a_name_and_a_reason() -> None:
    new, gone, bare = [], [], []
    for name, path in modules().items():
        source = path.read_text("utf-8")
        found, argued = bounds(source), ARGUED.get(name, {})
        new += [f"{name}:{line}: {bound}" for line, bound in sorted(found) if bound not in argued]
        gone += [f"{name}: {bound}" for bound in argued.keys() - {bound for _, bound in found}]
        bare += [f"{name}:{line}" for line in unreasoned(source)]
    assert new == [], "name them, with unit and reason, as kliping.text.lengths does"
    assert gone == [], "these stand no longer in the code: take them out of ARGUED"
    assert bare == [], "say below them what is bounded, and why"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (r'P = r"\([^()]{2,60}\)"', ["{2,60}"]),
        (r'P = rf"{name}[^()]{{0,40}}$"', ["{0,40}"]),
        (r'P = rb"<meta[^>]{0,300}?charset"', ["{0,300}"]),
        (r'P = r"^.{180}|^.{69,}$"', ["{180}", "{69,}"]),
        ('_NAMES = "{2,60}"\nP = rf"[^()]{_NAMES}"', []),
        (r'P = r"[0-9]{1,18}\d{10}[0-9a-f]{64}"', []),
        (r'P = r"\p{Lu}(?:\s\p{L}+){0,3}\.\p{L}{2,5}\x{1100}\u{ad}"', []),
        ('"""A line of ``.{2,64}`` characters."""', []),
    ],
)
def test_a_bare_bound_is_seen(code: str, found: list[str]) -> None:
    assert sorted(bound for _, bound in bounds(code)) == sorted(found)


def test_a_bound_without_a_reason_is_seen() -> None:
    assert unreasoned('_A, _B = "{2,60}", "{0,9}"\n_C = "{3,}"\n"""Letters."""\n') == [1]
