"""Words as parts of regular expressions."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.text import patterns
from kliping.text.patterns import any_of, holding, letters

CHECKOUT = Path(__file__).parents[3]


def test_words_are_taken_as_they_are_and_the_longer_first():
    found = re.findall(any_of(["a.b", "baca", "baca juga", "baca"]), "baca juga: aXb, a.b, baca")
    assert found == ["baca juga", "a.b", "baca"]


def test_blanks_and_letters_may_be_apart():
    assert re.findall(any_of(["baca juga"], blank=r"\s+"), "baca  juga, baca\tjuga, bacajuga") == [
        "baca  juga",
        "baca\tjuga",
    ]
    assert re.findall(any_of(["am"], between=r"\.?"), "am a.m a m") == ["am", "a.m"]


def alternations(tree: ast.AST) -> list[int]:
    """The lines on which words are made alternatives of a pattern: joined with bars and escaped, or by their length."""
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "join"
        and isinstance(call.func.value, ast.Constant) and call.func.value.value == "|"
        and any(
            (isinstance(part, ast.Attribute) and part.attr in ("escape", "escape_regex"))
            or (isinstance(part, ast.keyword) and part.arg == "key")
            for argument in call.args for part in ast.walk(argument)
        )
    ]  # fmt: skip


def test_words_become_a_pattern_in_one_place():
    found = {
        f"{path.relative_to(CHECKOUT)}:{line}"
        for package in ("src/kliping", "expectations", "assets", "workflows")
        for path in (CHECKOUT / package).rglob("*.py")
        if path != Path(patterns.__file__)
        for line in alternations(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        '"|".join(map(re.escape, words))',
        '"|".join(re.escape(word).replace("a", "b") for word in words)',
        '"|".join(sorted(words, key=len, reverse=True))',
        '"|".join(pl.escape_regex(word) for word in words)',
    ],
)
def test_another_place_would_be_seen(code):
    assert alternations(ast.parse(code)) == [1]
    assert alternations(ast.parse('"|".join(patterns)')) == []


def test_blocks_of_letters_stand_for_their_classes():
    pattern = letters(r"^\p{L}[\p{L}\p{M}-]*$")
    assert r"\p{" not in pattern
    assert pl.Series(["Ñandú", "संसद", "a1", "安全", "é-e"]).str.contains(pattern).to_list() == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_letters_of_any_size_are_asked_of_words_and_not_of_all_letters():
    """What compiles all letters in both sizes takes forty times as long."""
    source = (path.read_text(encoding="utf-8") for path in (CHECKOUT / "src").rglob("*.py"))
    assert [call for text in source for call in re.findall(r"\bletters\(\s*rf?[\"']\(\?i\).*", text)] == []


def test_what_is_asked_of_no_line_is_not_compiled():
    text = pl.Series(["satu", "dua", "satu dua"])
    assert holding(text, np.array([1, 2]), "^satu").tolist() == [2]
    assert holding(text, np.array([], np.int64), "(").tolist() == []
