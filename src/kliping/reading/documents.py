"""From files to the DOCUMENTS frame.

Belongs here: the order of the work and the making of the frame. Does not belong here: the formats, one module each.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.frames import DOCUMENTS, empty
from kliping.reading.opening import NotAFileError, opened
from kliping.reading.sources import list_files
from kliping.reading.uris import file_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from kliping.settings.reading import ReadingSettings


class Record(NamedTuple):
    uri: str
    member: str | None
    format: str
    encoding: str | None
    bytes: int
    sha256: str | None
    markup: bool
    text: str | None
    fields: list[dict[str, str]]
    reason: str | None
    detail: str | None


def read_documents(files: pl.DataFrame, settings: ReadingSettings, first_seen_at: datetime) -> pl.DataFrame:
    """The documents of one batch of files: the DOCUMENTS frame; every file gives at least one row."""
    frames = list(stream_documents(files, settings, first_seen_at))
    return pl.concat(frames) if frames else empty(DOCUMENTS)


def stream_documents(
    sources: Sequence[str] | pl.DataFrame, settings: ReadingSettings, first_seen_at: datetime
) -> Iterator[pl.DataFrame]:
    """DOCUMENTS frames of bounded size for sources (as ``list_files`` takes them) or files (FILES)."""
    files = sources if isinstance(sources, pl.DataFrame) else list_files(sources, settings)
    waiting: list[Record] = []
    for uri in files["uri"]:
        for record in _records(uri, settings):
            waiting.append(record)
            if len(waiting) >= settings.batch_documents:
                yield _frame(waiting, first_seen_at)
                waiting = []
    if waiting:
        yield _frame(waiting, first_seen_at)


def _refused(uri: str, reason: str, detail: str, member: str | None = None, data: bytes = b"") -> Record:
    return Record(uri, member, "unknown", None, len(data), None, False, None, [], reason, detail)


def _records(uri: str, settings: ReadingSettings) -> Iterator[Record]:
    try:
        with opened(uri) as file:
            data = file.read(settings.document_bytes + 1)
    except PermissionError:
        yield _refused(uri, "no_permission", f"{uri} may not be read. Give read permission and run again.")
        return
    except FileNotFoundError:
        yield _refused(uri, "vanished", f"{uri} was listed and is gone. Bring it back, or leave it out.")
        return
    except NotAFileError:
        yield _refused(uri, "not_a_file", f"{uri} is a folder, pipe or device. Leave it out.")
        return
    except OSError as broken:
        yield _refused(uri, "read_error", f"{uri} cannot be read: {broken.strerror}. Check the disk and run again.")
        return
    if len(data) > settings.document_bytes:
        yield _refused(uri, "too_large", f"{uri} is larger than reading.document_bytes. Split it or raise the limit.")
        return
    name = file_name(uri).lower()
    if name.endswith((".jsonl", ".ndjson")):
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                yield _json_line(uri, number, line)
        return
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    markup = head.startswith((b"<!doctype html", b"<html"))
    yield _text(uri, None, "html" if markup else "text", data, markup)


def _json_line(uri: str, number: int, line: bytes) -> Record:
    member = f"#{number}"
    try:
        row = json.loads(line)
        body = next(row[key] for key in ("html", "text", "body", "content") if isinstance(row.get(key), str))
    except (ValueError, AttributeError, StopIteration):
        return _refused(
            uri, "broken_row", f"{uri} line {number} is not a JSON object with a text. Mend it.", member, line
        )
    fields = [{"field": key, "value": str(row[key])} for key in ("url", "title", "date", "author") if row.get(key)]
    digest = hashlib.sha256(line).hexdigest()
    return Record(uri, member, "jsonl", "utf-8", len(line), digest, "html" in row, body, fields, None, None)


def _text(uri: str, member: str | None, format_: str, data: bytes, markup: bool) -> Record:
    digest = hashlib.sha256(data).hexdigest()
    try:
        text, encoding = data.decode(), "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:262_144]).best()
        if best is None:
            return _refused(uri, "encoding_unknown", f"{uri} is in no encoding that is known.", member, data)
        text, encoding = data.decode(best.encoding, "replace"), best.encoding
    return Record(uri, member, format_, encoding, len(data), digest, markup, text, [], None, None)


def _frame(records: list[Record], first_seen_at: datetime) -> pl.DataFrame:
    columns = {name: [getattr(record, name) for record in records] for name in Record._fields}
    ids = [document_id(record.uri, record.member, record.sha256) for record in records]
    frame = pl.DataFrame(
        {"document_id": ids, **columns, "first_seen_at": [first_seen_at] * len(records)}, schema=dict(DOCUMENTS)
    )
    text = pl.col("text").str.replace_all("\r\n?", "\n").str.replace_all(r"[\x00-\x08\x0b-\x1f\x7f]", " ")
    blank = text.str.strip_chars().str.len_bytes() == 0
    return frame.with_columns(
        text=pl.when(~blank).then(text),
        reason=pl.when(blank).then(pl.lit("empty")).otherwise("reason"),
        detail=pl.when(blank).then(pl.format("{} holds no character. Fetch it again.", "uri")).otherwise("detail"),
    ).select(*DOCUMENTS)


def document_id(uri: str, member: str | None, sha256: str | None) -> str:
    """16 hexadecimal digits from the address, the member and the document's own hash."""
    return hashlib.sha256(f"{uri}\0{member or ''}\0{sha256 or ''}".encode()).hexdigest()[:16]
