"""Small workbooks and databases, made from rows of strings with the standard library alone.

Belongs here: sound files of formats that nothing installed here writes, for the fuzzer and the tests. Does not belong
here: text formats, which are written where they are needed.
"""

from __future__ import annotations

import contextlib
import io
import sqlite3
import struct
import zipfile
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Rows = list[list[str]]

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day has no zone


def packed(members: dict[str, bytes], *, locked: bool = False) -> bytes:
    """A ZIP archive; ``locked`` marks its members as encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
            if locked:
                info.flag_bits |= 1
    return out.getvalue()


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[str | datetime]]], *, tail: str = "", merged: str = "", locked: bool = False
) -> bytes:
    """A workbook of inline strings and days; ``tail`` is put behind the last row of every sheet.

    ``merged``: a range of cells that are one in every sheet, as ``A2:A3``.
    """
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1))
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{relations}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    targets += f'<Relationship Id="rId0" Type="{relations}/styles" Target="styles.xml"/>'
    spans = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    members = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>',
        "xl/styles.xml": f'<styleSheet xmlns="{spreadsheet}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/>'
        "</cellXfs></styleSheet>",
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spreadsheet}" xmlns:r="{relations}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">{targets}</Relationships>',
    }
    for n, rows in enumerate(sheets.values(), 1):
        cells = "".join(_xlsx_row(number, row) for number, row in enumerate(rows, 1))
        members[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{spreadsheet}"><sheetData>{cells}{tail}</sheetData>{spans}</worksheet>'
        )
    return packed({name: text.encode() for name, text in members.items()}, locked=locked)


def xlsb(rows: Rows) -> bytes:
    """A workbook of one binary sheet, of strings that stand in their cells."""

    def number(value: int) -> bytes:
        out = bytearray()
        while value >= 0x80:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        return bytes([*out, value])

    def record(kind: int, data: bytes = b"") -> bytes:
        return number(kind) + number(len(data)) + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    sheet = record(0x81) + record(0x94, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    sheet += record(0x91)
    for at, row in enumerate(rows):
        if not row:
            continue
        sheet += record(0x00, struct.pack("<I", at) + bytes(13))
        for column, cell in enumerate(row):
            if cell:
                sheet += record(0x06, struct.pack("<II", column, 0) + wide(cell))
    sheet += record(0x92) + record(0x82)
    book = record(0x83) + record(0x8F) + record(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("Berita"))
    book += record(0x90) + record(0x84)
    target = f'<Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.bin"/>'
    listed = f'<Relationships xmlns="{packages}/relationships">{target}</Relationships>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"/>'.encode(),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": listed.encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _xlsx_row(number: int, row: Sequence[str | datetime]) -> str:
    cells = "".join(_xlsx_cell(f"{chr(65 + at)}{number}", cell) for at, cell in enumerate(row) if cell)
    return f'<row r="{number}">{cells}</row>'


def _xlsx_cell(place: str, cell: str | datetime) -> str:
    if isinstance(cell, datetime):
        return f'<c r="{place}" s="1"><v>{(cell - EPOCH).total_seconds() / 86400}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def ods(rows: Rows, *, tail: str = "") -> bytes:
    """An OpenDocument spreadsheet of one sheet; ``tail`` is put behind its last row."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    told = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Berita">'
        f"{told}{tail}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return packed(
        {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def xls(rows: Rows) -> bytes:
    """A workbook of Excel 97 with one sheet of short strings."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 0))

    name = b"Berita"
    sheet = begin(0x10)
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if cell:
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += record(0x204, struct.pack("<HHH", number, at, 0) + text)
    sheet += record(0x0A, b"")
    start = len(begin(5)) + 4 + 8 + len(name) + 4
    book = begin(5) + record(0x85, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name) + record(0x0A, b"") + sheet
    return ole({"Workbook": book})


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, none of them small."""
    bodies = {name: data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\0") for name, data in streams.items()}
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    table = [0xFFFFFFFD, 0xFFFFFFFE]  # the table itself, the directory
    for at, (name, data) in enumerate(bodies.items(), 1):
        sectors = len(data) // 512
        right = at + 1 if at < len(bodies) else 0xFFFFFFFF
        entries.append(_entry(name, 2, len(table), len(data), right=right))
        table += [*range(len(table) + 1, len(table) + sectors), 0xFFFFFFFE]
    assert len(table) <= 128  # one sector of the table
    assert len(entries) <= 4
    directory = b"".join(entries).ljust(512, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    allocation = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return header + allocation + directory + b"".join(bodies.values())


def _entry(name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    spelt = name.encode("utf-16-le")
    told = spelt.ljust(64, b"\0") + struct.pack("<HBB", len(spelt) + 2, kind, 1)
    return told + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def sqlite(tables: dict[str, Rows], *more: str) -> bytes:
    """A database whose tables have the names of the first row as columns; ``more`` is run behind it."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for name, rows in tables.items():
            connection.execute(f"CREATE TABLE {name} ({', '.join(rows[0])})")
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows[1:])
        for statement in more:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()
