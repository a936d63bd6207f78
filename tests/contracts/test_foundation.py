"""What `kliping.text` gives to all kernels is written down there alone."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

import pytest

from kliping.text import hash_numbers

CHECKOUT = Path(__file__).resolve().parents[2]

HOMES = ("src/kliping/text/", "tests/kliping/text/", "tests/contracts/test_foundation.py")

OTHER_NUMBERS = {
    0x811C9DC5: "what FNV-1a of 32 bits begins with",
    0x01000193: "what it multiplies by",
    0x9E3779B9: "2**32 over the golden ratio",
    0xFF51AFD7ED558CCD: "a multiplier of MurmurHash3",
    0xC4CEB9FE1A85EC53: "another one",
}
"""Numbers that hashes are made of elsewhere: who needs one of them gives it a home first."""


@cache
def trees() -> dict[str, ast.Module]:
    """Every tracked module of Python outside `kliping.text`, by its path."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.split("\0") if name and not name.startswith(HOMES)]
    return {name: ast.parse((CHECKOUT / name).read_text("utf-8")) for name in names if (CHECKOUT / name).is_file()}


def numbers_of_hashes(tree: ast.AST) -> list[int]:
    """The lines on which a number stands that hashes are made of."""
    known = {number for number in vars(hash_numbers).values() if isinstance(number, int)} | set(OTHER_NUMBERS)
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in known]


def open_addressing(tree: ast.AST) -> list[int]:
    """The lines of loops that go on to the next slot of a table, round its end: ``slot = (slot + 1) & last``."""
    return [
        step.lineno
        for loop in ast.walk(tree)
        if isinstance(loop, (ast.While, ast.For))
        for step in ast.walk(loop)
        if isinstance(step, ast.Assign) and _goes_round(step)
    ]


def _goes_round(step: ast.Assign) -> bool:
    value = step.value
    return (
        isinstance(value, ast.BinOp)
        and isinstance(value.op, (ast.BitAnd, ast.Mod))
        and isinstance(value.left, ast.BinOp)
        and isinstance(value.left.op, ast.Add)
        and ast.unparse(value.left.left) in {ast.unparse(target) for target in step.targets}
    )


def typed_tables(tree: ast.AST) -> list[int]:
    """The lines that take numba's own dictionary."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and any("numba.typed" in f"{getattr(node, 'module', '')}.{name.name}" for name in node.names)
    ]


UTF8 = {0x1F, 0x3F, 0xC0, 0xE0, 0xF0}
"""Bits by which the bytes of a code point are told, taken and put together."""

NOT_OURS = {
    "src/kliping/cleaning/page_words.py": "signs become blanks there, for words stay apart",
    "src/kliping/language/tables.py": "the version of Unicode that langdetect's tables are made of",
}


def bytes_of_code_points(tree: ast.AST) -> list[int]:
    """The lines that read or write the bytes of a code point, or tell which of them one is."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.BitAnd, ast.BitOr))
        and any(isinstance(one, ast.Constant) and one.value in UTF8 for one in (node.left, node.right))
    ]


def foldings(tree: ast.AST) -> list[int]:
    """The lines that ask Unicode about characters, or make small letters otherwise than all others do."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(name.name == "unicodedata" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "unicodedata")
        or (isinstance(node, ast.Attribute) and node.attr == "casefold")
        or (isinstance(node, ast.Constant) and node.value in (r"[^\p{L}\p{N}]", r"[\W_]", r"[\W_]+"))
    ]


@pytest.mark.parametrize("seen", [bytes_of_code_points, foldings])
def test_code_points_and_their_folding_have_one_home(seen) -> None:
    found = [
        f"{name}:{line}"
        for name, tree in trees().items()
        if name.startswith("src/") and name not in NOT_OURS
        for line in seen(tree)
    ]
    assert found == [], "take it from kliping.text.utf8, kliping.text.characters, kliping.text.folding"


@pytest.mark.parametrize("seen", [numbers_of_hashes, open_addressing, typed_tables])
def test_hashes_and_their_table_have_one_home(seen) -> None:
    found = [f"{name}:{line}" for name, tree in trees().items() for line in seen(tree)]
    assert found == [], "take it from kliping.text.hashing, kliping.text.hash_table"


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (numbers_of_hashes, "SPREAD = np.uint64(0x9E3779B97F4A7C15)"),
        (numbers_of_hashes, "turn = 11400714819323198485 >> 24"),
        (numbers_of_hashes, "whole = (whole ^ part) * 1099511628211"),
        (open_addressing, "while table[slot] != 0:\n    slot = (slot + 1) & (size - 1)"),
        (open_addressing, "while True:\n    if a:\n        place = (place + np.uint64(1)) % np.uint64(size)"),
        (open_addressing, "while a:\n    place[waiting] = (place[waiting] + 1) & last"),
        (typed_tables, "from numba.typed import Dict"),
        (typed_tables, "from numba import typed"),
        (bytes_of_code_points, "out[at] = 0xC0 | (code >> 6)"),
        (bytes_of_code_points, "if data[back] & 0xC0 == 0x80:\n    back -= 1"),
        (bytes_of_code_points, "code = (byte & 0x1F) << 6 | data[at + 1] & 0x3F"),
        (foldings, "import unicodedata"),
        (foldings, "from unicodedata import normalize"),
        (foldings, "small = text.casefold()"),
        (foldings, "key = re.sub(r'[\\W_]+', '', text).lower()"),
        (foldings, "name.str.replace_all(r'[^\\p{L}\\p{N}]', '')"),
    ],
)
def test_a_second_home_would_be_seen(seen, code: str) -> None:
    assert seen(ast.parse(code)) != []
