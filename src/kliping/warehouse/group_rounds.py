"""Groups as works of a shuffle, a range of hashes at a time: no place ever holds all pairs or all texts.

Belongs here: what is done with the rows of one range, and grouping documents that hang together with no others, which
this process does in portions too. Does not belong here: which rows come together, in what order the rounds follow
(``group_shuffle``), how labels are found (``kliping.duplicates.labels``).

Rounds: edges are bent into stars (``larger``, ``smaller``), whose middle is the label of each node; documents, pairs
and texts meet the label of their node (``Labelled``); what has one label is grouped (``Grouped``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kliping.duplicates import find_duplicates
from kliping.duplicates.labels import EDGES, larger_stars, smaller_stars
from kliping.duplicates.schemas import FULL_BUCKETS, PAIRS, RANKING, SIGNATURES
from kliping.engines import Kept
from kliping.frames import DUPLICATES, conform, empty
from kliping.warehouse.copy_rounds import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.duplicates.similarity import Texts
    from kliping.engines import Batch
    from kliping.settings import DuplicateSettings

RANKED = pl.Schema({**RANKING, **{name: SIGNATURES[name] for name in ("sha256", "body", "words")}})
"""What decides a document's place in its group."""

GROUPS = pl.Schema({**DUPLICATES, "text": pl.UInt64(), "facts": pl.UInt64()})
"""Groups, with a hash of what names each document's text, and one of all that decided its place."""

PLACED = pl.Schema({**RANKED, "text": pl.UInt64(), "facts": pl.UInt64()})
"""RANKED with these hashes."""

BENT = pl.Schema({"bent": pl.Int64()})
"""How many nodes of a range are in no star yet: one row."""

LABEL = "label"
"""Column of the least node of the part that a row hangs together with."""


def grouped(
    documents: pl.DataFrame,
    pairs: pl.DataFrame,
    full_buckets: pl.DataFrame,
    texts: Texts,
    settings: DuplicateSettings,
) -> pl.DataFrame:
    """GROUPS of documents that hang together with no others.

    Args:
        documents: PLACED.
        pairs: PAIRS of copies with a body of theirs.
        full_buckets: FULL_BUCKETS of the keys of the pairs.
        texts: where bodies are looked up.
        settings: thresholds.
    """
    found = find_duplicates(
        documents.select("document_id", "sha256", "body", "words"),
        documents.select(*RANKING),
        settings,
        pairs=pairs,
        full_buckets=full_buckets,
        texts=texts,
    )
    return conform(found.join(documents.select("document_id", "text", "facts"), on="document_id"), GROUPS)


def larger(batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
    """Of one range of nodes, from ``edges`` (EDGES): ``linked`` (EDGES) and ``bent`` (BENT)."""
    linked, bent = larger_stars(conform(taken["edges"].frame, EDGES))
    return _of_round(batch, {"linked": linked, "bent": pl.DataFrame({"bent": [bent]}, schema=BENT)})


def smaller(batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
    """Of one range of nodes, from ``linked`` (EDGES): ``edges`` (EDGES)."""
    return _of_round(batch, {"edges": smaller_stars(conform(taken["linked"].frame, EDGES))})


def _of_round(batch: Batch, frames: Mapping[str, pl.DataFrame]) -> dict[str, Kept]:
    """By the names that the round gives its frames: each round has its own, so that a late write meets no other."""
    return {name: Kept(frames[name.partition("-")[0]]) for name in batch.gives}


@dataclass(frozen=True)
class Labelled:
    """Of one range of nodes: ``rows`` with their LABEL, each once, under the name that the round gives."""

    node: str
    once: tuple[str, ...]
    """Columns that name a row."""
    alone: bool
    """Whether rows stay that hang together with nothing: their own node is their label."""

    def __call__(self, batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
        """From ``rows`` and ``labels`` (EDGES)."""
        rows = taken["rows"].frame.unique(self.once, keep="first", maintain_order=True)
        labels = taken["labels"].frame.unique().rename({"other": LABEL})
        marked = rows.join(labels, left_on=self.node, right_on="node", how="left", maintain_order="left")
        if not self.alone:
            marked = marked.filter(pl.col(LABEL).is_not_null())
        return {name: Kept(marked.with_columns(pl.coalesce(LABEL, self.node).alias(LABEL))) for name in batch.gives}


@dataclass(frozen=True)
class Grouped:
    """Of one range of labels: ``grouped`` (GROUPS)."""

    settings: DuplicateSettings

    def __call__(self, batch: Batch, taken: Mapping[str, Kept]) -> dict[str, Kept]:
        """From ``documents`` (PLACED), ``pairs`` (PAIRS that every search would find) and ``texts`` (TEXTS)."""
        del batch
        documents = conform(taken["documents"].frame, PLACED)
        pairs, texts = conform(taken["pairs"].frame, PAIRS), conform(taken["texts"].frame, TEXTS)
        return {"grouped": Kept(grouped(documents, pairs, empty(FULL_BUCKETS), texts, self.settings))}
