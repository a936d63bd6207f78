"""CSV whose quotes went wrong: every line is in a row, or in a refusal, and no row holds cells of another."""

from __future__ import annotations

import time

import pytest

from kliping.reading.formats import csv_text
from kliping.reading.formats.csv_mending import next_row
from kliping.reading.formats.csvs import csv_rows
from kliping.reading.formats.pieces import Refusal, Table

HEAD = "tgl,tautan,judul,isi"
FRONT = "2024-06-{1:02},https://example.org/{0},Harga cabai {0},"
SAID = 'Hujan turun. "Kami dengar, lalu lari," kata Asep, Senin.'
BARE = 'Warga datang, lalu," kata Asep, Senin.'


def read(opened, data):
    """The rows by their numbers, and the members refused with what is said of them."""
    stream, context = opened(data.encode())
    pieces = list(csv_rows(stream, "a", None, context, "csv"))
    tables = [piece for piece in pieces if isinstance(piece, Table)]
    rows = {table.first + at: row for table in tables for at, row in enumerate(table.frame.rows())}
    return rows, {piece.member: piece.what for piece in pieces if isinstance(piece, Refusal)}


def sheet(texts, head=HEAD, line="{front}{text}"):
    return (
        head
        + "\n"
        + "".join(line.format(front=FRONT.format(n + 1, n % 28 + 1), text=text) + "\n" for n, text in enumerate(texts))
    )


@pytest.mark.parametrize(
    ("texts", "bodies"),
    [
        (["Banjir surut."] * 3 + [BARE, "Banjir surut, kata warga, kemarin.", BARE], None),
        (
            ['"Banjir\n\nsurut."', '"Warga ""datang""\n\nkembali.', '"Harga\n\nturun."', '"Beras\n\n""naik""."'],
            ["Banjir\n\nsurut.", 'Warga "datang"\n\nkembali.', "Harga\n\nturun.", 'Beras\n\n"naik".'],
        ),
        (
            [f'"{SAID}"', '"Banjir surut."', f'"Satu\n\n{SAID}\n\nDua"'],
            [SAID, "Banjir surut.", f"Satu\n\n{SAID}\n\nDua"],
        ),
        (['"Banjir surut.', *["Warga kembali."] * 9], None),
        (['"Banjir surut."'] * 3 + ['"Warga kembali.'], ["Banjir surut."] * 3 + ["Warga kembali.\n"]),
    ],
    ids=[
        "no quotes around texts",
        "a quote is not closed",
        "quotes inside are not doubled",
        "the first is not closed",
        "the last is not closed",
    ],
)
@pytest.mark.parametrize("plain", [True, False])
def test_a_quote_that_went_wrong_costs_no_row(opened, monkeypatch, texts, bodies, plain):
    if not plain:
        monkeypatch.setattr(csv_text.Dialect, "plain", False)
    rows, refused = read(opened, sheet(texts))
    assert refused == {}
    assert [row[3] for _, row in sorted(rows.items())] == (bodies or texts)
    assert [row[2] for _, row in sorted(rows.items())] == [f"Harga cabai {n + 1}" for n in range(len(texts))]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("texts", [['"Banjir\n\nsurut."'] * 4, ['"Kata ""warga"" itu,\n\nlalu."'] * 4])
def test_a_file_that_was_cut_inside_a_text_in_quotes_says_so_of_its_last_row(opened, monkeypatch, texts, plain):
    if not plain:
        monkeypatch.setattr(csv_text.Dialect, "plain", False)
    whole, cut = read(opened, sheet(texts)[:-1]), read(opened, sheet(texts)[:-5])
    assert (sorted(whole[0]), whole[1]) == ([1, 2, 3, 4], {})
    assert (sorted(cut[0]), cut[1]) == ([1, 2, 3], {"#4": "its last cell is in quotes that never end"})
    assert read(opened, sheet(["Banjir surut."] * 4)[:-5])[1] == {}  # nothing says that it was cut


def test_commas_of_a_title_and_cells_behind_the_text_stay_where_they_are(opened):
    bare = sheet(["Banjir surut."] * 6).replace("cabai 2,", "cabai, beras 2,").replace("surut.\n", "surut, hari ini.\n")
    rows, refused = read(opened, bare)
    assert (rows[2][2:], refused) == (("Harga cabai, beras 2", "Banjir surut, hari ini."), {})
    behind = sheet([f'"{SAID}"'] * 4, f"{HEAD},penulis", "{front}{text},Sari")
    rows, refused = read(opened, behind)
    assert ([row[3:] for row in rows.values()], refused) == ([(SAID, "Sari")] * 4, {})


def test_a_row_that_cannot_be_mended_takes_no_other_with_it_and_says_how_many_lines_it_had(opened):
    texts = ['"Banjir surut."'] * 5
    data = sheet(texts).replace("Harga cabai 3,", '"Harga\ncabai 3,x,y,"",')
    rows, refused = read(opened, data)
    assert [row[2] for row in rows.values()][:2] == ["Harga cabai 1", "Harga cabai 2"]
    assert {row[0] for row in rows.values()} >= {"2024-06-04", "2024-06-05"}
    assert len(rows) + len(refused) >= 5
    rows, refused = read(opened, 'judul,isi\nA,Banjir surut\nB,"a\nb",c,d\nC,Harga turun\n')
    assert refused == {"#2": "a CSV row of 2 cells (it runs over 2 lines)"}
    assert sorted(rows) == [1, 3]


def test_a_sound_text_may_hold_the_beginning_of_a_row(opened):
    text = '"Contoh:\n' + FRONT.format(9, 9) + 'isi\nselesai."'
    rows, refused = read(opened, sheet(['"Banjir surut."', text, '"Warga kembali."']))
    assert (rows[2][3], refused) == (text[1:-1], {})


def test_lines_that_are_put_back_are_read_once_more_in_a_time_that_grows_with_them(opened):
    def taken(number):
        data = sheet([f'"Banjir {n}\n{SAID}' if n % 3 else f'"{SAID}"' for n in range(number)])
        start = time.process_time()
        rows, refused = read(opened, data)
        assert [row[2] for row in rows.values()] == [f"Harga cabai {n + 1}" for n in range(number)]
        assert refused == {}
        return time.process_time() - start

    taken(100)
    assert taken(4_000) < 8 * taken(1_000) + 0.15


def test_the_next_row_of_a_file_whose_rows_tell_nothing_is_what_the_standard_library_reads(opened):
    stream, _ = opened(b'A,"x"y\nB,z\n')
    lines = csv_text.CsvText(stream, 1_000, "utf-8")
    dialect = csv_text.Dialect(",", '"', False, False, True, ["judul", "isi"], [])
    assert [next_row(lines, dialect, None, 1_000) for _ in range(2)] == [["A", "xy"], ["B", "z"]]


@pytest.mark.parametrize(
    ("cell", "body"),
    [
        ('Harga naik "lagi, kata warga.', 'Harga naik "lagi, kata warga.'),
        ('Warga "datang", lalu "pulang" lagi.', 'Warga "datang", lalu "pulang" lagi.'),
        ('Satu.\n"Dua", kata Asep.\nTi"ga.', 'Satu.\n"Dua", kata Asep.\nTi"ga.'),
        ('Satu ""dua"" tiga.', 'Satu "dua" tiga.'),
    ],
)
def test_cells_in_quotes_show_rows_where_no_day_and_no_address_does(opened, cell, body):
    texts = ["Banjir surut.\nWarga pulang.", cell, "Beras naik.", cell, "Cabai turun."]
    data = "judul,penulis,isi\n" + "".join(f'"Judul {n}","Sari","{text}"\n' for n, text in enumerate(texts))
    rows, refused = read(opened, data)
    assert refused == {}
    told = [body if text == cell else text for text in texts]
    assert [rows[n + 1] for n in range(5)] == [(f"Judul {n}", "Sari", text) for n, text in enumerate(told)]


def test_a_quote_that_is_never_closed_costs_no_row_among_cells_in_quotes(opened):
    lines = ['"Judul 1","Sari","Banjir.', '"Judul 3","Budi","Cabai."', '"Judul 4","Budi","Garam."']
    rows, refused = read(opened, "judul,penulis,isi\n" + "\n".join(lines) + "\n")
    assert (refused, [row[2].strip() for row in rows.values()]) == ({}, ["Banjir.", "Cabai.", "Garam."])


@pytest.mark.parametrize("head", ["judul,tgl,isi\n", "judul,tgl,isi\r"])
def test_a_lone_carriage_return_ends_a_row_where_whole_rows_stand_on_both_its_sides(opened, head):
    data = head + "A,2024-06-01,Banjir surut.\rB,2024-06-02,Warga\rpulang.\rC,2024-06-03,Beras naik.\n"
    rows, refused = read(opened, data + 'D,2024-06-04,"Satu.\rE,2024-06-05,dua."\nF,2024-06-06,Garam.\n')
    assert refused == {}
    assert [row[0] for row in rows.values()] == ["A", "B", "C", "D", "F"]
    assert [row[2] for row in rows.values()][2:] == ["Beras naik.", "Satu.\rE,2024-06-05,dua.", "Garam."]


def test_lines_with_many_carriage_returns_cost_what_their_length_does(opened):
    def taken(number):
        start = time.process_time()
        rows, refused = read(opened, "judul,isi\nA,satu\nB,dua\n" + '"C","' + "Satu.\r" * number + '"\nD,dua\rE,tiga\n')
        assert (len(rows), refused) == (5, {})
        return time.process_time() - start

    taken(100)
    assert taken(40_000) < 8 * taken(10_000) + 0.15


@pytest.mark.parametrize("text", ["Banjir surut.", 'Satu.\n"Dua", kata Asep.\nTiga.'])
def test_a_title_with_quotes_inside_and_days_without_quotes_behind_the_text_hide_no_row(opened, text):
    titles = ["Banjir surut", 'Kata "Gotong Royong" di gapura', "Beras naik"]
    rows, refused = read(
        opened, "judul,tgl,isi\n" + "".join(f'"{t}","2024-06-0{n}","{text}"\n' for n, t in enumerate(titles, 1))
    )
    assert (refused, [(row[0], row[2]) for row in rows.values()]) == ({}, [(title, text) for title in titles])
    rows, refused = read(
        opened, "no;judul;isi;tgl\n" + "".join(f'{n};"A {n}";"{text}";0{n}/06/2024\n' for n in (1, 2, 3))
    )
    assert (refused, list(rows.values())) == ({}, [(f"{n}", f"A {n}", text, f"0{n}/06/2024") for n in (1, 2, 3)])


def test_days_behind_the_texts_show_where_these_end(opened):
    """Only what stands in front of the text was asked what rows look like, so all of these were refused."""
    said = 'Warga memanen ikan. "Kolam penuh, kami panen," kata {0}, petani, Senin.'
    data = "judul,isi,tanggal\n" + "".join(
        f'Panen {name},"{said.format(name)}",2025-02-0{day}\n' for day, name in enumerate(["Adi", "Bela", "Cipto"], 1)
    )
    rows, refused = read(opened, data)
    assert not refused
    assert [row[:3] for row in rows.values()] == [
        (f"Panen {name}", said.format(name), f"2025-02-0{day}") for day, name in enumerate(["Adi", "Bela", "Cipto"], 1)
    ]


def test_no_row_is_put_into_another_where_only_its_end_is_known(opened):
    """A quote that is never closed takes the next row into its text."""
    sound = "".join(f'Panen {day},"Kolam {day} penuh, kata warga.",2025-02-0{day}\n' for day in range(1, 5))
    odd = 'Pasar,"Harga "naik, kata warga,2025-03-01\nPanen lagi,"Kolam "besar" penuh, ya, penuh.",2025-03-02\n'
    rows, _ = read(opened, f"judul,isi,tanggal\n{sound}{odd}")
    assert not any("2025-03-01" in cell and "Panen lagi" in cell for row in rows.values() for cell in row if cell)
