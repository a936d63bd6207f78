"""Blocks of CSV rows, and rows taken one by one: whichever way a file is read, its documents are the same."""

from __future__ import annotations

import csv
import io
import random

import numpy as np
import polars as pl
import pytest

from kliping.reading import characters
from kliping.reading.character_kernel import rows_with
from kliping.reading.formats import csv_text
from kliping.reading.formats.csv_kernel import whole_rows

HEADER = "judul,isi,tgl\n"


@pytest.mark.parametrize(
    ("block", "ends", "other"),
    [
        (b"a,b\nc,d\n", [4, 8], False),
        (b'a,"b\n""c"\r\nd,', [11], False),
        (b"a,b\r", [], False),
        (b"a,b\n\nc,d\n", [4], True),
        (b"a,b\nc\n", [4], True),
        (b"a,b,c\n", [], True),
        (b'a,b "c"\n', [], True),
        (b'a,"b"c\n', [], True),
        (b"a,b\rc,d\n", [], True),
        (b'a,"b\rc"\n,""\n', [8, 12], False),
    ],
)
def test_rows_are_found_as_far_as_they_are_written_as_they_should_be(block, ends, other):
    assert whole_rows(block, ",", '"', 2) == (ends, other)


def cell(chance):
    signs = ["kata", " ", ",", '"', "\n", "\r\n", "\r", "é", "“", ";", "\t", "nan", "#", "", "\\"]
    return "".join(chance.choices(signs, k=chance.randint(0, 6)))


def table(chance):
    """A table of rows, most as they should be, some with quotes, breaks and cells where none belong."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=chance.choice(["\n", "\r\n"]), quoting=chance.choice([0, 1]))
    for _ in range(chance.randint(1, 300)):
        match chance.randrange(60):
            case 0:
                out.write(cell(chance) + "," + cell(chance) + "\n")
            case 1:
                out.write("\n")
            case 2:
                out.write(HEADER)
            case _:
                writer.writerow([cell(chance), f"Warga desa memperbaiki jembatan {cell(chance)}", "2024-06-13"])
    data = (HEADER + out.getvalue()).encode()
    if chance.random() < 0.2:
        at = chance.randrange(len(HEADER), len(data))
        data = data[:at] + b"\xff" + data[at:]
    return data[: chance.randint(len(HEADER) + 1, len(data))] if chance.random() < 0.3 else data


@pytest.mark.parametrize("seed", range(25))
def test_blocks_give_what_rows_one_by_one_give(read, monkeypatch, seed):
    chance = random.Random(seed)
    data = table(chance)
    monkeypatch.setattr(csv_text, "_PLAIN", chance.choice([300, 2_000, 1 << 22]))
    monkeypatch.setattr(csv_text, "ROWS", chance.choice([7, 4_000]))
    batch = chance.choice([11, 2_000])
    in_blocks = read("pages.csv", data, batch_documents=batch)
    monkeypatch.setattr(csv_text.Dialect, "plain", False)
    assert read("pages.csv", data, batch_documents=batch).equals(in_blocks)


def test_the_pass_over_characters_finds_what_the_pattern_does(monkeypatch):
    chance = random.Random(1)
    usual = "abc XYZ~}\n\t"
    odd = ["\x00", "\x1f", "\x7f", "\r", "\xa0", "é", "Ã", "©", "“", "\u200b", "e\u0301", "\U0001f600"]
    weights = [9] * len(usual) + [0.1] * len(odd)
    rows = ["".join(chance.choices([*usual, *odd], weights, k=chance.randint(0, 60))) for _ in range(5_000)]
    text = pl.Series([*rows, None])
    encoding = pl.Series(["utf-8"] * len(text))
    few = characters.normalised(text, encoding)
    monkeypatch.setattr(characters, "_MUCH", 0)
    much = characters.normalised(text, encoding)
    assert few[0].equals(much[0], null_equal=True)
    assert few[1].equals(much[1])
    assert rows_with(np.frombuffer(b"abcdefgh\x1f", np.uint8), np.array([0, 8, 9]), characters._asked()).tolist() == [
        False,
        True,
    ]
