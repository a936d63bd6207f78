"""What a terminal, Markdown and JSON are given instead of text that would drive them."""

from __future__ import annotations

import json

import pytest

from kliping.shown import counted, json_line, markdown, plain

MARK = "\N{REPLACEMENT CHARACTER}"

TEXTS = [
    ("Harga cabai: 10:100:20 [bold]", "Harga cabai: 10:100:20 [bold]"),
    ("dua\nbaris\tdan\r\nlagi", "dua\nbaris\tdan\nlagi"),
    ("\x1b[31mmerah\x1b[0m", f"{MARK}[31mmerah{MARK}[0m"),
    ("\x9b31mC1", f"{MARK}31mC1"),
    ("hapus\rganti", f"hapus{MARK}ganti"),
    ("bel\x07 balik\x08 nol\x00 del\x7f", f"bel{MARK} balik{MARK} nol{MARK} del{MARK}"),
    ("laporan\u202efdp.exe", f"laporan{MARK}fdp.exe"),
    ("a\u2066b\u2069c\u200fd\u061ce", f"a{MARK}b{MARK}c{MARK}d{MARK}e"),
    ("\ufefftanda\u2028baris\U000e0041", f"{MARK}tanda{MARK}baris{MARK}"),
    ("nama\udcff.txt", f"nama{MARK}.txt"),
    ("می\u200cخواهم 10\u00a0km 👩\u200d👧", "می\u200cخواهم 10\u00a0km 👩\u200d👧"),
]


@pytest.mark.parametrize(("text", "shown"), TEXTS)
def test_only_what_drives_reorders_or_hides_is_replaced(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert plain(shown) == shown


@pytest.mark.parametrize("text", [text for text, _ in TEXTS if "\udcff" not in text])
def test_json_gives_every_character_back(text: str) -> None:
    line = json_line({"title": text})
    assert json.loads(line) == {"title": text}
    assert "\n" not in line
    assert plain(line) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[klik](javascript:alert(1))", r"\[klik\]\(javascript\:alert\(1\)\)"),
        ("<img src=x onerror=alert(1)>", r"\<img src\=x onerror\=alert\(1\)\>"),
        ("# Judul\n\n* butir", r"\# Judul \* butir"),
        ("\x1b[1m`kode`", MARK + r"\[1m\`kode\`"),
        ("Tidak ada apa-apa", r"Tidak ada apa\-apa"),
    ],
)
def test_markdown_is_left_nothing_to_read(text: str, shown: str) -> None:
    assert markdown(text) == shown


@pytest.mark.parametrize(
    ("number", "noun", "shown"),
    [(0, ("file",), "0 files"), (1, ("batch", "batches"), "1 batch"), (2000, ("batch", "batches"), "2,000 batches")],
)
def test_a_number_has_its_noun(number: int, noun: tuple[str, ...], shown: str) -> None:
    assert counted(number, *noun) == shown
