"""What a table holds beyond the values that are taken from it: nothing of it is lost."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import time, timedelta
from decimal import Decimal

import polars as pl
import pytest

from benchmarks.reading_samples import packed, xlsx

LONG = "Warga desa memperbaiki jembatan yang putus karena banjir pada awal pekan ini. " * 4
OTHER = "Pedagang pasar mengeluhkan harga cabai yang naik dua kali lipat sejak lebaran. " * 4


def parquet(rows: list[dict[str, object]]) -> bytes:
    file = io.BytesIO()
    pl.DataFrame(rows).write_parquet(file)
    return file.getvalue()


SECOND = {
    "ringkasan": "Warga desa memperbaiki jembatan dalam sehari.",
    "headline": "Jembatan Desa Selesai",
    "penulis": "Budi Roy",
    "keywords": "jembatan",
    "canonical": "https://example.org/lain/7",
    "lokasi": "Lereng",
    "language": "id",
    "isi_lain": f"{OTHER}\n{OTHER}",
}
"""Columns of a kind that another column of the table is of already, or that is told otherwise."""


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "parquet", "xlsx"])
def test_what_no_value_was_taken_from_is_kept(read, kind):
    first = {"title": "Jembatan Baru", "isi": LONG, "author": "Sari Dewi", "tags": "desa", "place": "Demak"}
    rows = [{**first, "url": f"https://example.org/{n}", **SECOND} for n in range(4)]
    grid = [list(rows[0]), *(list(one.values()) for one in rows)]
    data = {
        "csv": lambda: pl.DataFrame(rows).write_csv().encode(),
        "json": lambda: json.dumps(rows).encode(),
        "jsonl": lambda: "\n".join(map(json.dumps, rows)).encode(),
        "parquet": lambda: parquet(rows),
        "xlsx": lambda: xlsx({"Berita": grid}),
    }[kind]()
    documents = read(f"pages.{kind}", data)
    told = json.dumps([json.loads(documents["extra"][0]), documents["fields"][0].to_list(), documents["text"][0]])
    assert [value for value in SECOND.values() if json.dumps(value)[1:-1] not in told] == []
    assert [value for value in first.values() if json.dumps(value)[1:-1] not in told] == []


def test_a_second_column_speaks_where_the_first_is_silent(read):
    rows = [{"title": title, "judul": "Pasar Desa", "isi": LONG} for title in ("Jembatan", "", "Pasar Desa")]
    documents = read("pages.json", json.dumps(rows).encode())
    assert documents["extra"].to_list() == ['{"judul":"Pasar Desa"}', None, None]
    assert [one[0]["value"] for one in documents["fields"].to_list()] == ["Jembatan", "Pasar Desa", "Pasar Desa"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("12.50"), "12.50"), (time(8, 30), "08:30:00"), (timedelta(hours=1), "1:00:00"), ([Decimal(3)], '["3"]')],
)
def test_values_of_any_type_of_parquet_are_written(read, value, written):
    documents = read("pages.parquet", parquet([{"judul": "Jembatan", "isi": LONG, "tarif": value}]))
    assert json.loads(documents["extra"][0]) == {"tarif": written}


@pytest.mark.parametrize(("value", "computed"), [("", False), ("<v>Jembatan</v>", True), ("<v></v>", True)])
def test_formulas_that_were_never_computed_are_said(read, value, computed):
    with zipfile.ZipFile(io.BytesIO(xlsx({"Berita": [["judul", "isi"], ["Jembatan", LONG]]}))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    cell = f'<row r="3"><c r="A3" t="str"><f>A2&amp;""</f>{value}</c></row></sheetData>'
    members[sheet] = members[sheet].replace(b"</sheetData>", cell.encode())
    documents = read("pages.xlsx", packed(members))
    reasons = [one for one in documents["reason"].to_list() if one != "no_text"]
    assert reasons == ([None] if computed else ["not_computed", None])
    assert computed or "Open it in a spreadsheet program" in documents["detail"][0]
