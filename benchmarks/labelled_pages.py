"""The pages of labelled pairs as the steps left them, and how well answers on the pairs do.

Belongs here: what measuring the search and fitting the model share. Does not belong here: the labels and the search
(``labelled_pairs``), the fit (``labelled_pairs_fit``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import polars as pl

    from kliping.duplicates.circumstances import Told

    Array = npt.NDArray[Any]


class Pages(NamedTuple):
    """Signed texts, in one order: SIGNATURES, titles, cleaned bodies, found days and outlets, outlets."""

    signatures: pl.DataFrame
    titles: list[str | None]
    bodies: list[str]
    found: pl.DataFrame
    outlets: list[str]


def told_beside(pages: Pages) -> Told:
    """What the pages tell beside their texts."""
    from kliping.duplicates.circumstances import told_of
    from kliping.duplicates.groups import published_days

    return told_of(pages.found, pages.found.select(published_days()).to_series().to_numpy())


def scores(labels: list[dict[str, Any]], answers: Sequence[bool] | Array, *, doubts: bool) -> tuple[float, float]:
    """Precision and recall of ``answers``, with or without pairs in doubt."""
    kept = [
        (pair["copy"], bool(said)) for pair, said in zip(labels, answers, strict=True) if doubts or not pair["doubt"]
    ]
    count = Counter(kept)
    precision = count[True, True] / max(1, count[True, True] + count[False, True])
    recall = count[True, True] / max(1, count[True, True] + count[True, False])
    return precision, recall
