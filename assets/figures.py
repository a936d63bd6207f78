"""Metadata of a materialisation: counts, quality figures, a small preview. Pure functions from a frame.

Belongs here: what a person sees beside an asset in the Dagster UI. Does not belong here: computing tables.

No page text and no address of a page reaches Dagster: its event log keeps what it is given for good, and may lie on
another machine, so a take-down could not reach it there. A preview shows keys, kinds and numbers; the words stand in
the tables, where ``kliping sql`` and ``kliping explain`` show them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from expectations import Outcome
from kliping.isolation import Made
from kliping.shown import plain
from kliping.tables.tables import TABLES
from kliping.warehouse.connections import fetch, opened

PREVIEW_ROWS = 8

SHOWN = frozenset(
    {
        "document_id",
        "article_id",
        "group_id",
        "canonical_document_id",
        "format",
        "encoding",
        "role",
        "language",
        "decided_by",
        "field",
        "basis",
        "kind",
        "published_on",
    }
)
"""Columns of text that a preview shows: keys, and words of our own vocabularies. Any other may hold a page's words."""

KEYS = SHOWN | {"status", "expectation", "measure"}
"""Columns of text that a sample of failing rows shows."""

Figures = Mapping[str, Any]


def preview(frame: pl.DataFrame) -> dg.TableMetadataValue:
    """The first rows of ``frame`` as a table: ``SHOWN`` columns, numbers and times, and how long a line's text is."""
    if "text" in frame.columns:
        frame = frame.with_columns(characters=pl.col("text").str.len_chars())
    names = [
        name for name, kind in frame.schema.items() if name in SHOWN or not (kind == pl.String or kind.is_nested())
    ]
    rows = [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in frame.select(names).head(PREVIEW_ROWS).iter_rows(named=True)
    ]
    columns = [dg.TableColumn(name, "string") for name in names]
    return dg.MetadataValue.table([dg.TableRecord(row) for row in rows], schema=dg.TableSchema(columns=columns))


def shares(values: pl.Series) -> dict[str, float]:
    """Share of each value of ``values``, commonest first, at most twelve."""
    counted = values.value_counts(sort=True).head(12)
    total = max(len(values), 1)
    return {str(value): round(count / total, 4) for value, count in counted.iter_rows()}


def of_documents(documents: pl.DataFrame) -> Figures:
    """Figures of DOCUMENTS."""
    return {
        "dagster/row_count": documents.height,
        "unreadable": documents["text"].null_count(),
        "bytes": int(documents["bytes"].sum()),
        "encodings": shares(documents["encoding"].drop_nulls()),
        "preview": preview(documents.drop("first_seen_at")),
    }


def of_lines(lines: pl.DataFrame) -> Figures:
    """Figures of LINES."""
    return {
        "dagster/row_count": lines.height,
        "documents": lines["document_id"].n_unique(),
        "kept": round(lines["paragraph"].is_not_null().mean() or 0.0, 4),  # type: ignore[arg-type]
        "roles": shares(lines["role"]),
        "preview": preview(lines),
    }


def of_languages(languages: pl.DataFrame) -> Figures:
    """Figures of LANGUAGES."""
    documents = languages.filter(pl.col("paragraph").is_null())
    return {
        "dagster/row_count": languages.height,
        "documents": documents.height,
        "languages": shares(documents["language"]),
        "preview": preview(documents),
    }


def of_evidence(evidence: pl.DataFrame) -> Figures:
    """Figures of METADATA_EVIDENCE."""
    chosen = evidence.filter("chosen")
    return {
        "dagster/row_count": evidence.height,
        "chosen": chosen.height,
        "documents_with": shares(chosen.unique(["document_id", "field"])["field"]),
        "preview": preview(chosen.drop("start", "end", "chosen")),
    }


def of_duplicates(duplicates: pl.DataFrame) -> Figures:
    """Figures of DUPLICATES."""
    return {
        "dagster/row_count": duplicates.height,
        "groups": duplicates["group_id"].n_unique(),
        "kinds": shares(duplicates["kind"]),
        "preview": preview(duplicates.filter(pl.col("kind") != "canonical")),
    }


OF_STEP: Mapping[str, Callable[[pl.DataFrame], Figures]] = {
    "lines": of_lines,
    "languages": of_languages,
    "metadata": of_evidence,
    "settled_lines": of_lines,
}
"""What is shown of a step's frame, where there is more to show than how many rows it has."""


def of_step(name: str, made: Made) -> Figures:
    """Figures of what step ``name`` made, and how many pages made it raise."""
    shown = OF_STEP[name](made.frame) if name in OF_STEP else {"dagster/row_count": made.frame.height}
    return {**shown, "step_failed": made.failures.height}


def of_frame(frame: pl.DataFrame) -> Figures:
    """Row count and preview of any frame."""
    return {"dagster/row_count": frame.height, "preview": preview(frame)}


def of_tables(file: Path) -> Figures:
    """Rows of every table in a DuckDB file, and a preview of its articles."""
    with opened(file) as connection:
        counts = {
            f"rows/{table.name}": connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()[0][0]  # noqa: S608 - names are ours
            for table in TABLES
        }
        articles = fetch(
            connection,
            "SELECT article_id, published_on::VARCHAR AS published_on, language, word_count, paragraph_count, copies "
            "FROM articles ORDER BY article_id LIMIT ?",
            [PREVIEW_ROWS],
        )
    return {"dagster/row_count": counts["rows/articles"], **counts, "file": str(file), "preview": preview(articles)}


def of_outcome(outcome: Outcome) -> dg.AssetCheckResult:
    """What an expectation found, as an asset check result: only what shuts the gate is an error.

    The sample holds keys and numbers of failing rows, never a text that a rule of the user's picked from a page.
    """
    sample = [
        dg.TableRecord({name: str(value) for name, value in row.items() if name in KEYS or not isinstance(value, str)})
        for row in outcome.sample
    ]
    return dg.AssetCheckResult(
        check_name=outcome.spec.name,
        asset_key="candidate",
        passed=outcome.success,
        severity=dg.AssetCheckSeverity.ERROR if outcome.shuts else dg.AssetCheckSeverity.WARN,
        metadata={
            "severity": outcome.severity,
            "observed": plain(outcome.observed or ""),
            "elements": outcome.element_count or 0,
            "unexpected": outcome.unexpected_count or 0,
            **({"value": float(outcome.value)} if outcome.value is not None else {}),
            **({"failing_rows": dg.MetadataValue.table(sample)} if sample and sample[0].data else {}),
        },
    )
