"""Whole lines from the physical lines that are parts of them.

Belongs here: joining lines before anything is judged, and closing the seams between them. Does not belong here: which
lines go on with the one above (``wrapping``, ``fragments``), lines of one paragraph that stay lines of their own
(``numbering``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.fragments import fragments
from kliping.cleaning.wrapping import wrapped_lines

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.cleaning.kernels import Array

SEAM = "\n"
"""Between lines of a paragraph while they are joined; no line holds it."""
_BROKEN = re.compile(rf"([^\W\d_]+)-{SEAM}([^\W\d_A-Z]+)")
_DOUBLED = 3
"""Least letters of a word that stands doubled with an ending: fewer are the first half of many a word."""
_CLOSED = rf"{SEAM}([,.;:!?%…)\]}}]+(?:\s|$))"
"""What stands at the word before it, and was only broken off."""
_OPENED = rf"([(\[“]){SEAM}"
"""What stands at the word behind it."""


def join_lines(lines: pl.DataFrame, folders: tuple[Path, ...] = ()) -> tuple[pl.DataFrame, Array]:
    """``document_id``, ``line`` and ``text`` with broken lines whole, and which of them each line is of.

    The numbers of whole lines leave out what was joined, so that they differ by one where no blank line is between.
    ``folders`` have further words of languages.
    """
    joined = wrapped_lines(lines) | fragments(lines, folders)
    if not joined.any():
        return lines, np.arange(lines.height)
    number = lines.get_column("line").to_numpy()
    document = lines.get_column("document_id").rle_id().to_numpy()
    whole = np.cumsum(~joined) - 1
    before = np.concatenate([[0], np.cumsum(joined)])
    earlier = before[np.searchsorted(document, document)]
    renumbered = lines.with_columns(line=pl.Series(number - (before[1:] - earlier), dtype=pl.Int32))
    made = renumbered.filter(~joined).select("document_id", "line", "text")
    # most lines are whole as they are: only the others are put together
    broken = np.zeros(made.height, np.bool_)
    broken[whole[joined]] = True
    parts = pl.DataFrame({"whole": whole, "text": lines["text"]}).filter(broken[whole])
    texts = parts.group_by("whole", maintain_order=True).agg(pl.col("text").str.join(SEAM))
    texts = texts.select(pl.col("text").pipe(close_seams))
    place = np.arange(made.height)
    place[broken] = made.height + np.arange(texts.height)
    return made.with_columns(pl.concat([made["text"], texts["text"]]).gather(place)), whole


def close_seams(text: pl.Expr) -> pl.Expr:
    """``text`` with its seams closed: a blank, or nothing at a comma or bracket, or where a word was broken."""
    broken = text.str.contains(_BROKEN.pattern)
    whole = pl.when(broken).then(text).map_elements(_whole_words, return_dtype=pl.String)
    closed = pl.coalesce(whole, text).str.replace_all(_CLOSED, "${1}").str.replace_all(_OPENED, "${1}")
    return closed.str.replace_all(SEAM, " ", literal=True)


def _whole_words(text: str) -> str:
    """A word doubled ("anak-anaknya") or made of several ("state-of-the-art") keeps its hyphen; any other loses it."""
    return _BROKEN.sub(_whole_word, text)


def _whole_word(at: re.Match[str]) -> str:
    if at[2][0].isupper():  # a capital outside A to Z: another word
        return at[0]
    before, after = at[1].lower(), at[2].lower()
    doubled = before == after or (len(before) >= _DOUBLED and after.startswith(before))
    several = at.string[at.start() - 1 : at.start()] == "-"
    return f"{at[1]}-{at[2]}" if doubled or several else at[1] + at[2]
