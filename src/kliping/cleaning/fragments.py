"""Paragraphs that markup inside them broke into lines: which lines go on with the one above.

Belongs here: telling such lines by how they begin and end. Does not belong here: joining them (``joining``), text that
was wrapped at a column (``wrapping``), a paragraph that goes on below furniture (``numbering``).

A scraper that asks a page for its text, with a line break between its elements, breaks a paragraph at each link, name
in bold and word in italics: "Inter Milan", "resmi menunjuk", "Cristian Chivu", ", sebagai pelatih anyar." Such a line
begins in the middle of a sentence, below one that ends none, and the sentence ends some lines further down. Menus and
tags may begin in lower case too, but no sentence ends them; verse is broken too, but into lines of like length.

Where a town and the dash behind it stand on lines of their own, the article was broken from its first word on: what
stands below the dash, up to the end of a sentence, is one paragraph ("Jakarta", "-", "Penyanyi", "Rini Astuti", ...).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.text.patterns import any_of, holding, letters
from kliping.words import phrases

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.cleaning.kernels import Array

_SHOUTED_LETTERS = "{7}"
"""Capitals on end from which a line is called out: more than most abbreviations have."""

_CLOSES = r"^(?:[,.;:!?)\]%…][,.;:!?)\]%…\"”’]*(?:\s|$)|[\"”](?:\s+[\p{Ll}\d,.(]|[,.;:!?)]))"
"""A sign that stands at the end of a word, and begins no line."""
_LOWER = r"^\p{Ll}+(?:-\p{Ll}+)*(?:[,;.!?]?\s|[,.;!?)]*$)"
"""A word in lower case; not "iPhone", not the label "baca:", no address."""
_NAME = r"^\p{Lu}\S*(?:\s\S+){0,2}\.$"
"""A name, or a link of few words, that ends a sentence."""
_DASH = r"^[-–—]$"
"""The dash behind a town, alone on its line."""
_ABBREVIATED = r"^\(\p{Lu}[\p{L}\d]*\)\s\p{Ll}"
"""The abbreviation of what the line above names: "(AS) mendorong"."""
_ASKED = rf"{_CLOSES}|{_LOWER}|{_NAME}|{_ABBREVIATED}|{_DASH}"

_TOWN = r"^\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]*){0,3}$"
"""A town, or another name of up to four words."""

_ENDED = r"(?:[.!?…:;][\"”’')\]]*|[^\s\"][\"”’])$"
"""The end of a sentence, or of an item of a list; a mark of quotation behind a blank opens one."""
_OPEN = r"(?:(?:^|[^\p{L}])\p{Ll}[\p{Ll}'-]*|,|[(“]|\s\")$"
"""A word in lower case, a comma, or what opens a bracket or a quotation: more is to come."""
_SHOUTED = rf"^[^\p{{Ll}}]*\p{{Lu}}{_SHOUTED_LETTERS}[^\p{{Ll}}]*$"
"""Furniture in capitals, and no name of a few letters."""
_HEADLINE = letters(r"^(?:[^\p{L}]*[\p{Lu}\d]\S*\s+(?:\p{Ll}\S{0,3}\s+)?){5,}\S+$")
"""Six words or more with capitals: a headline, and not the name that a paragraph begins with."""

_LINK_WORDS = 8
"""Words of the longest link in capitals."""
_PROSE_WORDS = 5
"""Words from which a line is prose, and no menu or tag."""
_LONG = 60
"""Characters of one line, at least, among lines that only begin in lower case: verse has none so long."""

_AROUND = 2
"""Lines before and behind a seam that say whether a paragraph was broken there."""


def fragments(lines: pl.DataFrame, folders: tuple[Path, ...] = ()) -> Array:
    """Which of ``document_id``, ``line`` and ``text`` (bool) go on with the line above, in a paragraph that was broken.

    ``folders`` have further words of languages.
    """
    goes_on = np.zeros(lines.height, np.bool_)
    text = lines.get_column("text")
    hints = np.flatnonzero(text.str.contains(_ASKED).to_numpy())
    if hints.size == 0:
        return goes_on
    asked = np.unique(np.clip(hints[:, None] + np.arange(-_AROUND, _AROUND + 1), 0, lines.height - 1))
    told = _told(text.gather(asked), phrases("related", "labels", "starts", folders=folders))
    document = lines.get_column("document_id").rle_id().to_numpy()
    near = _near(lines.get_column("line").to_numpy(), document)[asked]
    near &= np.diff(asked, prepend=-2) == 1
    goes_on[asked] = _whole_sentences(*_seams(told, near, document[asked]), told)
    return goes_on


def _near(number: Array, document: Array) -> Array:
    """Which lines (bool) stand as close below another as lines of their page ever do."""
    gap = np.diff(number, prepend=number[:1])
    first = np.diff(document, prepend=-1) != 0
    gap[first] = np.iinfo(gap.dtype).max
    closest = np.minimum.reduceat(gap, np.flatnonzero(first))
    near: Array = (gap == closest[document]) & ~first
    return near


@functools.lru_cache(maxsize=8)
def _links(labels: tuple[str, ...]) -> str:
    """A link to another article, by its label."""
    return rf"(?i)^\W{{0,3}}{any_of(labels)}\b"


def _told(text: pl.Series, labels: tuple[str, ...]) -> dict[str, Array]:
    """What each line looks like; ``labels`` are those of links to other articles."""
    hinted = text.str.to_lowercase().str.contains_any([label.lower() for label in labels]).arg_true().to_numpy()
    links = np.zeros(text.len(), np.bool_)
    links[holding(text, hinted, _links(labels))] = True
    line = pl.col("text")
    found = pl.DataFrame({"text": text}).select(
        closes=line.str.contains(_CLOSES) | line.str.contains(_ABBREVIATED),
        dash=line.str.contains(_DASH),
        town=line.str.contains(_TOWN),
        lower=line.str.contains(_LOWER),
        name=line.str.contains(_NAME),
        ended=line.str.contains(_ENDED),
        open=line.str.contains(_OPEN),
        apart=line.str.contains(_SHOUTED) | line.str.contains(_HEADLINE) | pl.Series(links),
        words=line.str.count_matches(r"\S+"),
        width=line.str.len_chars(),
    )
    return {name: found.get_column(name).to_numpy() for name in found.columns}


def _seams(told: dict[str, Array], near: Array, document: Array) -> tuple[Array, Array]:
    """Which lines (bool) seem to go on with the one above; and which of them can be nothing else."""

    def above(values: Array) -> Array:
        return np.concatenate([[False], values[:-1]])

    def below(values: Array) -> Array:
        return np.concatenate([values[1:], [False]])

    unended = near & above(~told["ended"])
    signs = unended & told["closes"]
    middle = signs | (unended & told["lower"] & ~above(told["apart"]))
    link = unended & ~middle & (told["words"] <= _LINK_WORDS)
    linked = link & above(told["open"]) & (below(middle) | (above(middle) & told["ended"]))
    followed = unended & above(middle & told["open"])
    seam = middle | linked | followed
    named = unended & told["name"] & above(told["open"] & (told["words"] >= _PROSE_WORDS))
    named &= np.isin(document, document[seam])  # alone it may be the agency below a headline
    dateline = told["dash"] & near & above(told["town"])
    opening = _opening(above(dateline) & near, unended & ~told["dash"] & ~told["apart"])
    return seam | named | opening, signs | named | opening


def _opening(first: Array, unended: Array) -> Array:
    """Which lines (bool) go on with the one below a dateline: of ``unended`` ones, those on end behind ``first``."""
    run = np.cumsum(~unended | first)
    return np.isin(run, run[first]) & ~first


def _whole_sentences(seam: Array, sure: Array, told: dict[str, Array]) -> Array:
    """Those seams (bool) whose lines together end a sentence, and are prose that was broken."""
    part = np.cumsum(~seam) - 1
    last = np.append(np.diff(part) > 0, True)
    size = int(part[-1]) + 1

    def any_of(lines: Array) -> Array:
        return np.bincount(part[lines], minlength=size) > 0

    broken = ~told["ended"] & ~last & (told["words"] >= _PROSE_WORDS)
    begun = seam & told["lower"] & (told["words"] >= _PROSE_WORDS)
    prose = any_of(broken | begun) & any_of(told["width"] >= _LONG)
    whole = any_of(last & told["ended"]) & (any_of(sure) | prose)
    goes_on: Array = seam & whole[part]
    return goes_on
