"""Ranks: what a document decides by itself, a row each, whatever the steps found of it."""

from __future__ import annotations

from datetime import date

import polars as pl

from kliping.duplicates import sign
from kliping.duplicates.ranks import own_ranks
from kliping.duplicates.schemas import BODIES, OWN_RANKS
from kliping.frames import DOCUMENTS, LINES, METADATA_EVIDENCE
from kliping.metadata import chosen_values
from kliping.settings import DuplicateSettings

LONG = "Warga menutup jalan desa yang rusak sejak banjir."


def test_every_signature_has_a_rank_and_only_the_body_counts_for_its_length() -> None:
    documents = pl.DataFrame(
        {"document_id": ["a", "b", "unread"], "uri": ["file:///a", "file:///b", "file:///c"], "text": [LONG, "", None]}
    )
    documents = documents.select(
        (pl.col(name) if name in documents.columns else pl.lit(None).alias(name)).cast(kind)
        for name, kind in DOCUMENTS.items()
    )
    lines = pl.DataFrame(
        [("a", 1, "Beranda", "boilerplate", "model", None), ("a", 2, LONG, "body", "model", 1)],
        schema=["document_id", "line", "text", "role", "reason", "paragraph"],
        orient="row",
    )
    lines = lines.select(
        (pl.col(name) if name in lines.columns else pl.lit(None).alias(name)).cast(kind) for name, kind in LINES.items()
    )
    said = [
        ("a", "published_on", "2024-06", "header", 0.8, 1, 0, 1, "Juni 2024", True),
        ("a", "published_on", "2023-01-01", "header", 0.1, 1, 0, 1, "2023", False),
        ("a", "url", "https://example.org/a?utm_source=x#top", "field", 1.0, None, None, None, "", True),
    ]
    evidence = pl.DataFrame(said, schema=METADATA_EVIDENCE, orient="row")
    bodies = pl.DataFrame([("a", "1", LONG), ("b", "2", "")], schema=BODIES, orient="row")
    found = own_ranks(documents, lines, chosen_values(evidence), sign(bodies, DuplicateSettings()))
    assert found.schema == OWN_RANKS
    first, second = found.rows(named=True)
    assert (first["document_id"], first["body_length"], first["uri"]) == ("a", len(LONG), "file:///a")
    assert (first["published_on"], first["published_confidence"]) == (date(2024, 6, 1), 0.8)
    assert first["address"] is not None
    assert (second["document_id"], second["body_length"], second["body"], second["address"]) == ("b", 0, None, None)
