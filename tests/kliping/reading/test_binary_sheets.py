"""How far a binary sheet spreads, told from its records before a library opens it."""

from __future__ import annotations

import io
import zipfile

import pytest

from benchmarks.reading_samples import packed, xlsb
from kliping.reading.formats.binary_sheets import measure_xlsb
from kliping.reading.formats.pieces import RefusedError
from kliping.reading.formats.streams import Budget
from kliping.reading.formats.walk import Context
from kliping.settings.reading import ReadingSettings

SETTINGS = ReadingSettings()


def measured(book):
    found = []
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        measure_xlsb(archive, Context(SETTINGS, Budget(SETTINGS, len(book))), lambda *told: found.append(told))
    return found


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([["judul", "isi"], ["Jembatan", "Pulih"]], 4),
        ([["judul"], [], [], ["", "", "x"]], 12),
        ([["", "judul"], ["", "x" * 5_000_000]], 2),
        ([[""]], None),
    ],
)
def test_the_cells_between_the_outermost_are_counted(rows, cells):
    assert measured(xlsb(rows)) == ([] if cells is None else [(cells, SETTINGS.table_bytes)])


def test_a_record_that_ends_too_early_is_damage():
    with pytest.raises(RefusedError, match="broken_file"):
        measured(packed({"xl/worksheets/sheet1.bin": b"\x06\x20abc"}))


def test_strings_that_many_cells_share_count_as_often():
    string = b"\x13\xff\xff\xff\x00" + b"x" * 0x1FFFFF
    cells = b"\x00\x04\x00\x00\x00\x00" + (b"\x07\x0c" + bytes(12)) * 130
    with pytest.raises(RefusedError, match="too_large"):
        measured(packed({"xl/sharedStrings.bin": string, "xl/worksheets/sheet1.bin": cells}))
