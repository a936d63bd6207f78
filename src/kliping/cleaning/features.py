"""The features of a line: a matrix with a row a line, and the names that explain its columns.

Belongs here: which numbers the model sees, in which order. Does not belong here: how they are counted (``kernels``,
``context``, ``phrases``), the model (``forest``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning import context
from kliping.cleaning.kernels import OWN, Array, Own, Scan
from kliping.cleaning.phrases import Lexicon, Matches, match_lines
from kliping.cleaning.scanning import scan_column
from kliping.cleaning.sections import SECTION_ROLES
from kliping.cleaning.vocabulary import Vocabulary, wording

if TYPE_CHECKING:
    import polars as pl

_SECTIONS = tuple(SECTION_ROLES)
_GROUPS = {
    "says_related": ("related",),
    "says_share": ("share", "navigation", "pagination"),
    "says_comments": ("comments",),
    "says_offer": ("advertising", "newsletter", "consent", "contact"),
    "says_credit": ("byline", "editor", "source", "date", "reading_time"),
    "says_caption": ("caption",),
}
_FAR = ("sentence", "dated", *_GROUPS)
_STEPS = (-3, -2, -1, 1, 2, 3)
_BESIDE = (
    "width",
    "capital_share",
    "ends_sentence",
    "common_share",
    "starts_as",
    "phrase",
    "copies",
    "gap_before",
    "dated",
    "wording",
)
_REACHES = (2, 5, 12, 30)  # lines around a line whose means are features
_OVER = ("sentence", "phrase", "width", "wording")
_CAP = 60  # lines beyond which a distance is as far
_DATE_WORDS = 14  # of a line that is dated; a longer one only holds a date
_MOST_BLANK = 3
"""Blank lines beside a line beyond which more say no more."""
_UNSPOKEN = 6
"""Words that a line without a sentence takes from a block of sentences: a heading or two do not end it."""
_EVEN = 0.35
"""First score of a line that neither lengthens nor ends a block of likely lines. The line model was fitted to it."""

_LINE = (
    *Own._fields,
    *context.Sharing._fields,
    "gap_before",
    "gap_after",
    "phrase",
    "phrase_kind",
    *_GROUPS,
    "dated",
    "wording",
    "sentence",
)
_DOCUMENT = ("lines", "sentence_lines", "gap_share", "from_start", "from_end", "part")
_BLOCK = context.Block._fields

FIRST = (
    *_LINE,
    *(f"{name}@{step:+d}" for step in _STEPS for name in _BESIDE),
    *(f"{name}~{sign}{reach}" for reach in _REACHES for name in _OVER for sign in "-+"),
    *(f"{way}_{name}" for name in _FAR for way in ("since", "until")),
    *("since_gap", "until_gap"),
    *_DOCUMENT,
    *_BLOCK,
)
"""Features of the first pass."""

_LIKELY = context.Sharing._fields[: context.SHARING.copies]
_SCORE_STEPS = (-4, -3, -2, -1, 1, 2, 3, 4)
SECOND = (
    *FIRST,
    "score",
    *(f"score@{step:+d}" for step in _SCORE_STEPS),
    *(f"score~{sign}{reach}" for reach in _REACHES for sign in "-+"),
    *("since_likely", "until_likely"),
    *(f"likely_{name}" for name in _BLOCK),
    "likely_words",
    *(f"likely_{name}" for name in _LIKELY),
)
"""Features of the second pass: those of the first, and the first pass's scores of the line and around it."""


@dataclass(frozen=True)
class Seen:
    """The lines of a batch as the model sees them."""

    first_line: Array
    """Index of each document's first line, and the number of lines."""
    matrix: Array
    """float32 [lines, len(SECOND)]; the columns after FIRST are filled by ``add_scores``."""
    entry: Array
    """Number of the surest lexicon entry on each line, or -1."""
    kind: Array
    """Which of MATCHED_KINDS matched, or -1."""
    same: Array
    """Index of the first line of the document with the same words."""
    scanned: Scan
    """The lines' words."""

    def column(self, name: str) -> Array:
        """The feature ``name`` of ``SECOND`` of every line, in one piece of memory.

        A kernel is compiled anew for a column as it lies in a matrix, but for that of one line, which is in one piece.
        """
        return self.matrix[:, SECOND.index(name)].copy()


def first_lines(lines: pl.DataFrame) -> Array:
    """Index of the first line of each run of one ``document_id``, and the number of lines."""
    if not lines.height:
        return np.zeros(1, np.int64)
    changes = lines.get_column("document_id").rle_id().to_numpy()
    return np.concatenate([np.searchsorted(changes, np.arange(int(changes[-1]) + 1)), [lines.height]]).astype(np.int64)


def see(lines: pl.DataFrame, lexicon: Lexicon, vocabulary: Vocabulary | None) -> Seen:
    """The features of the first pass of ``document_id``, ``line`` and ``text``, in document and line order.

    Without a vocabulary the features of wording are left for ``put_wording``.
    """
    count = lines.height
    scanned = scan_column(lines.get_column("text"))
    first_line = first_lines(lines)
    matrix = np.zeros((count, len(SECOND)), np.float32)
    column = {name: number for number, name in enumerate(SECOND)}
    matrix[:, : len(OWN)] = scanned.own
    matrix[:, column["width"]] = np.log2(1 + matrix[:, column["width"]])
    sentence = np.empty(count, np.float32)
    context.mark_sentences(matrix[:, column["words"]].copy(), matrix[:, column["ends_sentence"]].copy(), sentence)
    matrix[:, column["sentence"]] = sentence
    same = np.empty(count, np.int64)
    sharing = np.empty((count, len(context.SHARING)), np.float32)
    context.share_words(first_line, scanned.first_token, scanned.tokens, scanned.hashes, sentence, sharing, same)
    matrix[:, len(OWN) : len(OWN) + len(context.SHARING)] = sharing
    entry, kind, date_words = match(scanned, lexicon)
    _put_phrases(matrix, column, entry, kind, lexicon)
    timed = (scanned.own[:, column["year"]] + scanned.own[:, column["clock"]] + date_words) > 0
    short = scanned.own[:, column["words"]] <= _DATE_WORDS
    matrix[:, column["dated"]] = timed & short & (scanned.own[:, column["numbers"]] > 0)
    _put_gaps(matrix, column, lines.get_column("line").to_numpy(), first_line)
    _put_context(matrix, column, first_line, scanned.own[:, column["words"]])
    seen = Seen(first_line, matrix, entry, kind, same, scanned)
    if vocabulary is not None:
        put_wording(seen, wording(scanned, vocabulary))
    return seen


def put_wording(seen: Seen, odds: Array) -> None:
    """Fill the features that depend on how lines are worded, from the log-odds of each (float32)."""
    column = {name: number for number, name in enumerate(SECOND)}
    matrix, first_line = seen.matrix, seen.first_line
    matrix[:, column["wording"]] = odds
    beside = np.array([column[name] for name in _BESIDE])
    context.put_neighbours(first_line, matrix, beside, np.array(_STEPS), matrix, column[f"{_BESIDE[0]}@{_STEPS[0]:+d}"])
    over = np.ascontiguousarray(matrix[:, [column[name] for name in _OVER]])
    even = np.ones(odds.size, np.float32)
    context.put_windows(first_line, over, even, np.array(_REACHES), matrix, column[f"{_OVER[0]}~-{_REACHES[0]}"])


def add_scores(seen: Seen, scores: Array) -> None:
    """Fill the features of the second pass from the first pass's ``scores`` (float32, 0 to 1)."""
    column = {name: number for number, name in enumerate(SECOND)}
    matrix, first_line = seen.matrix, seen.first_line
    words = matrix[:, column["words"]].copy()
    matrix[:, column["score"]] = scores
    one = np.array([0], np.int64)
    values = np.ascontiguousarray(scores.reshape(-1, 1))
    context.put_neighbours(first_line, values, one, np.array(_SCORE_STEPS), matrix, column["score@-4"])
    weights = (1 + words).astype(np.float32)
    context.put_windows(first_line, values, weights, np.array(_REACHES), matrix, column[f"score~-{_REACHES[0]}"])
    context.put_distances(first_line, (scores > 0.5).astype(np.float32), _CAP, matrix, column["since_likely"])
    gain = ((scores - _EVEN) * (2 + words)).astype(np.float32)
    mass = (scores * (2 + words)).astype(np.float32)
    context.put_block(first_line, gain, mass, _CAP, matrix, column["likely_in_block"])
    sharing = np.empty((scores.size, len(context.SHARING)), np.float32)
    context.share_words(
        first_line,
        seen.scanned.first_token,
        seen.scanned.tokens,
        seen.scanned.hashes,
        (scores > 0.5).astype(np.float32),
        sharing,
        np.empty(scores.size, np.int64),
    )
    matrix[:, [column[f"likely_{name}"] for name in _LIKELY]] = sharing[:, : len(_LIKELY)]
    if matrix.shape[0]:
        matrix[:, column["likely_words"]] = np.log2(1 + _spread(np.add.reduceat(mass, first_line[:-1]), first_line))


def match(scanned: Scan, lexicon: Lexicon) -> Matches:
    """The surest entry on each scanned line and its kind, -1 for none; and its names of months and weekdays."""
    count = scanned.first_token.size - 1
    out = Matches(np.empty(count, np.int32), np.empty(count, np.int8), np.empty(count, np.int8))
    bylines = np.flatnonzero(lexicon.sections == _SECTIONS.index("byline"))
    labels = (int(bylines[0]), int(bylines[-1]) + 1) if bylines.size else (0, 0)
    match_lines(scanned, lexicon.index, labels, out)
    return out


def _put_phrases(matrix: Array, column: dict[str, int], entry: Array, kind: Array, lexicon: Lexicon) -> None:
    section = lexicon.section_of(entry)
    matrix[:, column["phrase"]] = entry >= 0
    matrix[:, column["phrase_kind"]] = kind
    for name, members in _GROUPS.items():
        matrix[:, column[name]] = np.isin(section, [_SECTIONS.index(member) for member in members])


def _put_gaps(matrix: Array, column: dict[str, int], number: Array, first_line: Array) -> None:
    if not number.size:
        return
    blank = np.diff(number, prepend=0) - 1
    blank[first_line[:-1]] = number[first_line[:-1]] - 1
    before = np.clip(blank, 0, _MOST_BLANK)
    after = np.append(before[1:], 0)
    after[first_line[1:] - 1] = 0
    matrix[:, column["gap_before"]] = before
    matrix[:, column["gap_after"]] = after


def _put_context(matrix: Array, column: dict[str, int], first_line: Array, words: Array) -> None:
    sentence = matrix[:, column["sentence"]].copy()
    for name in _FAR:
        context.put_distances(first_line, matrix[:, column[name]].copy(), _CAP, matrix, column[f"since_{name}"])
    gap = (matrix[:, column["gap_before"]] > 0).astype(np.float32)
    context.put_distances(first_line, gap, _CAP, matrix, column["since_gap"])
    sizes = np.diff(first_line)
    place = np.arange(words.size) - np.repeat(first_line[:-1], sizes)
    whole = np.repeat(sizes, sizes)
    matrix[:, column["lines"]] = np.log2(1 + whole)
    if words.size:
        matrix[:, column["sentence_lines"]] = np.log2(
            1 + _spread(np.add.reduceat(sentence, first_line[:-1]), first_line)
        )
        matrix[:, column["gap_share"]] = _spread(np.add.reduceat(gap, first_line[:-1]), first_line) / whole
    matrix[:, column["from_start"]] = np.log2(1 + place)
    matrix[:, column["from_end"]] = np.log2(whole - place)
    matrix[:, column["part"]] = place / np.maximum(whole - 1, 1)
    spoken = (words * sentence).astype(np.float32)
    gain = np.where(sentence > 0, words, -np.float32(_UNSPOKEN)).astype(np.float32)
    context.put_block(first_line, gain, spoken, _CAP, matrix, column["in_block"])


def _spread(per_document: Array, first_line: Array) -> Array:
    return np.repeat(per_document, np.diff(first_line))
