"""Loads the words by which metadata is recognised, and turns lists of them into regular expressions.

Belongs here: reading ``calendar.json`` and ``vocabulary.toml``. Does not belong here: what the words mean for a field.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Calendar:
    """Month and weekday names, lower case; ``*_by_language`` holds those that mean different things."""

    months: dict[str, int]
    weekdays: dict[str, int]
    months_by_language: dict[tuple[str, str], int]
    weekdays_by_language: dict[tuple[str, str], int]


@cache
def vocabulary() -> dict[str, Any]:
    """``vocabulary.toml`` as it stands."""
    return tomllib.loads((FOLDER / "vocabulary.toml").read_text(encoding="utf-8"))


@cache
def calendar() -> Calendar:
    """CLDR's names and those of ``vocabulary.toml``, which never overrule CLDR's."""
    cldr = json.loads((FOLDER / "calendar.json").read_text(encoding="utf-8"))
    extra = vocabulary()["calendar"]
    plain: dict[str, dict[str, int]] = {}
    by_language: dict[str, dict[tuple[str, str], int]] = {}
    for kind in ("months", "weekdays"):
        plain[kind] = {name: number for name, number in cldr[kind].items() if isinstance(number, int)}
        by_language[kind] = {
            (name, language): number
            for name, numbers in cldr[kind].items()
            if isinstance(numbers, dict)
            for language, number in numbers.items()
        }
        for name, number in extra[kind].items():
            if name not in cldr[kind]:
                plain[kind][name] = number
    return Calendar(plain["months"], plain["weekdays"], by_language["months"], by_language["weekdays"])


def alternation(words: list[str]) -> str:
    """A regular expression that matches any of ``words``, the longest first, white space of any length."""
    parts = (
        re.escape(word).replace(r"\ ", r"\s+").replace("/", r"\/") for word in sorted(words, key=len, reverse=True)
    )
    return "(?:" + "|".join(parts) + ")"
