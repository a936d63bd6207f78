"""From files to the DOCUMENTS frame.

Belongs here: the order of the work and the making of the frame. Does not belong here: the formats, one module each.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.frames import DOCUMENTS, empty
from kliping.reading.characters import blank, normalised
from kliping.reading.encodings import decode
from kliping.reading.formats.fields import pairs_column
from kliping.reading.formats.json_rows import lines_frame
from kliping.reading.formats.parse import RAW, refused_rows, table_frame
from kliping.reading.formats.pieces import Lines, Page, Piece, Refusal, Table, sentence
from kliping.reading.formats.preambles import opened
from kliping.reading.sources.files import File, pieces_of
from kliping.reading.sources.sources import list_files
from kliping.words import with_lexicons

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from polars._typing import PolarsDataType

    from kliping.settings.reading import ReadingSettings


class _Row(NamedTuple):
    """A page or refusal as a row, before its text is normalised."""

    uri: str
    member: str | None
    format: str
    encoding: str | None
    bytes: int
    sha256: str | None
    markup: bool
    text: str | None
    fields: tuple[tuple[str, ...], ...]
    extra: str | None
    reason: str | None
    detail: str | None


_FIELDS = _Row._fields.index("fields")

SHORT, LONG = 16, 32
"""Digits of an id, and of the ids of pages that would share one (``kliping.warehouse.shared_ids``)."""

TEXTS = ("text", "markdown")
"""Formats of single pages that may say of themselves what a table's columns say."""


def read_documents(
    files: pl.DataFrame, settings: ReadingSettings, first_seen_at: datetime, lexicons: Sequence[Path] = ()
) -> pl.DataFrame:
    """The documents of one batch of files (FILES, with ``part`` where a file is read in parts): the DOCUMENTS frame.

    A file with a ``sha256`` is read only while its bytes have it, else it is refused as ``changed``.
    Every file gives at least one row: a document, or an unreadable row with ``reason`` (a code of ``refusals.toml``)
    and ``detail``. ``sha256`` is that of the document's own bytes; a file that cannot be read keeps its own. Cells are
    read with the built-in words and those of the folders ``lexicons``.
    """
    frames = list(stream_documents(files, settings, first_seen_at, lexicons))
    return pl.concat(frames) if frames else empty(DOCUMENTS)


def stream_documents(
    sources: Sequence[str] | pl.DataFrame,
    settings: ReadingSettings,
    first_seen_at: datetime,
    lexicons: Sequence[Path] = (),
) -> Iterator[pl.DataFrame]:
    """DOCUMENTS frames, one after another, for sources (as ``list_files`` takes them) or files (as ``read_documents``).

    A frame ends with the document or the block of rows (of some megabytes) that fills ``settings.batch_documents`` or
    ``settings.batch_bytes``, so memory stays flat however much there is to read. Cells are read with the built-in words
    and those of the folders ``lexicons``.

    Raises:
        SourceError: a source cannot be listed.
        RuleError: as ``kliping.words.load``.
    """
    frames = _frames(sources, settings, first_seen_at)
    while True:
        with with_lexicons(lexicons):  # for one frame: what is done between two is not done with these words
            frame = next(frames, None)
        if frame is None:
            return
        yield frame


def _frames(
    sources: Sequence[str] | pl.DataFrame, settings: ReadingSettings, first_seen_at: datetime
) -> Iterator[pl.DataFrame]:
    files = sources if isinstance(sources, pl.DataFrame) else list_files(sources, settings)
    known = files if "part" in files.columns else files.with_columns(part=pl.lit(None, pl.String))
    frame = _Gathering(settings, first_seen_at)
    for row in known.select("uri", "bytes", "sha256", "modified_at", "part").iter_rows():
        file = File(*row)
        for piece in pieces_of(file, settings):
            frame.add(file, piece)
            if frame.full:
                yield frame.taken()
    if frame.documents:
        yield frame.taken()


class _Gathering:
    """Rows on their way into a frame."""

    def __init__(self, settings: ReadingSettings, first_seen_at: datetime) -> None:
        self._settings, self._first_seen_at = settings, first_seen_at
        self._frames: list[pl.DataFrame] = []
        self._rows: list[_Row] = []
        self.documents = self._bytes = 0

    @property
    def full(self) -> bool:
        return self.documents >= self._settings.batch_documents or self._bytes >= self._settings.batch_bytes

    def add(self, file: File, piece: Piece) -> None:
        """One more piece of a file."""
        if isinstance(piece, Page):
            self._rows.append(_page(file.uri, piece))
            self.documents, self._bytes = self.documents + 1, self._bytes + len(piece.data)
        elif isinstance(piece, Refusal):
            self._rows.append(_refused(file, piece))
            self.documents += 1
        else:
            self._add_rows(file, piece)

    def _add_rows(self, file: File, piece: Lines | Table) -> None:
        """The rows of a block; a block that the parser fails on is refused row by row, so that none is lost."""
        self._flush()
        try:
            frame = lines_frame(file.uri, piece) if isinstance(piece, Lines) else table_frame(file.uri, piece)
        except (Exception, pl.exceptions.PanicException) as fault:  # noqa: BLE001 - a parser's fault stays here
            for refusal in refused_rows(piece, type(fault).__name__):
                self.add(file, refusal)
            return
        self._frames.append(frame.insert_column(0, pl.lit(file.uri).alias("uri")))
        self.documents, self._bytes = self.documents + frame.height, self._bytes + int(frame["bytes"].sum())

    def _flush(self) -> None:
        if self._rows:
            columns: list[Any] = [list(column) for column in zip(*self._rows, strict=True)]
            schema: dict[str, PolarsDataType] = {"uri": pl.String, **RAW}
            columns[_FIELDS] = pairs_column(columns[_FIELDS])
            series = [
                column.alias(name) if isinstance(column, pl.Series) else pl.Series(name, column, dtype=schema[name])
                for name, column in zip(_Row._fields, columns, strict=True)
            ]
            self._frames.append(pl.DataFrame(series))
            self._rows = []

    def taken(self) -> pl.DataFrame:
        """The frame of all rows so far; the gathering starts anew."""
        self._flush()
        frame = pl.concat(self._frames)
        self._frames, self.documents, self._bytes = [], 0, 0
        return _finished(frame, self._settings, self._first_seen_at)


def _page(uri: str, page: Page) -> _Row:
    data, member, format_ = page.data, page.member, page.format
    decoded = decode(data, page.charset)
    sha256 = hashlib.sha256(data).hexdigest()
    if decoded is not None:
        text, encoding = decoded
        said: tuple[tuple[str, ...], ...] = page.fields
        if format_ in TEXTS and not page.markup:
            text, more = opened(text, markdown=format_ == "markdown")
            said = (*said, *more)
        return _Row(uri, member, format_, encoding, len(data), sha256, page.markup, text, said, None, None, None)
    refusal = _unknown(page)
    words = sentence(uri, refusal)
    return _Row(uri, member, format_, None, len(data), sha256, False, None, page.fields, None, refusal.reason, words)


def _unknown(page: Page) -> Refusal:
    """Bytes that no encoding turns into text: no text at all, or text nobody knows the encoding of."""
    from kliping.reading.encodings import looks_textual

    if looks_textual(page.data):
        return Refusal(page.member, page.format, "encoding_unknown")
    return Refusal(page.member, page.format, "binary", "a file of bytes that are no text")


def _refused(file: File, refusal: Refusal) -> _Row:
    alone = refusal.member is None
    return _Row(
        file.uri,
        refusal.member,
        refusal.format,
        None,
        file.bytes if alone else refusal.bytes,
        file.sha256 if alone else None,
        False,
        None,
        (),
        None,
        refusal.reason,
        sentence(file.uri, refusal),
    )


def _finished(frame: pl.DataFrame, settings: ReadingSettings, first_seen_at: datetime) -> pl.DataFrame:
    """Rows with their characters normalised, their limits checked and their identity made: DOCUMENTS."""
    text, encoding = normalised(frame["text"], frame["encoding"])
    frame = frame.with_columns(text=text, encoding=encoding)
    late = [*_blank_rows(frame), *_oversized(frame, settings)]
    if late:
        refused = dict(reversed(late))
        frame = _with_refusals(frame, refused)
    return frame.select(
        document_ids(frame),
        *(name for name in DOCUMENTS if name not in {"document_id", "first_seen_at"}),
        pl.lit(first_seen_at, dtype=DOCUMENTS["first_seen_at"]).alias("first_seen_at"),
    )


def _blank_rows(frame: pl.DataFrame) -> Iterator[tuple[int, Refusal]]:
    for at in blank(frame["text"]).fill_null(value=False).arg_true():
        member, format_ = frame["member"][at], frame["format"][at]
        yield at, Refusal(member, format_, "empty")


def _oversized(frame: pl.DataFrame, settings: ReadingSettings) -> Iterator[tuple[int, Refusal]]:
    """Texts over the limits of lines; only those long enough to be are looked at."""
    size = frame["text"].str.len_bytes().fill_null(0)
    for at in (size > min(settings.lines, settings.line_characters)).arg_true():
        member, format_, text = frame["member"][at], frame["format"][at], frame["text"][at]
        if text.count("\n") >= settings.lines:
            yield at, Refusal(member, format_, "too_many_lines", limit=settings.lines)
        elif not frame["markup"][at] and max(map(len, text.split("\n"))) > settings.line_characters:
            yield (
                at,
                Refusal(
                    member, format_, "line_too_long", limit=settings.line_characters, setting="reading.line_characters"
                ),
            )


def _with_refusals(frame: pl.DataFrame, refused: dict[int, Refusal]) -> pl.DataFrame:
    words = pl.DataFrame(
        {
            "at": pl.Series(list(refused), dtype=pl.UInt32),
            "reason_late": pl.Series([one.reason for one in refused.values()], dtype=pl.String),
            "detail_late": pl.Series([sentence(frame["uri"][at], one) for at, one in refused.items()], dtype=pl.String),
        }
    )
    joined = frame.with_row_index("at").join(words, on="at", how="left", maintain_order="left")
    late = pl.col("reason_late").is_not_null()
    return joined.with_columns(
        text=pl.when(~late).then("text"),
        encoding=pl.when(~late).then("encoding"),
        markup=pl.col("markup") & ~late,
        reason=pl.coalesce("reason_late", "reason"),
        detail=pl.coalesce("detail_late", "detail"),
    ).select(frame.columns)


def document_ids(frame: pl.DataFrame, digits: int | None = None) -> pl.Series:
    """``document_id``: hexadecimal digits from ``uri``, ``member`` and ``sha256`` (without one ``reason``).

    Args:
        frame: these columns of DOCUMENTS.
        digits: how many; None: ``SHORT``.
    """
    own = pl.coalesce("sha256", pl.lit("!") + pl.col("reason"))
    told = frame.select(pl.concat_str("uri", pl.col("member").fill_null(""), own, separator="\0").cast(pl.Binary))
    ids = [hashlib.sha256(one).hexdigest()[: digits or SHORT] for one in told.to_series().to_list()]
    return pl.Series("document_id", ids, dtype=pl.String)
