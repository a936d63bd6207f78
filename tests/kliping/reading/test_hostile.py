"""Broken and hostile files: each gives the rows it should, and nothing is lost or raised."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import stat
import struct
import tarfile
import zipfile

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

PAGE = "Banjir surut di kampung tepi sungai.\n\nWarga kembali ke rumah pada Rabu pagi.\n"
GOOD = json.dumps({"text": PAGE}).encode()
HTML = f"<html><body><p>{PAGE}</p></body></html>".encode()
JAPANESE = (
    "首相は月曜日、東京で記者会見を開き、新しい経済対策を発表した。政府は来月までに補正予算案をまとめる方針だ。\n" * 3
)
ARABIC = "قال رئيس الوزراء إن الحكومة ستتخذ إجراءات جديدة لمواجهة الأزمة بعد اجتماعه مع الوزراء يوم الاثنين.\n" * 3
FRENCH = "Le président a déclaré que la réforme était nécessaire à l'économie, après l'échec des négociations.\n" * 3
RUSSIAN = "Президент подписал закон о повышении пенсионного возраста, сообщает пресс-служба.\n" * 3


def zipped(*members, **flags):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = flags.get("attr", 0)
            archive.writestr(info, data)
    return out.getvalue()


def tarred(*members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data, kind in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(data), "/etc/passwd"
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def nested(levels):
    data, name = PAGE.encode(), "page.txt"
    for _ in range(levels):
        data, name = zipped((name, data)), "inner.zip"
    return data


def record(body, length=None, kind="conversion"):
    size = len(body) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def response(body, *headers):
    lines = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""])
    return record(lines.encode() + body, kind="response")


def parquet(frame):
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def encrypted():
    data = bytearray(zipped(("page.txt", PAGE.encode())))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def wide_csv():
    names = [f"c{number}" for number in range(298)] + ["text", "title"]
    return ",".join(names).encode() + b"\n" + ",".join(["x"] * 298 + ["Banjir surut", "Banjir"]).encode() + b"\n"


BOMB = bz2.compress(b"\0" * 200_000_000)
FILE = None  # the file itself
SMALL = {"document_bytes": 4096}

CASES = [
    # kind, file name, bytes, settings, (member, reason) of every row
    ("empty file", "a.txt", b"", {}, [(FILE, "empty")]),
    ("white space only", "a.txt", b" \n\t\r\n\xc2\xa0", {}, [(FILE, "empty")]),
    ("one byte", "a.txt", b"x", {}, [(FILE, None)]),
    ("one NUL", "a.txt", b"\0", {}, [(FILE, "empty")]),
    ("zeros", "a.txt", b"\0" * 100_000, {}, [(FILE, "empty")]),
    ("invisible marks only", "a.txt", "\ufeff\u200b\u00ad\u200e".encode(), {}, [(FILE, "empty")]),
    ("random bytes", "a.txt", bytes(range(256)) * 40, {}, [(FILE, "binary")]),
    ("picture named .txt", "a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), {}, [(FILE, "binary")]),
    ("PDF named .html", "a.html", b"%PDF-1.7\n...", {}, [(FILE, "binary")]),
    ("program", "a", b"\x7fELF" + bytes(200), {}, [(FILE, "binary")]),
    (
        "office document",
        "a.docx",
        zipped(("[Content_Types].xml", b"<x/>"), ("word/a.xml", b"<x/>")),
        {},
        [(FILE, "binary")],
    ),
    ("7z archive", "a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), {}, [(FILE, "unsupported")]),
    ("gzip named .txt", "a.txt", gzip.compress(PAGE.encode()), {}, [(FILE, None)]),
    ("HTML named .jsonl", "a.jsonl", HTML, {}, [(FILE, None)]),
    ("text named .zip", "a.zip", PAGE.encode(), {}, [(FILE, None)]),
    ("text named .json", "a.json", PAGE.encode(), {}, [(FILE, None)]),
    ("text named .csv", "a.csv", b"Banjir surut\n\nWarga kembali\n", {}, [(FILE, None)]),
    ("text in brackets", "a.txt", b"[Jakarta] Banjir surut.\n{catatan}", {}, [(FILE, None)]),
    (
        "truncated gzip of a page",
        "a.txt.gz",
        gzip.compress(os.urandom(999).hex().encode())[:-300],
        {},
        [(FILE, "damaged")],
    ),
    (
        "truncated gzip of rows",
        "a.jsonl.gz",
        gzip.compress(GOOD + b"\n" + os.urandom(9999).hex().encode())[:-300],
        {},
        [("#1", None), ("#2", "broken_row"), (FILE, "truncated")],
    ),
    ("gzip with a wrong checksum", "a.gz", gzip.compress(PAGE.encode())[:-8] + bytes(8), {}, [(FILE, "damaged")]),
    ("garbage behind a gzip", "a.gz", gzip.compress(PAGE.encode()) + b"garbage", {}, [(FILE, "damaged")]),
    ("zeros behind a gzip", "a.gz", gzip.compress(PAGE.encode()) + bytes(512), {}, [(FILE, None)]),
    ("truncated bzip2", "a.bz2", bz2.compress(PAGE.encode() * 50)[:-20], {}, [(FILE, "damaged")]),
    ("truncated xz", "a.xz", lzma.compress(PAGE.encode() * 50)[:-20], {}, [(FILE, "damaged")]),
    (
        "truncated Zstandard",
        "a.zst",
        zstandard.compress(os.urandom(5000).hex().encode())[:-900],
        {},
        [(FILE, "damaged")],
    ),
    ("truncated zip", "a.zip", zipped(("page.txt", PAGE.encode() * 99))[:-30], {}, [(FILE, "broken_file")]),
    (
        "zip with a damaged member",
        "a.zip",
        zipped(("a.txt", PAGE.encode()), ("b.txt", b"x")).replace(b"\xcb", b"\xcc", 1),
        {},
        None,
    ),
    ("empty zip", "a.zip", zipped(), {}, [(FILE, "no_page")]),
    ("nested archives within the limit", "a.zip", nested(5), {}, [("!/".join(["inner.zip"] * 4 + ["page.txt"]), None)]),
    ("nested archives beyond the limit", "a.zip", nested(6), {}, [("!/".join(["inner.zip"] * 5), "too_deep")]),
    ("bomb", "a.bz2", BOMB, {"document_bytes": 10**9}, [(FILE, "bomb")]),
    (
        "nested bomb",
        "a.zip",
        zipped(("a.txt", PAGE.encode()), ("b.jsonl.bz2", bz2.compress((b'"x"' + b" " * 99_997 + b"\n") * 2000))),
        {},
        None,
    ),
    (
        "members that escape",
        "a.zip",
        zipped(("../a.txt", b"x"), ("/etc/b.txt", b"x"), ("c:\\d.txt", b"x"), ("ok.txt", b"x")),
        {},
        [
            ("../a.txt", "unsafe_member"),
            ("/etc/b.txt", "unsafe_member"),
            ("c:\\d.txt", "unsafe_member"),
            ("ok.txt", None),
        ],
    ),
    (
        "zip member that is a link",
        "a.zip",
        zipped(("a.txt", b"/etc/passwd"), attr=(stat.S_IFLNK | 0o777) << 16),
        {},
        [("a.txt", "unsafe_member")],
    ),
    ("encrypted member", "a.zip", encrypted(), {}, [("page.txt", "encrypted")]),
    ("two members of one name", "a.zip", None, {}, [("a.txt", None), ("a.txt (2)", None)]),
    ("member with a control character", "a.zip", zipped(("a\x1b[31m\n.txt", b"x")), {}, [("a%1B[31m%0A.txt", None)]),
    (
        "too many members",
        "a.zip",
        zipped(*((f"{n}.txt", b"x") for n in range(9))),
        {"archive_members": 8},
        [*((f"{n}.txt", None) for n in range(8)), (FILE, "too_many_members")],
    ),
    (
        "links and devices in a tar",
        "a.tar",
        tarred(
            ("l", b"", tarfile.SYMTYPE),
            ("h", b"", tarfile.LNKTYPE),
            ("d", b"", tarfile.CHRTYPE),
            ("f", b"", tarfile.FIFOTYPE),
            ("ok.txt", b"x", tarfile.REGTYPE),
            ("../up.txt", b"x", tarfile.REGTYPE),
        ),
        {},
        [
            ("l", "unsafe_member"),
            ("h", "unsafe_member"),
            ("d", "unsafe_member"),
            ("f", "unsafe_member"),
            ("ok.txt", None),
            ("../up.txt", "unsafe_member"),
        ],
    ),
    (
        "truncated tar",
        "a.tar",
        tarred(("a.txt", b"x", b"0"), ("b.txt", PAGE.encode() * 40, b"0"))[:2600],
        {},
        [("a.txt", None), ("b.txt", "damaged"), (FILE, "truncated")],
    ),
    (
        "truncated tar.gz",
        "a.tgz",
        gzip.compress(tarred(("a.txt", b"x", b"0"), ("b.txt", os.urandom(9000), b"0")))[:-4000],
        {},
        [("a.txt", None), ("b.txt", "damaged"), (FILE, "truncated")],
    ),
    ("UTF-8 with a mark", "a.txt", b"\xef\xbb\xbf" + PAGE.encode(), {}, [(FILE, None)]),
    ("UTF-16 with a mark", "a.txt", PAGE.encode("utf-16"), {}, [(FILE, None)]),
    ("UTF-16 without a mark", "a.txt", PAGE.encode("utf-16-le"), {}, [(FILE, None)]),
    ("UTF-16 big-endian without a mark", "a.txt", PAGE.encode("utf-16-be"), {}, [(FILE, None)]),
    ("UTF-32 without a mark", "a.txt", PAGE.encode("utf-32-le"), {}, [(FILE, None)]),
    ("UTF-16 cut in a character", "a.txt", PAGE.encode("utf-16")[:-1], {}, [(FILE, None)]),
    (
        "UTF-16 JSON Lines",
        "a.jsonl",
        (GOOD.decode() + "\n" + GOOD.decode()).encode("utf-16"),
        {},
        [("#1", None), ("#2", None)],
    ),
    ("Latin-1", "a.txt", FRENCH.encode("latin-1"), {}, [(FILE, None)]),
    ("Shift-JIS", "a.txt", JAPANESE.encode("shift-jis"), {}, [(FILE, None)]),
    ("EUC-JP", "a.txt", JAPANESE.encode("euc-jp"), {}, [(FILE, None)]),
    ("ISO-2022-JP", "a.txt", JAPANESE.encode("iso2022_jp"), {}, [(FILE, None)]),
    ("Windows-1256", "a.txt", ARABIC.encode("cp1256"), {}, [(FILE, None)]),
    ("KOI8-R", "a.txt", RUSSIAN.encode("koi8-r"), {}, [(FILE, None)]),
    ("NULs in text", "a.txt", PAGE.encode().replace(b" ", b"\0"), {}, [(FILE, None)]),
    ("CRLF", "a.txt", PAGE.replace("\n", "\r\n").encode(), {}, [(FILE, None)]),
    ("lone CR", "a.txt", PAGE.replace("\n", "\r").encode(), {}, [(FILE, None)]),
    ("form feeds and escapes", "a.txt", b"\x0cBanjir\x1b[31m surut\x07\x08", {}, [(FILE, None)]),
    ("mojibake", "a.txt", FRENCH.encode().decode("cp1252").encode(), {}, [(FILE, None)]),
    (
        "lone surrogates in JSON",
        "a.jsonl",
        b'{"text": "Banjir \\ud83d surut"}\n{"text": "\\udc00 Banjir"}',
        {},
        [("#1", None), ("#2", None)],
    ),
    (
        "broken lines among good ones",
        "a.jsonl",
        b"\n".join([GOOD, b'{"text": ', GOOD, b"\xff\xfe\xfd", b"", b"[1]", b'{"a": 1}', GOOD]),
        {},
        [
            ("#1", None),
            ("#2", "broken_row"),
            ("#3", None),
            ("#4", "broken_row"),
            ("#6", "no_text"),
            ("#7", "no_text"),
            ("#8", None),
        ],
    ),
    (
        "JSON nested too deep",
        "a.jsonl",
        GOOD + b'\n{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        {},
        [("#1", None), ("#2", "broken_row")],
    ),
    ("NaN and raw tabs in JSON", "a.jsonl", b'{"text": "Banjir\tsurut", "score": NaN}', {}, [("#1", None)]),
    (
        "JSON Lines with a line too long",
        "a.jsonl",
        GOOD + b"\n" + b'{"text": "' + b"x" * 9000 + b'"}\n' + GOOD,
        SMALL,
        [("#1", None), ("#2", "line_too_long"), ("#3", None)],
    ),
    ("broken JSON", "a.json", b'{"text": "Banjir surut", ', {}, [(FILE, "broken_file")]),
    ("JSON without an object", "a.json", b"[]", {}, [(FILE, "no_text")]),
    ("CSV with 300 columns", "a.csv", wide_csv(), {}, [("#1", None)]),
    ("CSV without a text", "a.csv", b"a,b,c\n1,2,3\n", {}, [(FILE, "no_text")]),
    (
        "CSV with ragged rows",
        "a.csv",
        b"title,text\nA,Banjir\nB\nC,surut,x,y\nD,Warga\n",
        {},
        [("#1", None), ("#2", "no_text"), ("#3", "broken_row"), ("#4", None)],
    ),
    ("CSV with an open quote", "a.csv", b'title,text\nA,"Banjir\nB,surut\n', {}, [("#1", None)]),
    (
        "CSV with a row too long",
        "a.csv",
        b"title,text\nA," + b"x" * 9000 + b"\nB,surut\n",
        SMALL,
        [("#1", "line_too_long"), ("#2", None)],
    ),
    (
        "CSV in Windows-1252",
        "a.csv",
        ("title;text\nA;" + FRENCH.replace("\n", " ") + "\n").encode("cp1252"),
        {},
        [("#1", None)],
    ),
    (
        "WARC with a length too short",
        "a.warc",
        record(PAGE.encode()) + record(PAGE.encode(), 5) + record(PAGE.encode()),
        {},
        [("#1", None), ("#2", "bad_record"), ("#3", None)],
    ),
    (
        "WARC with a length too long",
        "a.warc",
        record(PAGE.encode()) + record(PAGE.encode(), 150) + record(PAGE.encode()),
        {},
        [("#1", None), ("#2", "bad_record"), ("#3", None)],
    ),
    (
        "WARC with an absurd length",
        "a.warc",
        record(b"x", 10**12) + record(PAGE.encode()),
        {},
        [("#1", "bad_record"), ("#2", None)],
    ),
    (
        "WARC without a length",
        "a.warc",
        b"WARC/1.0\r\nWARC-Type: conversion\r\n\r\nBanjir\r\n\r\n" + record(PAGE.encode()),
        {},
        [("#1", "bad_record"), ("#2", None)],
    ),
    (
        "truncated WARC",
        "a.warc",
        record(PAGE.encode()) + record(PAGE.encode())[:-30],
        {},
        [("#1", None), ("#2", "bad_record")],
    ),
    (
        "truncated WARC, gzip",
        "a.warc.gz",
        gzip.compress(record(PAGE.encode())) + gzip.compress(record(os.urandom(999)))[:-99],
        {},
        [("#1", None), ("#2", "bad_record"), (FILE, "truncated")],
    ),
    ("WARC with pictures only", "a.warc", record(b"\x89PNG", kind="metadata"), {}, [(FILE, "no_page")]),
    (
        "WARC with a chunked, packed page",
        "a.warc",
        response(
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(HTML)), gzip.compress(HTML)),
            "Transfer-Encoding: chunked",
            "Content-Encoding: gzip",
        ),
        {},
        [("#1", None)],
    ),
    ("Parquet of another schema", "a.parquet", parquet(pl.DataFrame({"x": [1], "y": [2.0]})), {}, [(FILE, "no_text")]),
    (
        "Parquet with numbers as text",
        "a.parquet",
        parquet(pl.DataFrame({"text": [1, None]})),
        {},
        [("#1", None), ("#2", "no_text")],
    ),
    ("truncated Parquet", "a.parquet", parquet(pl.DataFrame({"text": [PAGE]}))[:-20], {}, [(FILE, "broken_file")]),
    ("Arrow that is none", "a.arrow", b"ARROW1\0\0" + bytes(100), {}, [(FILE, "broken_file")]),
    (
        "mail without a page",
        "a.eml",
        b"Message-ID: <1@example.org>\nMIME-Version: 1.0\nContent-Type: image/png\n\nx",
        {},
        [(FILE, "no_text")],
    ),
    (
        "mail of an unknown charset",
        "a.eml",
        b"Message-ID: <1@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=nosuch\n\nBanjir surut",
        {},
        [(FILE, None)],
    ),
    (
        "broken feed",
        "a.rss",
        b"<rss><channel><item><title>A</title><description>Banjir</description></item><item><titl",
        {},
        [("#1", None), ("#2", "no_text"), (FILE, "truncated")],
    ),
    (
        "XML bomb",
        "a.rss",
        (
            b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
            b"<rss><item><description>&b;</description></item></rss>"
        ),
        {},
        [("#1", None)],
    ),
    (
        "XML that reads a file",
        "a.rss",
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><description>x&a;</description></item></rss>',
        {},
        [("#1", None)],
    ),
    ("document too large", "a.txt", b"Banjir " * 999, SMALL, [(FILE, "too_large")]),
    ("line too long", "a.txt", b"Banjir " * 999, {"line_characters": 1000}, [(FILE, "line_too_long")]),
    ("too many lines", "a.txt", b"Banjir\n" * 999, {"lines": 100}, [(FILE, "too_many_lines")]),
    ("long line of HTML", "a.html", HTML.replace(b"\n", b"") * 99, {"line_characters": 1000}, [(FILE, None)]),
]


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
