"""Workbooks of Excel 97 to 2003 (XLS). Macros and formulas are never run.

They are read by a library in Python (xlrd), which holds what a sheet has and not what it could have: a faster one sizes
a sheet by the numbers of its rows, and a damaged number then ends the whole program.

Belongs here: XLS. Does not belong here: workbooks in ZIP containers (``sheets``), what rows mean (``grids``).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kliping.reading.formats.grids import Place, sheet_tables, written
from kliping.reading.formats.pieces import Piece, Refusal, RefusedError, inside
from kliping.reading.formats.streams import seekable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.streams import Stream
    from kliping.reading.formats.walk import Context

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def old_workbook(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The rows of an XLS file; other documents in the same container, and locked ones, are refused."""
    file = seekable(stream)
    try:
        data = file.read(context.settings.table_bytes + 1)
    finally:
        if file is not stream.base:
            file.close()
    if len(data) > context.settings.table_bytes:
        raise RefusedError("too_large", limit=context.settings.table_bytes)
    if _ENCRYPTED in data:
        raise RefusedError("encrypted")
    if not any(name in data for name in _BOOKS):
        raise RefusedError("binary", "an old office document")
    book = _opened(data)
    for number, name in enumerate(book.sheet_names()):
        place = Place(member if book.nsheets == 1 else inside(member, name), format_)
        try:
            yield from sheet_tables(_rows(book, number), place, context)
        except RefusedError as refused:
            yield refused.piece(place.member, format_)
        except Exception:  # noqa: BLE001 - the library raises whatever a damaged sheet leads it to
            yield Refusal(place.member, format_, "broken_file", "a sheet of a workbook")


def _opened(data: bytes) -> Any:  # noqa: ANN401 - the library carries no types
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=data, on_demand=True, ragged_rows=True, logfile=io.StringIO())
    except Exception as broken:
        if "encrypted" in str(broken).lower():
            raise RefusedError("encrypted") from broken
        raise RefusedError("broken_file", "a workbook") from broken


def _rows(book: Any, number: int) -> Iterator[list[str]]:  # noqa: ANN401 - the library carries no types
    import xlrd

    sheet = book.sheet_by_index(number)
    for at in range(sheet.nrows):
        yield [
            written(_moment(cell.value, book.datemode)) if cell.ctype == xlrd.XL_CELL_DATE else _plain(cell)
            for cell in sheet.row(at)
        ]
    book.unload_sheet(number)


def _moment(value: float, mode: int) -> object:
    import xlrd

    try:
        return xlrd.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):
        return value


def _plain(cell: Any) -> str:  # noqa: ANN401 - the library carries no types
    import xlrd

    return "" if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR) else written(cell.value)
