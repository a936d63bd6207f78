"""Labelled pages: reading them, and their lines with labels as columns.

Belongs here: what the learner is given. Does not belong here: the variants that training adds (``variants``), the
learner (``lines``), what a label is (``labels``).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import polars as pl

from kliping.cleaning.flatten import split_lines
from kliping.cleaning.labels import label_lines
from kliping.errors import RuleError
from kliping.files import text_by_hand
from kliping.text.hosts import REGISTRIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kliping.cleaning.kernels import Array

_LINE_WORDS, _ARTICLE_WORDS, _EQUAL = 3, 60, 0.1
"""Words that are added to a line's and to its article's, and the part of importance that all lines have alike: short
lines and those of short articles are learnt as well, and do not outweigh the others."""

FOLDS = 5
"""Parts in cross-validation. Pages of one site are in one part, so that no score rests on knowing the site."""


@dataclass(frozen=True)
class Page:
    """A labelled page: its lines, which of them are the article, and how many words each has."""

    name: str
    site: str
    group: str
    language: str
    body: str
    numbers: tuple[int, ...]
    lines: tuple[str, ...]
    belongs: tuple[bool, ...]
    words: tuple[int, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    published_on: str = ""
    shape: str = "page"
    """What was done to it: a page as it was read is a ``page``."""
    weight: float = 1.0
    blocks_only: bool = False
    """The third pass alone learns it, which joins blocks to an article; no line is scored by what it shows."""
    foreign: bool = False
    """Its words are to be taken for unknown to the vocabulary, as in a language without labelled pages."""

    @property
    def fold(self) -> int:
        """The part of the cross-validation that this page's site is in."""
        return int(hashlib.sha256(self.site.encode()).hexdigest(), 16) % FOLDS


def read_pages(path: Path) -> list[Page]:
    """The labelled pages of a JSON Lines file, plain or ``.gz``: those that have a line of their body in their text.

    A line is an object with ``text`` (the flattened page) and ``body`` (its article). Used where they are given:
    ``url`` or ``site``, ``id``, ``set``, ``language``, ``title``, ``authors``, ``published_on`` (year, month, day) and
    ``weight`` (what the page counts, 1 where there is none).

    Raises:
        RuleError: the file cannot be read, or a line is no such object.
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as broken:
        raise RuleError(
            f"Labelled pages cannot be read from {path}: {broken}. Name a UTF-8 JSON Lines file."
        ) from broken
    pages = []
    for number, line in enumerate(text_by_hand(raw, path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as broken:
            raise RuleError(f"{path} line {number} is not JSON. Write one page a line.") from broken
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("text", "body")):
            raise RuleError(f"{path} line {number} needs the strings 'text' and 'body'. Add them.")
        pages.append(_page(row, number))
    return [page for page in pages if any(page.belongs)]


def _page(row: dict[str, Any], number: int) -> Page:
    name = str(row.get("id") or number)
    frame = pl.DataFrame({"document_id": [name], "text": [row["text"]]})
    lines = split_lines(frame)
    texts = lines.get_column("text").to_list()
    belongs, words = label_lines(texts, row["body"])
    authors = row.get("authors") or ()
    return Page(
        name=f"{number}",
        site=site_of(str(row.get("url") or "")) or str(row.get("site") or name),
        group=str(row.get("set") or "all"),
        language=str(row.get("language") or ""),
        body=row["body"],
        numbers=tuple(lines.get_column("line").to_list()),
        lines=tuple(texts),
        belongs=tuple(belongs),
        words=tuple(words),
        title=str(row.get("title") or ""),
        authors=tuple(str(one) for one in ([authors] if isinstance(authors, str) else authors)),
        published_on=str(row.get("published_on") or ""),
        weight=float(row.get("weight", 1)),
    )


def site_of(url: str) -> str:
    """The name that was registered for the host of ``url``: "example.co.id" of "https://news.example.co.id/a"."""
    labels = (urlsplit(url).hostname or "").split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in REGISTRIES
    return ".".join(labels[-3 if country else -2 :])


@dataclass(frozen=True)
class Labelled:
    """Labelled pages as columns, a row a line."""

    pages: tuple[Page, ...]
    lines: pl.DataFrame
    belongs: Array
    importance: Array
    fold: Array
    page: Array
    foreign: Array
    """Lines whose words are to be taken for unknown."""


def as_columns(pages: Sequence[Page]) -> Labelled:
    """The lines of pages side by side.

    ``importance`` is what a line's mistake costs in the page's precision and recall: its words in the article's, evened
    out a little so that short lines are learnt as well.
    """
    sizes = [len(page.lines) for page in pages]
    page = np.repeat(np.arange(len(pages)), sizes)
    words = np.concatenate([one.words for one in pages]).astype(np.float64)
    belongs = np.concatenate([one.belongs for one in pages])
    article = np.bincount(page, weights=words * belongs, minlength=len(pages))
    cost = (np.maximum(words, 1) + _LINE_WORDS) / (article[page] + _ARTICLE_WORDS)
    importance = ((1 - _EQUAL) * cost / cost.mean() + _EQUAL) * np.array([one.weight for one in pages])[page]
    lines = pl.DataFrame(
        {
            "document_id": np.repeat([one.name for one in pages], sizes),
            "line": np.concatenate([one.numbers for one in pages]).astype(np.int32),
            "text": [text for one in pages for text in one.lines],
        }
    )
    fold = np.array([one.fold for one in pages])[page]
    foreign = np.array([one.foreign for one in pages])[page]
    return Labelled(tuple(pages), lines, belongs.astype(np.float32), importance.astype(np.float32), fold, page, foreign)
