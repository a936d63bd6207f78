"""Tables as scrapers leave them: what becomes of their rows, columns and values."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile

import pytest

from benchmarks.reading_samples import ods, ole, packed, sqlite, xls, xlsb, xlsx
from kliping.reading import explain_columns
from kliping.settings.publishing import PublishingSettings
from kliping.settings.reading import ReadingSettings

LONG = "Warga desa memperbaiki jembatan yang putus karena banjir pada awal pekan ini. " * 4
OTHER = "Pedagang pasar mengeluhkan harga cabai yang naik dua kali lipat sejak lebaran. " * 4
ROWS = [{"judul": "Jembatan", "isi": LONG, "tgl": "13/06/2024"}, {"judul": "Pasar", "isi": OTHER, "tgl": "05/06/2024"}]
GRID = [list(ROWS[0]), *([*row.values()] for row in ROWS)]
LINES = {name: [row[name] for row in ROWS] for name in ROWS[0]}


def dumped(value):
    return json.dumps(value, ensure_ascii=False).encode()


def values(documents, row=0):
    return {one["field"]: one["value"] for one in documents["fields"][row]}


def nested(row):
    return {"article": {"judul": row["judul"], "isi": {"text": row["isi"]}, "meta": {"tgl": row["tgl"]}}}


SHAPES = [
    ("columns", dumped(LINES)),
    ("pandas columns", dumped({name: {str(n): cell for n, cell in enumerate(LINES[name])} for name in LINES})),
    ("pandas split", dumped({"columns": GRID[0], "index": [0, 1], "data": GRID[1:]})),
    ("pandas table", dumped({"schema": {"fields": [{"name": "judul"}] * 5}, "data": ROWS})),
    ("pandas index", dumped({str(n): row for n, row in enumerate(ROWS)})),
    ("keyed by address", dumped({f"https://example.org/{n}": row for n, row in enumerate(ROWS)})),
    ("rows under a header", dumped(GRID)),
    ("wrapped deep", dumped({"db": [{"meta": {"version": "5"}, "data": {"posts": ROWS, "tags": [{"id": 1}] * 9}}]})),
    ("commas behind the last", dumped(ROWS).replace(b"}]", b"},]").replace(b'"}', b'",}')),
    ("objects behind one another", b"\n".join(json.dumps(row, indent=2).encode() for row in ROWS)),
    ("keyed inside", dumped({"status": "ok", "data": {str(n): row for n, row in enumerate(ROWS)}})),
    ("columns inside", dumped({"status": "ok", "data": LINES})),
    ("arrays behind one another", dumped(ROWS[:1]) + b"\n" + dumped(ROWS[1:])),
    (
        "hits of a search",
        dumped({"hits": {"total": 2, "hits": [{"_id": n, "_source": row} for n, row in enumerate(ROWS)]}}),
    ),
    ("paragraphs", dumped([{**row, "isi": [row["isi"]]} for row in ROWS])),
    ("nested", dumped([nested(row) for row in ROWS])),
]


@pytest.mark.parametrize(("name", "data"), SHAPES, ids=[name for name, _ in SHAPES])
def test_json_holds_a_table_in_many_shapes(read, name, data):
    documents = read("pages.json", data)
    assert documents["reason"].to_list() == [None, None]
    assert [text.strip() for text in documents["text"]] == [LONG.strip(), OTHER.strip()]
    assert (values(documents)["title"], values(documents)["published_on"]) == ("Jembatan", "2024-06-13")
    assert values(documents, 1)["published_on"] == "2024-06-05"
    if name == "keyed by address":
        assert values(documents, 1)["url"] == "https://example.org/1"


def test_pretty_objects_are_rows_whatever_their_file_is_called(read):
    documents = read("pages.jsonl", b"\n".join(json.dumps(row, indent=2).encode() for row in ROWS))
    assert [text.strip() for text in documents["text"]] == [LONG.strip(), OTHER.strip()]


@pytest.mark.parametrize("written", [str, json.dumps])
def test_a_list_of_paragraphs_in_a_cell_is_a_text(read, written):
    cell = written([LONG.strip(), "Kata \"warga\", 'lega'."]).replace('"', '""')
    documents = read("pages.csv", f'judul,isi\nJembatan,"{cell}"\nPasar,"[{OTHER}"\n'.encode())
    assert documents["text"].to_list() == [f"{LONG.strip()}\nKata \"warga\", 'lega'.", f"[{OTHER}"]


DIALECTS = [
    ("sep line", "sep=;\njudul;isi;tgl\n{a};{b};13/06/2024\n"),
    ("bars", "judul|isi|tgl\n{a}|{b}|13/06/2024\n"),
    ("tabs", "judul\tisi\ttgl\n{a}\t{b}\t13/06/2024\n"),
    ("single quotes", "'judul','isi','tgl'\n'{a}','{b}','13/06/2024'\n"),
    ("an index before", ",judul,isi,tgl\n0,{a},{b},13/06/2024\n"),
    ("header again", "judul,isi,tgl\njudul,isi,tgl\n{a},{b},13/06/2024\n"),
    ("decimal commas", "judul;isi;tgl;skor\n{a};{b};13/06/2024;0,75\n"),
    ("backslashes", 'judul,isi,tgl\n{a},"{b} \\"ya\\", katanya",13/06/2024\n'),
]


@pytest.mark.parametrize(("name", "text"), DIALECTS, ids=[name for name, _ in DIALECTS])
def test_a_dialect_of_csv(read, name, text):
    documents = read("pages.csv", text.format(a="Jembatan", b=LONG).encode())
    assert documents["reason"].to_list() == [None]
    assert LONG.strip() in documents["text"][0]
    assert values(documents) == {"title": "Jembatan", "published_on": "2024-06-13"}
    if name == "backslashes":
        assert documents["text"][0].endswith('"ya", katanya')


def test_without_a_header_the_values_tell(read):
    rows = "\n".join(
        f'https://example.org/{n},"Judul panjang berita nomor {n} hari ini","{LONG} {n}",2024-06-{n:02}'
        for n in (11, 12, 13)
    )
    documents = read("pages.csv", rows.encode())
    assert documents.height == 3
    assert values(documents) == {
        "url": "https://example.org/11",
        "title": "Judul panjang berita nomor 11 hari ini",
        "published_on": "2024-06-11",
    }
    assert documents["fields"][0][0]["column"] == "column_4"


def test_values_gainsay_a_name(read):
    rows = [
        {"title": f"jembatan-baru-{n}", "link_judul": f"https://example.org/{n}", "isi": f"{LONG} {n}", "author": "7"}
        for n in range(5)
    ]
    documents = read("pages.json", dumped(rows))
    assert values(documents) == {"url": "https://example.org/0"}
    assert json.loads(documents["extra"][0]) == {"title": "jembatan-baru-0", "author": "7"}


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
@pytest.mark.parametrize(
    "named",
    [
        lambda address: {"sumber": address},
        lambda address: {"slug": address},
        lambda address: {"link": {"title": "Jembatan", "href": address}},
        lambda address: {"source": "Kabar Contoh", "link": {"href": address, "rel": "alternate"}},
    ],
)
def test_a_column_of_nothing_but_addresses_of_pages_is_the_url(read, named, suffix):
    rows = [{"isi": f"{LONG} {n}", **named(f"https://example.org/berita/{n}")} for n in range(5)]
    lines = "\n".join(json.dumps(row) for row in rows).encode() if suffix == "jsonl" else dumped(rows)
    found = values(read(f"pages.{suffix}", lines))
    assert found.pop("url") == "https://example.org/berita/0"
    assert found.get("source") in {None, "Kabar Contoh"}


def test_the_addresses_of_sites_stand_for_their_names(read):
    rows = [
        {"isi": f"{LONG} {n}", "sumber": "https://example.org/", "image": f"https://example.org/{n}"} for n in range(5)
    ]
    assert values(read("pages.json", dumped(rows))) == {"source": "https://example.org/"}


def test_titles_lose_the_outlet_that_all_of_them_end_in(read):
    rows = [
        {"isi": f"{LONG} {n}", "judul": f"Jembatan {n} Pulih &amp; Aman {'-|'[n % 2]} Kabar Contoh"} for n in range(12)
    ]
    (title,) = read("pages.json", dumped(rows))["fields"][3]
    assert (title["value"], title["words"]) == ("Jembatan 3 Pulih & Aman", "Jembatan 3 Pulih & Aman | Kabar Contoh")


PARAGRAPH = "Warga memperbaiki jembatan yang putus karena banjir pada awal pekan ini."


@pytest.mark.parametrize("stem", ["p", "paragraf_", "isi ", "Paragraph"])
@pytest.mark.parametrize("format_", ["json", "jsonl", "csv", "xlsx"])
def test_numbered_columns_of_paragraphs_are_joined_in_their_order(read, stem, format_):
    names = [f"{stem}{n}" for n in (1, 10, 2, 3, 4)]
    rows = [
        {"judul": f"Jembatan {row}", "tanggal": "2024-06-13", **{name: f"{PARAGRAPH} {row} {name}" for name in names}}
        for row in range(4)
    ]
    rows[1][names[2]] = ""
    for row in rows:
        row[names[0]] += f" {LONG}".rstrip()  # the others are much shorter
    grid = [list(rows[0]), *([*row.values()] for row in rows)]
    data = {
        "json": lambda: dumped(rows),
        "jsonl": lambda: b"\n".join(map(dumped, rows)),
        "csv": lambda: "\n".join(",".join(cells) for cells in grid).encode(),
        "xlsx": lambda: xlsx({"Berita": grid}),
    }[format_]()
    documents = read(f"pages.{format_}", data)
    ordered = [rows[1][f"{stem}{n}"] for n in (1, 3, 4, 10)]
    assert documents["text"][1] == "\n".join(ordered)
    assert documents["extra"][1] is None


@pytest.mark.parametrize("beside", [{"isi": LONG}, {"ringkasan": LONG}, {"p1": LONG * 6}])
def test_paragraphs_are_not_joined_beside_a_text(read, beside):
    rows = [{"judul": "Jembatan", "p1": PARAGRAPH, "p2": PARAGRAPH, "p3": PARAGRAPH, **beside} for _ in range(4)]
    assert read("pages.json", dumped(rows))["text"][0].strip() == (LONG * (6 if "p1" in beside else 1)).strip()


def test_what_is_beyond_the_fields_is_kept(read):
    documents = read(
        "pages.csv", f'judul,isi,kategori,"likes ""x"""\nJembatan,"{LONG}",Daerah,3\nPasar,"{OTHER}",,\n'.encode()
    )
    assert json.loads(documents["extra"][0]) == {"kategori": "Daerah", 'likes "x"': "3"}
    assert documents["extra"][1] is None


def test_a_column_that_always_says_the_same_is_doubted(read):
    rows = [{"judul": f"Berita {n}", "isi": f"{n} {LONG}", "tgl": "2024-06-13"} for n in range(12)]
    documents = read("pages.json", dumped(rows))
    assert next(one for one in documents["fields"][0] if one["field"] == "published_on")["doubt"]


def test_times_are_put_to_the_days_beside_them(read):
    documents = read("pages.csv", f'judul,isi,date,time\nJembatan,"{LONG}",2024-06-13,21:02\n'.encode())
    assert values(documents)["published_on"] == "2024-06-13T21:02"


def test_breaks_written_out_are_breaks_where_the_column_shows_them(read):
    written = LONG.replace(". ", ".\\n")
    documents = read("pages.csv", f'judul,isi\nJembatan,"{written}"\n'.encode())
    assert documents["text"][0].count("\n") == 4
    real = read("pages.json", dumped([{"isi": f"{LONG}\nbaris\\n baru"}] * 3))
    assert "\\n" in real["text"][-1]
    quoted = read("pages.csv", f'judul,isi\nJembatan,"{LONG} \\u201cBaru,\\u201d katanya."\n'.encode())
    assert quoted["text"][0].endswith("“Baru,” katanya.")


def test_breaks_of_a_spreadsheet_are_breaks_wherever_its_cells_went(read):
    documents = read("pages.csv", f'judul,isi\nJembatan_x000D_,"{LONG}_x000D_\n_x000d_\nBaru_x0009_lagi"\n'.encode())
    assert documents["text"][0] == f"{LONG}\n\nBaru\tlagi"
    assert values(documents)["title"] == "Jembatan"


FRONT = (
    '---\ntitle: "Jembatan"\ndate: 2024-06-13\nauthor: [Sari Dewi]\n---\n\n**Warga** ke [kota](https://example.org).'
)
TOLD = {"title": "Jembatan", "published_on": "2024-06-13"}


@pytest.mark.parametrize(
    ("name", "text", "fields", "line"),
    [
        ("a.md", FRONT, {**TOLD, "authors": "Sari Dewi"}, 7),
        ("a.txt", "Judul: Jembatan\nTanggal: 2024-06-13\n\nWarga ke kota.", TOLD, 4),
        ("a.txt", "Warga ke kota.\n\nJudul: Jembatan\nTanggal: 2024-06-13", TOLD, 1),
        ("a.txt", "Penulis: Sari Dewi\nEditor: Budi\nWarga ke kota.", {}, 3),
        ("a.txt", "Catatan: Warga ke kota.\nTanggal: 2024-06-13", {}, None),
    ],
)
def test_a_text_says_of_itself(read, name, text, fields, line):
    documents = read(name, text.encode())
    assert values(documents) == fields
    if line:
        assert documents["text"][0].split("\n")[line - 1] == "Warga ke kota."


def with_macros(book):
    """A workbook that brings a program along, which must neither run nor keep its rows from being read."""
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", ole({"VBA": b'Sub Auto_Open() Kill "C:\\*" End Sub'}))
    return out.getvalue()


def cut_sheet(book):
    """A binary workbook whose sheet ends in the middle of a record."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.bin"
    return packed({**members, sheet: members[sheet][:100]})


FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
FAR_CELL = '<row r="9"><c r="A99999999" t="inlineStr"><is><t>x</t></is></c></row>'
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16000" '
    'office:value-type="string"/></table:table-row>'
)
EMPTY = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'  # noqa: E501
TRAPS = (
    "CREATE TRIGGER t AFTER INSERT ON berita BEGIN DELETE FROM berita; END",
    "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS isi FROM c",
)
HOSTILE = [
    ("locked.xlsx", xlsx({"A": GRID}, locked=True), ["encrypted"]),
    ("encrypted.xlsx", ole({"EncryptionInfo": b"1", "EncryptedPackage": b"2"}), ["encrypted"]),
    ("far.xlsx", xlsx({"A": GRID}, tail=FAR), ["sheet_too_wide"]),
    ("cell.xlsx", xlsx({"A": GRID}, tail=FAR_CELL), ["sheet_too_wide"]),
    ("one.xlsx", xlsx({"A": []}, tail=FAR), ["no_page"]),
    ("bomb.xlsx", xlsx({"A": GRID}, tail=" " * 80_000_000), ["bomb"]),
    ("macros.xlsm", with_macros(xlsx({"A": GRID})), [None, None]),
    ("nothing.xlsb", packed({"[Content_Types].xml": b"", "xl/workbook.bin": b"x"}), ["broken_file"]),
    ("far.xlsb", xlsb([*GRID, *[[]] * 1_000_000, [*[""] * 20, "x"]]), ["sheet_too_wide"]),
    ("cut.xlsb", cut_sheet(xlsb(GRID)), ["broken_file"]),
    ("letter.docx", packed({"[Content_Types].xml": b"", "word/document.xml": b"x"}), ["binary"]),
    ("letter.doc", ole({"WordDocument": b"x"}), ["binary"]),
    ("repeated.ods", ods(GRID, tail=REPEATED), ["sheet_too_wide"]),
    ("empty.ods", ods(GRID, tail=EMPTY), [None, None]),
    ("header.csv", f'judul,i\rsi,tgl\nJembatan,"{LONG}",2024-06-13\n'.encode(), [None, "broken_row"]),
    ("broken.xls", xls(GRID)[:3000], ["broken_file"]),
    ("traps.db", sqlite({"berita": GRID}, *TRAPS), [None, None]),
    ("numbers.db", sqlite({"berita": GRID, "angka": [["a", "b"], ["1", "2"]]}), ["no_text", None, None]),
    ("broken.db", sqlite({"berita": [GRID[0], *GRID[1:] * 200]})[:20_000] + b"\xff" * 60_000, None),
]


@pytest.mark.parametrize(("name", "data", "reasons"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_a_hostile_table_is_a_row_with_a_sentence(read, name, data, reasons):
    documents = read(name, data)
    if reasons is None:
        assert {"truncated", "broken_file"} & set(documents["reason"])
    else:
        assert documents["reason"].to_list() == reasons


def test_a_cell_larger_than_a_document_costs_its_row_only(read):
    large = [GRID[0], ["Besar", "x y " * 500_000, ""], GRID[1]]
    documents = read("big.db", sqlite({"berita": large}), document_bytes=1_000_000)
    assert documents["reason"].to_list() == ["too_large", None]


def test_columns_are_explained(tmp_path):
    (tmp_path / "a.csv").write_text(
        f'judul,isi,kategori,x,lang,ringkasan\nJembatan,"{LONG}",Daerah,https://example.org/1,id,Jembatan selesai.\n'
    )
    told = explain_columns([str(tmp_path / "a.csv")], ReadingSettings()).to_dicts()
    assert [(one["column"], one["meaning"], one["decided_by"]) for one in told] == [
        ("judul", "title", "name"),
        ("isi", "text", "name"),
        ("kategori", "extra", "name"),
        ("x", "url", "values"),
        ("lang", "extra", "name"),
        ("ringkasan", "text", "name"),
    ]
    assert told[5]["why"].endswith("; kept in extra where isi is filled")
    assert [one["behind"] for one in told] == [None] * 5 + ["isi"]
    line = '[reading.columns] FIELD = "kategori"; [publishing.article_columns] kategori = "VARCHAR"'
    assert told[2]["setting"] == line


def test_the_line_that_makes_a_column_of_articles_can_be_used(tmp_path):
    names = ["Jumlah Suka", "body", "日", "1st", 'a"b']
    header = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    (tmp_path / "a.csv").write_text(f'judul,isi,{header}\nJembatan,"{LONG}",1,1,1,1,1\n')
    for one in explain_columns([str(tmp_path / "a.csv")], ReadingSettings()).to_dicts():
        if one["meaning"] == "extra":
            line = one["setting"].partition("; [publishing.article_columns] ")[2]
            (column,) = PublishingSettings(article_columns=tomllib.loads(line)).article_columns.items()
            assert one["column"] in (column[1].named or (column[0],))
