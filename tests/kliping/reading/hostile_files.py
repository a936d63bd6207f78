"""Broken and hostile files, one a row: its kind, its name, its bytes, settings, and the rows that it gives."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import stat
import tarfile
import zipfile

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

POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'ab' * 32}\nsize 1234\n".encode()


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

CONTAINERS = [
    # kind, file name, bytes, settings, (member, reason) of every row
    ("empty file", "a.txt", b"", {}, [(FILE, "empty")]),
    ("white space only", "a.txt", b" \n\t\r\n\xc2\xa0", {}, [(FILE, "empty")]),
    ("one byte", "a.txt", b"x", {}, [(FILE, None)]),
    ("one NUL", "a.txt", b"\0", {}, [(FILE, "empty")]),
    ("zeros", "a.txt", b"\0" * 100_000, {}, [(FILE, "empty")]),
    ("invisible marks only", "a.txt", "\ufeff\u200b\u00ad\u200e".encode(), {}, [(FILE, "empty")]),
    ("random bytes", "a.txt", bytes(range(256)) * 40, {}, [(FILE, "binary")]),
    ("pointer to a table", "a.parquet", POINTER, {}, [(FILE, "binary")]),
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
        "truncated gzip of a page named .csv",
        "a.csv.gz",
        gzip.compress(b"\n".join(os.urandom(99).hex().encode() for _ in range(9)))[:-300],
        {},
        [(FILE, "damaged")],
    ),
    ("nothing but line ends, named .csv", "a.csv", b"\n \n\n", {}, [(FILE, "empty")]),
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
]
