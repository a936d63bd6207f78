"""New, changed, unchanged and removed files."""

from __future__ import annotations

import os
from datetime import timedelta

import polars as pl
import pytest

from kliping.reading import changed_files, list_files, local_path, plan_batches, removed_files
from kliping.settings.reading import ReadingSettings

SETTINGS = ReadingSettings()
EMPTY = {"uri": pl.String, "bytes": pl.Int64, "modified_at": pl.Datetime("us", "UTC"), "sha256": pl.String}
LEDGER = pl.DataFrame(schema={**EMPTY, "batch": pl.String, "first_seen_at": pl.Datetime("us", "UTC")})


@pytest.fixture
def folder(tmp_path):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"page {name}")
        os.utime(tmp_path / name, (1_700_000_000, 1_700_000_000))
    return tmp_path


def names(files):
    return [local_path(uri).name for uri in files["uri"]]


def changed(folder, ledger=LEDGER):
    return changed_files(list_files([str(folder)], SETTINGS), ledger)


def read(ledger, files, now):
    planned = plan_batches(files, SETTINGS).with_columns(first_seen_at=pl.lit(now, dtype=pl.Datetime("us", "UTC")))
    return pl.concat([ledger, planned.select(ledger.columns)])


def test_everything_is_new_at_first_and_nothing_afterwards(folder, now):
    first = changed(folder)
    assert names(first) == ["a.txt", "b.txt", "c.txt"]
    assert first["sha256"].null_count() == 0
    assert changed(folder, read(LEDGER, first, now)).is_empty()


def test_changed_content_is_new_and_a_touched_file_is_not(folder, now):
    ledger = read(LEDGER, changed(folder), now)
    (folder / "a.txt").write_text("another page")
    os.utime(folder / "b.txt", (1_800_000_000, 1_800_000_000))
    (folder / "d.txt").write_text("page c.txt")
    assert names(changed(folder, ledger)) == ["a.txt", "d.txt"]


def test_the_latest_version_counts(folder, now):
    ledger = read(LEDGER, changed(folder), now)
    (folder / "a.txt").write_text("another page")
    ledger = read(ledger, changed(folder, ledger), now + timedelta(hours=1))
    (folder / "a.txt").write_text("page a.txt")
    assert names(changed(folder, ledger)) == ["a.txt"]


def test_removed_files_are_noticed(folder, now):
    ledger = read(LEDGER, changed(folder), now)
    (folder / "b.txt").unlink()
    assert names(removed_files(list_files([str(folder)], SETTINGS), ledger)) == ["b.txt"]


def test_a_file_that_cannot_be_opened_is_listed_once_until_it_can(folder, now):
    (folder / "link").symlink_to(folder / "later")
    ledger = read(LEDGER, changed(folder), now)
    assert ledger.filter(pl.col("sha256").is_null()).height == 1
    assert changed(folder, ledger).is_empty()
    (folder / "later").write_text("now it is there")
    assert names(changed(folder, ledger)) == ["later", "link"]
