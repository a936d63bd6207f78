"""Appeals: lines in which an outlet speaks to its readers of itself, and what a scraper leaves of a player.

Belongs here: finding lines that are furniture by what they say, wherever they stand. Does not belong here: the words
(``kliping.words``, ``newsletter.appeals`` and ``advertising.embeds``), the same inside a paragraph (``pieces``), pages
that hold nothing else (``pages``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from kliping.text.patterns import any_of
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.kernels import Array

_LONGEST = 60.0
"""Words of the longest appeal; a longer line is a paragraph with an appeal stuck to it."""

_BEFORE = 3
"""Words before an appeal in the line that it opens: "Ayo, jangan lupa ikuti kami di …"."""


def appeal_lines(text: pl.Series, kept: Array, words: Array, folders: tuple[Path, ...] = ()) -> Array:
    """Which lines are nothing but an appeal of the outlet, or the mark of a player (bool).

    Of some 1,700 labelled pages none has a line of its article that says one of these.

    Args:
        text: the lines.
        kept: which of them the model keeps (bool): the others are not asked.
        words: how many words each has.
        folders: folders of further lexicons.
    """
    found = np.zeros(text.len(), np.bool_)
    said, players = (phrases(*kind, folders=folders) for kind in (("newsletter", "appeals"), ("advertising", "embeds")))
    asked = np.flatnonzero(kept & (words < _LONGEST))
    low = text.gather(asked).str.to_lowercase()
    hinted = low.str.contains_any([*said, *(f"[{player}" for player in players)]).to_numpy()
    asked = asked[hinted]
    found[asked] = low.filter(hinted).str.contains(_pattern(said, players)).to_numpy()
    return found


@functools.lru_cache(maxsize=8)
def _pattern(said: tuple[str, ...], players: tuple[str, ...]) -> str:
    """A line that opens with an appeal, but for a word or two, or is the mark of a player; of text in small letters."""
    opens = rf"^[^\p{{L}}\d]*(?:[\p{{L}}\d]+[,:]?[ -]){{0,{_BEFORE}}}"
    return rf"{opens}{any_of(said)}(?:[^\p{{L}}\d]|$)|^\W*\[{any_of(players)}\b[^\[\]]{{0,120}}\]\W*$"
