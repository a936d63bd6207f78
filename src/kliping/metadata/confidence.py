"""The one place that sets confidence: how likely a value read on a basis is right.

Belongs here: the number a basis gets, from the counts in ``confidence.toml``. Does not belong here: who wins among
candidates (each field's own module), and counting (``benchmarks.calibration``).

A confidence is the share of values of a field, read on a basis and chosen, that are right: counted on labelled pages,
``(right + 1) / (stated + 2)`` (Laplace's rule of succession: of what was never seen, half). A basis that few or none of
these pages have is taken as another, its nearest kind, which then counts as much as ``WEIGHT`` values of its own.
Titles bring the odds that their model learnt (``titles.presence``), days in sentences those of theirs
(``dates.events``).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "confidence.toml"

WEIGHT = 10
"""Counted values that the nearest kind is worth: as many of its own, and a basis says half of what it is worth."""

UNJUDGED = 0.5
"""The confidence of a basis of which the file says nothing: as likely wrong as right, Laplace's rule without counts."""

WEAK = " weak"
"""What is added to a basis whose value has little to speak for it: a bare name far from any date, a day far from the
title."""

UNLIKELY = " unlikely"
"""What is added to a basis whose value has too little to speak for it to be chosen: it stays in the evidence."""

TWICE = " twice"
"""What is added to a basis whose value is said of the page as well."""

ONE_LINE = " one_line"
"""What is added to a basis whose value was cut out of a page that stands on one line."""

GRADES = (WEAK, UNLIKELY)
"""What is added to bases by how much speaks for their values."""


@cache
def keyed() -> dict[str, float]:
    """The confidence of every basis by ``"field basis"``."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return shares(told["counted"], told["taken_as"])


def shares(counted: dict[str, list[int]], taken_as: dict[str, str]) -> dict[str, float]:
    """The confidence of every key.

    Args:
        counted: key → right and stated.
        taken_as: key → the key that it is taken as; none is taken as itself over others.
    """

    def share(key: str) -> float:
        right, stated = counted.get(key, (0, 0))
        if key not in taken_as:
            return (right + 1) / (stated + 2)
        return (right + WEIGHT * share(taken_as[key])) / (stated + WEIGHT)

    return {key: round(share(key), 3) for key in sorted({*counted, *taken_as})}


def confidence(field: str, basis: str) -> float:
    """The share of right values of a basis; ``UNJUDGED`` for one of which nothing is known."""
    return keyed().get(f"{field} {basis}", UNJUDGED)


def priors(field: str) -> dict[str, float]:
    """The confidence of every basis of ``field``."""
    return {key.split(" ", 1)[1]: share for key, share in keyed().items() if key.split(" ", 1)[0] == field}


def graded(field: str, basis: str, stated: float) -> str:
    """The grade of a value by what it was stated with: its basis, or a grade of it where that is the nearer number."""
    known = keyed()
    grades = [basis, *(basis + grade for grade in GRADES if f"{field} {basis}{grade}" in known)]
    return min(grades, key=lambda grade: abs(stated - confidence(field, grade)))
