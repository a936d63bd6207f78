"""No number decides anything without a name: limits, weights and points are settings, tables or named constants.

A name says what a number means, and beside it stand its unit and why it is what it is. Looked at are the functions of
our packages, and what is given by its place to functions and classes of ours, wherever they are called: the floor in
``Measure("share", QUERY, 0.02)`` has no name. What else stands at the top of a module or in the fields of a class has.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import pytest

from tests.contracts.argued_numbers import ARGUED

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[2]

SOURCES = {
    "": "src/kliping",
    **{f"{folder}/": folder for folder in ("expectations", "assets", "workflows", "benchmarks")},
}
"""What a module's name begins with here, and where it lies."""

FREE = {0, 1, 2, 0.5}
"""None, one, a pair, twice and half: they mean what they say."""

CHOOSING = {
    *("min", "max", "clip", "minimum", "maximum", "min_horizontal", "max_horizontal", "is_between", "is_in"),
    *(
        "then",
        "otherwise",
        "where",
        "fill_null",
        "lit",
        "range",
        "arange",
        "head",
        "slice",
        "sleep",
        "full",
        "peek",
        "fetchmany",
    ),
}
"""Calls that bound a value or choose it."""

SHARED = {"read", "seek", "empty", "page", "stage", "number", "_said"}
"""Functions of ours whose number says what it is beside the name, or that share theirs with one of Python or NumPy:
bytes that are read of a file's head, the shape of an array, HTTP's answers, which of the stages begins."""

SIGNATURE = 16
"""Digits of a digest, and bytes by which a format is known: a slice of so many decides nothing."""

KEEPING = {"maxsize"}
"""Keywords that say how much is remembered: memory alone."""

DICE = {"random"}
"""What training pages are made up with: such a share decides nothing of a page that is read."""

CONVERTING = {"float32", "float64", "int32", "int64", "uint8", "uint32", "uint64", "float", "int"}
"""Calls that give a number another type, and no name."""

BITS = (ast.BitAnd, ast.BitOr, ast.BitXor, ast.LShift, ast.RShift, ast.Pow)
"""Where bits stand decides nothing of a page."""

SIGNS = {"after", "code", "byte", "point", "points", "previous", "before_previous", "sign", "data", "text", "joined"}
"""What holds the number of a character or a byte: kernels compare these, ``code == 58`` is a colon."""


def bare(source: str) -> set[tuple[int, float]]:
    """Lines and numbers of a module that decide something and have no name."""
    lines, tree = source.splitlines(), ast.parse(source)
    parts = [part for node in _inside(tree, within=False) for part in _deciding(node)]
    parts += [given for node in _inside(tree, within=True) if _is_ours(node) for given in node.args]
    found = {number for part in parts for number in _numbers(part)}
    return {(one.lineno, one.value) for one in found if not _in_bits(lines[one.lineno - 1], one)}


def _inside(node: ast.AST, *, within: bool) -> Iterator[ast.AST]:
    """What stands in the functions of a module."""
    within |= isinstance(node, (ast.FunctionDef, ast.Lambda))
    if isinstance(node, ast.JoinedStr):  # what is printed
        return
    for inner in ast.iter_child_nodes(node):
        if within:
            yield inner
        yield from _inside(inner, within=within)


def _deciding(node: ast.AST) -> list[ast.expr]:
    """The parts of ``node`` that decide something where they are numbers."""
    match node:
        case ast.arguments():
            return [*node.defaults, *(default for default in node.kw_defaults if default)]
        case ast.Compare() if not any(_is_sign(side) for side in (node.left, *node.comparators)):
            return [node.left, *node.comparators]
        case ast.BinOp() if not isinstance(node.op, BITS):
            return [node.left, node.right]
        case ast.AugAssign() if not isinstance(node.op, BITS):
            return [node.value]
        case ast.Call():
            named = [keyword.value for keyword in node.keywords if keyword.arg not in KEEPING]
            return [*node.args, *named] if _called(node) in CHOOSING else named
        case ast.Slice():
            return [
                end for end in (node.lower, node.upper) if end and any(one.value > SIGNATURE for one in _numbers(end))
            ]
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.For() | ast.comprehension():
            return [node.iter]
        case ast.Assign() if not any(map(_is_sign, node.targets)):
            return [node.value]
        case ast.AnnAssign() if node.value and not _is_sign(node.target):
            return [node.value]
    return []


def _is_ours(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether a call of a function or a class of ours, of those that do not say themselves what they take."""
    return isinstance(node, ast.Call) and _called(node) in ours() - SHARED


@cache
def ours() -> set[str]:
    """Names of all functions and classes in our packages."""
    trees = [ast.parse(path.read_text("utf-8")) for path in modules().values()]
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, kinds)}


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _numbers(node: ast.expr) -> Iterator[ast.Constant]:
    """The bare numbers that ``node`` is, or is made of where it is a sequence."""
    match node:
        case ast.UnaryOp():
            yield from _numbers(node.operand)
        case ast.Tuple() | ast.List() | ast.Set():
            for one in node.elts:
                yield from _numbers(one)
        case ast.Call(args=[given]) if _called(node) in CONVERTING:
            yield from _numbers(given)
        case ast.Constant() if type(node.value) in (int, float) and node.value not in FREE:
            yield node


def _is_sign(node: ast.expr) -> bool:
    """Whether a character or a byte: such a name, or a place in one; or a throw of dice."""
    place = node.value if isinstance(node, ast.Subscript) else node
    return place.id in SIGNS if isinstance(place, ast.Name) else isinstance(node, ast.Call) and _called(node) in DICE


def _in_bits(line: str, number: ast.Constant) -> bool:
    """Whether a number is written in bits: a mask, a code point, a permission."""
    return line.encode()[number.col_offset :][:2].lower() in (b"0x", b"0o", b"0b")


def found_in(path: Path) -> dict[float, list[int]]:
    """The bare numbers of a module, and the lines they stand on."""
    found: dict[float, list[int]] = {}
    for line, number in sorted(bare(path.read_text("utf-8"))):
        found.setdefault(number, []).append(line)
    return found


def modules() -> dict[str, Path]:
    """Our modules by name."""
    return {
        begin + path.relative_to(CHECKOUT / folder).as_posix(): path
        for begin, folder in SOURCES.items()
        for path in sorted((CHECKOUT / folder).rglob("*.py"))
    }


def test_what_decides_has_a_name() -> None:
    new, gone = [], []
    for name, path in modules().items():
        argued = {number for numbers in ARGUED.get(name, {}).values() for number in numbers}
        found = found_in(path)
        new += [f"{name}:{line}: {number}" for number in found.keys() - argued for line in found[number]]
        gone += [f"{name}: {number}" for number in argued - found.keys()]
    assert new == [], "name them, with unit and reason, or make them settings"
    assert gone == [], "these stand no longer in the code: take them out of ARGUED"


def unreasoned(source: str) -> list[int]:
    """Lines of numbers at the top of a module that have a name, and no word beside or below it that says why."""
    body, lines = ast.parse(source).body, source.splitlines()
    found = []
    for at, node in enumerate(body):
        if isinstance(node, ast.Assign) and any(
            not _in_bits(lines[one.lineno - 1], one) for one in _made_of(node.value)
        ):
            below = at + 1
            while isinstance(body[below], ast.Assign) and body[below].lineno == body[below - 1].end_lineno + 1:
                below += 1
            told = isinstance(body[below], ast.Expr) and body[below].lineno == body[below - 1].end_lineno + 1
            if not told and not any("#" in line for line in lines[node.lineno - 1 : node.end_lineno]):
                found.append(node.lineno)
    return found


def _made_of(node: ast.expr) -> Iterator[ast.Constant]:
    """The numbers that a value is, or is made of."""
    if isinstance(node, ast.BinOp) and not isinstance(node.op, BITS):
        yield from (*_made_of(node.left), *_made_of(node.right))
    else:
        yield from _numbers(node)


def test_what_has_a_name_says_why() -> None:
    found = {name: unreasoned(path.read_text("utf-8")) for name, path in modules().items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("LIMIT = 400\n\n\ndef f(): ...\n", [1]),
        ("NEAR, FAR = 8, 12\n\nx = ''\n", [1]),
        ("FREE = 64 * BLOCK\n\nx = ''\n", [1]),
        ("LIMIT = 400  # bytes of a name\n\nx = ''\n", []),
        ('NEAR = 8\nFAR = 12\n"""Lines."""\n', []),
        ("FIRST = 1\n\nx = ''\n", []),
    ],
)
def test_a_number_without_a_reason_is_seen(code: str, lines: list[int]) -> None:
    assert unreasoned(code) == lines


def test_every_argued_module_is_there() -> None:
    assert ARGUED.keys() - modules().keys() == set()


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("if words > 8:\n    pass", [8]),
        ("near = -6 < distance", [6]),
        ("worth = 0.2 * words", [0.2]),
        ("at += 3", [3]),
        ("few = pl.col('a').is_between(1, 4)", [4]),
        ("away = pl.when(x).then(25).otherwise(0)", [25]),
        ("gain = np.where(x, y, -np.float32(6))", [6]),
        ("for reach in (3, 8):\n    pass", [3, 8]),
        ("most = 12 if a else 2", [12]),
        ("limit = 400", [400]),
        ("said = text[:2000]", [2000]),
        ("name = digest[:16]", []),
        ("raise ValueError(f'{name[:80]}')", []),
        ("own.clear(patience=5.0)", [5.0]),
        ("if number in (4, 7):\n    pass", [4, 7]),
        ("if size > LONGEST * 2 or size == 1 or share < 0.5:\n    pass", []),
        ("if code == 58 or data[at] >= 0x80 or (data[at + 1] & 7):\n    pass", []),
        ("folder.mkdir(mode=0o700)", []),
        ("low = value >> 8 & 255", []),
        ("kept = chance.random() < 0.3", []),
        ("least = spread(before, 0.25, relative=True)", [0.25]),
        ("head = file.read(12)", []),
        ("ready = somebody.elses(7)", []),
    ],
)
def test_a_bare_number_is_seen(code: str, numbers: list[float]) -> None:
    inner = code.replace("\n", "\n    ")
    assert sorted(number for _, number in bare(f"def f():\n    {inner}\n")) == numbers


def test_what_has_a_name_is_no_bare_number() -> None:
    assert bare("LIMIT = 400\n\n\nclass Settings:\n    limit: int = 400\n") == set()
    assert bare("def f(most=400, *, least=7):\n    pass\n") == {(1, 400), (1, 7)}
    assert bare("MEASURES = (Measure('share', QUERY, 0.02),)\n") == {(1, 0.02)}
