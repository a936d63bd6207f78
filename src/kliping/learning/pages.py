"""Labelled pages: reading them, their lines with labels, and the variants that training adds.

Belongs here: what the learner is given. Does not belong here: the learner (``training``), what a label is (``labels``).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
import polars as pl

from kliping.cleaning.flatten import split_lines
from kliping.cleaning.labels import label_lines
from kliping.cleaning.lexicons import phrases
from kliping.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kliping.cleaning.kernels import Array

FOLDS = 5
"""Parts in cross-validation. Pages of one site are in one part, so that no score rests on knowing the site."""

_VARIANT_WEIGHT = 0.5
"""What a variant counts beside its page: it repeats the page's article."""

_CROPPED, _LINKED, _DOUBLED, _FOREIGN = 0.8, 0.65, 0.15, 0.5
"""Shares of variants that lose most furniture, gain links, hold the article twice, are as if in an unknown language."""


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
    weight: float = 1.0
    foreign: bool = False
    """Its words are to be taken for unknown to the vocabulary, as in a language without labelled pages."""

    @property
    def fold(self) -> int:
        """The part of the cross-validation that this page's site is in."""
        return int(hashlib.sha256(self.site.encode()).hexdigest(), 16) % FOLDS


def read_pages(path: Path) -> list[Page]:
    """The labelled pages of a JSON Lines file, plain or ``.gz``.

    A line is an object with ``text`` (the flattened page) and ``body`` (its article); ``url``, ``id``, ``set`` and
    ``language`` are used where they are given.

    Raises:
        RuleError: the file cannot be read, a line is no such object, or no page has a line of its body in its text.
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        content = raw.decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as broken:
        raise RuleError(
            f"Labelled pages cannot be read from {path}: {broken}. Name a UTF-8 JSON Lines file."
        ) from broken
    pages = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as broken:
            raise RuleError(f"{path} line {number} is not JSON. Write one page a line.") from broken
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("text", "body")):
            raise RuleError(f"{path} line {number} needs the strings 'text' and 'body'. Add them.")
        pages.append(_page(row, number))
    pages = [page for page in pages if any(page.belongs)]
    if len({page.fold for page in pages}) < 2:
        raise RuleError(
            f"{path} has labelled pages of too few sites. Give pages of ten sites or more, with their 'url'."
        )
    return pages


def _page(row: dict[str, Any], number: int) -> Page:
    name = str(row.get("id") or number)
    frame = pl.DataFrame({"document_id": [name], "text": [row["text"]]})
    lines = split_lines(frame)
    texts = lines.get_column("text").to_list()
    belongs, words = label_lines(texts, row["body"])
    host = urlsplit(str(row.get("url") or "")).netloc.removeprefix("www.")
    return Page(
        name=f"{number}",
        site=".".join(host.split(".")[-2:]) or name,
        group=str(row.get("set") or "all"),
        language=str(row.get("language") or ""),
        body=row["body"],
        numbers=tuple(lines.get_column("line").to_list()),
        lines=tuple(texts),
        belongs=tuple(belongs),
        words=tuple(words),
    )


def variants(pages: Sequence[Page]) -> list[Page]:
    """One variant of each page, in the manner of other scrapers.

    Less furniture, other blank lines, links to related articles between the paragraphs, an article pasted twice, and
    every second one as if in an unknown language. Seeded by the page: the same pages give the same variants.
    """
    labels = phrases("related", "labels", "starts")
    headlines = [line for page in pages for line in page.lines if 5 <= len(line.split()) <= 14 and line[-1].isalnum()]
    return [_variant(page, random.Random(page.name + page.site), labels, headlines) for page in pages]  # noqa: S311


def _variant(page: Page, chance: random.Random, labels: Sequence[str], headlines: Sequence[str]) -> Page:
    first = page.belongs.index(True)
    last = len(page.belongs) - 1 - page.belongs[::-1].index(True)
    low, high = 0, len(page.lines)
    if chance.random() < _CROPPED:
        low, high = max(first - chance.randrange(1, 9), 0), min(last + chance.randrange(1, 14), high)
    links = chance.randrange(1, 4) if chance.random() < _LINKED and headlines else 0
    after = sorted(chance.choices(range(first, last + 1), k=links))
    twice = chance.random() < _DOUBLED
    manner = chance.choice(("as it is", "no blank lines", "blank lines"))
    order = [*range(low, last + 1), *(range(first, last + 1) if twice else ()), *range(last + 1, high)]
    rows: list[tuple[int, str, bool, int]] = []
    number, done = 0, -1
    for at in order:
        gap = max(page.numbers[at] - page.numbers[at - 1], 1) if at > low else 1
        number += {"as it is": gap, "no blank lines": 1, "blank lines": 2}[manner]
        rows.append((number, page.lines[at], page.belongs[at] and at > done, page.words[at]))
        done = max(done, at)
        for _ in range(after.count(at)):
            label, mark = chance.choice(labels), chance.choice((": ", " : ", " - ", " "))
            link = (
                f"{chance.choice((label.title(), label.upper(), label.capitalize()))}{mark}{chance.choice(headlines)}"
            )
            number += 2 if manner == "blank lines" else 1
            rows.append((number, link, False, len(link.split())))
    numbers, lines, belongs, words = zip(*rows, strict=True)
    return replace(
        page,
        name=f"{page.name} variant",
        numbers=numbers,
        lines=lines,
        belongs=belongs,
        words=words,
        weight=_VARIANT_WEIGHT,
        foreign=chance.random() < _FOREIGN,
    )


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
    cost = (np.maximum(words, 1) + 3) / (article[page] + 60)
    importance = (0.9 * cost / cost.mean() + 0.1) * np.array([one.weight for one in pages])[page]
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
