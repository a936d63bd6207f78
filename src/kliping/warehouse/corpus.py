"""What takes the whole corpus: which documents are copies, which lines are furniture, which documents are held back.

Belongs here: gathering the frames of all batches for the pure functions that need them. Does not belong here: finding
copies (``duplicates``), learning templates (``cleaning``), judging rows (``expectations``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning import learn_templates
from kliping.duplicates import find_duplicates
from kliping.frames import LINES, METADATA_EVIDENCE, QUARANTINE_REASONS, empty
from kliping.metadata import chosen_values
from kliping.warehouse.candidate import Corpus, build_candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kliping.settings import Settings
    from kliping.warehouse.store import Store


def ranking(store: Store, batches: Sequence[str], held: pl.DataFrame) -> pl.DataFrame:
    """What decides which copy stays: document_id, held, published_on, published_confidence, body_length.

    Args:
        store: the home.
        batches: finished batches.
        held: QUARANTINE_REASONS: documents that may not stay for others.
    """
    lengths = (
        store.scan("settled_lines", batches, LINES)
        .group_by("document_id")
        .agg(
            pl.col("text")
            .filter(pl.col("paragraph").is_not_null())
            .str.len_chars()
            .sum()
            .cast(pl.Int64)
            .alias("body_length")
        )
        .collect()
    )
    dates = (
        store.scan("metadata", batches, METADATA_EVIDENCE)
        .filter(pl.col("chosen") & (pl.col("field") == "published_on"))
        .collect()
    )
    dated = chosen_values(dates).select("document_id", "published_on", "published_confidence")
    return lengths.join(dated, on="document_id", how="left").with_columns(
        pl.col("document_id").is_in(held["document_id"].unique().to_list()).alias("held")
    )


def find_copies(store: Store, settings: Settings, batches: Sequence[str], held: pl.DataFrame) -> pl.DataFrame:
    """DUPLICATES of the whole corpus; a held document is never the canonical of one that is not."""
    signatures = pl.concat([store.read("signatures", name) for name in sorted(batches)])
    return find_duplicates(signatures, ranking(store, batches, held), settings.duplicates)


def learn_furniture(store: Store, settings: Settings, batches: Sequence[str], duplicates: pl.DataFrame) -> pl.DataFrame:
    """TEMPLATES: lines that recur in many distinct groups."""
    lines = pl.concat([store.read("settled_lines", name) for name in sorted(batches)])
    return learn_templates(lines, duplicates, settings.cleaning)


def build_judged_candidate(
    store: Store,
    settings: Settings,
    corpus: Corpus,
    edition: int,
    judge: Callable[[Path], pl.DataFrame],
) -> Corpus:
    """Build the candidate without the documents that ``judge`` holds back.

    A copy takes the place of a canonical that is held back, and is judged in its turn, so this repeats until the judge
    finds nothing new; every round holds at least one document more, so it ends.

    Returns:
        The corpus as the candidate now holds it.
    """
    held = empty(QUARANTINE_REASONS)
    while True:
        build_candidate(store, settings, corpus, edition)
        found = judge(store.candidate).select(QUARANTINE_REASONS.names())
        fresh = found.join(held, on="document_id", how="anti")
        if fresh.height == 0:
            return corpus
        held = pl.concat([held, fresh]).sort("document_id", "expectation", "reason")
        copies = find_copies(store, settings, corpus.batches, held)
        corpus = Corpus(corpus.batches, copies, corpus.templates, held)
