"""What becomes of each document, who stands in whose place, and since when."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from kliping.cleaning import parts_of
from kliping.duplicates.schemas import DUPLICATE_PARAGRAPH_RATIOS
from kliping.frames import (
    DOCUMENTS,
    DUPLICATES,
    FAILURES,
    LANGUAGES,
    LINES,
    METADATA_EVIDENCE,
    PAGES,
    QUARANTINE_REASONS,
    empty,
)
from kliping.settings import Settings
from kliping.tables.tables import TABLES
from kliping.warehouse.candidate import Corpus, with_history
from kliping.warehouse.failures import failures_of, keep_failures
from kliping.warehouse.filling import whose_place_changed
from kliping.warehouse.rows import Batch, places, statuses, table_rows
from kliping.warehouse.store import Store


def documents(*names, unread=()):
    rows = [{"document_id": name, "text": None if name in unread else "x"} for name in names]
    frame = pl.DataFrame(rows)
    return frame.with_columns(pl.lit(None).cast(of).alias(n) for n, of in DOCUMENTS.items() if n not in frame.columns)


def group(canonical, *copies):
    rows = [(canonical, canonical, f"g{canonical}", None, None)]
    rows += [(copy, canonical, f"g{canonical}", "near", 0.9) for copy in copies]
    names = ("document_id", "canonical_document_id", "group_id", "kind", "similarity")
    frame = pl.DataFrame(rows, schema=names, orient="row")
    missing = [pl.lit(None).cast(of).alias(name) for name, of in DUPLICATES.items() if name not in names]
    return frame.with_columns(missing).select(DUPLICATES.names()).cast(dict(DUPLICATES))


def test_every_document_has_one_status() -> None:
    copies = pl.concat([group("a", "b", "c"), group("d"), group("e")])
    told = statuses(
        documents("a", "b", "c", "d", "e", "f", unread=("f",)),
        places(copies, pl.Series(["c", "d"])),
        pl.Series(["c", "d"]),
        pl.Series(["e"]),
    )
    assert dict(told.select("document_id", "status").iter_rows()) == {
        "a": "published", "b": "duplicate", "c": "quarantined", "d": "quarantined", "e": "removed", "f": "unreadable",
    }  # fmt: skip
    assert dict(told.select("document_id", "article_id").iter_rows()) == {
        "a": "aa", "b": "aa", "c": None, "d": None, "e": None, "f": None,
    }  # fmt: skip
    assert dict(told.select("document_id", "copies").iter_rows())["a"] == 1, "a copy that is held is none"


def test_what_a_page_repeats_is_taken_from_the_step_or_measured() -> None:
    rows = [{"document_id": name, "line": at, "text": "Air naik.", "role": "body"} for name in "abc" for at in (1, 2)]
    kept = pl.DataFrame([("a", 2, 1, 0.25)], schema=DUPLICATE_PARAGRAPH_RATIOS, orient="row")
    failed = pl.DataFrame([("c", "repeats", "step_failed", "x")], schema=FAILURES, orient="row")
    batch = Batch(
        "one",
        documents("a", "b", "c"),
        parts_of(pl.DataFrame(rows, schema=LINES)).with_columns(redactions=pl.lit(0, pl.Int32)),
        *(empty(schema) for schema in (LANGUAGES, METADATA_EVIDENCE, PAGES)),
        kept,
        failed,
    )
    status = statuses(batch.documents, places(empty(DUPLICATES), failed["document_id"]), failed["document_id"])
    rows = table_rows(batch, Settings(), status, empty(QUARANTINE_REASONS), 1)
    told = dict(rows["documents"].select("document_id", "duplicate_paragraph_ratio").iter_rows())
    assert told == {"a": 0.25, "b": 0.5, "c": None}
    assert rows.keys() == {table.name for table in TABLES if table.belongs_to}, (
        "else an edition that grew keeps old rows"
    )


def test_the_documents_are_named_whose_rows_may_be_others() -> None:
    before = Corpus.of(["b", "a"], duplicates=pl.concat([group("a", "b"), group("c"), group("d")]))
    assert before.batches == ("a", "b")
    assert before.held.equals(empty(QUARANTINE_REASONS))
    assert whose_place_changed(before, before).to_list() == []
    held = pl.DataFrame([("d", "e", "r", "x")], schema=QUARANTINE_REASONS, orient="row")
    assert whose_place_changed(before, replace(before, held=held)).to_list() == ["d"]
    other = replace(before, duplicates=pl.concat([group("b", "a"), group("c"), group("d")]))
    assert whose_place_changed(before, other).to_list() == ["a", "b"]


def test_a_reason_that_holds_on_keeps_the_edition_since_which_it_holds() -> None:
    now = pl.DataFrame(
        {
            "document_id": ["a", "a", "b"],
            "expectation": ["x", None, "x"],
            "reason": ["r", "r", "r"],
            "since_edition": [7, 7, 7],
        }
    )
    since = now.head(2).select("document_id", "expectation", "reason", held_since=pl.Series([3, 4], dtype=pl.Int32))
    assert with_history(now, since)["since_edition"].to_list() == [3, 4, 7]


def test_failures_are_kept_by_step_and_batch_and_go_when_the_step_succeeds(tmp_path) -> None:
    store = Store(tmp_path)
    rows = pl.DataFrame(
        [("a", "lines", "step_failed", "x"), ("b", "lines", "step_failed", "y")], schema=FAILURES, orient="row"
    )
    keep_failures(store, "lines", "b-1", rows)
    keep_failures(store, "metadata", "b-1", rows.head(1).with_columns(stage=pl.lit("metadata")))
    assert failures_of(store, "b-1").select("document_id", "stage").rows() == [
        ("a", "lines"), ("b", "lines"), ("a", "metadata"),
    ]  # fmt: skip
    assert failures_of(store, "b-1", ["metadata"]).height == 1
    assert failures_of(store, "b-2").equals(empty(FAILURES))
    keep_failures(store, "lines", "b-1", empty(FAILURES))
    assert failures_of(store, "b-1", ["lines"]).is_empty()
