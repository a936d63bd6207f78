import numpy as np
import polars as pl
import pytest

from kliping.cleaning.bare import COMMENTS, bare_lines
from kliping.cleaning.endings import end_at_marks
from kliping.cleaning.features import see
from kliping.cleaning.phrases import compile_lexicon

LEAD = "Panitia menutup pameran lebih cepat karena hujan turun sejak siang di lapangan desa, kata ketua panitia. " * 5
LAST = "Kotak sumbangan tetap dibuka di balai warga sampai akhir pekan depan."
HEAD, SAID = "Kamus Pasar", "Agio adalah selisih harga jual dan nilai pari dari suatu surat yang dijual kepada umum."


def kept(page):
    """The lines that stay of a page, ``+`` before each that the model keeps."""
    keep = np.array([line.startswith("+") for line in page])
    frame = pl.DataFrame(
        {
            "document_id": ["a"] * len(page),
            "line": pl.Series(range(1, len(page) + 1), dtype=pl.Int32),
            "text": [line.removeprefix("+") for line in page],
        }
    )
    lexicon = compile_lexicon()
    seen = see(frame, lexicon, None)
    counted = bare_lines(frame["text"], seen) == COMMENTS
    end_at_marks(frame["text"], seen, lexicon.section_of(seen.entry), counted, keep)
    return [line for line, one in zip(frame["text"], keep, strict=True) if one]


@pytest.mark.parametrize(
    ("page", "stays"),
    [
        (["+" + LEAD, "+" + LAST, "(abc)", "#pameran", "+" + HEAD, "+" + SAID], [LEAD, LAST]),
        (["+" + LEAD, "+" + LAST, "(abc/def)", "Bagikan", "+" + SAID], [LEAD, LAST]),
        (["+" + LEAD, "+" + LAST, "(abc/def)", "+pameran desa", "+hujan"], [LEAD, LAST]),
        (
            ["+" + LEAD, "+" + LAST + " (abc)", "+pameran desa", "hujan", "+kamus pasar", "+" + SAID],
            [LEAD, LAST + " (abc)"],
        ),
        (["+" + LEAD, "+" + LAST + " (abc)", "Bagikan", "+" + SAID], [LEAD, LAST + " (abc)"]),
        (["+" + LEAD, "+" + LAST, "(abc)", "+" + SAID], [LEAD, LAST, SAID]),
        (["+" + LEAD, "+" + LAST, "(abc)", SAID, "+" + SAID], [LEAD, LAST, SAID]),
        (["+" + LEAD, "+" + LAST + " (abc)", "+" + HEAD, "+" + SAID], [LEAD, LAST + " (abc)", HEAD, SAID]),
        (["+" + LAST, "(abc)", "Bagikan", "+" + LEAD, "+" + SAID], [LAST, LEAD, SAID]),
        (["+" + LEAD, "+" + LAST, "+12/03/24 10.16 - Ani: Wah, terima kasih.", "+" + SAID], [LEAD, LAST]),
        (["+" + LEAD, "+[12/03/24, 10.16.40] Ani Contoh: Wah", "+" + SAID], [LEAD]),
        (["+12/03/24 10.15 - Budi: Assalamualaikum", "+" + LEAD], ["12/03/24 10.15 - Budi: Assalamualaikum", LEAD]),
        (["+" + LEAD, "+12/03/24 10.16 - laga dimulai", "+" + LAST], [LEAD, "12/03/24 10.16 - laga dimulai", LAST]),
        (["+" + LEAD, *["Bagikan"] * 4, "(abc)", "Menu", "+" + SAID], [LEAD, SAID]),
        (["+" + LEAD, *["Bagikan"] * 4, "(abc/def)", "Menu", "+" + SAID], [LEAD]),
        (["+" + LEAD, "(Abc)", "Bagikan", "+" + SAID], [LEAD, SAID]),
        (["+" + LEAD, "(abcdef)", "Bagikan", "+" + SAID], [LEAD, SAID]),
        (["+" + LEAD, "harga (abc)", "Bagikan", "+" + SAID], [LEAD, SAID]),
        (["+" + LEAD, "Leave a comment", "+" + SAID], [LEAD]),
        (["+" + LEAD, *["Menu"] * 5, "Tinggalkan Balasan", "Budi", "+" + SAID], [LEAD]),
        (["+" + LEAD, "+Tulis komentar", "+" + SAID], [LEAD, "Tulis komentar", SAID]),
        (["+" + LAST, "Leave a comment", "+" + SAID], [LAST, SAID]),
        (["+" + LEAD, "Komentar", "+" + SAID], [LEAD, SAID]),
        (["+" + LEAD, "3 Komentar", "+budi_88", "+" + SAID], [LEAD]),
        (["+" + LAST, "3 Komentar", "+" + LEAD, "+" + SAID], [LAST, LEAD, SAID]),
    ],
)
def test_an_article_is_over_below_its_signature_and_a_form_for_comments(page, stays):
    assert kept(page) == stays
