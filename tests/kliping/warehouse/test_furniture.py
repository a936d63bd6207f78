"""Furniture is removed from the documents that hold it, and only they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from kliping.cleaning import apply_templates, line_keys
from kliping.frames import LINES, TEMPLATES
from kliping.warehouse import furniture
from kliping.warehouse.furniture import KEYS, without_furniture
from kliping.warehouse.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def lines_of(**documents: list[str]) -> pl.DataFrame:
    rows = [
        {"document_id": name, "line": at, "text": text, "role": "body", "reason": "model", "paragraph": at}
        for name, texts in documents.items()
        for at, text in enumerate(texts, 1)
    ]
    return pl.DataFrame(rows, schema=LINES)


LEARNT = pl.DataFrame([("ikuti kami 0", 20, 20, 1.0)], schema=TEMPLATES, orient="row")


def test_the_keys_of_lines_find_all_that_hold_furniture(tmp_path: Path) -> None:
    store = Store(tmp_path)
    lines = lines_of(a=["Air naik.", "Ikuti  kami 77"], b=["Air turun."], c=["ikuti kami 5", "Jalan rusak."])
    store.write(KEYS, "x", line_keys(lines))
    found = without_furniture(store, "x", lines, LEARNT, pl.Series([], dtype=pl.String))
    wanted = apply_templates(lines, LEARNT)
    assert found.sort("document_id", "line").equals(wanted)
    assert found.filter(role="template")["document_id"].sort().to_list() == ["a", "c"]


def test_only_documents_that_hold_furniture_are_looked_at(tmp_path: Path, monkeypatch) -> None:
    store = Store(tmp_path)
    lines = lines_of(a=["Air naik.", "Ikuti kami 77"], b=["Air turun."], failed=["ikuti kami 5"])
    store.write(KEYS, "x", line_keys(lines.filter(pl.col("document_id") != "failed")))
    seen: list[str] = []

    def watched(some: pl.DataFrame, templates: pl.DataFrame) -> pl.DataFrame:
        seen.extend(some["document_id"].unique().sort())
        return apply_templates(some, templates)

    monkeypatch.setattr(furniture, "apply_templates", watched)
    found = without_furniture(store, "x", lines, LEARNT, pl.Series(["failed"]))
    assert seen == ["a", "failed"]
    assert found.filter(role="template").height == 2
