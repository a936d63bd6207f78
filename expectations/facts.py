"""Measures that several expectations look at, made once per audit, as tables beside the candidate's own.

Belongs here: SQL that is too dear to run for each expectation. Does not belong here: what value is too high or too low.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from expectations.bridge import CandidateConnection
    from kliping.settings import GateSettings


def measure(connection: CandidateConnection, gate: GateSettings, rulings: pl.DataFrame) -> None:
    """Make every table of measures over the open candidate.

    Tables: ``released`` (document_id) and ``held_by_ruling`` (document_id, detail), the documents a person ruled on.
    """
    _rulings(connection, rulings)


def _rulings(connection: CandidateConnection, rulings: pl.DataFrame) -> None:
    database = connection.duckdb
    database.execute(
        "CREATE TABLE rulings (id VARCHAR, ruling VARCHAR, who VARCHAR, why VARCHAR, ruled_at TIMESTAMPTZ)"
    )
    in_force = rulings.filter("in_force").drop("in_force")
    if in_force.height:
        database.executemany("INSERT INTO rulings VALUES (?, ?, ?, ?, ?)", in_force.rows())
    database.execute(
        """
CREATE TABLE released AS
SELECT id AS document_id FROM rulings WHERE ruling = 'release'
UNION SELECT document_id FROM articles JOIN rulings ON id = article_id WHERE ruling = 'release'"""
    )
    # Whoever holds an article means its copies too: none of them shall take its place.
    database.execute(
        """
CREATE TABLE held_by_ruling AS
SELECT d.document_id, min('Held back by ' || who || ' on ' || CAST(ruled_at AT TIME ZONE 'UTC' AS DATE) || ': ' || why) AS detail
FROM documents AS d JOIN rulings ON id IN (d.document_id, d.article_id)
WHERE ruling = 'hold' AND d.status != 'unreadable'
GROUP BY d.document_id"""
    )
