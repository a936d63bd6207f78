"""Appeals: lines in which an outlet speaks to its readers of itself, and what a scraper leaves of players and banners.

Belongs here: finding lines that are furniture by what they say, wherever they stand. Does not belong here: the words
(``kliping.words``, ``newsletter.appeals``, ``advertising.embeds`` and ``advertising.equals``), the same inside a
paragraph (``pieces``), pages that hold nothing else (``pages``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.shortcodes import SHORTCODES
from kliping.text import lengths
from kliping.text.patterns import any_of, holding
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.kernels import Array

_LONGEST = 60.0
"""Words of the longest appeal; a longer line is a paragraph with an appeal stuck to it."""

_BEFORE = 3
"""Words before an appeal in the line that it opens: "Ayo, jangan lupa ikuti kami di …"."""
_EMBEDDED = "{1,300}"
"""Characters of the address between a player's bracket and the one that closes it: "[embed]https://…[/embed]"."""


def appeal_lines(text: pl.Series, kept: Array, words: Array, folders: tuple[Path, ...] = ()) -> Array:
    """Which lines are nothing but an appeal of the outlet, the mark of a player, or that of an advertisement (bool).

    A single word that marks an advertisement may be the heading of what follows; the model knows which.

    Of some 1,700 labelled pages none has a line of its article that says one of these.

    Args:
        text: the lines.
        kept: which of them the model keeps (bool): the others are not asked.
        words: how many words each has.
        folders: folders of further lexicons.
    """
    found = np.zeros(text.len(), np.bool_)
    kinds = (("advertising", "embeds"), ("advertising", "equals"))
    players, marks = (phrases(*kind, folders=folders) for kind in kinds)
    said = (*phrases("newsletter", "appeals", folders=folders), *phrases("consent", "says", folders=folders))
    echoes = [echo.split(" - ") for echo in phrases("newsletter", "echoes", folders=folders)]
    behind = [echo[-1] for echo in echoes]
    asked = np.flatnonzero(kept & (words < _LONGEST))
    low = text.gather(asked).str.to_lowercase()
    found[asked[low.str.contains(SHORTCODES).to_numpy()]] = True
    hinted = low.str.contains_any([*said, *(f"[{player}" for player in players), *marks, *behind]).to_numpy()
    asked, low = asked[hinted], low.filter(hinted)
    found[asked[holding(low, np.arange(low.len()), _pattern(said, players, marks))]] = True
    echoed = np.flatnonzero(low.str.contains_any(behind).to_numpy())
    for at, line in zip(asked[echoed].tolist(), low.gather(echoed), strict=True):  # "The post … appeared first on …"
        found[at] |= any(line.startswith(echo[0]) and echo[-1] in line for echo in echoes)
    return found


def button_lines(
    text: pl.Series, first_line: Array, kept: Array, asking: Array, folders: tuple[Path, ...] = ()
) -> Array:
    """Which of the lines right below a notice that asks are nothing but the button that answers: "Accept"."""
    found = np.zeros(text.len(), np.bool_)
    below = np.flatnonzero(asking[:-1] & kept[1:]) + 1
    below = below[~np.isin(below, first_line)]
    buttons = [button.lower() for button in phrases("consent", "buttons", folders=folders)]
    found[below] = text.gather(below).str.strip_chars(" .!✓✔×").str.to_lowercase().is_in(buttons).to_numpy()
    return found


@functools.lru_cache(maxsize=8)
def _pattern(said: tuple[str, ...], players: tuple[str, ...], marks: tuple[str, ...]) -> str:
    """A line that opens with an appeal, but for a word or two, or is made of marks; of text in small letters."""
    opens = rf"^[^\p{{L}}\d]*(?:[\p{{L}}\d]+[,:]?[ -]){{0,{_BEFORE}}}"
    mark, call = any_of(marks), any_of(mark for mark in marks if " " in mark)
    banner = rf"^\W*(?:{call}|{mark}(?:\W+{mark})+)\W*$"
    player = rf"^\W*\[{any_of(players)}\b[^\[\]]{lengths.PLAYER}\](?:[^\s\[\]]{_EMBEDDED}\[/\w+\])?\W*$"
    return rf"{opens}{any_of(said)}(?:[^\p{{L}}\d]|$)|{player}|{banner}"
