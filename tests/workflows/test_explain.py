"""``kliping explain`` and ``clean``: each line with its reason, and what a page is that is no article."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from benchmarks.reading_samples import xlsx
from workflows.commands import clean, explain

FIRST = "Warga Sukamaju kembali mengambil air dari sumur desa pada Senin pagi."
LINK = "Baca juga: Harga Cabai Naik Lagi"


def test_a_piece_stands_below_the_line_it_was_cut_out_of(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    page = tmp_path / "page.txt"
    page.write_text(f"Warga Menimba Air\n\n{FIRST} {LINK}\n\n{FIRST.replace('Sukamaju', 'Wanasari')}\n")
    told = CliRunner().invoke(explain.command, [str(page)])
    assert told.exit_code == 0, told.output
    (piece,) = [line for line in told.output.splitlines() if "cut out of the line above" in line]
    assert piece.split("inline:link")[0].split() == ["related", *LINK.split()]


TEASER = (
    "Kepala desa menegaskan, jembatan gantung yang rusak harus diperbaiki sebelum musim hujan karena membahayakan anak "
    "sekolah. Kamis malam warga melaporkan papan jembatan itu lepas dan jatuh ke sungai di\n\nREAD MORE\n"
)
KIND = "The page is a list of articles: a front page, an index, a tag"


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        (clean.command, TEASER, f"{KIND}.\n"),
        (clean.command, FIRST, ""),
        (explain.command, TEASER, f"{KIND} (0.90, teasers).\n"),
        (explain.command, f"{FIRST} {FIRST} {FIRST}", "The page is an article ("),
    ],
)
def test_what_a_page_is_is_said(tmp_path, command, text, said):
    page = tmp_path / "page.txt"
    page.write_text(text)
    told = CliRunner().invoke(command, [str(page)])
    assert told.exit_code == 0, told.output
    assert ("The page is" in told.output) == bool(said)
    assert said in told.output
    if command is explain.command:
        told = CliRunner().invoke(command, [str(page), "--json"])
        assert said.split(" (")[0].endswith("article") == (json.loads(told.output)["page"]["page_kind"] == "article")


def test_the_columns_of_each_sheet_stand_below_its_name(tmp_path, monkeypatch):
    """Of several sheets nobody saw which columns were whose."""
    monkeypatch.setenv("COLUMNS", "200")
    rows = [["judul", "isi"], ["Jembatan Pulih", f"{FIRST} {FIRST}"]]
    (tmp_path / "berita.xlsx").write_bytes(xlsx({"Januari": rows, "Februari [2]": rows}))
    told = CliRunner().invoke(explain.command, [str(tmp_path / "berita.xlsx")])
    assert told.exit_code == 0, told.output
    assert [line.strip() for line in told.output.splitlines() if line.startswith("Columns")] == [
        "Columns of Januari",
        "Columns of Februari [2]",
    ]
