"""The line classifier: one packed file with a vocabulary and three passes of trees, and how lines are scored with it.

Belongs here: reading the file, the order of the passes, which lines the scores keep. Does not belong here: fitting
(``kliping.learning``), what the third pass sees and fills (``gaps``, ``blocks``), roles of what is not kept
(``roles``).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning import blocks, forest, gaps, vocabulary
from kliping.cleaning.features import Seen, add_scores
from kliping.errors import RuleError, StoreError
from kliping.packed import SUFFIX, joined, parts_of, read_packed, write_packed
from kliping.text.compiling import kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kliping.cleaning.kernels import Array

HEAD = "kliping line model 3"
"""First line of a model file: what it is, and the version of its form."""

SECTIONS = ("words", "weights", "first pass", "second pass", "third pass")
"""Parts of a model file: the entries of the vocabulary, a line each, the weight of each, and LightGBM's trees."""

BUILT_IN = "line_model.gz"


@dataclass(frozen=True)
class Model:
    """A model, ready to score."""

    words: vocabulary.Vocabulary
    first: forest.Forest
    second: forest.Forest
    third: forest.Forest
    parts: tuple[str, ...]
    """The text of each of ``SECTIONS``."""

    @property
    def second_text(self) -> str:
        """The second pass as LightGBM writes it."""
        return self.parts[SECTIONS.index("second pass")]


def load_model(path: Path | None = None) -> Model:
    """The model in ``path``, or the built-in one.

    Raises:
        RuleError: there is no such file, or it is no model of this version.
    """
    if path is None:
        return _built_in()
    try:
        content = read_packed(path.parent, path.name)
    except (OSError, EOFError, UnicodeDecodeError) as broken:
        raise RuleError(f"No line model can be read from {path}: {broken}. See cleaning.model.") from broken
    except StoreError as damaged:
        raise RuleError(
            f"{path} is not the line model of the checksum in {path.name}{SUFFIX}. Train it again: kliping train."
        ) from damaged
    return _parsed(content, str(path))


@functools.lru_cache(maxsize=1)
def _built_in() -> Model:
    return parse_model(
        read_packed(resources.files("kliping.cleaning"), BUILT_IN), "the built-in model", forest.packaged
    )


@functools.lru_cache(maxsize=4)
def _parsed(content: str, name: str) -> Model:
    """By content, not by path: a model that is trained again under the same name is another one."""
    return parse_model(content, name)


def parse_model(content: str, name: str, trees: Callable[[str, str], forest.Forest] = forest.parse) -> Model:
    """The model that a file's content describes; ``trees`` takes those of a pass apart.

    Raises:
        RuleError: a part is missing or broken.
    """
    try:
        parts = tuple(parts_of(content, HEAD, SECTIONS))
        words, weights, *passes = parts
        spoken = vocabulary.parse(words, weights)
    except ValueError as broken:
        raise RuleError(
            f"{name} is not a line model of this version ({HEAD}). Train it again: kliping train."
        ) from broken
    first, second, third = (trees(told, name) for told in passes)
    return Model(spoken, first, second, third, parts)


def write_model(path: Path, parts: Sequence[str]) -> int:
    """Write a model of these parts, packed, its checksum beside it; the characters it has.

    Raises:
        OSError: the file cannot be written.
    """
    content = joined(HEAD, dict(zip(SECTIONS, parts, strict=True)))
    write_packed(path, content)
    return len(content)


def score_lines(seen: Seen, model: Model, obvious: float) -> Array:
    """The probability of each line that it belongs to the article (float32).

    The second pass, which knows the first pass's scores of the surroundings, judges every line whose first score is at
    least ``obvious``.
    """
    every = np.arange(seen.matrix.shape[0])
    scores = forest.probabilities(model.first, seen.matrix, every)
    add_scores(seen, scores)
    open_lines = np.flatnonzero(scores >= obvious)
    scores[open_lines] = forest.probabilities(model.second, seen.matrix, open_lines)
    return scores


def keep_lines(seen: Seen, scores: Array) -> Array:
    """Which lines each document's article is made of (bool).

    Of a document's lines, best first, as many are kept as make the expected F1 of the kept words greatest: certain
    pages are cut near one half, doubtful ones keep more (Lipton, Elkan and Narayanaswamy, Optimal thresholding of
    classifiers to maximize F1 measure, 2014).
    """
    keep = np.zeros(scores.size, np.bool_)
    _keep(seen.first_line, scores, seen.column("words"), np.argsort(-scores, kind="stable"), keep)
    return keep


def add_lines(seen: Seen, model: Model, scores: Array, keep: Array, odds: Array, obvious: float) -> Array:
    """Which lines join those that are kept (bool), by the third pass; the scores of these become what it says.

    Args:
        seen: the lines' features, after ``score_lines``.
        model: the model.
        scores: the probability of each line, written to.
        keep: which lines are kept.
        odds: log-odds by which an extractor moves a line's score.
        obvious: score below which a line is not asked about.
    """
    asked = blocks.asked_about(seen, scores, keep, obvious)
    matrix = gaps.gap_features(seen, scores, keep, asked)
    told = forest.probabilities(model.third, matrix, np.arange(asked.size))
    moved = np.log(told / (1 - told)).astype(np.float64) + odds[asked]
    joined = blocks.joined_lines(seen, keep, asked, matrix, moved)
    join = asked[joined[asked]]
    scores[join] = np.maximum(told[joined[asked]], scores[join])
    return joined


@kernel
def _keep(first_line: Array, scores: Array, words: Array, order: Array, keep: Array) -> None:
    documents = first_line.size - 1
    of_line = np.empty(scores.size, np.int64)
    expected = np.zeros(documents)
    for document in range(documents):
        for line in range(first_line[document], first_line[document + 1]):
            of_line[line] = document
            expected[document] += scores[line] * words[line]
    found = np.zeros(documents)
    taken = np.zeros(documents)
    best = np.zeros(documents)
    cut = np.full(documents, np.inf)
    for line in order:
        document = of_line[line]
        found[document] += scores[line] * words[line]
        taken[document] += words[line]
        if taken[document] > 0:
            quality = found[document] / (taken[document] + expected[document])
            if quality > best[document]:
                best[document] = quality
                cut[document] = scores[line]
    for line in range(scores.size):
        keep[line] = scores[line] >= cut[of_line[line]]
