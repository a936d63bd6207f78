"""Outlets that are known by name: what a few words in a dateline or a signature can be told by.

Belongs here: reading ``known.toml``, and whether a name is in it. Does not belong here: where outlets are named
(``datelines``, ``publishers``, ``sources``). Every outlet unknown to the list is found all the same where the page
itself shows that it is one.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import polars as pl

from kliping.text.folding import bare, bare_names

FILE = Path(__file__).parent / "known.toml"

_BRANDED = r"^(\p{Ll}{4,})\p{Lu}\p{L}+$"
"""A part of an outlet that is named after it: "detikHealth"."""


@cache
def printed_names() -> tuple[str, ...]:
    """Names and addresses of the known outlets as they stand in ``known.toml``."""
    listed: dict[str, list[str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["outlets"]
    return tuple(name for host, own in listed.items() for name in (host, *own))


@cache
def known_outlets() -> tuple[str, ...]:
    """Names and addresses of the known outlets in small letters, without signs between."""
    return tuple(sorted({bare(name) for name in printed_names()}))


def is_known(column: str) -> pl.Expr:
    """Whether a name is a known outlet's, or that of a part which is named after one."""
    names = list(known_outlets())
    branded = pl.col(column).str.extract(_BRANDED, 1)
    return (bare_names(column).is_in(names) | branded.is_in(names).fill_null(value=False)).fill_null(value=False)
