"""What takes the whole corpus: which lines are furniture, which documents are held back.

Belongs here: gathering the frames of all batches for the pure functions that need them. Does not belong here: copies
(``copies``), learning templates (``cleaning``), judging rows (``expectations``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning.templates import count_lines, merge_line_counts
from kliping.frames import QUARANTINE_REASONS, empty
from kliping.warehouse.candidate import Corpus, build_candidate
from kliping.warehouse.copies import find_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kliping.settings import Settings
    from kliping.warehouse.numbers import Birth
    from kliping.warehouse.store import Store


def learn_furniture(store: Store, settings: Settings, batches: Sequence[str], duplicates: pl.DataFrame) -> pl.DataFrame:
    """TEMPLATES: lines that recur in many distinct groups; one batch in memory at a time.

    Args:
        store: the home.
        settings: every threshold.
        batches: finished batches.
        duplicates: DUPLICATES of the whole corpus: copies of one article count once.
    """
    counts = [count_lines(store.read("settled_lines", name), duplicates) for name in sorted(batches)]
    return merge_line_counts(counts, duplicates, settings.cleaning)


def build_judged_candidate(
    store: Store,
    settings: Settings,
    corpus: Corpus,
    born: Birth,
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
        build_candidate(store, settings, corpus, born)
        found = judge(store.candidate).select(QUARANTINE_REASONS.names())
        fresh = found.join(held, on="document_id", how="anti")
        if fresh.height == 0:
            return corpus
        held = pl.concat([held, fresh]).sort("document_id", "expectation", "reason")
        copies = find_copies(store, settings, corpus.batches, held)
        corpus = Corpus(corpus.batches, copies, corpus.templates, held)
