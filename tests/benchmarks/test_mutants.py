"""Mutants: which places are changed, which ones a seed takes, and a change put in place of running code."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import mutants_made, mutants_placed
from benchmarks.mutants_made import places, sample

MODULE = '''"""A module of no use."""

from functools import cache

import numpy as np

LIMIT = 3
"""What is too much."""
DOUBLE = 2 * LIMIT


@cache
def inside(value: int) -> bool:
    """Whether it is little."""
    if value < 0:
        raise ValueError(f"{value + 1} is less than nothing")
    return value < LIMIT


def room(size: int) -> object:
    """Room."""
    return np.empty(size + 1)


class Doubled:
    """Twice something."""

    def __init__(self, value: int) -> None:
        self.value = value

    @property
    def twice(self) -> int:
        """The double."""
        return self.value * 2
'''


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "changed").mkdir()
    (tmp_path / "changed" / "__init__.py").write_text("")
    (tmp_path / "changed" / "one.py").write_text(MODULE)
    (tmp_path / "changed" / "other.py").write_text("from changed.one import LIMIT, inside\n")
    for name in ("SOURCES", "CHECKOUT"):
        monkeypatch.setattr(mutants_made, name, tmp_path)
    monkeypatch.setattr(mutants_placed, "CHECKOUT", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    mutants_made.source_of.cache_clear()
    yield "changed.one"
    mutants_made.source_of.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "changed"]:
        del sys.modules[name]


def test_what_no_test_could_see_is_no_place(module: str) -> None:
    assert sorted((place.scope, place.told) for place in places(module)) == [
        ("DOUBLE", "2 -> 3 in: 2"),
        ("DOUBLE", "Mult -> FloorDiv in: 2 * LIMIT"),
        ("Doubled.twice", "2 -> 3 in: 2"),
        ("Doubled.twice", "Mult -> FloorDiv in: self.value * 2"),
        ("LIMIT", "3 -> 4 in: 3"),
        ("inside", "0 -> 1 in: 0"),
        ("inside", "Lt -> LtE in: value < 0"),
        ("inside", "Lt -> LtE in: value < LIMIT"),
        ("inside", "condition turned round in: if value < 0:"),
        ("room", "Add -> Sub in: size + 1"),
    ]


def test_what_a_seed_takes_stays_when_other_code_changes(module: str, tmp_path: Path) -> None:
    keys = [place.key for place in sample(["changed"], 4, 1)[0]]
    assert keys != [place.key for place in sample(["changed"], 4, 2)[0]]
    (tmp_path / "changed" / "one.py").write_text(MODULE.replace("DOUBLE =", "\n\nDOUBLE ="))
    mutants_made.source_of.cache_clear()
    assert [place.key for place in sample(["changed"], 4, 1)[0]] == keys
    assert keys[0] not in [place.key for place in sample(["changed"], 9, 1, (keys[0].rpartition(":")[0],))[0]]


def placed(module: str, told: str) -> None:
    (place,) = [place for place in places(module) if place.told == told]
    mutants_placed.put_in_place(place)


def test_a_changed_function_is_felt_by_who_holds_it_already(module: str) -> None:
    other = importlib.import_module("changed.other")
    assert other.inside(3) is False
    other.inside.cache_clear()
    placed(module, "Lt -> LtE in: value < LIMIT")
    assert other.inside(3) is True


def test_a_changed_constant_changes_what_is_made_of_it_and_its_importers(module: str) -> None:
    one, other = importlib.import_module(module), importlib.import_module("changed.other")
    placed(module, "3 -> 4 in: 3")
    assert (one.LIMIT, one.DOUBLE, other.LIMIT, other.inside(3)) == (4, 8, 4, True)


def test_a_changed_property_is_another_one(module: str) -> None:
    one = importlib.import_module(module)
    placed(module, "Mult -> FloorDiv in: self.value * 2")
    assert one.Doubled(3).twice == 1
