"""What is put below a text: who wrote it and answers for it, and whom to ask.

Belongs here: leaving such lines out, where they end what is kept. Does not belong here: what tells who somebody is at
a newspaper (``biographies``), the words (``kliping.words``: ``person.wrote``, ``person.opines``, ``contact.heads``).
"""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kliping.text.patterns import any_of
from kliping.words import phrases

if TYPE_CHECKING:
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
_REACHED = r"@|\d{3}"
"""A block of contacts holds an address of mail or a number."""
_LEFT = 2
"""Lines of a text that are left above such a block."""
_HEAD, _LABEL = 12, 40
"""Lines above a text in which its byline stands, and the characters of a label beside the name."""


def end_above_trailers(text: pl.Series, first_line: Array, keep: Array, folders: tuple[Path, ...] = ()) -> None:
    """Leave out of ``keep`` (bool) what a text ends with if it tells who wrote it, or lists whom to ask.

    The author is told of by that word ("Penulis adalah …", "The views expressed are …") or by the name that stands in
    the byline above, if the text does not speak of them; a list of contacts has its
    heading ("Kontak media:"), short lines below it down to the end, and an address or a number among them.
    """
    wrote, opines = phrases("person", "wrote", folders=folders), phrases("person", "opines", folders=folders)
    written, heads = _written(wrote, opines), _heads(phrases("contact", "heads", folders=folders))
    documents = []
    for first, stop in pairwise(first_line.tolist()):
        kept = first + np.flatnonzero(keep[first:stop])
        if kept.size > _LEFT:
            documents.append(kept)
    blocks = [kept[-_BLOCK:] for kept in documents]
    rows = np.concatenate(blocks) if blocks else np.zeros(0, np.int64)
    headed = set(rows[text.gather(rows).str.contains(heads).to_numpy()].tolist())
    left = []
    for kept, block in zip(documents, blocks, strict=True):
        found = [at for at in block.tolist() if at in headed]
        below = block[block > found[-1]] if found else block[:0]
        lines = text.gather(below)
        listed = bool(below.size) and bool((lines.str.len_chars() <= _LINE).all())
        if listed and lines.str.contains(_REACHED).any() and (kept < found[-1]).sum() >= _LEFT:
            keep[found[-1]] = keep[below] = False
        left.append(kept[keep[kept]])
    named = _named(phrases("person", "told", folders=folders))
    for _ in range(_MOST):
        left = [kept for kept in left if kept.size > 1]
        lines = text.gather(np.array([kept[-1] for kept in left], np.int64))
        short = lines.str.len_chars() <= _LONGEST
        told = (lines.str.contains(written) & short).to_list()
        names = lines.str.extract(named, 1).set(~short, None).to_list()
        ended = []
        for kept, said, name in zip(left, told, names, strict=True):
            if said or (name and _signed(text, first_line, kept, name)):
                keep[kept[-1]] = False
                ended.append(kept[:-1])
        left = ended
        if not left:
            return


def _signed(text: pl.Series, first_line: Array, kept: Array, name: str) -> bool:
    """Whether a name stands in a byline above a text, the last line of which tells who that is, and no other names."""
    top = int(kept[0])
    first = int(first_line[np.searchsorted(first_line, top, side="right") - 1])
    head = text.slice(max(first, top - _HEAD), min(top - first, _HEAD))
    byline = head.str.contains(name, literal=True) & (head.str.len_chars() <= len(name) + _LABEL)
    return bool(byline.any()) and not text.gather(kept[:-1]).str.contains(name.split()[-1], literal=True).any()


@functools.lru_cache(maxsize=8)
def _written(wrote: tuple[str, ...], opines: tuple[str, ...]) -> str:
    """A line that opens with its author, or says that the text is its author's opinion."""
    return rf"(?i)^\W{{0,3}}{any_of(wrote)}(?:[^\p{{L}}]|$)|(?:^|[^\p{{L}}]){any_of(opines)}(?:[^\p{{L}}]|$)"


@functools.lru_cache(maxsize=8)
def _named(told: tuple[str, ...]) -> str:
    """A line that opens with a name, which is the group, and what its bearer is."""
    name = r"\p{Lu}[\p{L}\p{M}'’.-]+"
    return rf"^\W{{0,2}}((?:{name}\s){{1,3}}{name}),?\s(?i:{any_of(told)})\s"


@functools.lru_cache(maxsize=8)
def _heads(heads: tuple[str, ...]) -> str:
    """A line that is nothing but such a heading."""
    return rf"(?i)^\W{{0,3}}{any_of(heads)}\s?[:：]?\W{{0,2}}$"
