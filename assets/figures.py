"""Metadata of a materialisation: counts, quality figures, a small preview. Pure functions from a frame.

Belongs here: what a person sees beside an asset in the Dagster UI. Does not belong here: computing tables.

No page text and no address of a page reaches Dagster: its event log keeps what it is given for good, and may lie on
another machine, so a take-down could not reach it there. A preview shows keys, kinds and numbers; the words stand in
the tables, where ``kliping sql`` and ``kliping explain`` show them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
import polars as pl

from assets.charts_of_tables import charts_of
from assets.pages import links_of, links_of_tables
from assets.schemas import type_name
from kliping.frames import LANGUAGES, LINES, METADATA_EVIDENCE
from kliping.isolation import Made
from kliping.shown import plain
from kliping.steps import Step
from kliping.tables.description import Table
from kliping.tables.tables import ARTICLES, TABLES
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.publish import Edition
from kliping.warehouse.store import Store

if TYPE_CHECKING:
    import duckdb

PREVIEW_ROWS = 8
PREVIEW_COLUMNS = 5
"""Columns of a preview: as many as fit the page beside each other."""

SHARES = 12
"""Values of a column whose shares are told; what is rarer is seen in the table."""

SECONDS = "processor_seconds"
"""Metadata of a materialised step: what it took, which the UI draws over batches and the store keeps."""

SQL_TYPES = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "VARCHAR"}

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
        "published_precision",
        "verdict",
        "status",
        "page_kind",
        "table_name",
        "expectation",
        "severity",
        "stage",
        "kliping_version",
    }
)
"""Columns of text that a preview shows: keys, and words of our own vocabularies. Any other may hold a page's words."""

KEYS = SHOWN | {"measure"}
"""Columns of text that a sample of failing rows shows."""

Figures = Mapping[str, Any]


def preview(frame: pl.DataFrame) -> dg.TableMetadataValue:
    """The first rows of ``frame`` as a table: ``SHOWN`` columns, numbers and times, and how long a line's text is."""
    if "text" in frame.columns:
        frame = frame.with_columns(characters=pl.col("text").str.len_chars())
    names = [
        name for name, kind in frame.schema.items() if name in SHOWN or not (kind == pl.String or kind.is_nested())
    ]
    shown = frame.select(names[:PREVIEW_COLUMNS]).head(PREVIEW_ROWS)
    return as_table(list(shown.iter_rows(named=True)), {name: type_name(kind) for name, kind in shown.schema.items()})


def as_table(rows: Sequence[Mapping[str, Any]], types: Mapping[str, str] | None = None) -> dg.TableMetadataValue:
    """Rows as a table of the UI: numbers stay numbers, what is not known stays empty.

    Args:
        rows: dictionaries with the same names.
        types: SQL type by name; None: as the values are.
    """
    names = list(types) if types is not None else list(rows[0]) if rows else []
    known = types or {name: _type_of(rows, name) for name in names}
    columns = [dg.TableColumn(name, known[name]) for name in names]
    records = [dg.TableRecord({name: _cell(row.get(name)) for name in names}) for row in rows]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns=columns))


def _type_of(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    kinds = {type(row.get(name)) for row in rows} - {type(None)}
    return SQL_TYPES.get(next(iter(kinds)), "VARCHAR") if len(kinds) == 1 else "VARCHAR"


def _cell(value: Any) -> str | int | float | bool | None:  # noqa: ANN401 - whatever a frame holds
    if isinstance(value, float):
        return round(value, 4)
    return value if value is None or isinstance(value, int) else plain(str(value))


def keys_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Of a failing row what may be shown: keys, numbers and words of our own vocabularies."""
    return {name: value for name, value in row.items() if name in KEYS or not isinstance(value, str)}


def shares(values: pl.Series) -> dict[str, float]:
    """Share of each value of ``values``, commonest first, at most ``SHARES``."""
    counted = values.value_counts(sort=True).head(SHARES)
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


OF_ROWS: Sequence[tuple[pl.Schema, Callable[[pl.DataFrame], Figures]]] = (
    (LINES, of_lines),
    (LANGUAGES, of_languages),
    (METADATA_EVIDENCE, of_evidence),
)
"""What is shown of a step's frame, by the rows it gives, where there is more to show than how many they are."""


def of_step(step: Step, made: Made) -> Figures:
    """Figures of what ``step`` made, how many pages made it raise, and the processor time it took."""
    describe = next((describe for rows, describe in OF_ROWS if rows is step.gives), None)
    shown = {"dagster/row_count": made.frame.height} if describe is None else describe(made.frame)
    seconds = {} if made.seconds is None else {SECONDS: made.seconds}
    return {**shown, "step_failed": made.failures.height, **seconds}


def of_frame(frame: pl.DataFrame) -> Figures:
    """Row count and preview of any frame."""
    return {"dagster/row_count": frame.height, "preview": preview(frame)}


def of_file(file: Path) -> Figures:
    """Rows of every table in a DuckDB file, and a preview of its articles."""
    with opened(file) as connection:
        counts = {f"rows/{table.name}": _count(connection, table.name) for table in TABLES}
        shown = preview(_head(connection, ARTICLES))
    return {"dagster/row_count": counts["rows/articles"], **counts, "file": str(file), "preview": shown}


def of_edition(store: Store, edition: Edition, prefix: str = "") -> Figures:
    """Figures of the published file: its edition, its pages to read, rows of every table, quality over editions."""
    about = {name: dg.MetadataValue.url(address) for name, address in links_of(edition.edition, prefix).items()}
    with opened(store.published) as connection:
        drawn = charts_of(connection, "published")
    return {"edition": edition.edition, "verdict": edition.verdict, **about, **of_file(store.published), **drawn}


def of_tables(file: Path, prefix: str = "") -> dict[str, Figures]:
    """By name of each published table: its rows, a preview, and the charts that fit it."""
    links = {name: dg.MetadataValue.url(address) for name, address in links_of_tables(prefix).items()}
    with opened(file) as connection:
        return {
            table.name: {
                "dagster/row_count": _count(connection, table.name),
                "dagster/table_name": f"kliping.{table.name}",
                "preview": preview(_head(connection, table)),
                **links,
                **charts_of(connection, table.name),
            }
            for table in TABLES
        }


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - names are ours
    return int(rows)


def _head(connection: duckdb.DuckDBPyConnection, table: Table) -> pl.DataFrame:
    newest = " DESC" if table.key == ("edition",) else ""
    order = ", ".join(f'"{name}"' for name in table.key)
    return fetch(connection, f"SELECT * FROM {table.name} ORDER BY {order}{newest} LIMIT {PREVIEW_ROWS}")  # noqa: S608 - names are ours
