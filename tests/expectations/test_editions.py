from __future__ import annotations

import polars as pl

from expectations.editions import with_equal_documents
from kliping.frames import QUARANTINE_REASONS

SIGNATURES = pl.DataFrame({"document_id": ["a", "b", "c", "d"], "sha256": ["1", "1", "2", "1"]}).lazy()


def held(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame([(name, rule, "why", "detail") for name, rule in rows], schema=QUARANTINE_REASONS, orient="row")


def test_documents_of_the_same_bytes_are_held_for_the_same_reason() -> None:
    found = with_equal_documents(held(("a", "body_length")), SIGNATURES, pl.Series([], dtype=pl.String))
    assert sorted(found.select("document_id", "expectation").rows()) == [
        ("a", "body_length"),
        ("b", "body_length"),
        ("d", "body_length"),
    ]


def test_a_ruling_is_about_one_document_and_a_release_is_respected() -> None:
    assert with_equal_documents(held(("a", "ruling")), SIGNATURES, pl.Series([], dtype=pl.String)).height == 1
    found = with_equal_documents(held(("a", "body_length")), SIGNATURES, pl.Series(["d"]))
    assert sorted(found["document_id"]) == ["a", "b"]
