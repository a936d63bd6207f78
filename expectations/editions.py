"""From candidate to edition: build and judge rows, audit, publish or refuse.

Belongs here: the order of write, audit, publish, shared by the assets and the command line. Does not belong here: the
expectations themselves, or how the file is written (``kliping.warehouse``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from expectations import (
    audit,
    build_data_docs,
    catalogue,
    judge_rows,
    read_rulings,
    require_open_gate,
    write_verdict,
)
from kliping.duplicates.schemas import SIGNATURES
from kliping.settings import digest
from kliping.steps import stamps
from kliping.tables.tables import EXPECTATION_RESULTS
from kliping.warehouse.candidate import Corpus, tables_sha256
from kliping.warehouse.connections import opened
from kliping.warehouse.corpus import build_judged_candidate
from kliping.warehouse.publish import Edition, last_edition, next_number, publish, refuse
from kliping.warehouse.sightings import known
from kliping.warehouse.store import LAST_STEP
from kliping.warehouse.takedown import forgotten

if TYPE_CHECKING:
    from pathlib import Path

    from expectations import Audit
    from kliping.settings import Settings
    from kliping.warehouse.store import Store


def edition_docs(store: Store, number: int) -> Path:
    """Folder of the Data Docs of one edition."""
    return store.data_docs / f"{number:08d}"


def inputs_sha256(store: Store, settings: Settings) -> str:
    """Digest of all a candidate is made from: finished batches, thresholds, rules and rulings.

    Two candidates with the same digest hold the same tables, so the second need not be built.
    """
    return digest(
        [(name, store.recipe(LAST_STEP, name)) for name in store.finished(stamps(settings))],
        settings.model_dump(mode="json", include={"cleaning", "duplicates"}),
        settings.reading.follow_removals,
        known(store).rows(),
        settings.gate.model_dump(mode="json"),
        settings.publishing.model_dump(mode="json"),
        repr(catalogue(settings, store.home)),
        read_rulings(store.home).rows(),
        forgotten(store).rows(),
    )


def is_current(store: Store, settings: Settings) -> bool:
    """Whether the last edition on record was made from just what a candidate would be made from now."""
    last = last_edition(store)
    return last is not None and last.inputs_sha256 == inputs_sha256(store, settings)


def is_published(store: Store) -> bool:
    """Whether the published file holds just the tables of the candidate."""
    if not store.published.is_file():
        return False
    with opened(store.candidate) as candidate, opened(store.published) as published:
        return tables_sha256(candidate) == tables_sha256(published)


def make_candidate(store: Store, settings: Settings, duplicates: pl.DataFrame, templates: pl.DataFrame) -> Corpus:
    """Build the candidate, without the documents that a row-level expectation holds back."""
    corpus = Corpus.of(store.finished(stamps(settings)), duplicates, templates)
    signatures = store.scan("signatures", corpus.batches, SIGNATURES).select("document_id", "sha256").collect()
    rulings = read_rulings(store.home).filter("in_force")
    released = rulings.filter(ruling="release")["id"]

    def judge(candidate: Path) -> pl.DataFrame:
        return with_equal_documents(judge_rows(candidate, settings, store.home), signatures, released)

    return build_judged_candidate(store, settings, corpus, next_number(store), judge)


def with_equal_documents(held: pl.DataFrame, signatures: pl.DataFrame, released: pl.Series) -> pl.DataFrame:
    """``held``, and with each document those of the very same bytes, which would break the same expectations.

    Without this ten thousand copies of a page that breaks one would be judged one after the other. A person's ruling is
    about one document, so it is not passed on; nor does it reach a document that a person released.

    Args:
        held: QUARANTINE_REASONS.
        signatures: document_id, sha256 of every readable document.
        released: ids that a person released.
    """
    judged = held.filter(pl.col("expectation") != "ruling").join(signatures, on="document_id")
    equal = (
        judged.drop("document_id")
        .unique()
        .join(signatures, on="sha256")
        .filter(~pl.col("document_id").is_in(released.to_list()))
        .select(held.columns)
    )
    return pl.concat([held, equal.join(held, on=["document_id", "expectation"], how="anti")])


def audit_candidate(store: Store, settings: Settings, *, run_id: str) -> Audit:
    """Judge the candidate as it stands, put the verdict on record, and a refused edition too."""
    with opened(store.candidate) as connection:
        fingerprint = tables_sha256(connection)
    number = next_number(store)
    judged = audit(
        store.candidate, settings, edition=number, run_id=run_id, checked_at=datetime.now(UTC), home=store.home
    )
    write_verdict(store.home, judged, fingerprint)
    store.write(EXPECTATION_RESULTS.name, f"{number:08d}", judged.results)
    build_data_docs(judged, edition_docs(store, number), keep=settings.gate.data_docs_editions)
    if not judged.passed:
        edition = Edition(number, "refused", inputs_sha256(store, settings), fingerprint)
        refuse(store, settings, edition, judged.results, run_id=run_id)
    return judged


def publish_candidate(store: Store, settings: Settings, *, run_id: str) -> Edition:
    """Publish the candidate if its own verdict is on record and open.

    Raises:
        GateClosed: no verdict, another candidate's verdict, or a refusal that nobody accepted.
    """
    with opened(store.candidate) as connection:
        fingerprint = tables_sha256(connection)
    verdict = require_open_gate(store.home, fingerprint)
    edition = Edition(
        verdict.edition, "passed" if verdict.passed else "accepted", inputs_sha256(store, settings), fingerprint
    )
    results = store.read(EXPECTATION_RESULTS.name, f"{verdict.edition:08d}")
    publish(store, settings, edition, results, run_id=run_id, at=datetime.now(UTC))
    return edition
