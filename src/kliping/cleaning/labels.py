"""Which lines of a labelled page are its article: gold bodies aligned with lines by runs of words.

Belongs here: labels for training, and the score of a page. Does not belong here: features, or fitting a model. Used
in training, and to lay what an HTML extractor found on the lines of the visible page.

The runs of four words, and letters as words in scripts without spaces, are those of scrapinghub's
article-extraction-benchmark.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kliping.text.folding import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
_WORD = re.compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")
RUN = 4
"""Words in a run."""

_MOSTLY = 0.5
_NEIGHBOURS = 5
_FURTHER = 3 * RUN
"""Words from the one before a line on in which the line may stand where nothing of the article follows it."""


def words(text: str) -> list[str]:
    """The words of ``text``, folded."""
    return _WORD.findall(folded(text))


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of ``text``; all its words when there are fewer."""
    spoken = words(text)
    return Counter(tuple(spoken[at : at + RUN]) for at in range(max(len(spoken) - RUN + 1, 1))) if spoken else Counter()


def precision_recall(gold: str, found: str) -> tuple[float, float]:
    """The share of found runs that are gold, and of gold runs that are found."""
    wanted, got = runs(gold), runs(found)
    both = (wanted & got).total()
    return (both / got.total() if got else 0.0), (both / wanted.total() if wanted else 1.0)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of two averages."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def label_lines(lines: Sequence[str], body: str) -> tuple[list[bool], list[int]]:
    """Which of ``lines`` belong to ``body``, and how many words each has.

    A line of four words or more belongs when at least half of its runs stand in the body; a shorter one when its words
    stand between the places of the lines around it. Of identical lines only the one among other body lines belongs.
    """
    spoken = [words(line) for line in lines]
    gold = words(body)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for size in range(1, RUN + 1):
        for at in range(len(gold) - size + 1):
            places[tuple(gold[at : at + size])].append(at)
    spans: list[tuple[int, int] | None] = [_span(one, places) for one in spoken]
    _keep_one_of_each(spoken, spans)
    belongs = [span is not None for span in spans]
    _place_short_lines(spoken, spans, belongs, places)
    return belongs, [len(one) for one in spoken]


def _span(line: list[str], places: dict[tuple[str, ...], list[int]]) -> tuple[int, int] | None:
    """Where in the body a line of four words or more begins and ends; None when most of it is not there."""
    if len(line) < RUN:
        return None
    found = [places.get(tuple(line[at : at + RUN])) for at in range(len(line) - RUN + 1)]
    inside = [one for one in found if one]
    if len(inside) < _MOSTLY * len(found):
        return None
    return inside[0][0], inside[-1][-1] + RUN


def _keep_one_of_each(spoken: list[list[str]], spans: list[tuple[int, int] | None]) -> None:
    copies: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, span in enumerate(spans):
        if span is not None:
            copies[tuple(spoken[number])].append(number)
    found = [len(one) if span else 0 for one, span in zip(spoken, spans, strict=True)]
    for same in copies.values():
        around = [sum(found[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS + 1]) for at in same]
        best = same[around.index(max(around))]
        for at in same:
            if at != best:
                spans[at] = None


def _place_short_lines(
    spoken: list[list[str]],
    spans: list[tuple[int, int] | None],
    belongs: list[bool],
    places: dict[tuple[str, ...], list[int]],
) -> None:
    following: list[int | None] = [None] * len(spans)
    start: int | None = None
    for number in range(len(spans) - 1, -1, -1):
        following[number] = start
        span = spans[number]
        if span:
            start = span[0]
    end: int | None = None
    for number, line in enumerate(spoken):
        span = spans[number]
        after = following[number]
        if span:
            end = span[1]
        elif 0 < len(line) < RUN and (end is not None or after is not None):
            low = (end if end is not None else 0) - 1
            high = after if after is not None else low + _FURTHER
            belongs[number] = any(low <= at <= high for at in places.get(tuple(line), ()))
            if belongs[number] and end is not None:
                end = max(end, end + len(line))
