"""From candidate to edition: build and judge rows, audit, publish or refuse.

Belongs here: the order of write, audit, publish, shared by the assets and the command line. Does not belong here: the
expectations themselves, or how the file is written (``kliping.warehouse``).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from expectations import (
    audit,
    build_data_docs,
    catalogue,
    judge_rows,
    read_rulings,
    read_verdict,
    require_open_gate,
    write_verdict,
)
from expectations.kept_facts import KeptFacts
from kliping.duplicates.schemas import SIGNATURES
from kliping.errors import GateClosed
from kliping.settings import digest
from kliping.stamps import stamps
from kliping.tables.tables import EXPECTATION_RESULTS
from kliping.warehouse.candidate import Corpus
from kliping.warehouse.connections import opened
from kliping.warehouse.corpus import Judge, build_judged_candidate
from kliping.warehouse.corrections import copy_corrections
from kliping.warehouse.dropped import drop_frames
from kliping.warehouse.filling import Filling
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.gathered import gather, scan_gathered
from kliping.warehouse.kept import keep_editions
from kliping.warehouse.lock import writing
from kliping.warehouse.numbers import Birth, birth_of, next_number
from kliping.warehouse.publish import (
    REFUSED,
    Edition,
    candidate_at_hand,
    last_edition,
    last_published,
    publish,
    refuse,
    was_published,
    what_stands,
)
from kliping.warehouse.rollback import last_rollback
from kliping.warehouse.sightings import known
from kliping.warehouse.store import BATCHES
from kliping.warehouse.sums import tables_noted
from kliping.warehouse.takedown import forgotten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from expectations import Audit
    from kliping.settings import Settings
    from kliping.warehouse.store import Store


_SIGNED = pl.Schema({name: SIGNATURES[name] for name in ("document_id", "sha256")})

NAMED_BATCHES = 5
"""Pending batches that a refusal names; the ledger has the others."""


def edition_docs(store: Store, number: int) -> Path:
    """Folder of the Data Docs of one edition."""
    return store.data_docs / f"{number:08d}"


def inputs_sha256(store: Store, settings: Settings, finished: Sequence[str] | None = None) -> str:
    """Digest of all a candidate is made from: finished batches, thresholds, rules and rulings.

    Two candidates with the same digest hold the same tables, so the second need not be built.

    Args:
        store: the home.
        settings: in force.
        finished: the finished batches, sorted, where they are known.
    """
    return digest(
        list(store.made_of(store.finished(stamps(settings)) if finished is None else finished).items()),
        settings.model_dump(mode="json", include={"cleaning", "duplicates"}),
        settings.reading.follow_removals,
        hashlib.sha256(known(store).write_csv().encode()).hexdigest(),  # of a row a file
        settings.gate.model_dump(mode="json"),
        settings.publishing.model_dump(mode="json", include={"article_columns", "redact_contacts", "storage_version"}),
        repr(catalogue(settings, store.home)),
        read_rulings(store.home).rows(),
        forgotten(store).rows(),
        *([copies] if (copies := copy_corrections(store.home)) else []),
    )


def is_current(store: Store, settings: Settings) -> bool:
    """Whether the last edition on record was made from just what a candidate would be made from now."""
    last = last_edition(store)
    return last is not None and last.inputs_sha256 == inputs_sha256(store, settings)


def fingerprint_of(store: Store, file: Path, *, anew: bool = False) -> str:
    """``tables_sha256`` of a file of the home: on record, or ``anew``, and if it changed since, from every row."""
    known = None if anew else tables_noted(store.home, file)
    if known is not None:
        return known
    with opened(file) as connection:
        return tables_sha256(connection)


def is_published(store: Store) -> bool:
    """Whether the published file holds just the tables of the candidate, and speaks of no earlier edition.

    A rule that is new may refuse, and a person accept, the very tables that an earlier edition published.
    """
    last = last_published(store.published)
    if last is None or last.edition < birth_of(store.candidate).edition:
        return False
    return fingerprint_of(store, store.candidate) == fingerprint_of(store, store.published)


def require_understood(store: Store, settings: Settings) -> None:
    """Refuse to compare, judge or publish a part of the corpus.

    Raises:
        GateClosed: a batch of the ledger is not understood yet; it is said which, and how to go on.
    """
    pending = store.pending(stamps(settings))
    if pending:
        named = ", ".join(pending[:NAMED_BATCHES]) + (", …" if len(pending) > NAMED_BATCHES else "")
        raise GateClosed(
            f"{len(pending)} of {len(store.parts(BATCHES))} batches are not understood yet ({named}), and an edition "
            "never holds a part of the corpus. The published edition stays. Run 'kliping run', or materialise the job "
            "'ingest' for these partitions; then publish again."
        )


def rollback_stays(store: Store) -> str | None:
    """What the published edition goes back to, and when that ends, as a sentence; None when it is no rollback."""
    back = last_rollback(store.published)
    if back is None:
        return None
    return (
        f"Edition {back.edition} is a rollback to edition {back.rolled_back_to}: {back.why}. Nothing arrived or left "
        "its source, and no setting, rule, ruling or take-down changed since, so it stays; 'kliping run "
        "--full-refresh' ends it."
    )


def rollback_ends(store: Store) -> str | None:
    """That what is about to be made takes the place of a rollback; None when the published edition is none."""
    back = last_rollback(store.published)
    if back is None:
        return None
    return (
        f"Edition {back.edition} is a rollback to edition {back.rolled_back_to}: {back.why}. Something changed since, "
        "so an edition is made of all pages by the settings and rules in force; where the cause is not mended, "
        f"'kliping rollback {back.edition} --why REASON' goes back again."
    )


def refusal(store: Store) -> str | None:
    """What refused the last edition and how to go on; None when it was published."""
    last = last_edition(store)
    if last is None or last.verdict != REFUSED:
        return None
    verdict = read_verdict(store.home)
    same = verdict is not None and verdict.edition == last.edition
    broken = ", ".join(verdict.shut_by) if verdict is not None and same else "see expectation_results"
    return (
        f"Edition {last.edition} refused: {broken}. {what_stands(store)} "
        "See the Data Docs or 'kliping check'; fix the cause and run again, or accept it with "
        "'kliping check --accept EXPECTATION --why REASON'."
    )


def make_candidate(store: Store, settings: Settings, duplicates: pl.DataFrame, templates: pl.DataFrame) -> Corpus:
    """Build the candidate, without the documents that a row-level expectation holds back.

    Raises:
        GateClosed: a batch is not understood yet.
    """
    require_understood(store, settings)
    corpus = Corpus.of(store.finished(stamps(settings)), duplicates, templates)
    signatures = scan_gathered(store, "signatures", corpus.batches, _SIGNED)
    rulings = read_rulings(store.home).filter("in_force")
    released = rulings.filter(ruling="release")["id"]

    def equal(held: pl.DataFrame) -> pl.DataFrame:
        return with_equal_documents(held, signatures, released)

    with writing(store.home, doing="building a candidate"):
        gather(store, corpus.batches)
        born = Birth(next_number(store), inputs_sha256(store, settings, corpus.batches))
        holding = [spec for spec in catalogue(settings, store.home) if spec.holds]
        rules = digest(repr(holding), read_rulings(store.home).rows())
        alone = all(spec.scope == "document" for spec in holding)
        measured = KeptFacts.of_nothing(store, born.edition)
        judge = Judge(
            rows=lambda file: judge_rows(file, settings, store.home),
            equal=equal,
            alone=alone,
            whole=lambda file: judge_rows(file, settings, store.home, kept=measured),
        )
        return build_judged_candidate(Filling(store, settings, born, rules), corpus, judge)


def with_equal_documents(held: pl.DataFrame, signatures: pl.LazyFrame, released: pl.Series) -> pl.DataFrame:
    """``held``, and with each document those of the very same bytes, which would break the same expectations.

    Without this ten thousand copies of a page that breaks one would be judged one after the other. A person's ruling is
    about one document, so it is not passed on; nor does it reach a document that a person released.

    Args:
        held: QUARANTINE_REASONS.
        signatures: document_id, sha256 of every readable document; it is read where anything is held.
        released: ids that a person released.
    """
    named = held.filter(pl.col("expectation") != "ruling")
    if named.is_empty():
        return held
    known = signatures.collect()
    judged = named.join(known, on="document_id")
    equal = (
        judged.drop("document_id")
        .unique()
        .join(known, on="sha256")
        .filter(~pl.col("document_id").is_in(released.to_list()))
        .select(held.columns)
    )
    return pl.concat([held, equal.join(held, on=["document_id", "expectation"], how="anti")])


def audit_candidate(store: Store, settings: Settings, *, run_id: str, anew: bool = False) -> Audit:
    """Judge the candidate as it stands under the number it was born with, and put the verdict on record.

    What was measured of documents that stand as they stood is taken from the edition the candidate was made from; with
    ``anew`` nothing is taken from anywhere, and every row is measured and summed.

    A refused edition goes on record too; one that was published already stays on record as it was published, and only
    the verdict on its tables is new.

    Raises:
        GateClosed: a batch is not understood yet, or the candidate was replaced while it was judged.
    """
    with writing(store.home, doing="judging a candidate"):
        require_understood(store, settings)
        candidate_at_hand(store)
        born = birth_of(store.candidate)
        before = _file(store.candidate)
        fingerprint = fingerprint_of(store, store.candidate, anew=anew)
        judged = audit(
            store.candidate,
            settings,
            edition=born.edition,
            run_id=run_id,
            checked_at=datetime.now(UTC),
            home=store.home,
            kept=None if anew else KeptFacts.of(store, born.edition),
        )
        if _file(store.candidate) != before:
            raise GateClosed("The candidate was replaced while it was judged, so there is no verdict. Run it again.")
        write_verdict(store.home, judged, fingerprint)
        if was_published(store, born.edition):
            return judged
        store.write(EXPECTATION_RESULTS.name, f"{born.edition:08d}", judged.results)
        build_data_docs(judged, edition_docs(store, born.edition), keep=settings.gate.data_docs_editions)
        if not judged.passed:
            edition = Edition(born.edition, REFUSED, born.inputs_sha256, fingerprint)
            refuse(store, settings, edition, judged.results, run_id=run_id)
        return judged


def publish_candidate(store: Store, settings: Settings, *, run_id: str) -> Edition:
    """Publish the candidate if its own verdict is on record and open.

    Raises:
        GateClosed: a batch is not understood yet; no verdict, another candidate's verdict, or a refusal that nobody
            accepted.
    """
    with writing(store.home, doing="publishing"):
        require_understood(store, settings)
        candidate_at_hand(store)
        born = birth_of(store.candidate)
        last = last_published(store.published)
        if last is not None and born.edition < last.edition:
            raise GateClosed(
                f"The candidate is edition {born.edition}, and edition {last.edition} is published. Run 'kliping run'."
            )

        def admit(fingerprint: str) -> Edition:
            verdict = require_open_gate(store.home, fingerprint, edition=born.edition)
            return Edition(born.edition, verdict.word, born.inputs_sha256, fingerprint)

        if store.opens(EXPECTATION_RESULTS.name, f"{born.edition:08d}"):
            results = store.read(EXPECTATION_RESULTS.name, f"{born.edition:08d}")
        else:
            raise GateClosed(f"The results of edition {born.edition} are not on record. Run 'kliping check'.")
        published = publish(store, settings, admit, results, run_id=run_id, at=datetime.now(UTC))
        keep_editions(store, settings.publishing)
        drop_frames(store, settings)
        return published


def _file(path: Path) -> tuple[int, ...]:
    """What tells a file from another one that took its place, or from itself after a change."""
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
