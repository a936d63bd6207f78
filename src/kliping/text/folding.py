"""What makes two texts one whatever they wear: case, width and compatibility forms folded away, signs left out.

Belongs here: the forms in which texts and names are compared, each once, and for the kernels as a table, so that they
need not ask Unicode again. Does not belong here: what a line shows as it is written (``characters``), or hashing.

The same words in other clothes must be the same words: upper case, full-width letters, typographic quotes and dashes,
soft hyphens and joiners make no difference. Scripts that put no space between words (Chinese, Japanese, Thai, Lao,
Khmer, Burmese) are read character by character, and their shingles are that much longer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import polars as pl

_SIGNS = re.compile(r"[\W_]+")

BREAK, WORD, DIGIT, IDEOGRAPH, UNSPACED, SKIP = range(6)
"""Classes: between words; part of a word; part of a word that is a number; a word by itself (Han, kana); a letter of a
script without spaces (Thai, Lao, Khmer, Burmese); not there at all (soft hyphen, joiners)."""

_IDEOGRAPHS = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3040, 0x31BF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0xA4CF),
    (0xF900, 0xFAFF),
)
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x1950, 0x19DF),
    (0x1A20, 0x1AAF),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAADF),
)

UNSPACED_LANGUAGES = ("zh", "zh-cn", "zh-tw", "ja", "th", "lo", "km", "my")
"""Languages written in these two, without spaces between words: a count of words says nothing of their texts."""

_ALIKE = ((0x3400, 0x4DBF, IDEOGRAPH), (0x4E00, 0x9FFF, IDEOGRAPH), (0xAC00, 0xD7A3, WORD), (0xE000, 0xF8FF, BREAK))
"""Ranges whose characters are all of one class and fold to themselves: Han, Hangul, private use. The rest is asked."""


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _class_of(code: int) -> int:
    category = unicodedata.category(chr(code))
    if category == "Nd":
        return DIGIT
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F:
        return SKIP
    if category[0] not in "LMN":
        return BREAK
    if _within(code, _IDEOGRAPHS):
        return IDEOGRAPH
    return UNSPACED if _within(code, _UNSPACED) else WORD


def folded(text: str) -> str:
    """``text`` in small letters of one width: full-width letters, ligatures and the like as they are else written."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def bare(text: str) -> str:
    """The letters and digits of ``text``, in small letters: "Kabar Contoh" and "kabar-contoh" are one name."""
    return _SIGNS.sub("", text.lower())


def bare_names(column: str | pl.Expr) -> pl.Expr:
    """``bare``, of a column."""
    import polars as pl

    text = pl.col(column) if isinstance(column, str) else column
    return text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def _folded(code: int) -> int:
    """The one code point that stands for ``code`` whatever its case and width, or ``code`` where there is not one."""
    whole = folded(chr(code))
    return ord(whole) if len(whole) == 1 else code


@lru_cache(maxsize=1)
def character_table() -> npt.NDArray[np.uint32]:
    """For each code point of the basic plane: its folded code point, and its class in the top eight bits."""
    import numpy as np

    table = np.zeros(0x10000, np.uint32)
    for first, last, kind in _ALIKE:
        table[first : last + 1] = (kind << 24) | np.arange(first, last + 1, dtype=np.uint32)
    for code in np.flatnonzero(table == 0).tolist():
        if 0xD800 <= code <= 0xDFFF:  # surrogates cannot stand in UTF-8
            continue
        plain = _folded(code)
        table[code] = (_class_of(plain) << 24) | plain
    table.flags.writeable = False
    return table
