"""Fits the pair model on the labelled pairs, and tells how it does on pairs that it has not seen.

Belongs here: folds, the fit, writing the model's files. Does not belong here: reading the labels and measuring the
search (``labelled_pairs``), the mathematics (``kliping.learning.pairs``).

Unseen pairs are left out by connected sets of texts, five times with other sets together, and by pairs of outlets.
Scores are of the model and of the days. The chance from which two are copies is also chosen inside the folds, on pairs
that are not those it is then scored on. Pairs are fitted and scored with the files of common words as they are:
those count words, and know of no label.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from benchmarks.labelled_pages import scores, told_beside
from kliping.duplicates.kinds import CONSTANT, MODEL, MODEL_HEAD, MODEL_PARTS, WORDS, WORDS_HEAD, WORDS_PARTS
from kliping.metadata.outlets.mastheads import named_by_host
from kliping.packed import joined, write_packed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from benchmarks.labelled_pages import Pages

    Array = npt.NDArray[Any]

DUPLICATES = Path(__file__).parent.parent / "src/kliping/duplicates"
SEEDS = 5
"""Cross-validations, each with other sets of texts together."""

AIM = 0.95
"""The precision that a chance is chosen for."""

FEWEST = 10
"""Pairs of two outlets that are a fold of their own; outlets with fewer are left out together."""

FOLDS = 10
"""Parts of a cross-validation: nine tenths of the texts are learnt from."""

CHANCES = (0.3, 0.951, 0.025)
"""From which chance to which, in which steps, one is looked for that pairs are told by: below a third most are none."""

FEW = 40
"""Words of a page below which it does not count which words are common."""


def write_common_words(signatures: pl.DataFrame) -> None:
    """Writes what the common words of all pages are worth."""
    from kliping.duplicates.pair_features import Texts
    from kliping.duplicates.passage_kernels import unpacked
    from kliping.learning.pairs import words_worth
    from kliping.text.buffers import text_buffers

    pages = signatures.filter(pl.col("words") >= FEW).unique("body", maintain_order=True)
    texts = Texts(*text_buffers(pages["tokens"]), *[np.zeros(0, np.uint32)] * 2)
    packed = words_worth(unpacked(texts, seat)[0] for seat in range(pages.height))
    write_packed(DUPLICATES / WORDS, joined(WORDS_HEAD, {WORDS_PARTS[0]: "\n".join(f"{word:08x}" for word in packed)}))
    print(f"{packed.size:,} common words of {pages.height:,} pages")


def fit_model(labels: list[dict[str, Any]], pages: Pages, ends: Array) -> None:
    """Prints scores on unseen pairs and writes the model fitted on all."""
    from kliping.duplicates.pair_features import CIRCUMSTANCES, MODEL_FIELDS

    given = _given(labels, pages, ends)
    everything = np.ones(len(labels), np.bool_)
    by_texts = [_sets(labels, seed) for seed in range(SEEDS)]
    by_outlets = [_outlet_pairs(ends, pages.outlets)]
    compared = _compared(pages, ends)
    print(
        f"\nthe search compares {compared.sum()} of the pairs: figures are of all | of these | of these, nothing known"
    )
    for name, ways in (("sets of texts", by_texts), ("pairs of outlets", by_outlets)):
        chances = [given.unseen(folds, everything) for folds in ways]
        print(f"unseen {name}")
        for enough in sorted({0.5, 0.6, 0.7, 0.75, given.chance}):
            known, unknown = ([given.told(found[:, at], enough) for found in chances] for at in range(2))
            told = _mean(labels, known, everything), _mean(labels, known, compared), _mean(labels, unknown, compared)
            print(f"  chance {enough:.2f}: {' | '.join(told)}")
        answers = [given.chosen_inside(ways[0], labels)]
        both = _mean(labels, answers, everything), _mean(labels, answers, compared)
        print(f"  chosen inside the folds, for a precision of {AIM}: {' | '.join(both)}")
    found = given.fitted(everything)
    names = (CONSTANT, *MODEL_FIELDS, *CIRCUMSTANCES)
    weights = "\n".join(f"{name} {one:.4f}" for name, one in zip(names, found, strict=True))
    write_packed(DUPLICATES / MODEL, joined(MODEL_HEAD, {MODEL_PARTS[0]: weights}))


class Given(NamedTuple):
    """What is fitted to: labelled pairs and made ones, and what speaks against a pair beside the model."""

    rows: Array
    beside: Array  # a column for each of CIRCUMSTANCES
    copies: Array
    weights: Array
    made_rows: Array
    made_copies: Array
    against: Array
    stated: Array
    chance: float

    def fitted(self, chosen: Array) -> Array:
        """Weights of a model of the ``chosen`` labelled pairs and all made ones.

        Each labelled pair counts once with its circumstances, and in part as if they were not known, so that pairs of
        which nothing is known are judged by what is true of all.
        """
        from kliping.learning.pairs import MADE_WEIGHT, UNKNOWN_WEIGHT, fit

        rows, beside = self.rows[chosen], self.beside[chosen]
        nothing = np.zeros((len(rows) + len(self.made_rows), beside.shape[1]))
        whole = np.vstack([rows, rows, self.made_rows])
        weights = self.weights[chosen]
        return fit(
            np.hstack([whole, np.vstack([beside, nothing])]),
            np.concatenate([self.copies[chosen], self.copies[chosen], self.made_copies]),
            np.concatenate(
                [
                    weights * (1 - UNKNOWN_WEIGHT),
                    weights * UNKNOWN_WEIGHT,
                    np.full(len(self.made_copies), MADE_WEIGHT),
                ]
            ),
        )

    def unseen(self, folds: Array, among: Array) -> Array:
        """The chance of each pair by models of the other folds ``among`` the pairs, as it is and with nothing known."""
        chances = np.zeros((len(self.rows), 2))
        for fold in np.unique(folds[among]):
            left = folds == fold
            found = self.fitted(among & ~left)
            texts = found[0] + self.rows[left] @ found[1 : 1 + self.rows.shape[1]]
            beside = self.beside[left] @ found[1 + self.rows.shape[1] :]
            chances[left] = 1 / (1 + np.exp(-np.column_stack([texts + beside, texts])))
        return chances

    def told(self, chances: Array, enough: float) -> Array:
        """What the model and the days say, as ``judgement_kernels`` and groups have it."""
        from kliping.duplicates.judgement_kernels import SURE

        found: Array = (chances >= np.where(self.stated, max(enough, SURE), enough)) & ~self.against
        return found

    def chosen_inside(self, folds: Array, labels: list[dict[str, Any]]) -> Array:
        """What is told of each pair with a chance that was chosen by cross-validation of the other folds alone.

        Chosen is the one of the best recall with a precision of AIM, else of the best precision.
        """
        clear = np.array([not pair["doubt"] for pair in labels])
        answers = np.zeros(len(labels), np.bool_)
        for fold in np.unique(folds):
            others = folds != fold
            inside = self.unseen(folds, others)[:, 0]
            best = (0.0, 0.0, self.chance)
            for enough in np.arange(*CHANCES).tolist():
                said = self.told(inside, enough)[others & clear]
                right = self.copies[others & clear]
                precision = float(right[said].mean()) if said.any() else 0.0
                recall = float(said[right].mean())
                best = max(best, (min(precision, AIM), recall, enough))
            seen = self.fitted(others)
            chances = 1 / (1 + np.exp(-(seen[0] + np.hstack([self.rows, self.beside]) @ seen[1:])))
            answers[~others] = self.told(chances, best[2])[~others]
        return answers


def _given(labels: list[dict[str, Any]], pages: Pages, ends: Array) -> Given:
    from kliping.duplicates.circumstances import circumstances
    from kliping.duplicates.judgement_kernels import MOSTLY, RESTAMPED
    from kliping.duplicates.pair_features import CIRCUMSTANCES, FEATURES, LATER
    from kliping.learning.pairs import DOUBT_WEIGHT
    from kliping.settings import DuplicateSettings

    made_rows, made_copies = _made(pages)
    rows = _features(pages.signatures, ends[:, 0], ends[:, 1])
    made_rows[:, FEATURES.told_title] = rows[:, FEATURES.told_title].mean()  # no made title says what its text says
    codes = circumstances(told_beside(pages), ends[:, 0], ends[:, 1])
    outlets = codes[:, None] % LATER == np.arange(1, len(CIRCUMSTANCES))
    longer = rows[:, FEATURES.covered_longer]
    settings = DuplicateSettings()
    return Given(
        rows,
        np.column_stack([outlets, codes >= LATER]).astype(np.float64),
        np.array([pair["copy"] for pair in labels]),
        np.array([DOUBT_WEIGHT if pair["doubt"] else 1.0 for pair in labels]),
        made_rows,
        made_copies,
        (_days_between(pages, ends) > settings.rewrite_days) & (longer < MOSTLY),
        (rows[:, FEATURES.days_apart] == 1) & (longer < RESTAMPED),
        settings.copy_chance,
    )


def _mean(labels: list[dict[str, Any]], answers: Sequence[Array], among: Array) -> str:
    """Precision and recall without doubts, the mean of several cross-validations, and how far these lie apart."""
    chosen = np.flatnonzero(among)
    kept = [labels[at] for at in chosen.tolist()]
    found = np.array([scores(kept, one[chosen], doubts=False) for one in answers])
    spread = f" ({np.ptp(found[:, 0]):.3f}, {np.ptp(found[:, 1]):.3f})" if len(found) > 1 else ""
    return "{:.3f} {:.3f}".format(*found.mean(0)) + spread


def _compared(pages: Pages, ends: Array) -> Array:
    """Which pairs the search compares: the others share no key, and are lost however they are judged."""
    from kliping.duplicates.candidates import all_candidate_pairs
    from kliping.settings import DuplicateSettings

    pairs = all_candidate_pairs(pages.signatures, DuplicateSettings()).pairs
    known = set(pairs.select("left", "right").iter_rows())
    body = pages.signatures["body"].to_list()
    sides = [(body[a], body[b]) for a, b in ends.tolist()]
    return np.array([a == b or (a, b) in known or (b, a) in known for a, b in sides])


def _days_between(pages: Pages, ends: Array) -> Array:
    """Days between the dates of each pair; -1 where one is not known or as likely wrong as right."""
    from kliping.duplicates.group_kernels import UNDATED

    days = told_beside(pages).days
    left, right = days[ends[:, 0]], days[ends[:, 1]]
    between: Array = np.where((left != UNDATED) & (right != UNDATED), np.abs(left - right), -1)
    return between


def _made(pages: Pages) -> tuple[Array, Array]:
    """The features of made pairs, and which are copies."""
    from kliping.duplicates import sign
    from kliping.learning.pairs import made_pairs
    from kliping.settings import DuplicateSettings

    made = made_pairs(list(zip(pages.titles, pages.bodies, strict=True)))
    sides = pl.DataFrame(
        {
            "title": [title for pair in made for title in pair.titles],
            "body": [body for pair in made for body in pair.bodies],
        },
        schema={"title": pl.String, "body": pl.String},
    )
    names = pl.Series([str(row) for row in range(sides.height)])
    signed = sign(sides.with_columns(document_id=names, sha256=names), DuplicateSettings())
    rows = _features(signed, np.arange(0, sides.height, 2), np.arange(1, sides.height, 2))
    return rows, np.array([pair.copy for pair in made])


def _features(signatures: pl.DataFrame, left: Array, right: Array) -> Array:
    from kliping.duplicates import alignment_kernels, model_kernels, pair_features
    from kliping.duplicates.calendar_words import calendar_words
    from kliping.duplicates.kinds import common_words
    from kliping.text.buffers import text_buffers

    texts = pair_features.Texts(*text_buffers(signatures["tokens"]), common_words(), calendar_words())
    rows: Array = model_kernels.model_rows(alignment_kernels.features(texts, left, right))
    return rows


def _sets(labels: list[dict[str, Any]], seed: int, folds: int = FOLDS) -> Array:
    """A fold for each pair, the same for pairs whose texts are connected."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            name = parents[name]
        return name

    for pair in labels:
        parents[root(pair["a"])] = root(pair["b"])
    roots = [root(pair["a"]) for pair in labels]
    names = sorted(set(roots))
    drawn = np.random.default_rng(seed).permutation(len(names))
    numbers = {name: int(drawn[at]) % folds for at, name in enumerate(names)}
    return np.array([numbers[name] for name in roots])


def _outlet_pairs(ends: Array, outlets: list[str]) -> Array:
    """A fold for each pair of outlets: the name in the host, so that all hosts of a house are one."""
    hosts = pl.Series([outlet.lower() for outlet in outlets])
    named = pl.select(pl.coalesce(named_by_host(pl.lit(hosts)), pl.lit(hosts))).to_series().to_list()
    names = ["|".join(sorted((named[a], named[b]))) for a, b in ends.tolist()]
    counts = Counter(names)
    return np.array([name if counts[name] >= FEWEST else "" for name in names])
