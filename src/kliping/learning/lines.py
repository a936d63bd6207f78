"""Training: from labelled pages to the vocabulary, the passes of trees and the model card.

Belongs here: fitting and cross-validation of the first two passes, and the model's parts. Does not belong here: the
third pass (``joins``), scoring a document (``model``). LightGBM is imported here only.

Each pass is fitted on scores of lines by models that have not seen the line's site (Wolpert, Stacked generalization,
Neural Networks 1992).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.cleaning import vocabulary
from kliping.cleaning.features import FIRST, SECOND, Seen, add_scores, put_wording, see
from kliping.cleaning.gaps import THIRD
from kliping.cleaning.labels import f1, precision_recall
from kliping.cleaning.model import write_model
from kliping.cleaning.phrases import compile_lexicon
from kliping.errors import RuleError
from kliping.learning.genre_variants import genre_variants
from kliping.learning.joins import fit_joins
from kliping.learning.pages import FOLDS, Labelled, Page, as_columns, read_pages
from kliping.learning.variants import variants

if TYPE_CHECKING:
    from pathlib import Path

    import lightgbm

    from kliping.cleaning.kernels import Array

TREES = (120, 240)
"""Trees of the first and the second pass."""

JOINING_TREES = 100
"""Trees of the third pass."""

OPEN = 0.005
"""Score of the first pass from which the second learns a line; below, ``cleaning.obvious`` keeps it from the second."""

_DOUBTFUL, _DOUBT = 0.5, 0.3
"""Agreement (F1) of a page's labels with the first pass below which the page is doubted, and what it then counts."""

PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 31,
    "max_depth": 7,
    "min_data_in_leaf": 40,
    "max_bin": 63,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
"""LightGBM's parameters; ``max_depth`` bounds the compiled walk."""

_WORDS = re.compile(r"[^\W_]+(?:\w*[^\W_])?")
_APOSTROPHES = re.compile(r"(?<=\w)['’](?=[^\W\d_])")

_MOST_IMPORTANT = 20
"""Times a usual line's importance beyond which a line counts no more: most of its page, which is one among many."""

_SITES = 6
"""Sites an entry of the vocabulary must stand on: what one site says is not news sites' manner."""

_SLIGHT = 0.15
"""Weight below which an entry of the vocabulary is left out: thousands of them change no score by a hundredth."""


Score = tuple[int, float, float]
"""How many pages, their mean precision and their mean recall."""


class Entries:
    """The entries each line has, numbered, for fitting a vocabulary."""

    def __init__(self, seen: Seen, labelled: Labelled) -> None:
        scanned = seen.scanned
        keys = np.zeros(3 * scanned.tokens.size + 1, np.uint64)
        self.starts = np.zeros(scanned.first_token.size, np.int64)
        vocabulary.line_entries(scanned.first_token, scanned.tokens, keys, self.starts)
        unique, number = np.unique(keys[: self.starts[-1]], return_inverse=True)
        sites = np.unique([page.site for page in labelled.pages], return_inverse=True)[1]
        line = np.repeat(np.arange(self.starts.size - 1), np.diff(self.starts))
        seen_on = np.unique(number * np.int64(sites.max() + 1) + sites[labelled.page[line]])
        spread = np.bincount(seen_on // np.int64(sites.max() + 1), minlength=unique.size) >= _SITES
        self.keys = unique[spread]
        self.entries = np.where(spread[number], np.cumsum(spread)[number] - 1, -1)
        self.importance = np.sqrt(np.minimum(labelled.importance, _MOST_IMPORTANT))
        self.importance /= self.importance.mean()

    def fit(self, labelled: Labelled, chosen: Array) -> tuple[Array, float]:
        """Weights and bias from the chosen lines, those of slight weight set to nothing."""
        weights, bias = vocabulary.fit(
            self.starts, self.entries, self.keys.size, labelled.belongs, self.importance, chosen
        )
        return np.where(np.abs(weights) < _SLIGHT, 0.0, np.round(weights, 2)), bias

    def score(self, weights: Array, bias: float) -> Array:
        """Log-odds of every line."""
        return vocabulary.score(self.starts, self.entries, weights, bias)


def out_of_fold(
    labelled: Labelled, seen: Seen, words: Entries, trees: tuple[int, int] = TREES
) -> tuple[Labelled, Array, Array]:
    """Scores of every line by models that have not seen the line's site.

    Leaves ``seen`` with the out-of-fold features. Pages that the third pass alone learns are scored, and not learnt.

    Returns:
        The labelled lines with doubtful pages counting less, the first pass's scores, the second pass's scores.
    """
    odds = np.empty(labelled.fold.size, np.float32)
    learnt = _learnt(labelled)
    for fold in range(FOLDS):
        out = labelled.fold == fold
        weights, bias = words.fit(labelled, learnt & ~out)
        odds[out] = np.where(labelled.foreign, np.float32(bias), words.score(weights, bias))[out]
    put_wording(seen, odds)
    first = _out_of_fold(labelled, seen.matrix[:, : len(FIRST)], FIRST, trees[0], learnt)
    add_scores(seen, first)
    trusted = replace(labelled, importance=_trusted(labelled, first))
    open_lines = first >= OPEN
    second = _out_of_fold(trusted, seen.matrix, SECOND, trees[1], open_lines & learnt)
    return trusted, first, np.where(open_lines, second, first)


def _learnt(labelled: Labelled) -> Array:
    """The lines that the first two passes learn."""
    learnt: Array = np.array([not page.blocks_only for page in labelled.pages])[labelled.page]
    return learnt


def _trusted(labelled: Labelled, scores: Array) -> Array:
    """Importance of lines, less on pages whose labels other sites' pages contradict: cut-off gold, mostly.

    Not on pages that the third pass alone learns: to be contradicted is what they are made for.
    """
    count = labelled.page.max() + 1
    cost, belongs = labelled.importance.astype(np.float64), labelled.belongs
    both = np.bincount(labelled.page, weights=cost * scores * belongs, minlength=count)
    either = np.bincount(labelled.page, weights=cost * (scores + belongs), minlength=count)
    doubtful = (2 * both < _DOUBTFUL * either)[labelled.page] & _learnt(labelled)
    return np.where(doubtful, _DOUBT * cost, cost).astype(np.float32)


def _out_of_fold(labelled: Labelled, matrix: Array, names: tuple[str, ...], trees: int, chosen: Array) -> Array:
    scores = np.empty(labelled.fold.size, np.float32)
    for fold in range(FOLDS):
        out = labelled.fold == fold
        if out.any():
            scores[out] = _fit(labelled, matrix, names, trees, chosen & ~out).predict(matrix[out], num_threads=1)
    return scores


def _fit(labelled: Labelled, matrix: Array, names: tuple[str, ...], trees: int, chosen: Array) -> lightgbm.Booster:
    return _forest(matrix[chosen], labelled.belongs[chosen], labelled.importance[chosen], names, trees)


def _joining(matrix: Array, belongs: Array, cost: Array, names: tuple[str, ...]) -> lightgbm.Booster:
    return _forest(matrix, belongs, cost, names, JOINING_TREES)


def _forest(matrix: Array, belongs: Array, cost: Array, names: tuple[str, ...], trees: int) -> lightgbm.Booster:
    import lightgbm

    return lightgbm.train(PARAMETERS, lightgbm.Dataset(matrix, belongs, weight=cost, feature_name=list(names)), trees)


def train(path: Path, destination: Path) -> None:
    """Fit a line classifier on the labelled pages in ``path`` and write it packed to ``destination``.

    Its checksum and its card stand beside it. The card (``.md``) tells the data, the parameters and the cross-validated
    scores.

    Raises:
        RuleError: the labelled pages cannot be used, or LightGBM (the extra ``train``) is not installed.
        OSError: the destination cannot be written.
    """
    if find_spec("lightgbm") is None:
        raise RuleError("Training needs LightGBM, which is not installed. Run: pip install 'kliping[train]'.")
    pages = read_pages(path)
    if len({page.fold for page in pages}) < 2:
        raise RuleError(
            f"{path} has labelled pages of too few sites. Give pages of ten sites or more, with their 'url'."
        )
    labelled = as_columns([*pages, *variants(pages), *genre_variants(pages)])
    seen = see(labelled.lines, compile_lexicon(), None)
    words = Entries(seen, labelled)
    labelled, first_scores, scores = out_of_fold(labelled, seen, words)
    third, keep = fit_joins(labelled, seen, scores, _joining)
    reports = (score_pages(labelled, keep, by_shape=False), score_pages(labelled, keep, by_shape=True))
    learnt = _learnt(labelled)
    weights, bias = words.fit(labelled, learnt)
    first = _fit(labelled, seen.matrix[:, : len(FIRST)], FIRST, TREES[0], learnt)
    second = _fit(labelled, seen.matrix, SECOND, TREES[1], learnt & (first_scores >= OPEN))
    forests = (first.model_to_string(), second.model_to_string(), third)
    parts = (*_vocabulary(labelled, words.keys, weights, bias), *forests)
    size = write_model(destination, parts)
    destination.with_suffix(".md").write_text(_card(path, pages, reports, size), encoding="utf-8")


def _vocabulary(labelled: Labelled, keys: Array, weights: Array, bias: float) -> tuple[str, str]:
    """The vocabulary's entries spelt out, found again in the lines by their hashes; their weights and the bias."""
    wanted = {int(key): weight for key, weight in zip(keys, weights, strict=True) if weight}
    spelt: dict[int, str] = {}
    candidates: set[str] = set()
    for text in labelled.lines.get_column("text").unique():
        words = _WORDS.findall(_APOSTROPHES.sub("", text.lower()))
        candidates.update(f"^{word}" for word in words[:1])
        candidates.update(words)
        candidates.update(f"{one} {two}" for one, two in pairwise(words))
    listed = sorted(candidates)
    for entry, key in zip(listed, vocabulary.entry_keys(listed), strict=True):
        if int(key) in wanted:
            spelt.setdefault(int(key), entry)
    rows = sorted((spelt[key], weight) for key, weight in wanted.items() if key in spelt)
    numbers = (*(weight for _, weight in rows), bias)
    return "\n".join(entry for entry, _ in rows), " ".join(f"{number:.2f}" for number in numbers)


def score_pages(labelled: Labelled, keep: Array, *, by_shape: bool) -> dict[str, Score]:
    """Pages, mean precision and mean recall, by runs of words: of each set of pages, or of each shape of variants.

    A variant's article is its own lines of it.
    """
    sums: dict[str, list[tuple[float, float]]] = defaultdict(list)
    text = labelled.lines.get_column("text").to_list()
    at = 0
    for page in labelled.pages:
        first, at = at, at + len(page.lines)
        if by_shape == (page.shape == "page"):
            continue
        found = "\n".join(text[line] for line in range(first, at) if keep[line])
        own = "\n".join(line for line, belongs in zip(page.lines, page.belongs, strict=True) if belongs)
        sums[page.shape if by_shape else page.group].append(precision_recall(own if by_shape else page.body, found))
    return {
        group: (len(pairs), sum(p for p, _ in pairs) / len(pairs), sum(r for _, r in pairs) / len(pairs))
        for group, pairs in sorted(sums.items())
    }


def _card(path: Path, pages: list[Page], reports: tuple[dict[str, Score], dict[str, Score]], size: int) -> str:
    languages = Counter(page.language or "unknown" for page in pages).most_common()
    weights = Counter((page.group, page.weight) for page in pages)
    counts = ", ".join(f"{group} {weight:g} ({count} pages)" for (group, weight), count in sorted(weights.items()))
    parameters = ", ".join(f"{name} {value}" for name, value in PARAMETERS.items() if name != "verbose")
    return f"""# Line classifier

Says of each line of a flattened news page how likely it belongs to the article.

* **Data**: {path.name}, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}…: {len(pages)} labelled pages of
  {len({page.site for page in pages})} sites, {sum(len(page.lines) for page in pages):,} lines; two variants of each,
  one with furniture and one bare, and for the third pass variants of genres.
  Languages: {", ".join(f"{name} {count}" for name, count in languages)}.
  A page counts: {counts}.
* **Model**: a vocabulary of words and pairs of words; three passes of LightGBM trees ({TREES[0]} on {len(FIRST)}
  features, {TREES[1]} on {len(SECOND)}, {JOINING_TREES} on {len(THIRD)}). Parameters: {parameters}.
  {size / 1e6:.1f} MB of text.
* **Made**: {datetime.now(UTC).date().isoformat()} by `kliping train {path.name}`.

Cross-validated scores ({FOLDS} parts, the pages of a site all in one part; mean precision and recall of runs of four
words over pages, F1 their harmonic mean):

{_scores("set", reports[0])}

The same of variants, by shape:

{_scores("shape", reports[1])}
"""


def _scores(kind: str, scores: dict[str, Score]) -> str:
    rows = [f"| {kind} | pages | precision | recall | F1 |", "|---|---:|---:|---:|---:|"]
    rows += [
        f"| {group} | {count} | {precision:.4f} | {recall:.4f} | {f1(precision, recall):.4f} |"
        for group, (count, precision, recall) in scores.items()
    ]
    return "\n".join(rows)
