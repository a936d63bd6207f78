"""What takes the whole corpus: which lines are furniture, which documents are held back.

Belongs here: gathering the frames of all batches for the pure functions that need them, and the order in which a
candidate is filled and judged. Does not belong here: copies (``copies``), learning templates (``cleaning``), judging
rows (``expectations``), or what is written into the file (``filling``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning.templates import count_lines, merge_line_counts
from kliping.frames import DUPLICATES, QUARANTINE_REASONS, empty
from kliping.warehouse.connections import opened
from kliping.warehouse.copies import find_copies
from kliping.warehouse.files import remove, replacing, temporary_name
from kliping.warehouse.filling import Filling, begin, fill, finish, swap, whose_place_changed
from kliping.warehouse.sums import note

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kliping.settings import Settings
    from kliping.warehouse.candidate import Corpus
    from kliping.warehouse.store import Store

    Judge = Callable[[Path], pl.DataFrame]


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


def build_judged_candidate(filling: Filling, corpus: Corpus, judge: Judge, *, alone: bool) -> Corpus:
    """Build the candidate without the documents that ``judge`` holds back.

    A copy takes the place of a canonical that is held back and is judged in its turn, until nothing new is held; every
    round holds at least one document more, so it ends.

    Args:
        filling: the home, the settings, and the number the candidate is born with.
        corpus: batches, copies, templates; nothing is held yet.
        judge: given a file of tables, says which documents in it are held back, as QUARANTINE_REASONS.
        alone: whether it looks at one document's rows at a time. Then the tables are filled once, each round judges a
            file of the new canonicals alone, and in the end the rows of the documents whose place changed take the
            place of those they had. Otherwise the candidate is built and judged as a whole in every round.

    Returns:
        The corpus as the candidate now holds it.
    """
    store = filling.store
    if not alone:
        return _settled(filling, corpus, lambda now, _: judge(_built(filling, now)))
    with replacing(store.candidate) as temporary:
        with opened(temporary, write=True, storage=filling.settings.publishing.storage_version) as connection:
            begin(connection, filling, corpus)
            fill(connection, filling, corpus)

        def judged(now: Corpus, fresh: pl.Series) -> pl.DataFrame:
            return judge(temporary) if now is corpus else _of_part(filling, now, fresh, judge)

        final = _settled(filling, corpus, judged)
        with opened(temporary, write=True) as connection:
            if final is not corpus:
                swap(connection, filling, final, whose_place_changed(corpus, final))
            finish(connection, filling, final)
        note(store.home, temporary, store.candidate)
    return final


def _settled(filling: Filling, corpus: Corpus, judged: Callable[[Corpus, pl.Series], pl.DataFrame]) -> Corpus:
    """``corpus`` once nothing new is held.

    Args:
        filling: the home and the settings.
        corpus: nothing is held yet.
        judged: given a corpus and the canonicals that no round before had, which of its documents are held back.
    """
    held, known, now = empty(QUARANTINE_REASONS), empty(DUPLICATES)["document_id"], corpus
    while True:
        canonical = now.duplicates.filter(pl.col("canonical_document_id") == pl.col("document_id"))["document_id"]
        fresh = canonical.filter(~canonical.is_in(known.implode()) & ~canonical.is_in(held["document_id"].implode()))
        known = pl.concat([known, fresh])
        found = judged(now, fresh).select(QUARANTINE_REASONS.names()).join(held, on="document_id", how="anti")
        if found.is_empty():
            return now
        held = pl.concat([held, found]).sort("document_id", "expectation", "reason")
        copies = find_copies(filling.store, filling.settings, corpus.batches, held)
        now = replace(corpus, duplicates=copies, held=held)


def _built(filling: Filling, corpus: Corpus) -> Path:
    """The candidate, built as a whole."""
    store = filling.store
    with replacing(store.candidate) as temporary:
        with opened(temporary, write=True, storage=filling.settings.publishing.storage_version) as connection:
            begin(connection, filling, corpus)
            fill(connection, filling, corpus)
            finish(connection, filling, corpus)
        note(store.home, temporary, store.candidate)
    return store.candidate


def _of_part(filling: Filling, corpus: Corpus, documents: pl.Series, judge: Judge) -> pl.DataFrame:
    """What ``judge`` holds back of a file that has the rows of ``documents`` alone."""
    if documents.is_empty():
        return empty(QUARANTINE_REASONS)
    part = filling.store.home / temporary_name("part.duckdb")
    try:
        with opened(part, write=True) as connection:
            begin(connection, filling, corpus)
            fill(connection, filling, corpus, documents)
        return judge(part)
    finally:
        remove(part)
