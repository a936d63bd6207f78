"""Measuring workbooks of binary sheets (XLSB) before they are opened.

A sheet is a row of records: a kind and a length, seven bits to a byte, and that many bytes ([MS-XLSB], 2.1.4). Rows and
columns of cells tell how far it spreads, references to shared strings how much text its cells hold.

Belongs here: walking through records. Does not belong here: reading cells (a library does), other workbooks
(``sheets``).
"""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING

from kliping.reading.formats.pieces import RefusedError
from kliping.reading.formats.streams import BLOCK

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator

    from kliping.reading.formats.walk import Context

ROW, SHARED, LAST_CELL, STRING = 0, 7, 11, 19
"""Kinds of records: a row, a cell whose string stands in the table of strings, the last kind of cell, such a string."""

FARTHEST = 1 << 32
"""Past every row and column that a record can name."""

_NUMBER = 4
"""Bytes of a row's or a column's number."""

_HEAD = 12
"""Bytes of a record that are looked at: a cell's column, its style, its number of a string."""


def measure_xlsb(archive: zipfile.ZipFile, context: Context, check_cells: Callable[[int, int], None]) -> None:
    """Refuse a workbook that would take more memory than a table may.

    Args:
        archive: the container.
        context: limits.
        check_cells: raises for a number of cells that is more than a limit allows.

    Raises:
        RefusedError: it would, or its records are damaged.
    """
    limit = context.settings.table_bytes
    lengths: list[int] = []
    names = archive.namelist()
    if "xl/sharedStrings.bin" in names:
        lengths = [size for kind, size, _ in _records(archive, "xl/sharedStrings.bin", context) if kind == STRING]
    shared = 0
    for name in names:
        if not (name.startswith("xl/worksheets/") and name.endswith(".bin")) or "/binaryIndex" in name:
            continue
        top, bottom, left, right = FARTHEST, -1, FARTHEST, -1
        for kind, _, head in _records(archive, name, context):
            if kind == ROW and len(head) >= _NUMBER:
                (row,) = struct.unpack_from("<I", head)
                top, bottom = min(top, row), max(bottom, row)
            elif 0 < kind <= LAST_CELL and len(head) >= _NUMBER:
                (column,) = struct.unpack_from("<I", head)
                left, right = min(left, column), max(right, column)
                if kind == SHARED and len(head) >= _HEAD:
                    (at,) = struct.unpack_from("<I", head, 8)
                    shared += lengths[at] if at < len(lengths) else 0
        if bottom >= top and right >= left:
            check_cells((bottom - top + 1) * (right - left + 1), limit)
    if shared > limit:
        raise RefusedError("too_large", limit=limit)


def _records(archive: zipfile.ZipFile, name: str, context: Context) -> Iterator[tuple[int, int, bytes]]:
    """Kind, size and the first bytes of each record of a member."""
    with archive.open(name) as member:
        reader = _Reader(member, context)
        while (kind := reader.number(2)) is not None:
            size = reader.number(4)
            if size is None:
                raise RefusedError("broken_file", "a workbook")
            yield kind, size, reader.beginning(size)


class _Reader:
    """A member's bytes, counted; held a block at a time."""

    def __init__(self, file: IO[bytes], context: Context) -> None:
        self._file, self._budget = file, context.budget
        self._block, self._at = b"", 0

    def _more(self) -> bool:
        self._block = self._block[self._at :] + (new := self._file.read(BLOCK))
        self._at = 0
        self._budget.spend(len(new))
        return bool(new)

    def number(self, most: int) -> int | None:
        """A number of at most so many bytes, the lowest seven bits first; None at the end."""
        value = 0
        for at in range(most):
            if self._at >= len(self._block) and not self._more():
                return None
            byte = self._block[self._at]
            self._at += 1
            value |= (byte & 0x7F) << (7 * at)
            if byte < 0x80:
                break
        return value

    def beginning(self, size: int) -> bytes:
        """The first bytes of the next ``size``, which are passed over.

        Raises:
            RefusedError: there are fewer.
        """
        wanted = min(size, _HEAD)
        while len(self._block) - self._at < wanted:
            if not self._more():
                raise RefusedError("broken_file", "a workbook")
        head = self._block[self._at : self._at + wanted]
        left = size
        while left > len(self._block) - self._at:
            left -= len(self._block) - self._at
            self._at = len(self._block)
            if not self._more():
                raise RefusedError("broken_file", "a workbook")
        self._at += left
        return head
