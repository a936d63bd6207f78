"""Reading a handful of files the whole way: listed, hashed, planned, read."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import polars as pl
import pytest

from kliping.frames import DOCUMENTS
from kliping.reading import changed_files, list_files, plan_batches, read_documents
from kliping.reading.formats.streams import Budget, Stream
from kliping.reading.formats.walk import Context
from kliping.settings.reading import ReadingSettings

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NOTHING_READ = pl.DataFrame(
    schema={
        "uri": pl.String,
        "bytes": pl.Int64,
        "modified_at": pl.Datetime("us", "UTC"),
        "sha256": pl.String,
        "batch": pl.String,
        "first_seen_at": pl.Datetime("us", "UTC"),
    }
)


def reading_all(folder, settings):
    """All documents behind a source, and what must hold of any reading whatever."""
    files = changed_files(list_files([str(folder)], settings), NOTHING_READ)
    planned = plan_batches(files, settings)
    batches = [read_documents(batch, settings, NOW) for _, batch in planned.group_by("batch", maintain_order=True)]
    documents = pl.concat([pl.DataFrame(schema=DOCUMENTS), *batches])
    assert documents.schema == DOCUMENTS
    assert documents["document_id"].is_unique().all()
    assert set(documents["uri"]) == set(files["uri"])
    readable = documents["reason"].is_null()
    assert (readable == documents["text"].is_not_null()).all()
    assert (readable == documents["encoding"].is_not_null()).all()
    assert (readable == documents["detail"].is_null()).all()
    return documents


@pytest.fixture
def read_all():
    """The function above."""
    return reading_all


@pytest.fixture
def now():
    """The arrival of every batch in these tests."""
    return NOW


@pytest.fixture
def read(tmp_path):
    """A function that writes one file (its name, its bytes) and reads it."""

    def reading(name, data, **settings):
        folder = tmp_path / "source"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        return reading_all(folder, ReadingSettings(**settings))

    return reading


@pytest.fixture
def opened():
    """A function that makes of bytes what the reader of a format takes: the stream and the context."""

    def opening(data, **settings):
        limits = ReadingSettings(**settings)
        return Stream.of_file(BytesIO(data)), Context(limits, Budget(limits, len(data)))

    return opening
