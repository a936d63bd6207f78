import numpy as np
import polars as pl
import pytest

from kliping.cleaning.alike import keep_alike
from kliping.cleaning.features import see
from kliping.cleaning.phrases import compile_lexicon

SIGNS = {
    "Kancil": "Jangan terburu-buru, kabar baik sudah dekat.",
    "Merak": "Tidurlah lebih awal malam ini.",
    "Rusa": "Uang datang dari arah yang lain hari ini.",
}
LONG = "Panitia menutup pameran lebih cepat karena hujan turun sejak siang di lapangan desa, kata ketua panitia. " * 10


def kept(*blocks):
    """The lines that stay of blocks between blank lines, ``+`` before each that the model keeps."""
    rows = [(at == 0, line) for block in blocks for at, line in enumerate(block)]
    number, numbers = 0, []
    for opens, _ in rows:
        number += 2 if opens else 1
        numbers.append(number)
    texts = [line.removeprefix("+") for _, line in rows]
    frame = pl.DataFrame({"document_id": ["a"] * len(rows), "line": pl.Series(numbers, dtype=pl.Int32), "text": texts})
    keep = np.array([line.startswith("+") for _, line in rows])
    lexicon = compile_lexicon()
    seen = see(frame, lexicon, None)
    keep_alike(seen, lexicon.section_of(seen.entry), keep)
    return [text for text, one in zip(texts, keep, strict=True) if one]


HEADED = [[name, said] for name, said in SIGNS.items()]
FIRST, SECOND, THIRD = HEADED


@pytest.mark.parametrize(
    ("blocks", "stays"),
    [
        ([FIRST, ["+" + line for line in SECOND], THIRD], [*FIRST, *SECOND, *THIRD]),
        ([["+" + line for line in FIRST], SECOND, THIRD], [*FIRST, *SECOND, *THIRD]),
        ([["+" + FIRST[0], FIRST[1]], SECOND], [FIRST[0]]),
        ([["+" + line for line in FIRST], [*SECOND, "Satu"], THIRD], FIRST),
        ([["+" + line for line in FIRST], ["Baca juga", SECOND[1]]], FIRST),
        ([["+Satu", "+Dua"], ["Tiga", "Empat"]], ["Satu", "Dua"]),
        ([["+" + line for line in FIRST], SECOND, ["+" + LONG]], [*FIRST, LONG]),
        (
            [["+10.20 WIB", *("+" + line for line in FIRST)], ["08.05 WIB", *SECOND]],
            ["10.20 WIB", *FIRST, "08.05 WIB", *SECOND],
        ),
        ([["+10.20 WIB", *("+" + line for line in FIRST)], ["Delapan", *SECOND]], ["10.20 WIB", *FIRST]),
    ],
)
def test_blocks_laid_out_like_a_kept_one_join_a_short_article(blocks, stays):
    assert kept(*blocks) == stays
