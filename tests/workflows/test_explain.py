"""``kliping explain``: each line, and each piece that was cut out of one, with its reason."""

from __future__ import annotations

from click.testing import CliRunner

from workflows.commands.explain import command

FIRST = "Warga Sukamaju kembali mengambil air dari sumur desa pada Senin pagi."
LINK = "Baca juga: Harga Cabai Naik Lagi"


def test_a_piece_stands_below_the_line_it_was_cut_out_of(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    page = tmp_path / "page.txt"
    page.write_text(f"Warga Menimba Air\n\n{FIRST} {LINK}\n\n{FIRST.replace('Sukamaju', 'Wanasari')}\n")
    told = CliRunner().invoke(command, [str(page)])
    assert told.exit_code == 0, told.output
    (piece,) = [line for line in told.output.splitlines() if "cut out of the line above" in line]
    assert piece.split("inline:link")[0].split() == ["related", *LINK.split()]
