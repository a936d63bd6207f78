"""Biographies: the last paragraph of a text that says who wrote it.

Belongs here: leaving such paragraphs out. Does not belong here: the words (``kliping.words``, ``person``), the name of
an author that stands in them (``kliping.metadata.people``).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.last_lines import kept_above, last_lines
from kliping.text.patterns import any_of, letters
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.kernels import Array

_TOLD = "{0,80}"
"""Characters between what a person is said to do and for which newsroom: the rest of one clause."""

_BEFORE_OUTLET = "{0,20}"
"""Characters between a dash and the newsroom: an adjective or the newsroom's own name."""

_MOST = 3
"""Authors of one text who are told of below it."""
_LEFT = 1
"""Lines of a text that are left above one."""
_LONGEST = 700
"""Characters of a biography."""


def end_above_biographies(text: pl.Series, first_line: Array, keep: Array, folders: tuple[Path, ...] = ()) -> None:
    """Leave out of ``keep`` (bool) what an article ends with if it tells who somebody is at a newspaper.

    It is a biography where the article itself does not speak of them: no other kept line holds their last name. Of 58
    such lines on labelled pages 50 are no body, and 4 of the others are the last line of theirs.
    """
    pattern = _pattern(phrases("person", "told", folders=folders), phrases("person", "newsroom", folders=folders))
    documents = np.arange(first_line.size - 1)
    for _ in range(_MOST):
        documents, ends = last_lines(first_line, keep, documents, _LEFT + 1)
        lines = text.gather(ends)
        names = lines.str.extract(pattern, 1).set(lines.str.len_chars() > _LONGEST, None)
        told = names.is_not_null().arg_true()
        ended = []
        for at, name in zip(told.to_list(), names.gather(told), strict=True):
            above = kept_above(first_line, keep, documents[at], ends[at])
            if not text.gather(above).str.contains(name, literal=True).any():
                keep[ends[at]] = False
                ended.append(at)
        documents = documents[ended]
        if not ended:
            return


@functools.lru_cache(maxsize=8)
def _pattern(told: tuple[str, ...], newsroom: tuple[str, ...]) -> str:
    """A name, and what its bearer is: "Jane Doe is a senior reporter at …"; the group is the last name."""
    name = r"\p{Lu}[\p{L}\p{M}'’.-]+"
    what = rf"(?:,?\s(?i:{any_of(told)})\s.{_TOLD}?|\s[–—-]\s[^.]{_BEFORE_OUTLET}?)\b(?i:{any_of(newsroom)})\b"
    return letters(rf"^\W{{0,2}}(?:{name}\s){{1,3}}({name}){what}")
