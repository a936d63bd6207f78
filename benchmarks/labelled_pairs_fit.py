"""Fits the pair model on the labelled pairs, and tells how it does on pairs that it has not seen.

Belongs here: folds, the fit, writing the model's files. Does not belong here: reading the labels and measuring the
search (``labelled_pairs``), the mathematics (``kliping.learning.pairs``).

Unseen pairs are left out by connected sets of texts, five times with other sets together, and by pairs of outlets.
Scores of the fit are of the model alone. Pairs are fitted and scored with the files of common words as they are:
those count words, and know of no label.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from benchmarks.labelled_pairs import scores

if TYPE_CHECKING:
    import numpy.typing as npt

    from benchmarks.labelled_pairs import Pages

    Array = npt.NDArray[Any]

DUPLICATES = Path(__file__).parent.parent / "src/kliping/duplicates"
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
    packed = words_worth(unpacked(texts, seat)[0] for seat in range(pages.height)).astype("<u4").tobytes()
    (DUPLICATES / "common_words.gz").write_bytes(gzip.compress(packed, mtime=0))
    print(f"{len(packed) // 4:,} common words of {pages.height:,} pages")


def fit_model(labels: list[dict[str, Any]], pages: Pages, ends: Array) -> None:
    """Prints scores on unseen pairs and writes the model fitted on all."""
    from kliping.duplicates.judgement_kernels import MOSTLY, RESTAMPED, SURE
    from kliping.duplicates.pair_features import FEATURES, MODEL_FIELDS
    from kliping.learning.pairs import DOUBT_WEIGHT, MADE_WEIGHT, fit
    from kliping.settings import DuplicateSettings

    made_rows, made_copies = _made(pages)
    rows = _features(pages.signatures, ends[:, 0], ends[:, 1])
    made_rows[:, FEATURES.told_title] = rows[:, FEATURES.told_title].mean()  # no made title says what its text says
    copies = np.array([pair["copy"] for pair in labels])
    weights = np.array([DOUBT_WEIGHT if pair["doubt"] else 1.0 for pair in labels])
    made_weights = np.full(len(made_copies), MADE_WEIGHT)

    def fitted(chosen: Array) -> Array:
        return fit(
            np.vstack([rows[chosen], made_rows]),
            np.concatenate([copies[chosen], made_copies]),
            np.concatenate([weights[chosen], made_weights]),
        )

    def unseen(folds: Array) -> Array:
        chances = np.zeros(len(labels))
        for fold in np.unique(folds):
            left = folds == fold
            found = fitted(~left)
            chances[left] = 1 / (1 + np.exp(-(found[0] + rows[left] @ found[1:])))
        return chances

    chance = DuplicateSettings().copy_chance
    days = _days_between(pages.dates, ends)

    def told(chances: Array, enough: float) -> Array:
        """What the model and what speaks against it say: other days, as ``judgement_kernels`` and groups have it."""
        stated = (rows[:, FEATURES.days_apart] == 1) & (rows[:, FEATURES.covered_longer] < RESTAMPED)
        later = (days > DuplicateSettings().rewrite_days) & (rows[:, FEATURES.covered_longer] < MOSTLY)
        found: Array = (chances >= np.where(stated, max(enough, SURE), enough)) & ~later
        return found

    by_texts = np.mean([unseen(_sets(labels, seed)) for seed in range(5)], axis=0)
    for name, chances in (
        ("sets of texts", by_texts),
        ("pairs of outlets", unseen(_outlet_pairs(ends, pages.outlets))),
    ):
        print(f"\nunseen {name}, by the model alone, and with the days")
        for enough in sorted({0.5, 0.6, 0.7, 0.75, chance}):
            both = (scores(labels, answers, doubts=False) for answers in (chances >= enough, told(chances, enough)))
            print(f"  chance {enough:.2f}: {' | '.join(both)}")
    found = fitted(np.ones(len(labels), np.bool_))
    lines = [
        "# Weights of the pair model: python -m benchmarks.labelled_pairs GOLD --fit",
        f"constant = {found[0]:.4f}",
    ]
    lines += ["", "[weights]"]
    lines += [f"{name} = {weight:.4f}" for name, weight in zip(MODEL_FIELDS, found[1:], strict=True)]
    (DUPLICATES / "pair_model.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _days_between(dates: pl.DataFrame, ends: Array) -> Array:
    """Days between the dates of each pair; -1 where one is not known or as likely wrong as right."""
    from kliping.duplicates.groups import LIKELY

    day = pl.col("published_on").dt.epoch("d").cast(pl.Float64)
    known = dates.select(pl.when(pl.col("published_confidence") > LIKELY).then(day)).to_series().to_numpy()
    between: Array = np.nan_to_num(np.abs(known[ends[:, 0]] - known[ends[:, 1]]), nan=-1)
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
    from kliping.duplicates.kinds import calendar_words, common_words
    from kliping.text.buffers import text_buffers

    texts = pair_features.Texts(*text_buffers(signatures["tokens"]), common_words(), calendar_words())
    rows: Array = model_kernels.model_rows(alignment_kernels.features(texts, left, right))
    return rows


def _sets(labels: list[dict[str, Any]], seed: int, folds: int = 10) -> Array:
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
    names = [".".join(outlet.lower().split(".")[-2:]) for outlet in outlets]
    return np.array(["|".join(sorted((names[a], names[b]))) for a, b in ends.tolist()])
