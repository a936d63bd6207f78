"""Tables whose rows are plain to a reader, in the shapes that programs and people leave them in."""

from __future__ import annotations

import datetime
import json

import polars as pl
import pytest

from kliping.reading.formats.csv_heads import lines_above
from kliping.reading.formats.json_literals import literal
from kliping.reading.formats.json_shapes import loaded
from kliping.reading.formats.sniff import sniff

LONG = "Warga Desa Lembah Manah memanen tomat lebih awal karena hujan turun sebelum waktunya. " * 3
OTHER = "Pengrajin bambu di Dusun Karang menolak pesanan baru sampai musim hujan berakhir. " * 3
ROWS = [
    {"judul": "Panen Tomat Maju", "penulis": "Wulan Sari", "tanggal": "2023-03-14", "isi": LONG.strip()},
    {"judul": "Pesanan Bambu Menumpuk", "penulis": "Galih Pratama", "tanggal": "2023-03-15", "isi": OTHER.strip()},
]
HEADER = list(ROWS[0])


def told(documents):
    """Title, author, day and text of each document."""
    rows = []
    for fields, text in zip(documents["fields"], documents["text"], strict=True):
        said = {one["field"]: one["value"] for one in fields}
        rows.append([said.get("title"), said.get("authors"), (said.get("published_on") or "")[:10], text.strip()])
    return rows


WANTED = [list(row.values()) for row in ROWS]


def dumped(value):
    return json.dumps(value, ensure_ascii=False)


def joined(comma, end="\n", rows=ROWS):
    return end.join([comma.join(HEADER), *(comma.join(row.values()) for row in rows)]) + end


@pytest.mark.parametrize("comma", ["^", "~", "¦", "\x01", "\x1f"])
def test_a_rare_mark_separates_names_that_are_known(read, comma):
    assert told(read("rows.csv", joined(comma).encode())) == WANTED


def test_a_rare_mark_in_a_name_separates_nothing(read):
    documents = read("rows.csv", f"judul,isi,skor~rata\nPanen,{LONG},3\n".encode())
    assert documents["text"].to_list() == [LONG]


@pytest.mark.parametrize(
    "above",
    [
        "Kliping Kabar Lembah\nDiunduh: 16/03/2023 08:15\n\n",
        "# dataset kabar lembah\n# kolom: judul, penulis, tanggal, isi\n",
        "Kabar Lembah,,,\nMaret 2023,,,\n,,,\n",
    ],
)
def test_a_header_is_looked_for_below_what_the_table_says_of_itself(read, above):
    documents = read("rows.csv", (above + joined(",")).encode())
    assert (told(documents), documents["member"].to_list()) == (WANTED, ["#1", "#2"])


@pytest.mark.parametrize(
    "text",
    [
        joined(","),
        'Panen,"Wulan menyebut tiga kolom:\njudul,penulis,tanggal,isi\ndan menutup buku.",2023-03-14\n' * 3,
        "Panen,Wulan,2023-03-14,Tomat dipanen\njudul,penulis,tanggal,isi\n",
        "nomor,nama\n1,satu\n",
    ],
)
def test_no_row_is_taken_for_what_stands_above_a_header(text):
    assert lines_above(text) == 0


def test_lines_may_end_at_lone_carriage_returns(read):
    assert told(read("rows.csv", joined(",", "\r").encode())) == WANTED
    assert told(read("rows.csv", ("\ufeff" + joined("\t", "\r")).encode("utf-16-le"))) == WANTED


def test_rows_may_be_in_single_quotes_below_a_header_that_is_not(read):
    rows = "".join(",".join(f"'{cell}'" for cell in (*row[:3], f"{row[3]} Ya, ''betul''.")) + "\n" for row in WANTED)
    texts = [row[3] for row in told(read("rows.csv", (",".join(HEADER) + "\n" + rows).encode()))]
    assert texts == [f"{row[3]} Ya, 'betul'." for row in WANTED]


def test_rows_in_single_quotes_without_a_header_may_hold_commas_and_apostrophes(read):
    documents = read("rows.csv", f"Daerah;'{LONG}'\nUsaha;'{OTHER} Itu ''emas, cair''.'\n".encode())
    assert documents["text"].to_list() == [LONG, f"{OTHER} Itu 'emas, cair'."]
    quoted = read("rows.csv", f"judul;isi\n'Ayo';{LONG}\nPanen;{OTHER}\n".encode())
    assert [row[0] for row in told(quoted)] == ["'Ayo'", "Panen"]


@pytest.mark.parametrize("comma", ["|", ";", "\t"])
def test_texts_with_commas_of_their_own_are_one_cell_where_no_header_names_any(read, comma):
    text = f"{LONG.strip()} Hujan, angin, dan kabut turun, kata mereka."
    rows = [[row["tanggal"], row["judul"], text] for row in ROWS]
    documents = read("rows.csv", "".join(comma.join(row) + "\n" for row in rows).encode())
    assert [[day, said] for _, _, day, said in told(documents)] == [[row[0], row[2]] for row in rows]


@pytest.mark.parametrize(
    "name", ["created_time", "create_time", "posted_time", "date_created", "createdDateTime", "publish_ts"]
)
def test_the_moment_of_a_post_is_its_day_also_in_a_table_of_few_rows(read, name):
    rows = [{"title": row["judul"], name: 1614942000000.0, "content": row["isi"]} for row in ROWS]
    assert [row[2] for row in told(read("rows.json", dumped(rows).encode()))] == ["2021-03-05"] * 2


def test_a_table_may_be_called_a_text_and_a_text_is_no_table(read):
    assert told(read("rows.txt", joined("\t").encode())) == WANTED
    for prose in (f"Judul, isi, tanggal\n\n{LONG}\n", f"Isi, judul, dan tanggal\n{LONG}, {LONG}, {LONG}\n"):
        assert sniff(prose.encode(), "page.txt") == "text"


def test_bytes_that_python_printed_are_their_text(read):
    cell = str("Panen kedua – “lebih baik”".encode()).replace('"', '""')
    documents = read("rows.csv", f'judul,isi\nPanen,"{cell}"\nLagi,b\'tidak ditutup\n'.encode())
    assert documents["text"].to_list() == ["Panen kedua – “lebih baik”", "b'tidak ditutup"]


def test_a_first_paragraph_stands_before_numbered_columns_of_the_others(read):
    texts = (LONG * 2).strip().split(". ", 1)
    rows = [
        ["judul", "lead", "p1", "p2"],
        *([f"Panen {n}", f"{OTHER[:81]}", texts[0], f"{texts[1]} {n}"] for n in "12"),
    ]
    documents = read("rows.csv", "\n".join(",".join(row) for row in rows).encode())
    assert documents["text"][0] == "\n".join([OTHER[:81], texts[0], f"{texts[1]} 1"])


JSON = {
    "sequence": "".join(f"\x1e{dumped(row)}\n" for row in ROWS),
    "sequence of indented values": "".join(f"\x1e{json.dumps(row, indent=1)}\n" for row in ROWS),
    "rows as strings": dumped([dumped(row) for row in ROWS]),
    "a string": dumped(dumped(ROWS)),
    "python": repr([{**row, "kosong": None, "aktif": True} for row in ROWS]),
    "python, a line each": "".join(f"{row!r}\n" for row in ROWS),
    "python, with moments": "".join(
        f"{ {**row, 'tanggal': datetime.datetime.fromisoformat(row['tanggal'])}!r}\n" for row in ROWS
    ),
    "shell": "".join(
        f'{{ "_id" : ObjectId("62"), "judul" : {dumped(row["judul"])}, "penulis" : {dumped(row["penulis"])},'
        f' "tanggal" : ISODate("{row["tanggal"]}T01:00:00Z"), "isi" : {dumped(row["isi"])},'
        ' "dibaca" : NumberInt(3) }\n'
        for row in ROWS
    ),
    "paragraphs numbered": dumped(
        [{**row, "isi": {"2": row["isi"].split(". ", 1)[1], "1": row["isi"].split(". ")[0] + "."}} for row in ROWS]
    ),
    "by section": dumped({"pertanian": ROWS[:1], "kerajinan": ROWS[1:]}),
    "by day": dumped({row["tanggal"]: [row] for row in ROWS}),
    "by site": dumped({"hasil": [{"situs": "example.org", "daftar": [row]} for row in ROWS]}),
    "with comments": "// hasil\n[\n" + ",  // satu\n".join(map(dumped, ROWS)) + ", /* akhir */\n]\n",
    "of a program": f"var berita = {dumped(ROWS)};\n",
    "handed to a function": f"/**/muat.kabar({dumped(ROWS)});",
    "kept from programs": f")]}}',\n{dumped(ROWS)}",
    "blocks": dumped(
        [
            {"judul": row["judul"], "penulis": row["penulis"], "tanggal": row["tanggal"]}
            | {"content_blocks": [{"type": "p", "data": {"text": row["isi"]}}, {"type": "image", "src": "a.jpg"}]}
            for row in ROWS
        ]
    ),
    "nodes": dumped(
        {
            "data": {
                "posts": {
                    "edges": [
                        {
                            "cursor": "x",
                            "node": {
                                "title": row["judul"],
                                "author": {"node": {"name": row["penulis"]}},
                                "date": row["tanggal"],
                                "content": row["isi"],
                            },
                        }
                        for row in ROWS
                    ]
                }
            }
        }
    ),
    "what else is known in a string": dumped(
        [
            {
                "text": row["isi"],
                "info": dumped({"title": row["judul"], "author": row["penulis"], "date": row["tanggal"]}),
            }
            for row in ROWS
        ]
    ),
}


@pytest.mark.parametrize("shape", JSON)
def test_rows_of_json_in_odd_shapes(read, shape):
    rows = told(read("rows.json", JSON[shape].encode()))
    assert [[*row[:3], " ".join(row[3].split())] for row in rows] == WANTED


def test_addresses_in_a_value_are_no_comments_of_a_program():
    assert loaded('// hasil\n[{"a": "https://example.org/1"},]') == [{"a": "https://example.org/1"}]


def test_a_formula_of_one_string_is_the_string(read):
    rows = [{key: f'="{value}"' if key != "isi" else value for key, value in row.items()} for row in ROWS]
    assert told(read("rows.csv", joined(";", rows=rows).encode())) == WANTED


def test_a_title_stands_on_one_line_without_the_signs_of_cdata(read):
    rows = [
        {**ROWS[0], "judul": "\n\t  Panen\n      Tomat\r\n Maju \n"},
        {**ROWS[1], "judul": f"<![CDATA[{ROWS[1]['judul']}]]>"},
    ]
    assert told(read("rows.json", dumped(rows).encode())) == WANTED


def test_rows_that_are_strings_in_lines(read):
    assert told(read("rows.jsonl", "".join(dumped(dumped(row)) + "\n" for row in ROWS).encode())) == WANTED


def test_comments_are_no_articles_of_the_same_table(read):
    comments = [{"user": f"a{n}", "text": "Mantap sekali panennya tahun ini, semoga harga bagus."} for n in range(5)]
    documents = read("rows.json", dumped({"articles": ROWS, "comments": comments[:1]}).encode())
    assert told(documents) == WANTED
    each = [{**row, "comments": comments} for row in ROWS]
    assert told(read("rows.json", dumped({"articles": each}).encode())) == WANTED


def test_one_post_of_an_interface_is_a_row_itself(read):
    post = {
        "date": "2023-03-14T07:00:00",
        "title": {"rendered": "Panen Tomat Maju"},
        "content": {"rendered": f"<p>{LONG}</p>", "protected": False},
        "excerpt": {"rendered": f"<p>{LONG[:50]}</p>", "protected": False},
        "_embedded": {"author": [{"id": 3, "name": "Wulan Sari"}]},
    }
    (row,) = told(read("post.json", json.dumps(post, indent=2).encode()))
    assert row[:3] == ["Panen Tomat Maju", "Wulan Sari", "2023-03-14"]


def test_the_fields_of_a_struct_are_columns(read, tmp_path):
    rows = [
        {"text": row["isi"], "meta": {"title": row["judul"], "author": row["penulis"], "date": row["tanggal"]}}
        for row in ROWS
    ]
    pl.DataFrame(rows).write_parquet(tmp_path / "rows.parquet")
    assert told(read("rows.parquet", (tmp_path / "rows.parquet").read_bytes())) == WANTED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{'a': ('x', 2), 'b': b'\\xc3\\xa9'}", {"a": ["x", 2], "b": "é"}),
        (r"{'a': 'C:\dokumen'}", {"a": r"C:\dokumen"}),
        ("{'a': datetime.date(2023, 3, 4)}", {"a": "2023-03-04"}),
        ("{'a': datetime.datetime(2023, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)}", {"a": "2023-03-04T05:06:00"}),
        ('{ "a" : NumberLong("7"), "c" : new Date("2023-03-04") }', {"a": "7", "c": "2023-03-04"}),
        ('{ "b" : "ObjectId(\\"9\\")", "c" : NumberInt(1) }', {"b": 'ObjectId("9")', "c": 1}),
    ],
)
def test_what_a_program_printed_is_a_value(text, value):
    assert literal(text) == value


@pytest.mark.parametrize("text", ["{'a': print(1)}", "{'a'", "{" * 500, "{a: 1}"])
def test_what_no_program_printed_is_none(text):
    with pytest.raises(ValueError):
        literal(text)
