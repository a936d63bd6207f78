"""Sentences that a scraper glued to the advertising mark above them: "ADVERTISEMENT SCROLL TO CONTINUE Warga …".

Belongs here: keeping such a line. Does not belong here: what a mark is (``advertising``), cutting it out (``pieces``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.advertising import mark_patterns
from kliping.cleaning.sections import SECTION_ROLES
from kliping.words import phrases

if TYPE_CHECKING:
    import re
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_ADVERTISING = list(SECTION_ROLES).index("advertising")
_LEAST = 8
"""Words behind the mark of a sentence: with fewer it may be the call of an advertisement."""


def marked_sentences(text: pl.Series, seen: Seen, section: Array, kept: Array, folders: tuple[Path, ...] = ()) -> Array:
    """Which lines are a sentence of the article behind an advertising mark (bool): right beside a line that is kept.

    The words of the mark name such a line furniture, whatever stands behind them.

    Args:
        text: the lines.
        seen: what they look like.
        section: the section of the phrase that each matches, -1 for none.
        kept: which lines are kept without it (bool).
        folders: folders of further lexicons.
    """
    found = np.zeros(text.len(), np.bool_)
    rows = np.flatnonzero((section == _ADVERTISING) & (seen.column("sentence") > 0) & ~kept)
    if not rows.size:
        return found
    inner = np.ones(text.len() + 1, np.bool_)
    inner[seen.first_line] = False  # no line of the document stands above these
    beside = np.zeros(text.len(), np.bool_)
    beside[1:] |= kept[:-1] & inner[1:-1]
    beside[:-1] |= kept[1:] & inner[1:-1]
    opening = _opening(phrases("advertising", "equals", folders=folders), phrases("related", "opens", folders=folders))
    for row in rows[beside[rows]].tolist():
        line = text[row]
        mark = opening.match(line)
        found[row] = mark is not None and len(line[mark.end() :].split()) >= _LEAST
    return found


@functools.lru_cache(maxsize=8)
def _opening(marks: tuple[str, ...], opens: tuple[str, ...]) -> re.Pattern[str]:
    return mark_patterns(marks, opens)[1]
