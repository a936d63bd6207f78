"""A user's labelled pages added to a fitted model: trees that mend what the model gets wrong on them.

Belongs here: fitting such trees, and whether they help on pages held out. Does not belong here: a model from pages
alone (``lines``).

The vocabulary and the first pass stay; further trees of the second pass begin where its own leave off, as boosting does
(Friedman, Greedy function approximation, 2001). The pages that the model was made of are not needed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from kliping.cleaning import forest
from kliping.cleaning.features import SECOND, add_scores, see
from kliping.cleaning.labels import f1
from kliping.cleaning.model import SECTIONS, keep_lines, load_model, write_model
from kliping.cleaning.phrases import compile_lexicon
from kliping.errors import RuleError
from kliping.learning.lines import OPEN, PARAMETERS, score_pages
from kliping.learning.pages import FOLDS, as_columns, read_pages
from kliping.learning.variants import variants

if TYPE_CHECKING:
    from pathlib import Path

    import lightgbm

    from kliping.cleaning.features import Seen
    from kliping.cleaning.kernels import Array
    from kliping.cleaning.model import Model
    from kliping.learning.lines import Score
    from kliping.learning.pages import Labelled, Page

TREES = 60
"""Trees that are added."""

LEAST = 10
"""Pages from which a part held out tells anything."""

_GENTLY = {"learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 20}
"""What differs from training anew: few pages must not undo what many taught."""

_SITES = FOLDS
"""Sites from which pages are held out by site; with fewer, page by page: the user's own outlet is what counts then."""


@dataclass(frozen=True)
class Added:
    """What adding pages came to, on pages held out."""

    before: dict[str, Score]
    after: dict[str, Score]
    kept: bool
    """Whether the further trees help, and are in the model."""

    def __str__(self) -> str:
        """One sentence for the user."""
        choice = f"the {TREES} further trees are kept" if self.kept else "the model stays as it was"
        return (
            f"F1 on pages held out {mean_f1(self.before):.4f} before, {mean_f1(self.after):.4f} with your pages added:"
            f" {choice}."
        )


def add_pages(path: Path, destination: Path, base: Path | None = None) -> Added:
    """Write the model in ``base`` (none: the built-in one) with the labelled pages in ``path`` to ``destination``.

    Further trees are kept where they help on pages held out; else the model stays as it was. A card (``.md``) beside it
    tells both scores.

    Raises:
        RuleError: the labelled pages, or the base, cannot be used, or LightGBM (the extra ``train``) is missing.
        OSError: the destination cannot be written.
    """
    if find_spec("lightgbm") is None:
        raise RuleError("Training needs LightGBM, which is not installed. Run: pip install 'kliping[train]'.")
    pages = read_pages(path)
    if len(pages) < LEAST:
        raise RuleError(f"{path} has {len(pages)} labelled pages; {LEAST} are the least to learn from. Label more.")
    model = load_model(base)
    parts, added = _added(model, pages)
    write_model(destination, parts)
    destination.with_suffix(".md").write_text(_card(path, pages, added), encoding="utf-8")
    return added


def _added(model: Model, pages: list[Page]) -> tuple[tuple[str, ...], Added]:
    labelled = as_columns([*pages, *variants(pages)])
    part = np.array([_part(page, by_site=_by_site(pages)) for page in labelled.pages])[labelled.page]
    seen = see(labelled.lines, compile_lexicon(), model.words)
    first = forest.probabilities(model.first, seen.matrix, np.arange(part.size))
    add_scores(seen, first)
    asked = first >= OPEN
    scores = first.copy()
    scores[asked] = forest.probabilities(model.second, seen.matrix, np.flatnonzero(asked))
    mended = scores.copy()
    for one in np.unique(part):
        out = asked & (part == one)
        if out.any():
            further = forest.parse(
                _fit(model, labelled, seen, asked & (part != one)).model_to_string(), "further trees"
            )
            mended[out] = forest.probabilities(further, seen.matrix, np.flatnonzero(out))
    before, after = (score_pages(labelled, keep_lines(seen, one), by_shape=False) for one in (scores, mended))
    kept = mean_f1(after) > mean_f1(before)
    second = _fit(model, labelled, seen, asked).model_to_string() if kept else model.second_text
    at = SECTIONS.index("second pass")
    return (*model.parts[:at], second, *model.parts[at + 1 :]), Added(before, after, kept)


def mean_f1(scores: dict[str, Score]) -> float:
    """The mean F1 of sets of pages, each set by how many pages it has."""
    count = sum(pages for pages, _, _ in scores.values())
    return sum(pages * f1(precision, recall) for pages, precision, recall in scores.values()) / max(count, 1)


def _by_site(pages: list[Page]) -> bool:
    return len({page.site for page in pages}) >= _SITES


def _part(page: Page, *, by_site: bool) -> int:
    """Which part of the pages it is held out with; a variant goes with its page."""
    name = page.site if by_site else page.name.split(" ")[0]
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def _fit(model: Model, labelled: Labelled, seen: Seen, chosen: Array) -> lightgbm.Booster:
    """The model's second pass and further trees, fitted on the chosen lines."""
    import lightgbm

    data = lightgbm.Dataset(
        seen.matrix[chosen],
        labelled.belongs[chosen],
        weight=labelled.importance[chosen],
        feature_name=list(SECOND),
        free_raw_data=False,
    )
    return lightgbm.train(PARAMETERS | _GENTLY, data, TREES, init_model=lightgbm.Booster(model_str=model.second_text))


def _card(path: Path, pages: list[Page], added: Added) -> str:
    held_out = "pages of a site" if _by_site(pages) else "a page and its variants"
    return f"""# Line classifier, with pages added

* **Data**: {path.name}, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}…: {len(pages)} labelled pages of
  {len({page.site for page in pages})} sites, and variants of each, beside those that the model was made of.
* **Made**: {datetime.now(UTC).date().isoformat()} by `kliping train {path.name}`. {added}

Scores on pages held out ({FOLDS} parts, {held_out} in one part; mean precision and recall of runs of four words over
pages, F1 their harmonic mean):

| set | pages | F1 before | F1 with the pages added |
|---|---:|---:|---:|
{_rows(added)}
"""


def _rows(added: Added) -> str:
    told = ((group, *one, *added.after[group][1:]) for group, one in added.before.items())
    return "\n".join(f"| {group} | {n} | {f1(p, r):.4f} | {f1(q, s):.4f} |" for group, n, p, r, q, s in told)
