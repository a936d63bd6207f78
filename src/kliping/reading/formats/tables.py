"""Parquet and Arrow.

Belongs here: columnar files, read a block of rows at a time. Does not belong here: what a column means (``columns``).
"""

from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING, Any

import polars as pl

from kliping.reading.formats.columns import mapped, named
from kliping.reading.formats.pieces import Piece, RefusedError, Table, checked
from kliping.reading.formats.profiles import profile as profile_of
from kliping.reading.formats.streams import Stream, seekable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kliping.reading.formats.walk import Context

_ROWS, _SAMPLED = 1000, 300
"""Rows in memory at once, and rows by which columns without a telling name are understood."""


def parquet_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of a Parquet file; only columns that mean something are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = seekable(stream)
    try:
        opened = pq.ParquetFile(file)
        names = _wanted(opened.schema_arrow, context)
        blocks = opened.iter_batches(batch_size=_ROWS, columns=names, use_threads=False)
        yield from _rows(_mended(blocks), member, format_, context)
    except (pa.ArrowException, OSError, ValueError, ArithmeticError) as broken:
        raise RefusedError("broken_file", "a Parquet file") from broken
    finally:
        if file is not stream.base:
            file.close()


def arrow_rows(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of an Arrow file (Feather) or stream; every block is validated before it is used."""
    import pyarrow as pa

    file = seekable(stream)
    try:
        head = file.read(8)
        file.seek(0)
        options = pa.ipc.IpcReadOptions(use_threads=False, ensure_alignment=pa.ipc.Alignment.DataTypeSpecific)
        if head.startswith(b"ARROW1"):
            opened = pa.ipc.open_file(file, options=options)
            blocks = (opened.get_batch(number) for number in range(opened.num_record_batches))
        else:
            opened = pa.ipc.open_stream(file, options=options)
            blocks = iter(opened)
        names = _wanted(opened.schema, context)
        yield from _rows((block.select(names) for block in _valid(blocks)), member, format_, context)
    except (pa.ArrowException, OSError, ValueError, ArithmeticError) as broken:
        raise RefusedError("broken_file", "an Arrow file") from broken
    finally:
        if file is not stream.base:
            file.close()


def _valid(blocks: Iterable[Any]) -> Iterator[Any]:
    for block in blocks:
        block.validate(full=True)
        yield block


def _mended(blocks: Iterable[Any]) -> Iterator[Any]:
    """Parquet's blocks, where strings are not UTF-8 as bytes, so that their characters can be mended."""
    import pyarrow as pa

    for block in blocks:
        try:
            block.validate(full=True)
        except pa.ArrowInvalid:
            strings = (pa.types.is_string, pa.types.is_large_string)
            types = [pa.binary() if any(is_(field.type) for is_ in strings) else field.type for field in block.schema]
            block = block.cast(pa.schema(list(zip(block.schema.names, types, strict=True))))
            block.validate(full=True)
        yield block


def _wanted(schema: Any, context: Context) -> list[str]:  # noqa: ANN401 - pyarrow carries no types
    """The columns to be read: all but raw bytes that nothing is named like."""
    import pyarrow as pa

    names = dict.fromkeys(schema.names)
    once = [name for name in names if schema.names.count(name) == 1]
    known = set(mapped(list(names), context.settings.columns).columns)
    return [name for name in once if name in known or not pa.types.is_binary(schema.field(name).type)]


def _rows(blocks: Iterable[Any], member: str | None, format_: str, context: Context) -> Iterator[Piece]:
    first, profile = 1, None
    for block in blocks:
        for start in range(0, block.num_rows, _ROWS):
            part = block.slice(start, _ROWS)
            columns = [each for name in part.schema.names for each in _columns(name, part.column(name))]
            frame = pl.DataFrame(columns)
            if profile is None:
                sample = frame.head(_SAMPLED).to_dict(as_series=False)
                profile = checked(profile_of(sample, context.settings.columns), frame.width)
            yield Table(member, format_, first, frame, profile=profile)
            first += part.num_rows


def _columns(name: str, column: Any) -> list[pl.Series]:  # noqa: ANN401 - pyarrow carries no types
    """A column as strings; of a struct whose name says nothing (``meta``) a column for each of its fields."""
    import pyarrow as pa

    if not pa.types.is_struct(column.type) or named(name) is not None:
        return [_plain(name, column)]
    held = column.to_pylist()
    inner = [column.type.field(at).name for at in range(column.type.num_fields)]
    return [
        pl.Series(f"{name}.{one}", [_written((row or {}).get(one)) for row in held], dtype=pl.String) for one in inner
    ]


def _plain(name: str, column: Any) -> pl.Series:  # noqa: ANN401 - pyarrow carries no types
    """A column as strings: bytes decoded, moments in ISO 8601, lists and structs as JSON.

    What is no string goes through Python: a columnar cast of a damaged nested column can bring the process down.
    """
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pl.Series(name, pl.from_arrow(column), dtype=pl.String)
    return pl.Series(name, [_written(value) for value in column.to_pylist()], dtype=pl.String)


def _written(value: Any) -> str | None:  # noqa: ANN401 - any value Arrow knows
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool | int | float | list | dict):
        return json.dumps(value, ensure_ascii=False, default=_written)
    return str(value)  # a price, a length of time
