"""Where an article is over: marks of its end, below which nothing is body that does not follow at once.

Belongs here: what a page says of its article's end, and what is left out below it. Does not belong here: lines that
join the article's end (``bounds``), scores (``model``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.kernels import OWN
from kliping.text.compiling import kernel

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_SIGNED = r"(?:^|[\p{Ll}\d][.!?”\"’']+\s?)\(\p{Ll}{2,5}(?:[/-]\p{L}{2,5}){0,3}\)\.?$"
"""Initials in brackets, alone on a line or behind the last sentence: "(abc)", "(abc/def)"."""
_TAIL = 40
"""Characters at the end of a line that hold its signature."""
_ARTICLE = 80.0
"""Words kept above a signature that are an article."""
_NEAR = 3
"""Most lines between the end of the article and a signature that stands alone."""


def end_at_signature(text: pl.Series, seen: Seen, keep: Array) -> None:
    """Leave out of ``keep`` (bool) what stands below the initials that an article is signed with.

    Where running text goes on right below, or the article does, they are no signature but a word in brackets. Of 321
    texts of Indonesian scrapers with a line of initials none has a paragraph below it.
    """
    own = seen.scanned.own
    asked = np.flatnonzero((own[:, OWN.brackets] > 0) & (seen.column("address") == 0))
    signed = np.zeros(keep.size, np.bool_)
    signed[asked[text.gather(asked).str.tail(_TAIL).str.contains(_SIGNED).to_numpy()]] = True
    _end(seen.first_line, signed, seen.column("sentence") > 0, seen.column("words"), keep)


@kernel
def _end(first_line: Array, signed: Array, running: Array, words: Array, keep: Array) -> None:
    for document in range(first_line.size - 1):
        said, last, over = 0.0, -1, False
        stop = first_line[document + 1]
        for at in range(first_line[document], stop):
            if over:
                keep[at] = False
                continue
            if keep[at]:
                said += words[at]
                last = at
            below = at + 1 < stop and (running[at + 1] or keep[at + 1])
            over = signed[at] and said >= _ARTICLE and at - last <= _NEAR and not below
