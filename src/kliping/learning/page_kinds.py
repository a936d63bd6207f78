"""Learns whether a page is an article, and how sure its body is, from scores of lines on sites held out.

Belongs here: fitting the curves of ``kliping.cleaning.pages``, and the table that shows how true they are. Does
not belong here: the facts about a page (``kliping.cleaning.page_facts``), pages that are none (``notices``).

``python -m kliping.learning.page_kinds PAGES`` fits them on labelled pages, and writes ``page_model.gz`` and its
card, which tells how they do on sites held out.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning.classify import as_lines, decide
from kliping.cleaning.features import see
from kliping.cleaning.model import load_model, score_lines
from kliping.cleaning.page_facts import FACTS, Facts, page_facts
from kliping.cleaning.pages import HEAD, MODEL, probability, suspicions
from kliping.cleaning.phrases import compile_lexicon
from kliping.learning.lines import Entries, out_of_fold
from kliping.learning.notices import briefs, notices
from kliping.learning.pages import as_columns, read_pages
from kliping.learning.variants import variants
from kliping.packed import joined, write_packed
from kliping.settings.cleaning import CleaningSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.cleaning.kernels import Array
    from kliping.cleaning.pages import Curve
    from kliping.learning.pages import Page

CLEANING = Path(__file__).parents[1] / "cleaning"

CARD = """\
# Page model

Says how likely a page is an article, and its body one that a careful reader would take.

* **Data**: {pages} labelled pages of {sites} sites, their variants, and pages made of them that are no articles.
* **Model**: a sum of curves over facts about a page (`page_facts.py`): one set of curves for suspected pages, one for
  the others, one for bodies.
* **Made** by `python -m kliping.learning.page_kinds PAGES.jsonl.gz`.

On sites held out:

{report}
"""

RIGHT = 0.9
"""F1 of a body from which it is called right."""

ARTICLE_FACTS = FACTS[: FACTS.index("teasers")]
BODY_FACTS = tuple(FACTS[FACTS.index("agreement") :])
UNSUSPECTED_FACTS = (*ARTICLE_FACTS, "agreement", "certainty", "doubtful_share", "kept_share")
"""What each of the two is told by."""

TREES = (60, 120)
"""Trees of the passes that score lines of sites held out: half of a model's, for half the time."""

NONE_SHARE = 0.05
"""Share of pages that are no article, of all pages a scraper leaves: what a probability is a probability among."""

BRIEF_WEIGHT = 0.5
"""What an article of a few sentences counts beside one as it was read."""

_PORTION = 300
"""Pages worked on at once."""

_BENDS = 7  # places where a curve may bend: as many as some hundred pages a side can show
_SMOOTH, _SMALL = 3.0, 0.5
"""How much a bend in a curve costs, and its height."""
_STEPS = 30  # of Newton's method

_LEAST = 1e-6
"""Curvature that is never gone below: where a curve is flat a step would have no end."""

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)
"""Bounds of the rows of a reliability table."""


def fit_curves(facts: Array, names: Sequence[str], target: Array, weight: Array) -> dict[str, Curve]:
    """Curves whose sum is the log-odds of ``target``: by Newton's method, bends and heights at a price.

    Args:
        facts: float32 [pages, len(FACTS)].
        names: the facts that are used.
        target: bool [pages].
        weight: what each page counts.
    """
    bends = {name: _bends(facts[:, FACTS.index(name)]) for name in names}
    design = np.hstack(
        [np.ones((facts.shape[0], 1)), *(_hats(facts[:, FACTS.index(n)], at) for n, at in bends.items())]
    )
    price = np.zeros((design.shape[1], design.shape[1]))
    start = 1
    for at in bends.values():
        second = np.diff(np.eye(at.size), 2, axis=0) if at.size > 2 else np.zeros((0, at.size))
        part = slice(start, start + at.size)
        price[part, part] = _SMOOTH * second.T @ second + _SMALL * np.eye(at.size)
        start += at.size
    height = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-design @ height))
        slope = design.T @ (weight * (target - told)) - price @ height
        curve = (design * (weight * np.maximum(told * (1 - told), _LEAST))[:, None]).T @ design + price
        height += np.linalg.solve(curve + _LEAST * np.eye(height.size), slope)
    curves: dict[str, Curve] = {"": ([0.0], [round(float(height[0]), 4)])}
    start = 1
    for name, at in bends.items():
        heights = height[start : start + at.size]
        curves[name] = ([round(float(x), 4) for x in at], [round(float(y), 4) for y in heights])
        start += at.size
    return curves


def held_out(facts: Array, names: Sequence[str], target: Array, weight: Array, fold: Array) -> Array:
    """The probability of each page by curves that have not seen its part of the sites."""
    told = np.empty(target.size)
    for part in np.unique(fold):
        out = fold == part
        told[out] = probability(facts[out], fit_curves(facts[~out], names, target[~out], weight[~out]))
    return told


Row = tuple[float, float, int, float, float]
"""Bounds of a probability, how many pages say so, the mean of what they say, and the share of those that are right."""


def reliability(told: Array, right: Array, weight: Array | None = None) -> list[Row]:
    """How often what is told with a probability is right, by bins of the probability; empty bins are left out."""
    rows = []
    weight = np.ones(told.size) if weight is None else weight
    for low, high in pairwise(BINS):
        inside = (told >= low) & ((told < high) | (high == BINS[-1]))
        if inside.any():
            said, true = (float(np.average(of[inside], weights=weight[inside])) for of in (told, right))
            rows.append((low, high, int(inside.sum()), said, true))
    return rows


def _bends(values: Array) -> Array:
    found: Array = np.unique(np.quantile(values.astype(np.float64), np.linspace(0, 1, _BENDS)))
    return found if found.size > 1 else np.array([found[0], found[0] + 1.0])


def _hats(values: Array, bends: Array) -> Array:
    """For each value the shares of the bends beside it: heights times shares is the curve's height there."""
    return np.column_stack([np.interp(values, bends, one) for one in np.eye(bends.size)])


@dataclass(frozen=True)
class Examples:
    """Facts of pages, and what is true of them."""

    facts: Facts
    f1: Array
    """Of each body, in words of lines."""
    shape: Array
    """``page`` for a page as it was read, the kind of page for one that is no article."""
    article: Array
    fold: Array


def examples(pages: Sequence[Page], scores: Array | None = None) -> Examples:
    """What is known of labelled pages, by the present model where their lines have no ``scores`` yet."""
    parts, done = [], 0
    for start in range(0, len(pages), _PORTION):
        portion = pages[start : start + _PORTION]
        size = sum(len(page.lines) for page in portion)
        parts.append(_examples(portion, None if scores is None else scores[done : done + size]))
        done += size
    return _joined(parts)


def _examples(pages: Sequence[Page], scores: Array | None) -> Examples:
    settings, lexicon, model = CleaningSettings(), compile_lexicon(), load_model()
    labelled = as_columns(pages)
    seen = see(labelled.lines, lexicon, model.words)
    scores = score_lines(seen, model, settings.obvious) if scores is None else scores.astype(np.float32)
    unmoved = np.zeros(scores.size, np.float32)
    lines = as_lines(decide(labelled.lines, seen, model, scores, unmoved, lexicon, settings))
    keep = lines.get_column("paragraph").is_not_null().to_numpy()
    words = np.concatenate([page.words for page in pages]).astype(np.float64)
    both, found, wanted = (
        np.bincount(labelled.page, weights=words * chosen, minlength=len(pages))
        for chosen in (keep * labelled.belongs, keep, labelled.belongs)
    )
    return Examples(
        page_facts(lines, seen.first_line),
        2 * both / np.maximum(found + wanted, 1),
        np.array([page.shape for page in pages]),
        np.array([any(page.belongs) for page in pages]),
        np.array([page.fold for page in pages]),
    )


def _joined(parts: Sequence[Examples]) -> Examples:
    facts = Facts(*(np.concatenate(one) for one in zip(*(part.facts for part in parts), strict=True)))
    rest = ([getattr(part, name) for part in parts] for name in ("f1", "shape", "article", "fold"))
    return Examples(facts, *(np.concatenate(one) for one in rest))


def _of(found: Examples, chosen: Array) -> Examples:
    facts = Facts(*(one[chosen] for one in found.facts))
    return Examples(facts, *(getattr(found, name)[chosen] for name in ("f1", "shape", "article", "fold")))


def fit(found: Examples) -> tuple[dict[str, dict[str, Curve]], str]:
    """The content of ``page_model.gz``, and in words how it does on sites held out."""
    found = _of(found, ~found.article | (found.f1 > 0))
    values, suspected = found.facts.values, np.logical_or.reduce(suspicions(found.facts))
    article, fold = found.article, found.fold
    weight = np.where(found.shape == "brief", BRIEF_WEIGHT, 1.0)
    weight[~article] = NONE_SHARE * weight[article].sum() / max((~article).sum(), 1)
    every = (values, ARTICLE_FACTS, article, weight)
    calm = (values[~suspected], UNSUSPECTED_FACTS, article[~suspected], weight[~suspected])
    told = held_out(*every, fold)
    told[~suspected] = held_out(*calm, fold[~suspected])
    held = suspected & (told < CleaningSettings().article_probability)
    read = article & (found.shape == "page")
    right = (values[read], BODY_FACTS, found.f1[read] >= RIGHT, np.ones(read.sum()))
    sure = held_out(*right, fold[read])
    kinds = ", ".join(f"{kind} {held[found.shape == kind].mean():.1%}" for kind in np.unique(found.shape))
    report = (
        f"Held, by kind: {kinds}.\n\n"
        + reliability_table("page_kind_confidence", reliability(*confidence(told, held, article), weight))
        + "\n\n"
        + reliability_table("body_confidence", reliability(sure, right[2]))
    )
    model = {"article": fit_curves(*every), "unsuspected": fit_curves(*calm), "body": fit_curves(*right)}
    return model, report


def confidence(told: Array, held: Array, article: Array) -> tuple[Array, Array]:
    """Of the probability that each page is an article: how sure it is of what is said, and whether that is right."""
    return np.where(held, 1 - told, told), held != article


def reliability_table(name: str, rows: Sequence[Row]) -> str:
    """Rows of ``reliability`` as a table of Markdown."""
    lines = [f"| {name} | pages | said, mean | right |", "|---|---:|---:|---:|"]
    return "\n".join(
        [*lines, *(f"| {low:.2f} to {high:.2f} | {n} | {said:.3f} | {true:.3f} |" for low, high, n, said, true in rows)]
    )


def main(path: str) -> None:
    """Fit on the labelled pages in ``path`` and write the model into the package."""
    pages = read_pages(Path(path))
    labelled = as_columns([*pages, *variants(pages)])
    seen = see(labelled.lines, compile_lexicon(), None)
    scores = out_of_fold(labelled, seen, Entries(seen, labelled), TREES)[2]
    model, report = fit(_joined([examples(labelled.pages, scores), examples([*briefs(pages), *notices(pages)])]))
    write_packed(CLEANING / MODEL, joined(HEAD, {name: json.dumps(curves) for name, curves in model.items()}))
    card = CARD.format(pages=len(pages), sites=len({page.site for page in pages}), report=report)
    (CLEANING / MODEL).with_suffix(".md").write_text(card, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    main(sys.argv[1])
