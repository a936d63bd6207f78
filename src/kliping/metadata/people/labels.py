"""Labels that stand alone on their line, and the names they belong to: above or below them.

Belongs here: which lines such a label names. Does not belong here: labels before a name on one line (``people``,
``editors``), and what is a name (``names``).

Most sites write the label first ("Oleh :", then the names). Some write it below the name ("Jane Doe", "Penulis", "John
Roe", "Editor"): there a name stands above the first label, and none below the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.metadata.line_facts import DATE_LABEL, MONTH, NO_NAME, WEEKDAY
from kliping.metadata.line_flags import SPACES
from kliping.metadata.vocabulary import alternation, small_words
from kliping.text import lengths
from kliping.text.patterns import letters
from kliping.words import made_of_words, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kliping.metadata.line_flags import Array
    from kliping.metadata.survey import Survey

LONGEST_LABEL = 40
"""Characters of a label that stands alone on its line."""

MOST = 8
"""Lines below a label in which its names may stand, one after the other."""


JOINTS = (",", "/", "|")
"""Signs that stand alone on lines between names, as words that join names do."""


@made_of_words
def _name_line() -> str:
    """A line that is a name and nothing else, with the town it reports from in brackets."""
    word, particles = r"\p{Lu}[\p{L}\p{M}'’`.-]", alternation(phrases("person", "particles"))
    return letters(rf"^{word}+(?:\s(?:{word}*|{particles})){{0,4}}(?:\s?\([^()]{lengths.BRACKETS}\))?,?$")


def alone(text: pl.Series, words: Iterable[str]) -> pl.Series:
    """Which lines (bool) are one of the labels and nothing else, in letters of any size."""
    label = small_words(pl.col("text").str.replace(r"\s?[:：]?\s?[—–-]?$", ""))
    return pl.select(text=text).select(label.is_in([word.lower() for word in words])).to_series()


def named_by(survey: Survey, labels: Array, others: Array) -> Array:
    """Which lines a lone label of one kind names.

    Args:
        survey: the lines of a batch.
        labels: which lines are such labels.
        others: which lines are lone labels of another kind: they stand among the names as well.
    """
    named = np.zeros(labels.size, np.bool_)
    wanted = np.flatnonzero(labels)
    if wanted.size == 0:
        return named
    around = _Around.of(survey, labels | others)
    of_page = np.searchsorted(survey.first_line, wanted, side="right") - 1
    for row, first, stop in zip(wanted, survey.first_line[of_page], survey.first_line[of_page + 1], strict=True):
        if around.stands_behind(int(row), int(first), int(stop)):
            named[around.above(int(row), int(first))] = True
        else:
            named[around.below(int(row), int(stop))] = True
    return named


def said_once(survey: Survey, wanted: Array) -> Array:
    """Which of the lines wanted their page has nowhere else: a section of the menu is there again, a name is not.

    Weekdays and months are no names either, nor is what stands below a first name alone: "Jane", "Gardener".
    """
    opened = np.append(wanted[:1], wanted[1:] & ~wanted[:-1])
    opener = np.maximum.accumulate(np.where(opened, np.arange(wanted.size), 0))
    full = survey.facts.counts[opener, SPACES] > 0
    rows = np.flatnonzero(wanted & full & ~survey.having(word=WEEKDAY | MONTH | DATE_LABEL))
    asked = pl.DataFrame({"doc": survey.lines["doc"].gather(rows), "hash": survey.facts.hashes[rows]})
    of_pages = survey.lines["doc"].is_in(asked["doc"].unique().implode())
    said = pl.DataFrame({"doc": survey.lines["doc"].filter(of_pages), "hash": survey.facts.hashes[of_pages.to_numpy()]})
    times = asked.join(said.group_by("doc", "hash").len(), on=["doc", "hash"], how="left", maintain_order="left")
    once = np.zeros(wanted.size, np.bool_)
    once[rows] = (times["len"] == 1).to_numpy()
    return once


@dataclass(frozen=True)
class _Around:
    """What the lines around lone labels are; elsewhere nothing is known of a line."""

    labels: Array
    names: Array
    """Lines that are a name and nothing else, and no label."""
    joints: Array
    """Lines between names."""
    announcing: Array
    """Labels with a sign that says that the name follows."""
    listed: Array
    """Lines that end as those of a list do."""

    @classmethod
    def of(cls, survey: Survey, labels: Array) -> _Around:
        reach = np.arange(-MOST, MOST + 1)
        near = np.unique((np.flatnonzero(labels)[:, None] + reach).clip(0, labels.size - 1))
        text = survey.lines["text"].gather(near)
        # the town in brackets may be a word that no name holds
        nobody = survey.having(word=NO_NAME)[near] & ~text.str.ends_with(")").to_numpy()
        found = [
            text.str.contains(_name_line()).to_numpy() & ~nobody & ~labels[near],
            text.str.strip_chars().str.to_lowercase().is_in([*phrases("byline", "joins"), *JOINTS]).to_numpy(),
            text.str.contains(r"[:：–—-]\s*$").to_numpy(),
            text.str.ends_with(",").to_numpy(),
        ]
        spread = [np.zeros(labels.size, np.bool_) for _ in found]
        for whole, part in zip(spread, found, strict=True):
            whole[near] = part
        return cls(labels, *spread)

    def stands_behind(self, row: int, first: int, stop: int) -> bool:
        """Whether the label follows its name, on the page from line ``first`` to before ``stop``."""
        if row == first or not self.names[row - 1] or self.announcing[row]:
            return False
        while row + 2 < stop and self.names[row + 1] and self.labels[row + 2]:
            row += 2
        return not (row + 1 < stop and self.names[row + 1])

    def above(self, row: int, first: int) -> list[int]:
        """The names that the label behind them names, one a line: of several all but the last end with a comma."""
        names = [row - 1]
        while names[-1] > max(first, row - MOST) and self.names[names[-1] - 1] and self.listed[names[-1] - 1]:
            names.append(names[-1] - 1)
        return names

    def below(self, row: int, stop: int) -> list[int]:
        """The names below the label, one a line."""
        names = []
        for at in range(row + 1, min(row + 1 + MOST, stop)):
            if self.names[at] or (at == row + 1 and not self.labels[at]):
                names.append(at)
            elif not self.joints[at]:
                break
        return names
