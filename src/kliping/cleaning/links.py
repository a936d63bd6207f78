"""Links to other articles that stand between the paragraphs of this one: a label, and the headline behind or below it.

Belongs here: which lines are nothing but such a link. Does not belong here: the words (``kliping.words``), links inside
a paragraph (``pieces``), lists of links beside the article (``model``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.kernels import OWN
from kliping.cleaning.pieces import link_labels
from kliping.cleaning.sections import SECTION_ROLES
from kliping.text.characters import COLON
from kliping.text.patterns import any_of, holding
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array

_RELATED = list(SECTION_ROLES).index("related")
_WORDS = 30.0
"""Words of the longest line that is a link."""


def link_lines(text: pl.Series, seen: Seen, section: Array, folders: tuple[Path, ...] = ()) -> Array:
    """Which lines are a label of a link, the headline right below one, or both on one line (bool).

    On labelled pages 2,130 of 2,134 labels alone are no body, 386 of 396 with a colon and their headlines, and 931 of
    968 labels with a headline behind them; most of the others are links that those who labelled the page left in. Of
    labels of one word with a headline behind a colon or a bar 103 of 112 are none.
    What ends like a sentence is left to the model, and so is what stands below "Read more", which is a button to what
    stands above it.

    Args:
        text: the lines.
        seen: the lines' features.
        section: section of the lexicon entry on each line, or -1.
        folders: folders of further lexicons.
    """
    related = section == _RELATED
    announces, ended = seen.scanned.own[:, OWN.ends_as] == COLON, seen.column("ends_sentence") > 0
    asked = np.flatnonzero(related & (seen.column("words") <= _WORDS))
    labels = link_labels(folders)
    single = set(phrases("related", "labels", folders=folders)) - set(phrases("advertising", "embeds", folders=folders))
    announcing = sorted(set(labels) - set(phrases("related", "more", folders=folders)))
    linked, label = np.zeros(text.len(), np.bool_), related & announces
    linked[holding(text, asked, _link(labels, tuple(sorted(single - set(labels)))))] = True
    label[asked] |= _bare(text.gather(asked)).is_in(_bare(pl.Series(announcing, dtype=pl.String)).to_list()).to_numpy()
    headline = np.append(False, label[:-1]) & ~ended
    headline[seen.first_line[:-1]] = False
    found: Array = linked | label | headline
    return found


@functools.lru_cache(maxsize=8)
def _link(labels: tuple[str, ...], single: tuple[str, ...]) -> str:
    """A line that is a label, alone or with a sign and a headline behind it.

    A label of one word ("Related") needs a colon or a bar: it is a word of sentences as well, and one side of a
    compound.
    """
    headline = r"\s*\S.*[^.…]$"
    open_end = rf"(?:$|\s*[:：|–—-]{headline})"
    return rf"(?i)^\W*(?:{any_of(labels)}\W*{open_end}|{any_of(single)}\s*[:：|]{headline})"


def _bare(text: pl.Series) -> pl.Series:
    """Small letters without what is no part of a word before and behind them: what a label is compared by."""
    return text.str.to_lowercase().str.replace_all(r"^\W+|\W+$", "")
