"""Batches: their size, their names, and files that are read in parts."""

from __future__ import annotations

import gzip
import json

import polars as pl
import pytest

from kliping.reading import list_files, plan_batches, read_documents, stream_documents
from kliping.settings.reading import ReadingSettings

ROWS = [json.dumps({"text": f"Berita nomor {number}.", "Judul": f"J{number}"}).encode() for number in range(50)]
RECORDS = [
    b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    % (len(row), row)
    for row in ROWS
]
LARGE = [
    ("pages.jsonl", b"\n\n".join(ROWS)),
    ("pages.jsonl.gz", gzip.compress(b"\n".join(ROWS))),
    ("pages.csv", b"text,title\n" + b"\n".join(b"berita %d,judul" % number for number in range(50))),
    ("crawl.warc", b"".join(RECORDS)),
    ("crawl.warc.gz", b"".join(gzip.compress(record) for record in RECORDS)),
]


def planned(folder, settings):
    files = list_files([str(folder)], settings)
    return plan_batches(files, settings)


@pytest.mark.parametrize(("name", "data"), LARGE, ids=[row[0] for row in LARGE])
def test_a_large_file_read_in_parts_gives_the_same_documents(tmp_path, now, name, data):
    (tmp_path / name).write_bytes(data)
    settings = ReadingSettings(batch_documents=7)
    plan = planned(tmp_path, settings)
    assert plan["part"].null_count() == 0
    batches = [read_documents(batch, settings, now) for _, batch in plan.group_by("batch", maintain_order=True)]
    assert [batch.height for batch in batches] == [7] * 7 + [1]
    whole = read_documents(list_files([str(tmp_path)], settings), settings, now)
    assert pl.concat(batches).equals(whole)
    assert whole["reason"].null_count() == 50


def test_a_part_opens_its_file_where_it_begins(tmp_path):
    (tmp_path / "crawl.warc.gz").write_bytes(LARGE[4][1])
    parts = planned(tmp_path, ReadingSettings(batch_documents=10))["part"].to_list()
    offsets = [int(part.partition("@")[2].partition(",")[0]) for part in parts]
    assert offsets == sorted(set(offsets))


def test_batches_hold_no_more_than_they_may(tmp_path):
    for number in range(25):
        (tmp_path / f"{number:02}.txt").write_bytes(b"x" * 600)
    by_count = planned(tmp_path, ReadingSettings(batch_documents=10))
    by_bytes = planned(tmp_path, ReadingSettings(batch_bytes=1300))
    assert by_count.group_by("batch", maintain_order=True).len()["len"].to_list() == [10, 10, 5]
    assert by_bytes.group_by("batch", maintain_order=True).len()["len"].to_list() == [2] * 12 + [1]


def test_the_name_of_a_batch_comes_from_its_content(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    files = list_files([str(tmp_path)], ReadingSettings()).with_columns(sha256=pl.lit("s"))
    name = plan_batches(files, ReadingSettings())["batch"][0]
    assert name == plan_batches(files, ReadingSettings())["batch"][0]
    assert name != plan_batches(files.with_columns(sha256=pl.lit("t")), ReadingSettings())["batch"][0]
    assert len(name) == 14
    assert name.startswith("b-")


def test_streaming_gives_frames_of_bounded_size(tmp_path, now):
    (tmp_path / "pages.jsonl").write_bytes(b"\n".join(ROWS))
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text("x")
    settings = ReadingSettings(batch_documents=10)
    frames = list(stream_documents([str(tmp_path)], settings, now))
    assert sum(frame.height for frame in frames) == 80
    assert max(frame.height for frame in frames) <= 60
