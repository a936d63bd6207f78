"""Elements that were printed together with the elements inside them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.cleaning import clean, paragraphs, removed_lines
from kliping.cleaning.nested import find_nested
from kliping.frames import LANGUAGES, empty
from kliping.settings.cleaning import CleaningSettings

LEAD = "Warga Dusun Pandan kembali mengambil air dari sumur tua pada Senin pagi karena pipa desa pecah."
SECOND = "Kepala dusun Sari Contoh mengatakan pipa itu sudah berumur dua puluh tahun dan sering bocor."
THIRD = "Pemerintah desa menyiapkan dana untuk mengganti pipa sepanjang tiga kilometer bulan depan."
LAST = "Warga berharap air kembali mengalir sebelum musim kemarau datang."
LINK = "Baca Juga:Harga Cabai di Pasar Contoh Naik Lagi"


def nested(lines: list[str], keep: list[bool] | None = None) -> tuple[list[int], dict[int, list[str]]]:
    """Which line says each line again, and the pieces that are said elsewhere."""
    kept = np.array(keep or [True] * len(lines))
    found = find_nested(pl.Series(lines), np.array([0, len(lines)]), kept)
    return found.said_in.tolist(), {at: [lines[at][a:b] for a, b, _ in pieces] for at, pieces in found.parts.items()}


CASES = [
    # lines, which line says each again, pieces of lines that are said elsewhere
    ([LEAD + SECOND, LEAD, SECOND], [1, -1, -1], {}),
    ([LEAD, SECOND + THIRD, SECOND, THIRD, LAST], [-1, 2, -1, -1, -1], {}),
    ([f"{LEAD} {SECOND}{THIRD}{LAST}", SECOND + THIRD + LAST, THIRD + LAST, LAST], [-1] * 4, 0),
    ([LEAD + SECOND + THIRD, LEAD, SECOND + THIRD, SECOND, THIRD], [1, -1, 3, -1, -1], {}),
    ([LEAD + SECOND + LINK + THIRD, SECOND, THIRD], [-1, -1, -1], {0: [SECOND, LINK, THIRD]}),
    ([LEAD + LINK + SECOND, LEAD, SECOND], [1, -1, -1], {}),
    ([SECOND + THIRD + LAST, SECOND, THIRD], [-1, 0, 0], {}),
    ([f"{LEAD} Foto bersama {SECOND}", LEAD, SECOND], [-1, 0, 0], {}),
    ([SECOND + THIRD + LAST, SECOND + THIRD, SECOND, THIRD], [-1, 0, 0, 0], {}),
    ([LEAD, SECOND, THIRD, LAST], [-1] * 4, {}),
    ([LEAD, SECOND, LAST, LEAD + SECOND + LAST], [-1, -1, -1, 0], {}),
    ([LEAD, SECOND, THIRD, SECOND + LINK + THIRD, LAST], [-1, -1, -1, 1, -1], {}),
    ([LEAD, SECOND, LEAD + SECOND + THIRD], [-1] * 3, {}),
    ([LEAD + " " + SECOND + " " + LEAD + " " + SECOND, LAST], [-1, -1], {0: [LEAD + " " + SECOND]}),
    ([LEAD + SECOND + LEAD + SECOND + LEAD + SECOND], [-1], {0: [LEAD + SECOND + LEAD + SECOND]}),
    ([LEAD + SECOND + LEAD + THIRD], [-1], {}),
    (["Tepuk tangan, tepuk tangan, tepuk tangan, tepuk tangan."], [-1], {}),
    (["Daftar hadir: Sari Contoh, Budi Contoh, dan Jane Doe.", "Sari Contoh, Budi Contoh", "Jane Doe"], [-1] * 3, {}),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "said_in", "pieces"), CASES)
def test_what_is_said_again_goes_and_each_sentence_stays_once(lines, said_in, pieces):
    again, parts = nested(lines)
    assert again == said_in
    if pieces == 0:
        pieces = {0: [SECOND + THIRD + LAST], 1: [THIRD + LAST], 2: [LAST]}
    assert parts == pieces


def test_a_line_whose_parts_were_left_out_says_it_alone():
    assert nested([LEAD + SECOND, LEAD, SECOND], [True, False, False]) == ([-1, -1, -1], {})
    assert nested([LEAD + SECOND, LEAD, SECOND], [False, True, True]) == ([-1, -1, -1], {})


def test_a_line_at_the_end_of_a_page_is_not_read_on_into_the_next():
    lines = pl.Series([LEAD, LEAD + SECOND, LEAD, SECOND])
    found = find_nested(lines, np.array([0, 2, 4]), np.ones(4, np.bool_))
    assert found.said_in.tolist() == [-1, -1, -1, -1]


def test_a_page_printed_element_by_element_is_read_once_with_a_receipt_for_all_else(documents):
    """As parsers print paragraphs that a page leaves unclosed: each holds all those below it."""
    told = [LEAD, SECOND, THIRD, LAST]
    page = "Sumur Tua Dipakai Lagi\n3 Juni 2024\n\n" + "\n".join(
        ["".join([told[0], told[1], LINK, *told[2:]]), "".join(told[1:2]), "".join(told[2:]), *told[2:]]
    )
    lines = clean(documents(page), CleaningSettings())
    kept = paragraphs(lines, empty(LANGUAGES))["text"].to_list()
    assert [text for text in kept if text in told] == told
    assert all(text in told for text in kept)
    removed = removed_lines(lines)
    again = removed.filter(pl.col("role") == "duplicate")
    assert set(again["reason"]) == {"structure:nested", "inline:nested"}
    assert again["same_as_line"].null_count() == 0
    link = removed.filter(pl.col("reason") == "inline:link")
    assert link["text"].to_list() == [LINK]
