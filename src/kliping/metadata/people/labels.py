"""Labels that stand alone on their line, and the names they belong to: above or below them.

Belongs here: which lines such a label names. Does not belong here: labels before a name on one line (``people``,
``editors``), and what is a name (``names``).

Most sites write the label first ("Oleh :", then the names). Some write it below the name ("Jane Doe", "Penulis", "John
Roe", "Editor"): there a name stands above the first label, and none below the last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kliping.metadata.line_facts import NO_NAME
from kliping.metadata.vocabulary import alternation, letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from kliping.metadata.line_flags import Array
    from kliping.metadata.page import Page

LONGEST_LABEL = 40
"""Characters of a label that stands alone on its line."""

MOST = 8
"""Lines below a label in which its names may stand, one after the other."""

NAME_LINE = letters(
    r"^\p{Lu}[\p{L}\p{M}'’`.-]+(?:\s(?:\p{Lu}[\p{L}\p{M}'’`.-]*|de|van|von|der|den|bin|binti|al|el|di|da)){0,4}"
    r"(?:\s?\([^()]{2,30}\))?,?$"
)
"""A line that is a name and nothing else, with the town it reports from in brackets."""

BETWEEN = (",", "&", "and", "dan", "und", "et", "/", "|")
"""Lines between names."""


def alone(words: Iterable[str]) -> str:
    """The pattern of a line that is one of the labels and nothing else."""
    return rf"^(?i:{alternation(words)})\s?[:：]?\s?[—–-]?$"


def named_by(page: Page, labels: Array, others: Array) -> Array:
    """Which lines a lone label of one kind names.

    Args:
        page: the lines of a batch.
        labels: which lines are such labels.
        others: which lines are lone labels of another kind: they stand among the names as well.
    """
    named = np.zeros(labels.size, np.bool_)
    text, nobody = page.lines["text"], page.having(word=NO_NAME)
    for row in np.flatnonzero(labels):
        first, stop = page.first_line[np.searchsorted(page.first_line, row, side="right") - 1 :][:2]
        around = _Around(text, labels | others, nobody, int(first), int(stop))
        if around.stands_behind(int(row)):
            named[row - 1] = True
        else:
            named[around.below(int(row))] = True
    return named


class _Around:
    """The lines around lone labels of one page."""

    def __init__(self, text: pl.Series, labels: Array, nobody: Array, first: int, stop: int) -> None:
        self._text, self._labels, self._nobody, self._first, self._stop = text, labels, nobody, first, stop

    def _is_name(self, row: int) -> bool:
        if not self._first <= row < self._stop or self._labels[row]:
            return False
        # the town in brackets may be a word that no name holds
        nobody = self._nobody[row] and not str(self._text[row]).endswith(")")
        return not nobody and bool(self._text.slice(row, 1).str.contains(NAME_LINE)[0])

    def stands_behind(self, row: int) -> bool:
        """Whether the label follows its name."""
        if not self._is_name(row - 1) or str(self._text[row]).rstrip().endswith((":", "：", "-", "–", "—")):
            return False
        while row + 2 < self._stop and self._is_name(row + 1) and self._labels[row + 2]:
            row += 2
        return not self._is_name(row + 1)

    def below(self, row: int) -> list[int]:
        """The names below the label, one a line."""
        names = []
        for at in range(row + 1, min(row + 1 + MOST, self._stop)):
            if self._is_name(at) or (at == row + 1 and not self._labels[at]):
                names.append(at)
            elif str(self._text[at]).strip().lower() not in BETWEEN:
                break
        return names
