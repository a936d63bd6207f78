"""What is done to characters once they are text, a whole column at a time.

* A line ends at LF, CR LF or a lone CR; all three become LF, so line numbers are those an editor shows.
* NUL, other control characters, line and paragraph separators and form feeds become one space each (a broken half of a
  surrogate pair too): words stay apart and no line number moves. Tabs stay.
* A no-break space becomes a space; soft hyphens, byte-order marks, zero-width spaces, word joiners and marks of
  direction are removed: nobody sees them, and they keep equal words from being equal. Joiners that change how letters
  join (U+200C, U+200D) stay: Persian, Indic scripts and emoji need them.
* Text is brought to Unicode normalisation form C.
* Mojibake (UTF-8 that somebody decoded as Windows-1252 and the like) is repaired with ftfy, line by line, and the
  encoding of the document says so.

Belongs here: characters. Does not belong here: bytes (``encodings``) or the meaning of a line.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.text.characters import TABLE_SIZE

if TYPE_CHECKING:
    from kliping.text.buffers import Array

_CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\u{9f}\u{2028}\u{2029}\u{fff9}-\u{fffb}]"
_INVISIBLE = r"[\u{ad}\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}\u{2066}-\u{206f}\u{feff}]"
_LOOSE = (
    r"[\p{M}\u{340}\u{341}\u{374}\u{37e}\u{387}\u{1100}-\u{11ff}\u{1f71}-\u{1fff}\u{2000}\u{2001}"
    r"\u{2126}\u{212a}\u{212b}\u{2329}\u{232a}\u{f900}-\u{faff}]"
)
"""Where text that is not in form C shows: marks that could join the letter before them, and characters with a
preferred double. A superset is enough: what is in form C already stays as it is."""

_LEAD = r"[\u{c2}-\u{c6}\u{d0}\u{d1}\u{d8}\u{d9}\u{e0}-\u{ef}\u{f0}]"
_MOJIBAKE = (
    rf"{_LEAD}"
    r"[\u{80}-\u{bf}\u{152}\u{153}\u{160}\u{161}\u{178}\u{17d}\u{17e}\u{192}\u{2c6}\u{2dc}\u{2013}-\u{203a}\u{20ac}\u{2122}]"
)
"""A lead byte of UTF-8 read as a Latin letter, and a continuation byte read as a Windows-1252 character."""

_CARE = f"{_MOJIBAKE}|{_CONTROLS}|{_INVISIBLE}|[\\r\\u{{a0}}]|{_LOOSE}"

_MUCH = 256 * 1024
"""Bytes from which a compiled pass over the text is worth its call."""

_LOSSY = (("â€\ufffd", "â€\x9d"), ("Ã¢â‚¬ï¿½", "Ã¢â‚¬Â\x9d"))
"""The closing quotation mark, read as Windows-1252 once or twice by what has no character for its last byte."""

REPAIRED = " (mojibake repaired)"


def normalised(text: pl.Series, encoding: pl.Series) -> tuple[pl.Series, pl.Series]:
    """A column of texts with all of the above done, and the column of their encodings, marked where mojibake was.

    Only rows that need care are touched; the others are passed on as they are.
    """
    at = _suspects(text)
    at = at.filter(text.gather(at).str.contains(_CARE).fill_null(value=False))
    if not len(at):
        return text, encoding
    some, names = text.gather(at), encoding.gather(at)
    broken = some.str.contains(_MOJIBAKE).fill_null(value=False)
    if broken.any():
        some, names = _repaired(some, names, broken)
    some = (
        some.str.replace_all("\r\n?", "\n")
        .str.replace_all(_CONTROLS, " ")
        .str.replace_all(_INVISIBLE, "")
        .str.replace_all("\u00a0", " ", literal=True)
        .str.normalize("NFC")
    )
    return text.scatter(at, some), encoding.scatter(at, names)


def _suspects(text: pl.Series) -> pl.Series:
    """Positions of the rows to be looked at: of much text those alone that hold one of the characters above."""
    if text.estimated_size() < _MUCH:
        return text.is_not_null().arg_true()
    from kliping.reading.character_kernel import rows_with
    from kliping.text.buffers import text_buffers

    return pl.Series(rows_with(*text_buffers(text), _asked())).arg_true()


@lru_cache(maxsize=1)
def _asked() -> Array:
    """By code point of the basic plane, whether text in which it stands may need care; then once for all others."""
    code_points = [chr(code) if not 0xD800 <= code < 0xE000 else " " for code in range(TABLE_SIZE)]
    alone = pl.Series(code_points).str.contains(f"{_CARE}|{_LEAD}")
    return np.append(alone.to_numpy(), True)


def blank(text: pl.Series) -> pl.Series:
    """Which texts hold no non-blank character."""
    return ~text.str.contains(r"\S")


def _repaired(text: pl.Series, encoding: pl.Series, broken: pl.Series) -> tuple[pl.Series, pl.Series]:
    at = broken.arg_true()
    before = text.gather(at).to_list()
    after = [_unmojibake(one) for one in before]
    names = [
        name + REPAIRED if name and old != new else name
        for name, old, new in zip(encoding.gather(at).to_list(), before, after, strict=True)
    ]
    return text.scatter(at, pl.Series(after, dtype=pl.String)), encoding.scatter(at, pl.Series(names, dtype=pl.String))


def _unmojibake(text: str) -> str:
    """``text`` with each broken line repaired; a repair that would add or remove a line is left."""
    from ftfy import fix_encoding

    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.isascii():
            for lossy, whole in _LOSSY:
                line = line.replace(lossy, whole)
            repaired = fix_encoding(line)
            if repaired != line and "\n" not in repaired and "\r" not in repaired.rstrip("\r"):
                lines[number] = repaired
    return "\n".join(lines)
