"""Take-downs."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from kliping.frames import DOCUMENTS, empty
from kliping.reading.sources.forgotten import FORGOTTEN, forget, forget_address, remaining

AT = datetime(2026, 5, 6, tzinfo=UTC)
ROWS = pl.DataFrame(
    {
        "uri": ["file:///a.txt", "file:///b.jsonl", "file:///b.jsonl", "file:///copy.txt", "file:///locked.txt"],
        "member": [None, "#1", "#2", None, None],
        "sha256": ["s1", "s2", "s3", "s1", None],
        "url": [None, "https://example.org/berita/1", None, None, None],
        "text": ["Banjir surut", "Warga kembali", "Pasar dibuka", "Banjir surut", None],
    }
)


def test_a_file_is_forgotten_by_address_and_content():
    forgotten = forget(empty(FORGOTTEN), ROWS[:1], AT)
    assert forgotten.schema == FORGOTTEN
    assert remaining(ROWS, forgotten)["uri"].to_list() == ["file:///b.jsonl", "file:///b.jsonl", "file:///locked.txt"]
    changed = ROWS.with_columns(sha256=pl.lit("new"), text=pl.lit("Banjir datang lagi"))
    assert "file:///a.txt" not in remaining(changed, forgotten)["uri"].to_list()


def test_a_row_is_forgotten_by_content_wherever_it_moves():
    forgotten = forget(empty(FORGOTTEN), ROWS[1:2], AT)
    moved = ROWS.with_columns(member=pl.lit("#9"))
    assert remaining(moved, forgotten)["sha256"].to_list() == ["s1", "s3", "s1", None]


def test_a_row_is_forgotten_when_a_scraper_writes_its_text_with_another_time():
    forgotten = forget(empty(FORGOTTEN), ROWS[1:2], AT)
    again = ROWS.with_columns(sha256=pl.lit("of other bytes"), url=pl.lit(None, pl.String))
    assert remaining(again, forgotten)["text"].to_list() == ["Banjir surut", "Pasar dibuka", "Banjir surut", None]


def test_an_address_is_forgotten_with_all_it_holds_and_only_once():
    forgotten = forget_address(forget_address(empty(FORGOTTEN), "file:///b.jsonl", AT), "file:///b.jsonl", AT)
    assert forgotten.height == 1
    assert "file:///b.jsonl" not in remaining(ROWS, forgotten)["uri"].to_list()


def test_what_is_kept_is_only_the_fact():
    assert set(FORGOTTEN) == {"uri", "sha256", "forgotten_at"}


def test_a_row_stays_down_when_another_crawl_brings_its_page_in_other_words():
    forgotten = forget(empty(FORGOTTEN), ROWS[1:2], AT)
    urls = ("https://example.org/berita/1", "https://example.org/berita/2", None)
    crawled = pl.DataFrame(
        {
            "uri": ["file:///later.jsonl"] * 3,
            "sha256": ["n1", "n2", "n3"],
            "fields": [[{"field": "url", "value": url}] if url else None for url in urls],
        },
        schema_overrides={"fields": DOCUMENTS["fields"]},
    )
    assert remaining(crawled, forgotten)["sha256"].to_list() == ["n2", "n3"]
