"""What persons put right becomes labelled pages, and what they remove again and again a suggestion."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from kliping.files import write_json
from kliping.frames import LINES
from kliping.warehouse.corrections import record, undo
from kliping.warehouse.gold import removed_by_hand, taught, write_gold
from kliping.warehouse.store import BATCHES, Store

BY = {"who": "sari", "why": "perabot", "when": datetime(2026, 1, 2, tzinfo=UTC)}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A home of four pages with a menu, two sentences and a line that nobody wants."""
    store = Store(tmp_path / "home")
    page = [(1, "Beranda", "boilerplate", None), (3, "Kalimat satu.", "body", 1), (5, "Gabung grup", "related", None)]
    rows = [
        {"document_id": f"d{number}", "line": line, "text": text, "role": role, "paragraph": paragraph}
        for number in range(4)
        for line, text, role, paragraph in [*page, (7, f"Kalimat dua, {number}.", "body", 2)]
    ]
    store.write(BATCHES, "b1", pl.DataFrame({"uri": ["u"]}))
    store.write("raw_documents", "b1", pl.DataFrame({"document_id": [f"d{number}" for number in range(4)]}))
    store.write("settled_lines", "b1", pl.DataFrame(rows, schema=LINES))
    return store


def removed(store: Store, document: str) -> str:
    said = {"kind": "role", "document_id": document, "line": 5, "text": "Gabung grup", "value": "related"}
    return record(store, said, **BY)


def test_pages_that_were_put_right_are_labelled_pages(store, tmp_path) -> None:
    removed(store, "d1")
    record(store, {"kind": "field", "document_id": "d2", "field": "title", "value": "Judul"}, **BY)
    write_json(store.home / "accuracy.json", {"pages": [], "answers": {"d3": {"answers": {"body": "right"}}}})
    assert taught(store) == ["d1", "d3"]
    assert write_gold(store, tmp_path / "gold.jsonl") == 2
    first = json.loads((tmp_path / "gold.jsonl").read_text().splitlines()[0])
    assert first["text"].split("\n") == ["Beranda", "", "Kalimat satu.", "", "Gabung grup", "", "Kalimat dua, 1."]
    assert first["body"] == "Kalimat satu.\n\nKalimat dua, 1."


def test_a_line_removed_again_and_again_is_suggested(store) -> None:
    ids = [removed(store, document) for document in ("d0", "d1", "d2")]
    assert removed_by_hand(store.home) == [("Gabung grup", 3)]
    undo(store, ids[0], **BY)
    assert removed_by_hand(store.home) == []
