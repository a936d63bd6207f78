"""The log of corrections is appended to, taken back from, carried to another home, and handed to the steps."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from kliping.errors import RuleError, StoreError
from kliping.frames import LINES
from kliping.warehouse.correcting import copy_correction, line_correction
from kliping.warehouse.corrections import (
    copy_corrections,
    corrections_of,
    export_log,
    forget_corrections,
    import_log,
    in_force,
    read_log,
    record,
    undo,
)
from kliping.warehouse.store import BATCHES, Store

WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
BY = {"who": "sari", "why": "dilihat di halaman", "when": WHEN}


def home_with(folder: Path, **batches: list[str]) -> Store:
    store = Store(folder)
    for batch, ids in batches.items():
        store.write(BATCHES, batch, pl.DataFrame({"uri": ids}))
        store.write("raw_documents", batch, pl.DataFrame({"document_id": ids}))
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return home_with(tmp_path / "home", b1=["d1", "d2"], b2=["d3"])


def titled(value: str, document: str = "d1") -> dict[str, object]:
    return {"kind": "field", "document_id": document, "field": "title", "value": value}


def test_a_correction_reaches_the_batch_of_its_document_alone(store) -> None:
    record(store, titled("Judul"), **BY)
    assert corrections_of(store, "b1").select("document_id", "field", "value").rows() == [("d1", "title", "Judul")]
    assert corrections_of(store, "b2").is_empty()
    assert store.recipe("corrections", "b2") is None


def test_the_stamp_of_a_step_that_heeds_corrections_follows_them(store) -> None:
    stamps = dict.fromkeys(("raw_documents", "lines", "languages", "metadata", "pages"), "stamp")
    before = {step: store.stamp(step, "b1", stamps) for step in ("lines", "languages", "metadata")}
    identity = record(store, titled("Judul"), **BY)
    after = {step: store.stamp(step, "b1", stamps) for step in before}
    assert {step for step in before if before[step] != after[step]} == {"lines", "metadata"}
    undo(store, identity, **BY)
    assert {step: store.stamp(step, "b1", stamps) for step in before} == before


def test_the_latest_word_counts_and_all_stay_on_record(store) -> None:
    record(store, titled("Judul"), **BY)
    record(store, titled("Judul Lain"), **BY)
    assert [entry["value"] for entry in in_force(store.home)] == ["Judul Lain"]
    assert [(entry["value"], entry["in_force"], entry["who"]) for entry in read_log(store.home)] == [
        ("Judul", False, "sari"),
        ("Judul Lain", True, "sari"),
    ]


def test_what_is_taken_back_lets_the_word_before_it_count(store) -> None:
    record(store, titled("Judul"), **BY)
    undo(store, record(store, titled("Judul Lain"), **BY), **BY)
    assert [entry["value"] for entry in in_force(store.home)] == ["Judul"]
    with pytest.raises(RuleError, match="is in force"):
        undo(store, "nobody", **BY)


def test_a_log_is_carried_to_another_home_where_pages_may_be_yet_to_come(store, tmp_path) -> None:
    identity = record(store, titled("Judul"), **BY)
    record(store, {"kind": "no_copy", "document_id": "d1", "value": "d3"}, **BY)
    assert export_log(store.home, tmp_path / "log.jsonl") == 2
    other = home_with(tmp_path / "other", c1=["d1"])
    assert import_log(other, tmp_path / "log.jsonl") == 2
    (tmp_path / "log.jsonl").write_bytes(b"\xef\xbb\xbf" + (tmp_path / "log.jsonl").read_bytes())  # an editor's mark
    assert import_log(other, tmp_path / "log.jsonl") == 0
    assert corrections_of(other, "c1")["value"].to_list() == ["Judul"]
    assert [entry["kind"] for entry in copy_corrections(other.home)] == ["no_copy"]
    assert identity in {entry["id"] for entry in in_force(other.home)}


def test_an_entry_that_was_changed_is_refused(store, tmp_path) -> None:
    record(store, titled("Judul"), **BY)
    export_log(store.home, tmp_path / "log.jsonl")
    changed = {**json.loads((tmp_path / "log.jsonl").read_text()), "value": "Judul Palsu"}
    (tmp_path / "log.jsonl").write_text(json.dumps(changed))
    with pytest.raises(RuleError, match="was changed"):
        import_log(home_with(tmp_path / "other"), tmp_path / "log.jsonl")


def test_a_take_down_takes_its_corrections_along(store) -> None:
    undo(store, record(store, titled("Judul"), **BY), **BY)
    record(store, titled("Judul Tiga", "d3"), **BY)
    assert forget_corrections(store, ["d1"]) == 2
    assert [entry["document_id"] for entry in read_log(store.home)] == ["d3"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "mood", "document_id": "d1", "value": "x"},
        {"kind": "field", "document_id": "d1", "field": "colour", "value": "x"},
        {"kind": "field", "document_id": "d1", "field": "published_on", "value": "3 Juni 2024"},
        {"kind": "field", "document_id": "d1", "field": "published_on", "value": "2024-02-31"},
        {"kind": "field", "document_id": "d1", "field": "title", "value": "dua\nbaris"},
        {"kind": "field", "document_id": "d1", "field": "title", "value": "x" * 2001},
        {"kind": "role", "document_id": "d1", "value": "body"},
        {"kind": "role", "document_id": "d1", "line": 1, "text": "a", "value": "hero"},
        {"kind": "page_kind", "document_id": "d1", "value": "poem"},
        {"kind": "copy", "document_id": "d1", "value": "d1"},
    ],
)
def test_what_cannot_be_followed_is_refused(store, wrong) -> None:
    with pytest.raises(RuleError):
        record(store, wrong, **BY)
    assert read_log(store.home) == []


def test_a_reason_is_asked_for(store) -> None:
    with pytest.raises(RuleError, match="reason"):
        record(store, titled("Judul"), **{**BY, "why": " "})


def test_a_broken_log_is_a_sentence(store) -> None:
    (store.home / "corrections.jsonl").write_text('{"kind": "field"}\n')
    with pytest.raises(StoreError, match="line 1"):
        read_log(store.home)


def test_a_line_is_kept_with_its_words_and_a_copy_with_its_likeness(store) -> None:
    rows = [("d1", 3, "satu dua tiga empat", 1), ("d2", 3, "satu dua tiga lima", 1), ("d3", 3, "sama sekali lain", 1)]
    names = ["document_id", "line", "text", "paragraph"]
    for batch, mine in (("b1", rows[:2]), ("b2", rows[2:])):
        frame = pl.DataFrame(mine, schema=names, orient="row").to_dicts()
        store.write("settled_lines", batch, pl.DataFrame(frame, schema=LINES))
    assert line_correction(store, "d1", 3, "body")["text"] == "satu dua tiga empat"
    with pytest.raises(RuleError, match=r"d1 has no line 4; its lines go from 3 to 3.*document_id = 'd1'"):
        line_correction(store, "d1", 4, "body")
    with pytest.raises(StoreError, match="no such document"):
        line_correction(store, "UNKNOWN", 3, "body")
    assert copy_correction(store, "d1", "d2", apart=False)["similarity"] == 0.75
    with pytest.raises(RuleError, match="no word"):
        copy_correction(store, "d1", "d3", apart=False)
