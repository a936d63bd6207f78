"""Readers of formats that hold rows: what they hand on as pages, lines and tables, and what they refuse."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import tarfile
import zipfile
from datetime import date, datetime, time

import polars as pl
import pytest

from benchmarks.reading_samples import xlsx
from kliping.reading.formats.archives import tar_members, unsafe, zip_members
from kliping.reading.formats.csvs import csv_rows
from kliping.reading.formats.databases import sqlite_rows
from kliping.reading.formats.feeds import entries
from kliping.reading.formats.grids import Place, is_header, once, sheet_tables, tables, written
from kliping.reading.formats.mail import mailbox, message
from kliping.reading.formats.old_sheets import old_workbook
from kliping.reading.formats.pieces import Lines, Page, Refusal, RefusedError, Table
from kliping.reading.formats.rows import json_document, json_lines
from kliping.reading.formats.sheets import kind_of, workbook_rows
from kliping.reading.formats.tables import arrow_rows, parquet_rows
from kliping.reading.formats.warc import warc_pages

LONG = "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang. " * 3


def read(reader, opened, data, name="a", format_="csv", **settings):
    """What a reader makes of bytes."""
    stream, context = opened(data, **settings)
    return list(reader(stream, name, None, context, format_))


def frames(pieces):
    return [piece.frame.rows() for piece in pieces if isinstance(piece, Table)]


def reasons(pieces):
    return [(piece.member, piece.reason) for piece in pieces if isinstance(piece, Refusal)]


@pytest.mark.parametrize(
    "data",
    [
        b"judul,isi\nA,Banjir surut\nB,Harga turun\n",
        b"judul;isi\nA;Banjir surut\nB;Harga turun\n",
        b"sep=|\njudul|isi\nA|Banjir surut\nB|Harga turun\n",
        b"\xef\xbb\xbfjudul\tisi\r\nA\tBanjir surut\r\nB\tHarga turun\r\n",
        "judul,isi\nA,Banjir surut\nB,Harga turun\n".encode("utf-16"),
    ],
)
def test_a_csv_file_is_a_table_in_any_dialect(opened, data):
    (table,) = read(csv_rows, opened, data)
    assert table.frame.columns == ["judul", "isi"]
    assert table.frame.rows() == [("A", "Banjir surut"), ("B", "Harga turun")]
    assert (table.first, table.profile.mapping.text) == (1, ("isi",))


def test_what_is_only_named_csv_is_text_and_a_table_without_a_text_is_refused(opened):
    (page,) = read(csv_rows, opened, b"Banjir surut\nHarga turun\n")
    assert page == Page(None, "text", b"Banjir surut\nHarga turun\n", markup=False)
    for data in (
        b"id,likes\n1,2\n3,4\n",
        b'title\nBanjir Surut\n"Harga Turun, Warga Lega"\n',
        b"url\nhttps://example.org/a\n",
    ):
        with pytest.raises(RefusedError) as refused:
            read(csv_rows, opened, data)
        assert refused.value.reason == "no_text"


def test_names_of_columns_stand_once_and_cells_are_strings():
    assert once(["a", "b", "a", "a", "a (2)"]) == ["a", "b", "a (3)", "a (4)", "a (2)"]
    moments = [datetime.fromisoformat("2024-05-03"), datetime.fromisoformat("2024-05-03T07:05")]
    cells = [None, "x", b"y", 3.0, 3.5, *moments, date(2024, 5, 3), time(7, 5)]
    assert [written(cell) for cell in cells] == [
        "", "x", "y", "3", "3.5", "2024-05-03", "2024-05-03 07:05:00", "2024-05-03", "07:05:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        (["judul", "isi"], True),
        (["alpha", "beta"], True),
        (["Banjir surut", "2024-05-03", "x"], False),
        (["https://example.org/a", "x"], False),
        (["https://example.org/a", "judul", "isi"], True),
    ],
)
def test_a_first_row_that_names_columns_is_told(cells, header):
    assert is_header(cells) == header


def test_the_header_of_a_sheet_is_looked_for_below_its_title(opened):
    _, context = opened(b"")
    rows = [
        ["Laporan Berita"],
        [],
        ["No", "judul", "isi"],
        ["1", "A", "Banjir surut"],
        ["", "", ""],
        ["2", "B", "Turun"],
    ]
    (table,) = sheet_tables(iter(rows), Place("Sheet1", "xlsx"), context)
    assert table.frame["isi"].to_list() == ["Banjir surut", "Turun"]
    assert table.member == "Sheet1"


def test_a_row_larger_than_a_document_may_be_is_refused_and_the_others_are_kept(opened):
    _, context = opened(b"", document_bytes=1024)
    rows = [["A", "Banjir surut"], ["B", "x" * 2000], ["C"]]
    found = list(tables(iter(rows), ["judul", "isi"], Place(None, "xlsx"), context))
    assert frames(found) == [[("A", "Banjir surut")], [("C", "")]]
    assert reasons(found) == [("#2", "too_large")]
    assert [piece.first for piece in found if isinstance(piece, Table)] == [1, 3]


def test_json_lines_come_in_blocks_with_their_numbers(opened):
    data = b'{"text": "Banjir surut."}\n\n{"text": "Harga turun."}\n'
    found = read(json_lines, opened, data, format_="jsonl")
    assert [(piece.numbers, piece.lines) for piece in found] == [
        ([1, 3], [b'{"text": "Banjir surut."}', b'{"text": "Harga turun."}'])
    ]
    long = b'{"text": "' + b"x" * 3000 + b'"}\n'
    found = read(json_lines, opened, data[:26] + long + data[27:], format_="jsonl", document_bytes=1024)
    assert [piece.numbers for piece in found if isinstance(piece, Lines)] == [[1], [3]]
    assert reasons(found) == [("#2", "line_too_long")]


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ([{"text": "A"}, {"text": "B"}], ["A", "B"]),
        ({"status": "ok", "articles": [{"text": "A"}, {"text": "B"}]}, ["A", "B"]),
        ({"title": "T", "text": "A"}, ["A"]),
        ({"judul": ["x", "y"], "isi": ["A", "B"]}, ["A", "B"]),
    ],
)
def test_a_json_document_is_its_rows(opened, value, texts):
    (lines,) = read(json_document, opened, json.dumps(value).encode(), "a.json", "json")
    assert [json.loads(line).get("text", json.loads(line).get("isi")) for line in lines.lines] == texts


def test_what_begins_like_json_is_lines_text_or_broken(opened):
    data = b'{"text": "A"}\n{"text": "B"}\n'
    (lines,) = read(json_document, opened, data, "a.json", "json")
    assert lines.numbers == [1, 2]
    (page,) = read(json_document, opened, b"[iklan] Banjir surut.", "a.txt", "json")
    assert page.data == b"[iklan] Banjir surut."
    for data, reason in ((b"[iklan", "broken_file"), (b"[]", "no_text")):
        with pytest.raises(RefusedError) as refused:
            read(json_document, opened, data, "a.json", "json")
        assert refused.value.reason == reason


def test_every_table_of_a_database_that_holds_a_text_is_read(opened):
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE berita (judul TEXT, isi TEXT, panjang GENERATED ALWAYS AS (length(isi)))")
        made.execute("INSERT INTO berita (judul, isi) VALUES ('A', 'Banjir surut'), ('B', NULL)")
        made.execute("CREATE TABLE angka (id INTEGER, likes INTEGER)")
        made.execute("INSERT INTO angka VALUES (1, 2)")
        made.execute("CREATE VIEW semua AS SELECT * FROM berita")
        data = made.serialize()
    found = read(sqlite_rows, opened, data, format_="sqlite")
    assert frames(found) == [[("A", "Banjir surut"), ("B", "")]]
    assert [piece.member for piece in found if isinstance(piece, Table)] == ["berita"]
    assert reasons(found) == [("angka", "no_text")]
    with pytest.raises(RefusedError) as refused:
        read(sqlite_rows, opened, data[:100] + b"\xff" * 200, format_="sqlite")
    assert refused.value.reason == "broken_file"


def test_parquet_and_arrow_give_the_columns_that_mean_something(opened):
    frame = pl.DataFrame({"judul": ["A", "B"], "isi": ["Banjir surut", None], "day": [date(2024, 5, 3), None]})
    packed, fed, streamed = io.BytesIO(), io.BytesIO(), io.BytesIO()
    frame.write_parquet(packed)
    frame.write_ipc(fed)
    frame.write_ipc_stream(streamed)
    for reader, data in ((parquet_rows, packed), (arrow_rows, fed), (arrow_rows, streamed)):
        (table,) = read(reader, opened, data.getvalue(), format_="parquet")
        assert table.frame.select("judul", "isi").rows() == [("A", "Banjir surut"), ("B", None)]
        with pytest.raises(RefusedError) as refused:
            read(reader, opened, data.getvalue()[:40])
        assert refused.value.reason == "broken_file"


FEED = f"""<rss><channel><title>Kabar Contoh</title>
<item><title>A</title><link>https://example.org/a</link><pubDate>Fri, 3 May 2024 07:00:00 +0700</pubDate>
<author>sari@example.org</author><description>{LONG}</description></item>
<item><title>B</title></item></channel></rss>""".encode()


def test_entries_of_a_feed_that_carry_a_text_are_pages(opened):
    page, refusal = read(entries, opened, FEED, format_="feed")
    assert (page.member, page.data.decode(), page.markup) == ("#1", LONG, False)
    assert dict(page.fields) == {
        "title": "A", "url": "https://example.org/a", "published_on": "Fri, 3 May 2024 07:00:00 +0700",
        "authors": "sari@example.org",
    }  # fmt: skip
    assert (refusal.member, refusal.reason) == ("#2", "no_text")
    cut = read(entries, opened, FEED[: FEED.index(b"<item><title>B")], format_="feed")
    assert [piece.member for piece in cut if isinstance(piece, Page)] == ["#1"]
    assert reasons(cut) == [(None, "truncated")]


MESSAGE = b"Subject: =?utf-8?q?Banjir_surut?=\nDate: Fri, 3 May 2024 07:00:00 +0700\nContent-Type: text/plain\n\nIsi.\n"


def test_a_message_is_a_page_and_a_mailbox_several(opened):
    (page,) = read(message, opened, MESSAGE, format_="mail")
    assert (page.data, page.fields) == (
        b"Isi.\n",
        (("title", "Banjir surut"), ("published_on", "Fri, 3 May 2024 07:00:00 +0700")),
    )
    for before in (b"Re: ", b"Fwd: Re[2]: ", b"FW : "):
        (passed_on,) = read(message, opened, MESSAGE.replace(b"Subject: ", b"Subject: " + before), format_="mail")
        assert passed_on.fields == page.fields
    box = b"From a\n" + MESSAGE + b">From tepi sungai\n\nFrom b\nContent-Type: image/png\n\nx\n\n"
    first, second = read(mailbox, opened, box, format_="mbox")
    assert (first.member, first.data.rstrip()) == ("#1", b"Isi.\nFrom tepi sungai")
    assert (second.member, second.reason) == ("#2", "no_text")


def warc(*records):
    parts = []
    for kind, url, body in records:
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(body)}\r\n"
        parts.append(head.encode() + b"Content-Type: text/plain\r\n\r\n" + body + b"\r\n\r\n")
    return b"".join(parts)


def test_pages_of_a_crawl_have_their_address_and_other_records_are_passed_over(opened):
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=latin-1\r\n\r\n<html>Banjir</html>"
    gone = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>x</html>"
    data = warc(
        ("request", "https://example.org/a", b"GET /"), ("response", "https://example.org/a", response),
        ("response", "https://example.org/b", gone), ("conversion", "https://example.org/c", b"Banjir surut."),
    )  # fmt: skip
    page, text = read(warc_pages, opened, data, format_="warc")
    assert (page.member, page.data, page.markup, page.charset) == ("#2", b"<html>Banjir</html>", True, "latin-1")
    assert (text.member, text.data, text.fields) == ("#4", b"Banjir surut.", (("url", "https://example.org/c"),))


def test_members_of_archives_are_read_and_none_leads_out(opened):
    packed, taped = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/a.txt", "Banjir surut.")
        archive.writestr("../b.txt", "x")
        archive.writestr("in/.hidden", "x")
    with tarfile.open(fileobj=taped, mode="w") as archive:
        for name in ("in/a.txt", "../b.txt"):
            info = tarfile.TarInfo(name)
            info.size = 13
            archive.addfile(info, io.BytesIO(b"Banjir surut."))
    for reader, data in ((zip_members, packed), (tar_members, taped)):
        found = read(reader, opened, data.getvalue(), format_="zip", ignore=(".*",))
        assert [(one.member, one.data) for one in found if isinstance(one, Page)] == [("in/a.txt", b"Banjir surut.")]
        assert reasons(found) == [("../b.txt", "unsafe_member")]
    assert [name for name in ("/a", "a/../../b", "C:/a", "a..b/c") if unsafe(name)] == ["/a", "a/../../b", "C:/a"]


def test_a_workbook_is_known_by_its_members_and_read_sheet_by_sheet(opened):
    packed = io.BytesIO(xlsx({"Berita": [["judul", "isi"], ["A", "Banjir surut"]]}))
    _, context = opened(packed.getvalue())
    with zipfile.ZipFile(packed) as archive:
        assert kind_of(archive) == "xlsx"
        (table,) = workbook_rows(packed, archive, Place(None, "xlsx"), context)
    assert table.frame.rows() == [("A", "Banjir surut")]
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
        assert kind_of(archive) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "binary"),
        ("EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("Workbook".encode("utf-16-le") + bytes(600), "broken_file"),
        (bytes(20_000), "too_large"),
    ],
)
def test_what_is_no_readable_old_workbook_is_refused(opened, data, reason):
    with pytest.raises(RefusedError) as refused:
        read(old_workbook, opened, data, format_="xls", table_bytes=10_000)
    assert refused.value.reason == reason
