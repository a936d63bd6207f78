"""From rows to documents: JSON lines and tables become rows of the RAW frame, a block of rows at a time.

Belongs here: what a row's columns mean. Does not belong here: cutting a file into rows (``rows``, ``csvs``,
``tables``) or the names of columns (``columns.toml``).
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading.columns import common_names, mapped
from kliping.reading.encodings import decode
from kliping.reading.fields import fields_column, flat
from kliping.reading.pieces import Lines, Refusal, Table, row, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kliping.reading.columns import Mapped

RAW = pl.Schema(
    {name: dtype for name, dtype in DOCUMENTS.items() if name not in {"document_id", "uri", "first_seen_at"}}
)
"""Rows of one file before they get an identity."""

_TAGS = r"(?i)</(?:p|div|body|html|article|section|span|li|h[1-6]|a|td|strong|em|b)\s*>|<br\s*/?>|<p[ >]"
_TAGS_IN_TEXT = re.compile(_TAGS)
_FEW = 32
_SURROGATES = re.compile("[\ud800-\udfff]")


class _Row(NamedTuple):
    """One JSON row that was looked at by itself."""

    encoding: str | None
    text: str | None
    fields: list[dict[str, str]]
    reason: str | None
    what: str


def has_tags(text: pl.Series) -> pl.Series:
    """Which texts are HTML source: they close an element, or break a line, as HTML does."""
    return text.str.contains("<", literal=True) & text.str.contains(_TAGS)


def has_markup(text: str) -> bool:
    """Whether one text is HTML source, by the same sign."""
    return _TAGS_IN_TEXT.search(text) is not None


def lines_frame(uri: str, piece: Lines, columns: Mapping[str, str]) -> pl.DataFrame:
    """The RAW rows of JSON lines, in their order: whole blocks by a columnar parser, what it leaves one by one."""
    found = pl.concat([_parsed(run, columns) for run in _runs(piece, columns)])
    text = found["text"]
    odd = (text.is_null() | text.str.contains(r"^\s*[\[{]")).arg_true().to_list()
    frame = found.with_columns(
        encoding=pl.lit("utf-8"), reason=pl.lit(None, dtype=pl.String), what=pl.lit(None, dtype=pl.String)
    )
    if odd:
        frame = _replaced(frame, odd, [_one(piece.lines[at], columns) for at in odd])
    return _raw(
        uri,
        piece.member,
        "jsonl",
        piece.numbers,
        frame.with_columns(
            bytes=pl.Series([len(line) for line in piece.lines], dtype=pl.Int64),
            sha256=pl.Series([hashlib.sha256(line.rstrip(b"\r")).hexdigest() for line in piece.lines], dtype=pl.String),
        ),
    )


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
    found = _columns(piece.frame, mapping)
    frame = found.with_columns(
        encoding=pl.lit(piece.encoding),
        reason=pl.when(pl.col("text").is_null()).then(pl.lit("no_text")),
        what=pl.lit("its text is an empty cell"),
        bytes=pl.Series([len(data) for data in own], dtype=pl.Int64),
        sha256=pl.Series([hashlib.sha256(data).hexdigest() for data in own], dtype=pl.String),
    )
    return _raw(uri, piece.member, piece.format, range(piece.first, piece.first + len(own)), frame)


def _raw(uri: str, member: str | None, format_: str, numbers: Sequence[int], frame: pl.DataFrame) -> pl.DataFrame:
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


def _columns(frame: pl.DataFrame, mapping: Mapped) -> pl.DataFrame:
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


def _runs(piece: Lines, columns: Mapping[str, str]) -> list[pl.DataFrame | int]:
    """The lines parsed in runs as long as they parse together; a number stands for that many lines that do not."""
    lines, together = piece.lines, piece.together
    names = {*columns.values(), *common_names(), *_sampled(lines)}
    mapping = mapped(sorted(names), columns)
    wanted = [*mapping.text, *(name for found in mapping.fields.values() for name in found)]
    schema = dict.fromkeys(wanted, pl.String)
    runs: list[pl.DataFrame | int] = []
    waiting = [lines]
    while waiting:
        part = waiting.pop()
        try:
            frame = pl.read_ndjson(together or b"\n".join(part), schema=schema, ignore_errors=True)
        except pl.exceptions.ComputeError:
            frame = None
        together = None
        if frame is not None and frame.height == len(part):
            runs.append(frame)
        elif len(part) <= _FEW:
            runs.append(len(part))
        else:
            half = len(part) // 2
            waiting += [part[half:], part[:half]]
    return runs


def _parsed(run: pl.DataFrame | int, columns: Mapping[str, str]) -> pl.DataFrame:
    if isinstance(run, int):
        return pl.DataFrame(schema={"text": pl.String, "fields": RAW["fields"]}).clear(run)
    used = [name for name, nulls in zip(run.columns, run.null_count().row(0), strict=True) if nulls < run.height]
    return _columns(run, mapped(used, columns))


def _sampled(lines: list[bytes]) -> set[str]:
    """Keys in other spellings than the usual ones, from lines spread over the block."""
    found: set[str] = set()
    for line in lines[:: max(1, len(lines) // 24)]:
        try:
            one = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(one, dict):
            found.update(name for name in one if len(name) <= 100 and not _SURROGATES.search(name))
    return found


def _replaced(frame: pl.DataFrame, at: list[int], found: list[_Row]) -> pl.DataFrame:
    """``frame`` with the rows ``at`` put in the place of what the columnar parser left open."""
    alone = pl.DataFrame(
        {name: [getattr(one, name) for one in found] for name in _Row._fields},
        schema={**{name: RAW[name] for name in ("encoding", "text", "fields", "reason")}, "what": pl.String},
    ).with_columns(pl.Series("at", at, dtype=pl.UInt32))
    rest = frame.with_row_index("at").filter(~pl.col("at").is_in(at))
    return pl.concat([rest, alone.select(rest.columns)]).sort("at").drop("at")


def _one(line: bytes, columns: Mapping[str, str]) -> _Row:
    try:
        return _looked_at(line, columns)
    except RecursionError:
        return _Row(None, None, [], "broken_row", "JSON, it is nested too deep")


def _looked_at(line: bytes, columns: Mapping[str, str]) -> _Row:
    decoded = decode(line)
    if decoded is None:
        return _Row(None, None, [], "encoding_unknown", "")
    try:
        found = json.loads(decoded.text, strict=False)
    except ValueError:
        return _Row(None, None, [], "broken_row", "JSON")
    if isinstance(found, str):
        return _Row(decoded.encoding, _whole(found), [], None, "")
    if not isinstance(found, dict):
        return _Row(None, None, [], "no_text", "the row is no JSON object")
    mapping = mapped(list(found), columns)
    text = next((text for name in mapping.text if (text := _prose(found[name]))), None)
    if text is None:
        return _Row(None, None, [], "no_text", "no key with a value is named like a text")
    fields = [
        {"field": field, "value": value}
        for field, names in mapping.fields.items()
        for value in next(filter(None, (flat(field, found[name]) for name in names)), [])
    ]
    return _Row(decoded.encoding, text, fields, None, "")


def _whole(text: str) -> str:
    """``text`` without broken halves of characters beyond the 16-bit plane, which no encoding can hold."""
    return _SURROGATES.sub(" ", text)


def _prose(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The text a value holds: itself, the paragraphs of a list, or what a small object calls its text."""
    if isinstance(value, str):
        return _whole(value) or None
    if isinstance(value, list):
        parts = [part for one in value if (part := _prose(one))]
        return "\n".join(parts) or None
    if isinstance(value, dict):
        return next(
            (text for name in ("rendered", "text", "value", "content") if (text := _prose(value.get(name)))), None
        )
    return None
