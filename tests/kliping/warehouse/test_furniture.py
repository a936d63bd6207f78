"""Furniture is removed from the documents that hold it, whatever is kept of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from kliping.cleaning import apply_templates
from kliping.frames import DUPLICATES, LINES, TEMPLATES, empty
from kliping.settings import Settings
from kliping.warehouse import furniture
from kliping.warehouse.furniture import FOLDER, learn_furniture, without_furniture
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


@pytest.mark.parametrize("kept", ["as they are", "lost", "of other lines"])
def test_what_is_kept_of_lines_changes_nothing_of_what_is_removed(tmp_path: Path, kept: str) -> None:
    store = Store(tmp_path)
    lines = lines_of(a=["Air naik.", "Ikuti  kami 77"], b=["Air turun."], c=["ikuti kami 5", "Jalan rusak."])
    known = lines if kept == "as they are" else lines_of(b=["ikuti kami 5"])
    store.write("settled_lines", "x", known)
    learn_furniture(store, Settings(), ["x"], empty(DUPLICATES))
    store.write("settled_lines", "x", lines, recipe=kept)
    if kept == "lost":
        store.path(FOLDER, "x").unlink()
    if kept == "as they are":
        learn_furniture(store, Settings(), ["x"], empty(DUPLICATES))
    found = without_furniture(store, "x", lines, LEARNT, pl.Series([], dtype=pl.String))
    wanted = apply_templates(lines, LEARNT)
    assert found.sort("document_id", "line").equals(wanted)
    assert found.filter(role="template")["document_id"].sort().to_list() == ["a", "c"]


def test_only_documents_that_hold_furniture_are_looked_at(tmp_path: Path, monkeypatch) -> None:
    store = Store(tmp_path)
    lines = lines_of(a=["Air naik.", "Ikuti kami 77"], b=["Air turun."], failed=["ikuti kami 5"])
    store.write("settled_lines", "x", lines.filter(pl.col("document_id") != "failed"))
    learn_furniture(store, Settings(), ["x"], empty(DUPLICATES))
    seen: list[str] = []

    def watched(some: pl.DataFrame, templates: pl.DataFrame) -> pl.DataFrame:
        seen.extend(some["document_id"].unique().sort())
        return apply_templates(some, templates)

    monkeypatch.setattr(furniture, "apply_templates", watched)
    found = without_furniture(store, "x", lines, LEARNT, pl.Series(["failed"]))
    assert seen == ["a", "failed"]
    assert found.filter(role="template").height == 2
