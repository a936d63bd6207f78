"""The candidate: every published table, built beside the published file, to be judged before anybody sees it.

Belongs here: what it is made from, and since when its rows stand as they stand. Does not belong here: filling the file
(``filling``), rows (``rows``), what they come to (``fingerprints``), judging (``expectations``), publishing
(``publish``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from kliping.cleaning import parts_of
from kliping.duplicates.schemas import DUPLICATE_PARAGRAPH_RATIOS
from kliping.errors import StoreError
from kliping.frames import (
    DOCUMENTS,
    DUPLICATES,
    LANGUAGES,
    LINES,
    METADATA_EVIDENCE,
    PAGES,
    QUARANTINE_REASONS,
    TEMPLATES,
    empty,
)
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.failures import failures_of
from kliping.warehouse.furniture import without_furniture
from kliping.warehouse.gathered import scan_gathered_named
from kliping.warehouse.redaction import contacts, redacted
from kliping.warehouse.rows import Batch
from kliping.warehouse.standing import overcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kliping.settings import Settings
    from kliping.tables.description import Table
    from kliping.warehouse.store import Store


@dataclass(frozen=True)
class Corpus:
    """What is known of the whole corpus when a candidate is built."""

    batches: tuple[str, ...]
    duplicates: pl.DataFrame  # DUPLICATES
    templates: pl.DataFrame  # TEMPLATES
    held: pl.DataFrame  # QUARANTINE_REASONS

    @classmethod
    def of(
        cls,
        batches: Sequence[str],
        duplicates: pl.DataFrame | None = None,
        templates: pl.DataFrame | None = None,
        held: pl.DataFrame | None = None,
    ) -> Corpus:
        """A corpus in which what is not given is empty."""
        return cls(
            tuple(sorted(batches)),
            empty(DUPLICATES) if duplicates is None else duplicates,
            empty(TEMPLATES) if templates is None else templates,
            empty(QUARANTINE_REASONS) if held is None else held,
        )


def understood(store: Store, settings: Settings, corpus: Corpus, only: pl.Series | None = None) -> Iterator[Batch]:
    """Each batch as the steps left it, templates and redaction applied; one batch in memory at a time.

    Args:
        store: where the steps left their frames.
        settings: every threshold.
        corpus: batches and templates.
        only: ids of documents; of the others no row is read, and a batch without any of these is left out. Its failures
            are those of the whole batch.
    """
    read_since = overcome(store, corpus.batches)
    for name in corpus.batches if only is None else _holding(store, corpus.batches, only):
        documents = _rows_of(store, "raw_documents", name, DOCUMENTS, only)
        failures = failures_of(store, name)
        settled = _rows_of(store, "settled_lines", name, LINES, only)
        if failures.height:  # what they held is accounted for, as far as a step has told it
            lost = failures.join(settled, on="document_id", how="anti").select("document_id")
            read = _rows_of(store, "lines", name, LINES, only, less=True)
            settled = pl.concat([settled, read.join(lost, on="document_id", how="semi")])
        lines = parts_of(without_furniture(store, name, settled, corpus.templates, failures["document_id"]))
        evidence = _rows_of(store, "metadata", name, METADATA_EVIDENCE, only)
        if settings.publishing.redact_contacts:
            lines = lines.with_columns(redacted(pl.col("text")), redactions=contacts(pl.col("text")))
            evidence = evidence.with_columns(redacted(pl.col("value", "evidence")))
            documents = documents.with_columns(redacted(pl.col("extra")))
        else:
            lines = lines.with_columns(redactions=pl.lit(0, pl.Int32))
        repeats = _rows_of(store, "repeats", name, DUPLICATE_PARAGRAPH_RATIOS, only)
        other = lines.filter(pl.lit(settings.publishing.redact_contacts) | (pl.col("role") == "template"))
        yield Batch(
            name,
            documents.filter(~pl.col("document_id").is_in(read_since.implode())),
            lines,
            _rows_of(store, "languages", name, LANGUAGES, only),
            evidence,
            store.read("pages", name).select(PAGES.names()),
            repeats.join(other, on="document_id", how="anti", maintain_order="left"),
            failures,
        )


def _holding(store: Store, batches: Sequence[str], only: pl.Series) -> list[str]:
    """Those of ``batches`` that hold a document of ``only``; of the others nothing but ids is read."""
    wanted = pl.col("document_id").is_in(only.implode())
    ids = pl.Schema({"document_id": pl.String()})
    held = scan_gathered_named(store, "raw_documents", batches, ids, "batch").filter(wanted)
    return held.select(pl.col("batch").unique().sort()).collect()["batch"].to_list()


def _rows_of(
    store: Store, step: str, batch: str, schema: pl.Schema, only: pl.Series | None, *, less: bool = False
) -> pl.DataFrame:
    """A batch's frame with the columns of ``schema``; of the documents ``only``, where these are given."""
    frame = store.read(step, batch, less=less).select(schema.names())
    return frame if only is None else frame.filter(pl.col("document_id").is_in(only.implode()))


def _digest(articles: Table) -> str:
    """A digest of an article's row, of all that does not depend on when and how it arrived."""
    return "hash(" + ", ".join(f'articles."{column.name}"' for column in articles.columns if not column.volatile) + ")"


def keep_since(connection: duckdb.DuckDBPyConnection, articles: Table, since: pl.DataFrame) -> None:
    """Articles that stand in the published file as they are keep the edition in which they last changed.

    Args:
        connection: the candidate.
        articles: the description of ``articles``.
        since: ``changed_in``; an article that it does not name stays as it is.
    """
    connection.register("earlier", since.to_arrow())
    try:
        connection.execute(
            "UPDATE articles SET since_edition = same.since_edition FROM ("
            f"WITH mine AS MATERIALIZED (SELECT article_id, {_digest(articles)} AS digest FROM articles "
            "WHERE rowid IN (SELECT rowid FROM articles SEMI JOIN earlier USING (article_id))) "
            "FROM mine JOIN earlier USING (article_id, digest)"
            ") AS same WHERE articles.article_id = same.article_id"
        )
    finally:
        connection.unregister("earlier")


def held_since(published: Path) -> pl.DataFrame:
    """Since when the published file holds each document back, and why."""
    schema = {"document_id": pl.String, "expectation": pl.String, "reason": pl.String, "held_since": pl.Int32}
    query = "SELECT document_id, expectation, reason, min(since_edition) AS held_since FROM quarantine GROUP BY ALL"
    return _of_published(published, query, schema)


def changed_in(published: Path, articles: Table, only: pl.Series | None = None) -> pl.DataFrame:
    """In which edition each published article last changed, with a digest of its row.

    Args:
        published: the published file.
        articles: the description of ``articles``.
        only: ids of the articles to be told of; None: of all.
    """
    schema = {"article_id": pl.String, "since_edition": pl.Int32, "digest": pl.UInt64}
    query = f"SELECT article_id, since_edition, {_digest(articles)} AS digest FROM articles"
    if only is None:
        return _of_published(published, query, schema)
    asked = "SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS article_id) AS asked USING (article_id)"
    places = f"SELECT rowid FROM articles {asked}"  # looked for by ids alone, so that no other row is read
    return _of_published(published, f"{query} WHERE rowid IN ({places})", schema, [only.to_list()])


def _of_published(
    published: Path, query: str, schema: dict[str, type[pl.DataType]], parameters: Sequence[object] = ()
) -> pl.DataFrame:
    """What the published file answers; nothing where it is missing, damaged, or of a version that cannot answer."""
    try:
        with opened(published) as connection:
            return fetch(connection, query, parameters).cast(dict(schema))  # type: ignore[arg-type]
    except (StoreError, duckdb.Error):
        return pl.DataFrame(schema=schema)


def with_history(quarantine: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """``quarantine`` with the edition since which each reason holds, as ``held_since`` has it."""
    held = quarantine.join(since, on=["document_id", "expectation", "reason"], how="left", nulls_equal=True)
    return held.with_columns(pl.coalesce("held_since", "since_edition").alias("since_edition"))
