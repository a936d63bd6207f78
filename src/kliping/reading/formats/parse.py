"""From rows to documents: tables become rows of the RAW frame, a block of rows at a time.

Belongs here: what a row's columns mean. Does not belong here: cutting a file into rows (``rows``, ``csvs``,
``tables``), JSON (``json_rows``) or the names of columns (``columns.toml``).
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading.formats.columns import mapped
from kliping.reading.formats.fields import fields_column
from kliping.reading.formats.pieces import Lines, Refusal, Table, row, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kliping.reading.formats.columns import Mapped

RAW = pl.Schema(
    {name: dtype for name, dtype in DOCUMENTS.items() if name not in {"document_id", "uri", "first_seen_at"}}
)
"""Rows of one file before they get an identity."""

_TAGS = r"(?i)</(?:p|div|body|html|article|section|span|li|h[1-6]|a|td|strong|em|b)\s*>|<br\s*/?>|<p[ >]"
_TAGS_IN_TEXT = re.compile(_TAGS)


def has_tags(text: pl.Series) -> pl.Series:
    """Which texts are HTML source: they close an element, or break a line, as HTML does."""
    return text.str.contains("<", literal=True) & text.str.contains(_TAGS)


def has_markup(text: str) -> bool:
    """Whether one text is HTML source, by the same sign."""
    return _TAGS_IN_TEXT.search(text) is not None


def table_frame(uri: str, piece: Table, columns: Mapping[str, str]) -> pl.DataFrame:
    """The RAW rows of a table whose cells are strings. A row's own bytes are those of its mapped cells, in UTF-8."""
    mapping = mapped(piece.frame.columns, columns)
    cells = list(dict.fromkeys([*mapping.text, *(name for names in mapping.fields.values() for name in names)]))
    joined = piece.frame.select(
        pl.concat_str(*(pl.col(name).fill_null("") for name in cells), separator="\x1f").alias("own")
        if cells
        else pl.lit("").repeat_by(1).list.first().alias("own")
    )["own"].to_list()
    own = [text.encode() for text in joined]
    found = text_and_fields(piece.frame, mapping)
    frame = found.with_columns(
        encoding=pl.lit(piece.encoding),
        reason=pl.when(pl.col("text").is_null()).then(pl.lit("no_text")),
        what=pl.lit("its text is an empty cell"),
        bytes=pl.Series([len(data) for data in own], dtype=pl.Int64),
        sha256=pl.Series([hashlib.sha256(data).hexdigest() for data in own], dtype=pl.String),
    )
    return raw(uri, piece.member, piece.format, range(piece.first, piece.first + len(own)), frame)


def refused_rows(piece: Lines | Table, fault: str) -> list[Refusal]:
    """Every row of a block that the parser failed on, as a refusal."""
    if isinstance(piece, Lines):
        numbers, format_ = piece.numbers, "jsonl"
    else:
        numbers, format_ = list(range(piece.first, piece.first + piece.frame.height)), piece.format
    return [Refusal(row(piece.member, number), format_, "reader_failed", fault) for number in numbers]


def raw(uri: str, member: str | None, format_: str, numbers: Sequence[int], frame: pl.DataFrame) -> pl.DataFrame:
    """The RAW rows of a block: ``frame`` has the columns of RAW but members, and ``what`` for the sentences."""
    members = (row(member, 0)[:-1] + pl.Series(numbers, dtype=pl.Int64).cast(pl.String)).alias("member")
    details: list[str | None] = [None] * frame.height
    for at in frame["reason"].is_not_null().arg_true():
        refusal = Refusal(members[at], format_, frame["reason"][at], frame["what"][at] or "")
        details[at] = sentence(uri, refusal)
    return frame.select(
        members,
        pl.lit(format_).alias("format"),
        pl.when(pl.col("reason").is_null()).then("encoding").alias("encoding"),
        "bytes",
        "sha256",
        has_tags(frame["text"]).fill_null(value=False).alias("markup"),
        pl.when(pl.col("reason").is_null()).then("text").alias("text"),
        "fields",
        "reason",
        pl.Series("detail", details, dtype=pl.String),
    )


def text_and_fields(frame: pl.DataFrame, mapping: Mapped) -> pl.DataFrame:
    """``text`` and ``fields`` of a table whose columns are strings: of each the first column with a value."""
    text = (
        frame.select(pl.coalesce(*(_filled(name) for name in mapping.text)).alias("text"))
        if mapping.text
        else pl.DataFrame({"text": pl.Series([None] * frame.height, dtype=pl.String)})
    )
    fields = frame.select(
        pl.coalesce(*(_filled(name) for name in names)).alias(field) for field, names in mapping.fields.items()
    )
    return text.with_columns(fields_column(fields, frame.height))


def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name).str.len_bytes() > 0).then(pl.col(name))
