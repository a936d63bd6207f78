"""A kill in a take-down or an export leaves what was or what is to be, and what follows comes to the same as ever."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kliping.files import TEMPORARY, read_json, temporary_name
from kliping.frames import DOCUMENTS, LINES
from kliping.settings import Settings
from kliping.warehouse.exports import export, note_export
from kliping.warehouse.kept import keep_editions, kept_editions
from kliping.warehouse.mending import examine, mend
from kliping.warehouse.publish import last_edition, last_published
from kliping.warehouse.store import BATCHES, LEDGER, Store
from kliping.warehouse.takedown import UNDER_WAY, forgotten, take_down
from tests.finding import holding
from tests.kills import kill_before
from tests.kliping.warehouse.homes import NOW, article, document, publish_rows
from tests.longer import many

if TYPE_CHECKING:
    from pathlib import Path

EVERY = int(os.environ.get("KLIPING_CHAOS_EVERY", "32"))
"""One moment in so many is tried: all of them take minutes."""

MOMENTS = 200
OURS = temporary_name("x").rpartition("-")[0].rpartition("-")[0]
"""How names begin that this process gives to what it is writing."""

SECRET = "Kapal kayu itu berlayar tanpa lampu malam hari"
TEXTS = {"1": "Isi baru.", "2": SECRET}
FIRST = {
    "articles": [article("1", published_on=date(2024, 5, 3)), article("2", SECRET), article("3")],
    "documents": [document("1"), document("2"), document("3")],
}
SECOND = {
    "articles": [article("1", "Isi baru."), article("2", SECRET), article("4", language="en")],
    "documents": [document("1"), document("2"), document("4")],
}


def tree(folder: Path) -> dict[str, bytes]:
    """What stands in an export, but for what a writer that lives is writing: here that is always this process."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(OURS)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def told(folder: Path, path: str) -> str | None:
    """What the manifest of an export says of the rows in one of its files."""
    return read_json(folder / "manifest.json")["files"].get(path, {}).get("sha256_of_rows")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two editions, and the pages of both in the store."""
    store = Store(tmp_path / "made")
    publish_rows(store, 1, FIRST)
    publish_rows(store, 2, SECOND)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for name in ("1", "2"):
        values = {"document_id": f"d{name}", "uri": f"file:///pages/{name}.txt", "sha256": name, "text": TEXTS[name]}
        files = pl.DataFrame([{"uri": values["uri"], "sha256": name, "batch": f"b{name}", "first_seen_at": at}])
        store.write(BATCHES, f"b{name}", _frame(files, LEDGER))
        store.write("raw_documents", f"b{name}", _frame(pl.DataFrame([values]), DOCUMENTS))
        for step in ("lines", "settled_lines"):
            store.write(step, f"b{name}", _frame(pl.DataFrame([{**values, "line": 1}]), LINES))
    return store.home


def _frame(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


@pytest.mark.chaos
def test_a_take_down_that_is_cut_short_is_carried_out_by_whoever_writes_next(home, tmp_path, monkeypatch):
    for moment in range(0, MOMENTS, EVERY):
        folder = tmp_path / f"{moment}"
        shutil.copytree(home, folder / "home")
        store, out = Store(folder / "home"), folder / "out"
        export(store.published, out, "jsonl", ["articles"])
        note_export(store.home, out, "jsonl", ["articles"], "")
        with kill_before(monkeypatch, moment) as killed:
            take_down(store, "d2", NOW)
        assert last_published(store.published) is not None, moment
        begun = (store.home / UNDER_WAY).is_file()
        mend(store, examine(store, thorough=True), say=lambda _: None)
        keep_editions(store, Settings(home=store.home).publishing)
        assert examine(store, thorough=True) == [], moment
        assert last_published(store.published) == last_edition(store)
        assert list(kept_editions(store)) == [2, 1]
        if killed() and not begun and not (store.home / "take-downs").is_dir():
            assert len(holding(folder, SECRET)) >= 6, "as if nobody had asked for it"
            assert forgotten(store).is_empty()
            take_down(store, "d2", NOW)
        assert holding(folder, SECRET) == [], moment
        assert forgotten(store)["sha256"].drop_nulls().len() >= 1, "and it is never read again"
        receipts = [read_json(path) for path in (store.home / "take-downs").iterdir()]
        assert [one["documents"] for one in receipts] in ([["d2"]], [["d2"], ["d2"]]), moment
        shutil.rmtree(folder)
        if not killed():
            return
    pytest.fail("it never ended")


@pytest.mark.chaos
def test_an_export_that_is_cut_short_holds_no_rows_under_another_name(home, tmp_path, monkeypatch):
    store = Store(home)
    tables = ["articles", "documents"]
    files = {1: store.kept_edition(1), 2: store.published}
    whole = {}
    for number, file in files.items():
        export(file, tmp_path / f"whole-{number}", "parquet", tables)
        whole[number] = tree(tmp_path / f"whole-{number}")
    assert whole[1] != whole[2]
    for moment in range(0, MOMENTS, many(3, 1)):
        out = tmp_path / f"out-{moment}"
        export(files[1], out, "parquet", tables)
        with kill_before(monkeypatch, moment) as killed:
            export(files[2], out, "parquet", tables)
        after = tree(out)
        for path, content in after.items():
            of = [number for number in files if content == whole[number].get(path)]
            assert of or not path.endswith(".parquet"), f"{path} is of one edition or the other"
            said = told(out, path)
            right = said in [told(tmp_path / f"whole-{number}", path) for number in of]
            assert said is None or right, f"{path} is said to hold what it does not hold"
        for number in (1, 2):
            again = tmp_path / f"again-{moment}-{number}"
            shutil.copytree(out, again)
            (again / f"{TEMPORARY}of-a-dead-writer").write_text(SECRET)
            export(files[number], again, "parquet", tables)
            assert tree(again) == whole[number], (moment, number)
            shutil.rmtree(again)
        if not killed():
            return
    pytest.fail("it never ended")
