"""Which documents of the whole corpus are held back, and the candidate without them.

Belongs here: the order in which a candidate is filled and judged. Does not belong here: copies (``copies``), templates
(``furniture``), judging rows (``expectations``), or what is written into the file (``filling``).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from kliping.files import remove, replacing, temporary_name
from kliping.frames import DUPLICATES, QUARANTINE_REASONS, empty
from kliping.warehouse.basis import Basis, Made, basis_of, forget_measures, keep_basis, what_changed
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.copies import find_copies
from kliping.warehouse.filling import (
    Filling,
    Judged,
    Tally,
    begin,
    begin_again,
    fill,
    finish,
    sums_in,
    swap,
    whose_place_changed,
)
from kliping.warehouse.fingerprints import digest_of_sums
from kliping.warehouse.judgements import Judgements, members_of
from kliping.warehouse.sums import note, placed, tables_noted

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    import duckdb

    from kliping.warehouse.candidate import Corpus
    from kliping.warehouse.store import Store


@dataclass(frozen=True)
class Judge:
    """Who says which documents are held back."""

    rows: Callable[[Path], pl.DataFrame]
    """Given a file of tables, the documents in it that rules hold back: QUARANTINE_REASONS."""
    equal: Callable[[pl.DataFrame], pl.DataFrame]
    """The same, and with each document those that would break the same."""
    alone: bool
    """Whether the rules look at one document's rows at a time."""
    whole: Callable[[Path], pl.DataFrame] | None = None
    """As ``rows``, of a file that holds all documents: what it measures may be kept for the audit."""


@dataclass(frozen=True)
class _Rounds:
    """The rounds of one building in which groups are judged, each group once for every place its documents have."""

    filling: Filling
    judge: Judge
    changed: pl.Series  # ids of documents whose own frames may be others than those of the last edition
    before: Judgements  # of the last edition
    said: Judgements  # of this building
    left: pl.Series  # ids of documents that had a group in the last edition

    def first(self, corpus: Corpus, part: Path) -> pl.DataFrame:
        """What is held back while nothing is held yet, of documents in no group too; their rows stay in ``part``."""
        members = members_of(corpus)
        alone = pl.concat([self.changed, self.left]).unique()
        alone = alone.filter(~alone.is_in(members["document_id"].implode()))
        return self._judged(corpus, members, alone, self.before.outside(corpus, alone), part)

    def following(self, corpus: Corpus, fresh: pl.Series) -> pl.DataFrame:
        """What is held back of the groups of the canonicals ``fresh``."""
        members = members_of(corpus, fresh)
        part = self.filling.store.home / temporary_name("part.duckdb")
        try:
            return self._judged(corpus, members, fresh.clear(), empty(QUARANTINE_REASONS), part)
        finally:
            remove(part)

    def whole(self, corpus: Corpus, file: Path) -> pl.DataFrame:
        """What is held back of all documents, whose rows the file holds."""
        found = (self.judge.whole or self.judge.rows)(file)
        self.said.keep(members_of(corpus), found)
        return self.judge.equal(found)

    def _judged(
        self, corpus: Corpus, members: pl.DataFrame, alone: pl.Series, known: pl.DataFrame, part: Path
    ) -> pl.DataFrame:
        groups, told = self.before.of(members, self.changed)
        asked = members.join(groups, on="group_id", how="anti")["document_id"]
        found = pl.concat([known, told, self._asked(corpus, pl.concat([asked, alone]), part)])
        self.said.keep(members, found)
        return self.judge.equal(found)

    def _asked(self, corpus: Corpus, documents: pl.Series, part: Path) -> pl.DataFrame:
        """What the rules find in the file ``part``, which is made of the rows of ``documents`` alone."""
        if documents.is_empty():
            return empty(QUARANTINE_REASONS)
        with _to_write(self.filling, part) as connection:
            begin(connection, self.filling, corpus)
            fill(connection, self.filling, corpus, documents)
        return self.judge.rows(part).select(*QUARANTINE_REASONS)


def build_judged_candidate(filling: Filling, corpus: Corpus, judge: Judge) -> Corpus:
    """Build the candidate without the documents that ``judge`` holds back.

    A copy takes the place of a canonical that is held back and is judged in its turn, until nothing new is held; every
    round holds at least one document more, so it ends. Where rules look at one document's rows at a time, the tables
    are filled once: from the published file where it counts as a basis, and then only groups are judged that do not
    stand as they stood when they were judged before; else from nothing, and then each further round judges a file of
    the groups with a new canonical alone, and in the end the rows of the documents whose place changed take the place
    of those they had. Other rules judge the candidate as a whole, which is built in every round.

    Args:
        filling: the home, the settings, and the number the candidate is born with.
        corpus: batches, copies, templates; nothing is held yet.
        judge: says which documents are held back.

    Returns:
        The corpus as the candidate now holds it.
    """
    store = filling.store
    forget_measures(store, filling.born.edition)
    if not judge.alone:
        return _settled(filling, corpus, lambda now, _: judge.equal(judge.rows(_built(filling, now))))
    with replacing(store.candidate) as temporary:
        basis = basis_of(filling)
        if basis is not None and _copied(store, temporary):
            final, made = _from_published(filling, corpus, judge, basis, temporary)
        else:
            basis = None
            final, made = _from_nothing(filling, corpus, judge, temporary)
        keep_basis(filling, final, basis, made._replace(bytes=temporary.stat().st_size))
        tables = digest_of_sums(filling.tables.values(), made.sums)
        note(store.home, temporary, store.candidate, tables=tables)
    placed(store.candidate)
    return final


def _from_nothing(filling: Filling, corpus: Corpus, judge: Judge, file: Path) -> tuple[Corpus, Made]:
    """Fill a file from all batches: the corpus as it holds it, and what it came to."""
    with _to_write(filling, file) as connection:
        begin(connection, filling, corpus)
        fill(connection, filling, corpus)
    nothing = corpus.duplicates["document_id"].clear()
    rounds = _Rounds(filling, judge, nothing, Judgements.none(), Judgements.none(), nothing)

    def judged(now: Corpus, fresh: pl.Series) -> pl.DataFrame:
        return rounds.whole(now, file) if now is corpus else rounds.following(now, fresh)

    final = _settled(filling, corpus, judged)
    swapped = whose_place_changed(corpus, final)
    with _to_write(filling, file) as connection:
        if final is not corpus:
            swap(connection, filling, final, swapped)
        folded = finish(connection, filling, final)
        sums = sums_in(connection, filling)
        return final, Made((filling.born.edition, swapped), 0, _documents(connection), sums, folded, rounds.said)


def _from_published(filling: Filling, corpus: Corpus, judge: Judge, basis: Basis, file: Path) -> tuple[Corpus, Made]:
    """Bring a copy of the published file up to the corpus: the corpus as it holds it, and what it came to."""
    changed, grown = what_changed(filling, basis, corpus)
    left = basis.corpus.duplicates["document_id"]
    rounds = _Rounds(filling, judge, changed, basis.said, Judgements.none(), left)

    part = filling.store.home / temporary_name("part.duckdb")

    def judged(now: Corpus, fresh: pl.Series) -> pl.DataFrame:
        return rounds.first(now, part) if now is corpus else rounds.following(now, fresh)

    try:
        final = _settled(filling, corpus, judged)
        swapped = pl.concat([changed, whose_place_changed(basis.corpus, final)]).unique().sort()
        grown = grown and bool(left.is_in(final.duplicates["document_id"].implode()).all())
        tally = Tally(basis.sums, swapped.clear(), basis.folded, grown)
        other = swapped.clear() if final is corpus else whose_place_changed(corpus, final)
        with _to_write(filling, file) as connection:
            begin_again(connection, filling, final)
            swap(connection, filling, final, swapped, tally, Judged(part, other))
            folded = finish(connection, filling, final, tally)
            sums = sums_in(connection, filling, tally)
            return final, Made((basis.edition, tally.documents), 0, _documents(connection), sums, folded, rounds.said)
    finally:
        remove(part)


def _to_write(filling: Filling, file: Path) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """``opened`` to write ``file``, as the settings have it."""
    asked = filling.settings.publishing
    return opened(file, write=True, storage=asked.storage_version, memory_mb=asked.memory_mb)


def _documents(connection: duckdb.DuckDBPyConnection) -> int:
    return int(fetch(connection, "SELECT count(*) AS n FROM documents")["n"][0])


def _copied(store: Store, file: Path) -> bool:
    """Copy the published file; False, and no copy, where it does not hold the very bytes that were published."""
    shutil.copyfile(store.published, file)
    if tables_noted(store.home, store.published, file) is not None:
        return True
    remove(file)
    return False


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
        with _to_write(filling, temporary) as connection:
            begin(connection, filling, corpus)
            fill(connection, filling, corpus)
            finish(connection, filling, corpus)
        note(store.home, temporary, store.candidate)
    return store.candidate
