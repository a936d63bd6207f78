"""The card of an export: what the data is, in words and numbers that a stranger needs before using it.

Belongs here: the page's text, made from the published tables. Does not belong here: writing files (``exports``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.shown import markdown
from kliping.warehouse.article_columns import tables_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

MOST = 15
"""Outlets and languages that are named."""


def data_card(connection: duckdb.DuckDBPyConnection, form: str, tables: Sequence[str], licence: str) -> str:
    """The page, in Markdown.

    Args:
        connection: the published file.
        form: format of the exported files.
        tables: names of the exported tables.
        licence: what the settings say; empty when they say nothing.
    """
    edition = connection.execute(
        "SELECT edition, verdict, published_at::DATE, documents, articles, duplicates, quarantined, unreadable, "
        "kliping_version, tables_sha256 FROM editions WHERE verdict <> 'refused' ORDER BY edition DESC LIMIT 1"
    ).fetchall()
    number, verdict, on, documents, articles, duplicates, quarantined, unreadable, version, digest = edition[0]
    dates = connection.execute(
        "SELECT min(published_on), max(published_on), count(*) - count(published_on), sum(word_count)::BIGINT "
        "FROM articles"
    ).fetchall()
    first, last, undated, words = dates[0]
    told = [
        f"# News articles, edition {number}",
        "",
        (
            f"{articles} articles ({words or 0} words) cleaned from {documents} scraped documents by Kliping {version},"
            f" published {on}, verdict {verdict}. {duplicates} documents were copies, {quarantined} were held back, "
            f"{unreadable} could not be read."
        ),
        "",
        f"* **Dates**: {first} to {last}; {undated} articles are undated rather than guessed.",
        f"* **Licence**: {markdown(licence) if licence else 'not stated; the texts belong to their publishers.'}",
        f"* **Fingerprint**: `{digest}`, the same whenever the same pages go in.",
        f"* **Files**: {form}; `manifest.json` lists them. Articles and paragraphs lie by language and month.",
        "",
        *_table("Language", _counts(connection, "SELECT language, count(*) FROM articles")),
        *_table("Outlet", _counts(connection, _OUTLETS)),
        *_table("Date read from", _counts(connection, "SELECT published_basis, count(*) FROM articles")),
        "## Expectations that were not met",
        "",
        *_broken(connection, number),
        "",
        "## Columns",
        "",
    ]
    for table in tables_in(connection):
        if table.name in tables:
            told += [f"### {table.name}", "", table.comment, ""]
            told += [f"* `{column.name}` ({column.type}): {column.comment}" for column in table.columns]
            told.append("")
    return "\n".join(told)


_OUTLETS = """
    SELECT coalesce(outlet, publisher), count(*) FROM articles
    LEFT JOIN (SELECT outlet, unnest(spellings) AS spelling FROM outlets) ON spelling = publisher
"""
"""An outlet stands once, however its name is spelt."""


def _counts(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[str | None, int]]:
    return connection.execute(f"{query} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}").fetchall()


def _table(heading: str, rows: list[tuple[str | None, int]]) -> list[str]:
    shown = [f"| {'not found' if name is None else markdown(name)} | {count} |" for name, count in rows]
    return [f"| {heading} | articles |", "|---|---|", *shown, ""]


def _broken(connection: duckdb.DuckDBPyConnection, edition: int) -> list[str]:
    rows = connection.execute(
        "SELECT table_name, expectation, severity, unexpected_count FROM expectation_results "
        "WHERE edition = ? AND NOT success ORDER BY ALL",
        [edition],
    ).fetchall()
    return [f"* `{name}` of {table}, {severity}: {count} rows" for table, name, severity, count in rows] or ["None."]
