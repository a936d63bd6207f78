"""Rows of one table: all of them are of the article, or none.

Belongs here: one decision for such lines. Does not belong here: rows of HTML as lines (``visible``), other lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.text.buffers import read_only
from kliping.text.compiling import kernel

if TYPE_CHECKING:
    import polars as pl

    from kliping.cleaning.kernels import Array

_BAR = " | "


def keep_tables(text: pl.Series, first_line: Array, keep: Array) -> Array:
    """Which lines are kept (bool), once rows of a table are judged as one.

    Lines right below each other that have the same number of bars are a table. It is kept where one of its rows is, or
    where the lines above and below it both are: figures say little by themselves.
    """
    bars = read_only(text.str.count_matches(_BAR, literal=True).to_numpy())
    if not bars.any():
        return keep
    kept = keep.copy()
    _keep(first_line, bars, kept)
    return kept


@kernel
def _keep(first_line: Array, bars: Array, keep: Array) -> None:
    for document in range(first_line.size - 1):
        at, stop = first_line[document], first_line[document + 1]
        begin = at
        while at < stop:
            end = at + 1
            while end < stop and bars[end] == bars[at]:
                end += 1
            if bars[at] > 0 and end > at + 1:
                between = at > begin and end < stop and keep[at - 1] and keep[end]
                if between or keep[at:end].any():
                    keep[at:end] = True
            at = end
