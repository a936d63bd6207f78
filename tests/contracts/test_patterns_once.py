"""No two modules spell out the same long piece of a pattern: one of them gives it a name, and the other takes it."""

from __future__ import annotations

import ast
import re

from tests.contracts.test_bare_numbers import modules

RUN = 34
"""Characters in a row that two patterns do not share by chance: short pieces, as that of a day in figures, they do."""

LETTER = re.compile(r"\[\^\\W\\d_\]|\\p\{L[ul]?\}|\\pL")
"""A letter, as either engine writes it."""

PATTERN = re.compile(r"\\[bdpswDPSW]|\[(?:\^|A-Z|a-z|0-9)")


def runs(source: str) -> dict[str, int]:
    """Every run of ``RUN`` characters in the patterns of a module, letters written alike, and a line it stands on."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in docstrings:
            continue
        if PATTERN.search(node.value):
            alike = LETTER.sub("L", node.value)
            found.update({alike[at : at + RUN]: node.lineno for at in range(len(alike) - RUN + 1)})
    return found


def twice(sources: dict[str, str]) -> set[tuple[str, str]]:
    """Pairs of places, in two modules each, that share a run."""
    seen: dict[str, str] = {}
    pairs = set()
    for name, source in sources.items():
        mine = runs(source)
        pairs |= {(seen[run], f"{name}:{line}") for run, line in mine.items() if run in seen}
        seen |= {run: f"{name}:{line}" for run, line in mine.items()}
    return pairs


def test_no_long_piece_of_a_pattern_stands_twice() -> None:
    assert twice({name: path.read_text(encoding="utf-8") for name, path in modules().items()}) == set()


def test_a_piece_that_stands_twice_would_be_seen() -> None:
    one = 'STAMP = r"\\d{1,4}[./-]\\d{1,2}[./-]\\d{2,4}\\s\\p{L}{2}"'
    other = 'SENT = rf"^{begin}\\d{{1,4}}[./-]\\d{{1,2}}[./-]\\d{{2,4}}\\s[^\\W\\d_]{{2}}"'
    assert twice({"a.py": one, "b.py": other}) == {("a.py:1", "b.py:1")}
    mail = 'MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+[.][A-Za-z]{2,}"'
    assert twice({"a.py": mail, "b.py": mail}) == {("a.py:1", "b.py:1")}
    assert twice({"a.py": one, "b.py": 'DAY = r"\\d{1,4}[./-]\\d{1,2}"'}) == set()
