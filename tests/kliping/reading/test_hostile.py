"""Broken and hostile files: each gives the rows it should, and nothing is lost or raised."""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hostile_files import ARABIC, CONTAINERS, FRENCH, JAPANESE, PAGE, RUSSIAN, zipped
from hostile_texts import TEXTS_AND_TABLES

CASES = [*CONTAINERS, *TEXTS_AND_TABLES]


@pytest.mark.parametrize(("kind", "name", "data", "settings", "rows"), CASES, ids=[case[0] for case in CASES])
def test_a_hostile_file_gives_its_rows(read, kind, name, data, settings, rows):
    if kind == "two members of one name":
        with pytest.warns(UserWarning, match="Duplicate name"):
            data = zipped(("a.txt", b"x"), ("a.txt", b"y"))
    documents = read(name, data, **settings)
    found = list(documents.select("member", "reason").iter_rows())
    if rows is not None:
        assert found == rows
    for detail in documents["detail"].drop_nulls():
        assert name in detail
        assert "Banjir" not in detail
        assert detail.endswith(".")


def test_there_are_at_least_forty_kinds():
    assert len({case[0] for case in CASES}) >= 40


TEXTS = [
    ("UTF-16 without a mark", PAGE, "utf-16-le"),
    ("UTF-16 with a mark", PAGE, "utf-16-le"),
    ("Latin-1", FRENCH, "cp1252"),
    ("Shift-JIS", JAPANESE, "cp932"),
    ("EUC-JP", JAPANESE, "euc_jp"),
    ("ISO-2022-JP", JAPANESE, "iso2022_jp"),
    ("Windows-1256", ARABIC, "cp1256"),
    ("KOI8-R", RUSSIAN, "koi8-u"),
    ("NULs in text", PAGE, "utf-8"),
    ("CRLF", PAGE, "utf-8"),
    ("lone CR", PAGE, "utf-8"),
    ("mojibake", FRENCH, "utf-8 (mojibake repaired)"),
    ("form feeds and escapes", " Banjir [31m surut  ", "utf-8"),
    ("XML that reads a file", "x&a;", "utf-8"),
]


@pytest.mark.parametrize(("kind", "text", "encoding"), TEXTS, ids=[case[0] for case in TEXTS])
def test_the_text_is_what_was_written(read, kind, text, encoding):
    _, name, data, settings, _ = next(case for case in CASES if case[0] == kind)
    documents = read(name, data, **settings)
    assert documents["text"].to_list() == [text]
    assert documents["encoding"].to_list() == [encoding]


def test_a_nested_bomb_stops_its_file(read):
    _, name, data, settings, _ = next(case for case in CASES if case[0] == "nested bomb")
    documents = read(name, data, **settings)
    assert documents["reason"].to_list()[0] is None
    assert documents["member"].to_list()[-1] is None
    assert documents["reason"].to_list()[-1] == "bomb"


def test_a_damaged_member_does_not_hurt_its_neighbours(read):
    archive = bytearray(zipped(("a.txt", PAGE.encode()), ("b.txt", b"Warga")))
    archive[struct.calcsize("<4s5H3L2H") + len("a.txt") + 4] ^= 0xFF
    documents = read("a.zip", bytes(archive))
    assert list(documents.select("member", "reason").iter_rows()) == [("a.txt", "damaged"), ("b.txt", None)]


def test_parquet_strings_that_are_no_utf_8_are_mended(read):
    good = pa.array([b"Banjir surut", b"Warga \xff kembali"])
    out = io.BytesIO()
    pq.write_table(pa.table({"text": pa.Array.from_buffers(pa.string(), 2, good.buffers())}), out)
    documents = read("a.parquet", out.getvalue())
    assert documents["text"].to_list() == ["Banjir surut", "Warga \ufffd kembali"]
