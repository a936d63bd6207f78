"""What is put below a text: who wrote it and answers for it, and whom to ask.

Belongs here: leaving such lines out, where they end what is kept. Does not belong here: what tells who somebody is at
a newspaper (``biographies``), the words (``kliping.words``: ``person.wrote``, ``person.opines``, ``byline.credits``,
``contact.heads``).
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.last_lines import kept_above, last_lines
from kliping.text.patterns import any_of
from kliping.words import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

    from kliping.cleaning.kernels import Array

_MOST = 3
"""Lines of one text that tell of its author below it."""
_LONGEST = 500
"""Characters of such a line: a longer one is a paragraph that says more."""
_BLOCK = 9
"""Lines of a block that names whom to ask, with its heading: name, office, company, address, numbers."""
_LINE = 80
"""Characters of a line in it."""
_PORTRAIT, _TOLD = 4, 700
"""Most lines below the heading of what is told of an author, and the characters of each: more is a text of its own."""
_REACHED = re.compile(r"@|\d{3}")
"""A block of contacts holds an address of mail or a number."""
_AROUND = " *-–—•:：."
"""Signs around the heading."""
_LEFT = 2
"""Lines of a text that are left above such a block."""
_ABOVE = 1
"""The same above a line that tells of the author."""
_HEAD, _LABEL = 12, 40
"""Lines above a text in which its byline stands, and the characters of a label beside the name."""


def end_above_portraits(text: pl.Series, first_line: Array, keep: Array, folders: tuple[Path, ...] = ()) -> Array:
    """Leave out of ``keep`` (bool) what ends a text below a heading such as "About the author", and the heading.

    The answer are the lines of such portraits (bool), kept or not: none of them joins the text. Where more is kept
    below the heading than a portrait has, the text goes on there.
    """
    portrait = np.zeros(text.len(), np.bool_)
    about = phrases("person", "about", folders=folders)
    short = (text.str.len_bytes() <= _LINE).arg_true()
    said = text.gather(short).str.strip_chars(_AROUND).str.to_lowercase()
    for head in short.filter(said.is_in(list(about))).to_list():
        document = int(np.searchsorted(first_line, head, side="right"))
        below = head + 1 + np.flatnonzero(keep[head + 1 : first_line[document]])
        above = np.count_nonzero(keep[first_line[document - 1] : head])
        if above >= _LEFT and below.size <= _PORTRAIT and (text.gather(below).str.len_chars() <= _TOLD).all():
            keep[head] = keep[below] = False
            portrait[head : min(head + 1 + _PORTRAIT, int(first_line[document]))] = True
            portrait[below] = True
    return portrait


def end_above_trailers(text: pl.Series, first_line: Array, keep: Array, folders: tuple[Path, ...] = ()) -> None:
    """Leave out of ``keep`` (bool) what a text ends with if it tells who wrote it, or lists whom to ask.

    The author is told of by that word ("Penulis adalah …", "The views expressed are …") or by the name that stands in
    the byline above, if the text does not speak of them; a list of contacts has its
    heading ("Kontak media:"), short lines below it down to the end, and an address or a number among them.
    """
    wrote = (*phrases("person", "wrote", folders=folders), *phrases("byline", "credits", folders=folders))
    opines = phrases("person", "opines", folders=folders)
    hints, written = (*wrote, *opines), _written(wrote, opines)
    heads = phrases("contact", "heads", folders=folders)
    documents, _ = last_lines(first_line, keep, np.arange(first_line.size - 1), _LEFT + 1)
    _end_above_contacts(text, first_line, keep, documents, heads)
    named = _named(phrases("person", "told", folders=folders))
    for _ in range(_MOST):
        documents, ends = last_lines(first_line, keep, documents, _ABOVE + 1)
        lines = text.gather(ends)
        short = lines.str.len_chars() <= _LONGEST
        hinted = lines.str.to_lowercase().str.contains_any(list(hints)) & short
        told = [one and bool(written.search(line)) for line, one in zip(lines, hinted, strict=True)]
        names = [one and named.match(line) for line, one in zip(lines, short, strict=True)]
        ended = []
        for at, (said, name) in enumerate(zip(told, names, strict=True)):
            if said or (name and _signed(text, first_line, keep, (documents[at], ends[at]), name[1])):
                keep[ends[at]] = False
                ended.append(at)
        documents = documents[ended]
        if not ended:
            return


def _end_above_contacts(
    text: pl.Series, first_line: Array, keep: Array, documents: Array, heads: Iterable[str]
) -> None:
    """Leave out of ``keep`` the list of contacts that these documents end with, and its heading."""
    rows = np.flatnonzero(keep)
    rows = rows[(text.gather(rows).str.len_bytes() <= _LINE).to_numpy()]
    said = text.gather(rows).str.strip_chars(_AROUND).str.to_lowercase()
    rows = rows[said.is_in([head.lower() for head in heads]).to_numpy()]
    headed = {int(np.searchsorted(first_line, at, side="right")) - 1: int(at) for at in rows}  # the last one of each
    for document in np.intersect1d(documents, list(headed)).tolist():
        head, stop = headed[document], int(first_line[document + 1])
        below = head + 1 + np.flatnonzero(keep[head + 1 : stop])
        above = kept_above(first_line, keep, document, head)
        if 0 < below.size < _BLOCK and above.size >= _LEFT:
            lines = text.gather(below)
            if (lines.str.len_chars() <= _LINE).all() and any(map(_REACHED.search, lines)):
                keep[head] = keep[below] = False


def _signed(text: pl.Series, first_line: Array, keep: Array, last: tuple[int, int], name: str) -> bool:
    """Whether a name stands in a byline above a text, and its last line, which tells who that is, alone names it."""
    document, end = last
    above = kept_above(first_line, keep, document, end)
    first, top = int(first_line[document]), int(above[0])
    head = text.slice(max(first, top - _HEAD), min(top - first, _HEAD))
    byline = head.str.contains(name, literal=True) & (head.str.len_chars() <= len(name) + _LABEL)
    return bool(byline.any()) and not text.gather(above).str.contains(name.split()[-1], literal=True).any()


@functools.lru_cache(maxsize=8)
def _written(wrote: tuple[str, ...], opines: tuple[str, ...]) -> re.Pattern[str]:
    """A line that opens with its author, or says that the text is its author's opinion."""
    return re.compile(rf"(?i)^\W{{0,3}}{any_of(wrote)}\b|\b{any_of(opines)}\b")


@functools.lru_cache(maxsize=8)
def _named(told: tuple[str, ...]) -> re.Pattern[str]:
    """A line that opens with a name, which is the group, and what its bearer is."""
    name = r"[^\W\d_a-z][\w'’.-]+"
    return re.compile(rf"\W{{0,2}}((?:{name}\s){{1,3}}{name}),?\s(?i:{any_of(told)})\s")
