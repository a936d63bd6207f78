"""JSON lines become rows of the RAW frame: whole blocks by a columnar parser, what it leaves one by one.

Both ways give the same answer. The columnar parser knows the keys of its schema only: the usual names, and what the
first rows of the file use besides. A row that it cannot parse (``NaN``, raw line breaks in strings, another encoding)
or in which it finds no text is looked at alone, with the standard library's parser.

Belongs here: JSON objects as documents. Does not belong here: cutting a file into lines (``rows``).
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.reading.encodings import decode
from kliping.reading.formats.columns import common_names, mapped
from kliping.reading.formats.parse import RAW, raw, text_and_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.reading.formats.pieces import Lines

_FEW = 32
"""Lines that are no longer halved to find the broken one: looking at each costs less."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_SAMPLE = 24


class _Row(NamedTuple):
    """One JSON row that was looked at alone; ``cells`` are the values of the known keys as strings."""

    encoding: str | None
    text: str | None
    cells: list[str | None]
    reason: str | None
    what: str


def lines_frame(uri: str, piece: Lines, columns: Mapping[str, str]) -> pl.DataFrame:
    """The RAW rows of JSON lines, in their order."""
    names = sorted({*columns.values(), *common_names(), *piece.keys})
    found = pl.concat([_parsed(run, columns) for run in _runs(piece, names, columns)])
    text = found["text"]
    odd = (text.is_null() | text.str.contains(r"^\s*[\[{]")).arg_true().to_list()
    frame = found.with_columns(
        encoding=pl.lit("utf-8"), reason=pl.lit(None, dtype=pl.String), what=pl.lit(None, dtype=pl.String)
    )
    if odd:
        alone = _alone([piece.lines[at] for at in odd], names, columns).with_columns(
            pl.Series("at", odd, dtype=pl.UInt32)
        )
        rest = frame.with_row_index("at").filter(~pl.col("at").is_in(odd))
        frame = pl.concat([rest, alone.select(rest.columns)]).sort("at").drop("at")
    own = [line.rstrip(b"\r") for line in piece.lines]
    return raw(
        uri,
        piece.member,
        "jsonl",
        piece.numbers,
        frame.with_columns(
            bytes=pl.Series([len(line) for line in own], dtype=pl.Int64),
            sha256=pl.Series([hashlib.sha256(line).hexdigest() for line in own], dtype=pl.String),
        ),
    )


def sampled_keys(lines: list[bytes]) -> frozenset[str]:
    """Keys that lines from the beginning of a file use, in whatever spelling."""
    found: set[str] = set()
    for line in lines[:: max(1, len(lines) // _SAMPLE)]:
        try:
            one = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(one, dict):
            found.update(name for name in one if len(name) <= 100 and not _SURROGATES.search(name))
    return frozenset(found)


def _runs(piece: Lines, names: list[str], columns: Mapping[str, str]) -> list[pl.DataFrame | int]:
    """The lines parsed in runs as long as they parse together; a number stands for that many lines that do not."""
    mapping = mapped(names, columns)
    wanted = [*mapping.text, *(name for found in mapping.fields.values() for name in found)]
    schema = dict.fromkeys(wanted, pl.String)
    runs: list[pl.DataFrame | int] = []
    waiting, together = [piece.lines], piece.together
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
    return text_and_fields(run, mapped(used, columns))


def _alone(lines: list[bytes], names: list[str], columns: Mapping[str, str]) -> pl.DataFrame:
    found = [_one(line, names, columns) for line in lines]
    cells = pl.DataFrame([one.cells for one in found], schema=dict.fromkeys(names, pl.String), orient="row")
    fields = _parsed(cells, columns)["fields"]
    kept = ("encoding", "text", "reason", "what")
    return pl.DataFrame(
        {name: pl.Series([getattr(one, name) for one in found], dtype=pl.String) for name in kept}
    ).with_columns(fields)


def _one(line: bytes, names: list[str], columns: Mapping[str, str]) -> _Row:
    nothing: list[str | None] = [None] * len(names)
    try:
        decoded = decode(line)
        if decoded is None:
            return _Row(None, None, nothing, "encoding_unknown", "")
        found = json.loads(decoded.text, strict=False, object_pairs_hook=_object)
        if isinstance(found, str):
            return _Row(decoded.encoding, _whole(found), nothing, None, "")
        if not isinstance(found, dict):
            return _Row(None, None, nothing, "no_text", "the row is no JSON object")
        text = _text(found, names, columns)
        if text is None:
            return _Row(None, None, nothing, "no_text", "no key with a value is named like a text")
        return _Row(decoded.encoding, text, [_cell(found.get(name)) for name in names], None, "")
    except ValueError:
        return _Row(None, None, nothing, "broken_row", "JSON")
    except RecursionError:
        return _Row(None, None, nothing, "broken_row", "JSON, it is nested too deep")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which the first of several equal keys counts, as the columnar parser has it."""
    return dict(reversed(pairs))


def _text(found: dict[str, Any], names: list[str], columns: Mapping[str, str]) -> str | None:
    """The text under the best of the known keys, else under any key that is named like a text."""
    known = mapped([name for name in names if name in found], columns).text
    others = mapped(list(found), columns).text
    return next((text for name in (*known, *others) if (text := _prose(found[name]))), None)


def _cell(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """A value as the columnar parser gives it: a string as it is, anything else as JSON."""
    if value is None:
        return None
    return _whole(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _whole(text: str) -> str:
    """``text`` without broken halves of characters beyond the 16-bit plane, which no encoding can hold."""
    return _SURROGATES.sub(" ", text)


def _prose(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The text a value holds: itself, the paragraphs of a list, or what a small object calls its text."""
    if isinstance(value, list):
        parts = [part for one in value if (part := _prose(one))]
        return "\n".join(parts) or None
    if isinstance(value, dict):
        names = ("rendered", "text", "value", "content")
        return next((text for name in names if (text := _prose(value.get(name)))), None)
    return _cell(value) or None
