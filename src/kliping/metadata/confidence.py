"""The one place that sets confidence: how likely a value read on a basis is right.

Belongs here: the number a basis gets, from ``confidence.toml``. Does not belong here: who wins among candidates (each
field's own module), and counting (``benchmarks.calibration``).

A confidence is the share of values of a field, read on a basis and chosen, that are right. Where values were counted on
labelled pages, it is their share, with a careful reader's judgement worth ``WEIGHT`` counted ones; elsewhere the
judgement alone. Titles bring the odds that their model learnt (``titles.presence``), days in sentences those of theirs
(``dates.events``).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "confidence.toml"

WEIGHT = 10
"""Counted values that a judgement is worth."""

UNJUDGED = 0.5
"""The confidence of a basis that nobody has judged."""

WEAK = " weak"
"""What is added to a basis whose value has little to speak for it: a bare name far from any date, a day far from the
title."""


@cache
def keyed() -> dict[str, float]:
    """The confidence of every basis by ``"field basis"``."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    judged: dict[str, float] = told["judged"]
    counted: dict[str, list[int]] = told["counted"]
    shares = {}
    for key, prior in judged.items():
        right, stated = counted.get(key, (0, 0))
        shares[key] = round((right + WEIGHT * prior) / (stated + WEIGHT), 3)
    return shares


def confidence(field: str, basis: str) -> float:
    """The share of right values of a basis; ``UNJUDGED`` for one that nobody has judged."""
    return keyed().get(f"{field} {basis}", UNJUDGED)


def priors(field: str) -> dict[str, float]:
    """The confidence of every basis of ``field``."""
    return {key.split(" ", 1)[1]: share for key, share in keyed().items() if key.split(" ", 1)[0] == field}


def graded(field: str, basis: str, stated: float) -> str:
    """The grade of a value by what it was stated with: its basis, with ``WEAK`` where that is the nearer number."""
    weak = keyed().get(f"{field} {basis}{WEAK}")
    if weak is None:
        return basis
    return basis + WEAK if abs(stated - weak) < abs(stated - confidence(field, basis)) else basis
