"""Rows without a text say why they have none."""

from __future__ import annotations

LONG = "Warga desa memperbaiki jembatan yang putus karena banjir pada awal pekan ini. " * 4


def test_a_row_without_a_text_says_what_stands_in_its_place(read):
    """All such rows asked to name the column, which was known."""
    rows = read("pages.csv", f"judul,isi\nPasar,{LONG}\nSungai,\nSawah,nan\n".encode())
    told = ["is empty", "is “nan”, which stands for no text"]
    opens = " holds no text: its cell in the column of texts, isi, "
    assert [detail.partition(opens)[2].partition(". ")[0] for detail in rows["detail"][1:]] == told
    rows = read("rows.jsonl", b'{"judul": "Pasar", "isi": ""}\n{"judul": "Sungai", "isi": "Banjir surut kemarin."}\n')
    silent = rows.filter(rows["uri"].str.ends_with("rows.jsonl") & rows["detail"].is_not_null())
    assert [detail.partition("/rows.jsonl, ")[2].partition(". ")[0] for detail in silent["detail"]] == [
        "#1 holds no text: its key of texts, isi, is missing or holds nothing"
    ]
