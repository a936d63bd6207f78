"""Words as parts of regular expressions.

Belongs here: what holds for any words. Does not belong here: the words (``kliping.words``), or what a pattern finds.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from kliping.text.buffers import Array


def holding(text: pl.Series, rows: Array, pattern: str) -> Array:
    """Those of ``rows`` (positions in ``text``) whose text holds ``pattern``.

    Where none is asked nothing is compiled: that takes some milliseconds, which a page alone pays as a batch does.
    """
    return rows[text.gather(rows).str.contains(pattern).to_numpy()] if rows.size else rows


HAN_AND_KANA = r"\p{Han}\p{Hiragana}\p{Katakana}"
"""Signs of Chinese and Japanese, for the inside of a class of the column engine."""


def any_of(words: Iterable[str], blank: str = r"\ ", between: str = "") -> str:
    """A group that matches any of ``words`` as they are written; where one begins another, the longer one.

    Args:
        words: words and phrases, no patterns.
        blank: a pattern of what stands between the words of a phrase.
        between: a pattern of what may stand between the letters of a word.
    """
    return _any_of(tuple(words), blank, between)


@lru_cache(maxsize=1024)
def _any_of(words: tuple[str, ...], blank: str, between: str) -> str:
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    parts = (between.join(blank if sign == " " else re.escape(sign) for sign in word) for word in listed)
    return "(?:" + "|".join(parts) + ")"


LETTERS = r"A-Za-z\u00AA\u00B5\u00BA\u00C0-\u1FFF\u2C00-\u2DFF\u3040-\uFEFF\uFF21-\U0010FFFF"
"""Blocks of letters and marks, for the inside of a class: coarser than Unicode's tables and far quicker to compile."""


@cache
def letters(pattern: str) -> str:
    """``pattern`` with the blocks of ``LETTERS`` for the classes of all letters and all marks.

    A batch of one page pays for every pattern's compilation, and the exact tables of letters are most of it.
    Letters of any size are asked of the words in it and not of the whole: for all letters that takes twenty
    milliseconds.
    """
    built, inside, place = [], False, 0
    while place < len(pattern):
        if pattern.startswith((r"\p{L}", r"\p{M}"), place):
            mark = pattern.startswith(r"\p{M}", place)
            built.append("" if mark and inside else LETTERS if inside else f"[{LETTERS}]")
            place += len(r"\p{L}")
            continue
        sign = pattern[place]
        if sign == "\\":
            built.append(pattern[place : place + 2])
            place += 2
            continue
        inside = (inside or sign == "[") and sign != "]"
        built.append(sign)
        place += 1
    return "".join(built)
