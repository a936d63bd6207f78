"""Workbooks in ZIP containers: XLSX, XLSM, XLSB and ODS, every sheet of them. Macros and formulas are never run.

A workbook is held whole by the library that reads it (calamine), and cells of a sheet that spreads far, or strings that
many cells share, take more memory than their file has bytes: both are measured before it is opened.

Belongs here: opening and measuring workbooks. Does not belong here: what rows mean (``grids``), the records of XLSB
(``binary_sheets``), XLS (``old_sheets``).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any

from kliping.reading.formats.binary_sheets import measure_xlsb
from kliping.reading.formats.grids import Place, sheet_tables, written
from kliping.reading.formats.pieces import Piece, Refusal, RefusedError, inside
from kliping.reading.formats.streams import BLOCK
from kliping.text import lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.walk import Context

_FREE = 64 * BLOCK
"""Bytes a workbook may unpack to whatever its size."""

_CELL_BYTES = 32
"""Bytes that a cell of a sheet takes while it is read, empty or not."""

_LETTERS = "{1,8}"
"""Letters of a column: a sheet has no more than three, others are found out later."""

_CELL = re.compile(rf"\sr\s*=\s*[\"']([A-Za-z]{_LETTERS})(\d{{1,10}})[\"']".encode())
_SHARED = re.compile(rf't="s"[^>]{lengths.SHORT_TAG}>\s*<(?:\w+:)?v>(\d{{1,9}})<'.encode())
_STRING = re.compile(rb"<(?:\w+:)?si[\s>]")
_NOT_COMPUTED = re.compile(rb"</(?:\w+:)?f>\s*</(?:\w+:)?c>")
"""A cell ends behind its formula: a program wrote it, and no spreadsheet was there that computes its value."""
_MERGED = 10_000
"""Merged cells of a sheet, and rows of one, that get its value: a range over a whole sheet is a matter of looks."""

_KEPT = 1000
"""Bytes of a block that are looked at again with the next one, so that nothing is cut in two."""
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DAMAGE = (
    *(zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, KeyError, ValueError, OSError),
)
"""What a damaged container makes its library raise."""

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def kind_of(archive: zipfile.ZipFile) -> str | None:
    """``xlsx``, ``xlsb`` or ``ods`` when the archive is a workbook."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and "content.xml" in names:
        try:
            with archive.open("mimetype") as file:
                return "ods" if b"opendocument.spreadsheet" in file.read(200) else None
        except _DAMAGE:
            return None
    return None


def workbook_rows(file: IO[bytes], archive: zipfile.ZipFile, at: Place, context: Context) -> Iterator[Piece]:
    """The rows of a workbook in a ZIP container.

    Raises:
        RefusedError: it is locked, damaged, or would take more memory than a table may.
    """
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise RefusedError("encrypted")
    try:
        _check_size(archive, context)
        if at.format == "ods":
            _measure_ods(archive, context)
        elif at.format == "xlsb":
            measure_xlsb(archive, context, _check_cells)
        else:
            if _measure_xlsx(archive, context):
                yield Refusal(at.member, at.format, "not_computed")
    except _DAMAGE as broken:
        raise RefusedError("broken_file", "a workbook") from broken
    file.seek(0)
    yield from _sheets(file, at, context)


def _sheets(file: IO[bytes], at: Place, context: Context) -> Iterator[Piece]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet]
    except python_calamine.PasswordError as locked:
        raise RefusedError("encrypted") from locked
    except BaseException as fault:
        _raise_foreign(fault)
        raise RefusedError("broken_file", "a workbook") from fault
    try:
        for name in names:
            member = at.member if len(names) == 1 else inside(at.member, name)
            try:
                yield from sheet_tables(_rows(book, name), Place(member, at.format), context)
            except RefusedError as refused:
                yield refused.piece(member, at.format)
            except (GeneratorExit, KeyboardInterrupt, SystemExit):
                raise
            except BaseException as fault:  # noqa: BLE001 - panics of the library are no Exception
                _raise_foreign(fault)
                yield Refusal(member, at.format, "broken_file", "a sheet of a workbook")
    finally:
        book.close()


def _raise_foreign(fault: BaseException) -> None:
    """Raise again what is no fault of the file: the library's own panics do not derive from Exception."""
    if not isinstance(fault, Exception) and type(fault).__name__ != "PanicException":
        raise fault


def _rows(book: Any, name: str) -> Iterator[list[str]]:  # noqa: ANN401 - calamine's workbook
    sheet = book.get_sheet_by_name(name)
    start = sheet.start
    if start is None:
        return
    below = _merged(sheet)
    for number, cells in enumerate(sheet.iter_rows()):
        told = [written(cell) for cell in cells]
        if any(told):
            for column, first in below.get(number, ()):
                if column < len(told) and not told[column]:
                    told[column] = written(first)
        yield told


def _merged(sheet: Any) -> dict[int, list[tuple[int, Any]]]:  # noqa: ANN401 - calamine's sheet
    """Row → cells that a cell merged over several rows gives its value to."""
    ranges = [spot for spot in (sheet.merged_cell_ranges or [])[:_MERGED] if spot[1][0] > spot[0][0]]
    if not ranges:
        return {}
    tops = {spot[0] for spot in ranges}
    values = {
        (number, column): cell
        for number, cells in enumerate(sheet.iter_rows())
        for column, cell in enumerate(cells)
        if (number, column) in tops
    }
    below: dict[int, list[tuple[int, Any]]] = {}
    for (top, left), (bottom, _) in ranges:
        for number in range(top + 1, min(bottom, top + _MERGED) + 1):
            below.setdefault(number, []).append((left, values.get((top, left))))
    return below


def _blocks(archive: zipfile.ZipFile, name: str, context: Context) -> Iterator[bytes]:
    """A member of the container, a block at a time with the end of the one before; counted, and checked to its end."""
    last = b""
    with archive.open(name) as member:
        while block := member.read(BLOCK):
            context.budget.spend(len(block))
            yield last + block
            last = block[-_KEPT:]


def _measure_xlsx(archive: zipfile.ZipFile, context: Context) -> bool:
    """Whether a cell has a formula and no value; refuses what spreads over more cells than may be held."""
    limit = context.settings.table_bytes
    lengths = _string_lengths(archive, context)
    shared, not_computed = 0, False
    for info in archive.infolist():
        if not (info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")):
            continue
        columns: set[bytes] = set()
        top, bottom = 1 << 20, 0
        for block in _blocks(archive, info.filename, context):
            not_computed = not_computed or _NOT_COMPUTED.search(block) is not None
            cells = set(_CELL.findall(block))
            columns.update(letters for letters, _ in cells)
            rows = [int(number) for _, number in cells]
            top, bottom = min(top, min(rows, default=top)), max(bottom, max(rows, default=0))
            shared += sum(lengths[at] for at in map(int, _SHARED.findall(block)) if at < len(lengths))
        across = sorted(map(_number, columns)) or [1]
        _check_cells((bottom - top + 1) * (across[-1] - across[0] + 1), limit)
    if shared > limit:
        raise RefusedError("too_large", limit=limit)
    return not_computed


def _check_size(archive: zipfile.ZipFile, context: Context) -> None:
    """What the container states of its members' sizes; that they are no larger shows when they are read."""
    whole = sum(info.file_size for info in archive.infolist())
    held = sum(info.compress_size for info in archive.infolist())
    if whole > max(held * context.settings.archive_ratio, _FREE):
        raise RefusedError("bomb", limit=context.settings.archive_ratio, whole_file=True)
    if whole > context.settings.table_bytes:
        raise RefusedError("too_large", limit=context.settings.table_bytes)


def _string_lengths(archive: zipfile.ZipFile, context: Context) -> list[int]:
    """The bytes of each string that cells share, about."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    lengths: list[int] = []
    since = 0
    with archive.open("xl/sharedStrings.xml") as member:
        rest = b""
        while block := member.read(BLOCK):
            context.budget.spend(len(block))
            block = rest + block
            cut = max(block.rfind(b"<"), 0)
            block, rest = block[:cut], block[cut:]
            at = 0
            for found in _STRING.finditer(block):
                lengths.append(since + found.start() - at)
                since, at = 0, found.start()
            since += len(block) - at
    return [*lengths[1:], since]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_cells(cells: int, limit: int) -> None:
    if cells * _CELL_BYTES > limit:
        raise RefusedError("sheet_too_wide", limit=limit // _CELL_BYTES)


def _measure_ods(archive: zipfile.ZipFile, context: Context) -> None:
    """Cells and rows that are written once and repeated many times are counted as often as they are repeated."""
    from lxml import etree

    limit = context.settings.table_bytes
    rows = width = size = 0
    with archive.open("content.xml") as member:
        counted = _Counted(member, context)
        try:
            for _, element in etree.iterparse(
                counted, tag=(f"{_TABLE}table-row", f"{_TABLE}table"), resolve_entities=False, no_network=True
            ):
                if element.tag.endswith("table-row"):
                    repeats = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                    last = at = own = 0
                    for cell in element:
                        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
                        at += times
                        text = sum(len(part) for part in cell.itertext())
                        if text or len(cell) or cell.get(f"{_OFFICE}value-type"):
                            last, own = at, own + text * times
                    rows += repeats if last else 0
                    width, size = max(width, last), size + own * repeats
                else:
                    _check_cells(rows * width, limit)
                    rows = width = 0
                element.clear()
        except etree.XMLSyntaxError as broken:
            raise RefusedError("broken_file", "a workbook") from broken
    if size > limit:
        raise RefusedError("too_large", limit=limit)


class _Counted:
    """A member's content for a parser, its bytes counted."""

    def __init__(self, file: IO[bytes], context: Context) -> None:
        self._file, self._budget = file, context.budget

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, BLOCK) if size > 0 else BLOCK)
        self._budget.spend(len(data))
        return data
