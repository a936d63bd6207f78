"""The end of an article below a link to another."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kliping.cleaning import clean
from kliping.cleaning.tails import CREDIT, FOOT, LABELLED, LINK, keep_tails
from kliping.settings.cleaning import CleaningSettings

HEAD = [
    "Suara Contoh",
    "Beranda",
    "Harga Beras Turun, Petani Mengeluh",
    "Oleh: Wahyu Contoh",
    "Selasa, 4 Februari 2025",
]
ABOVE = [
    "Karsidi menatap tumpukan gabah di teras rumahnya di Desa Plumbon. Sudah dua minggu tidak ada pembeli.",
    "Harga gabah kering panen di tingkat petani tinggal Rp4.800 per kilogram, padahal ongkos tanam Rp5.200.",
    "Kepala gudang desa, Ratna, mengatakan kapasitas gudang hanya 3.000 ton.",
]
LINKS = ["Baca juga: Harga Pupuk Naik Lagi"]
END = [
    '"Kami menunggu perintah pusat," kata Ratna.',
    "Karsidi berencana menjual kambingnya untuk membayar utang pupuk.",
]
K, RUN, SAID, NONE = "kept", "running", "said", ""


@pytest.mark.parametrize("below", [["© 2025 Suara Contoh"], ["Editor: Siti Contoh", "© 2025 Suara Contoh"], []])
@pytest.mark.parametrize("links", [LINKS, LINKS * 2, ["Read also: Fertilizer Prices Rise Again"]])
def test_short_sentences_below_a_link_are_the_end_of_the_article(documents, links, below):
    page = "\n\n".join([*HEAD, *ABOVE, *links, *END, *below])
    told = clean(documents(page), CleaningSettings())
    assert told.filter(pl.col("paragraph").is_not_null())["text"].to_list() == [*ABOVE, *END]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([K, LABELLED, SAID, SAID, FOOT], [0, 2, 3]),
        ([K, LABELLED, SAID], [0, 2]),
        ([K, LABELLED, LABELLED, SAID, CREDIT], [0, 3]),
        ([K, LABELLED, SAID, NONE], [0]),  # a headline among them: other articles
        ([K, LABELLED, SAID, LINK], [0]),
        ([K, SAID, FOOT], [0]),  # no link parts them
        ([K, LINK, SAID, FOOT], [0, 2]),
        ([K, LABELLED, *[SAID] * 6], [0, 2, 3, 4, 5, 6, 7]),
        ([K, LABELLED, *[SAID] * 7], [0]),
        ([K, RUN, LABELLED, NONE], [0, 1]),
        ([K, RUN, LINK, RUN, CREDIT], [0, 1, 3]),
        ([K, RUN, LINK, RUN, NONE], [0]),
        ([NONE, LABELLED, SAID], []),
    ],
)
def test_how_far_the_end_goes(lines, kept):
    keep = np.array([line == K for line in lines])
    running = np.array([line == RUN for line in lines])
    tail = np.array([line in (RUN, SAID) for line in lines])
    closing = np.array([line if isinstance(line, int) else 0 for line in lines], np.int8)
    keep_tails(np.array([0, len(lines)]), running, tail, closing, keep)
    assert np.flatnonzero(keep).tolist() == kept


@pytest.mark.parametrize(
    "end", ["Daftarkan surel Anda untuk menerima kabar kami setiap pagi!", "Benarkah Harga Pupuk Naik Lagi?"]
)
def test_headlines_and_appeals_are_no_end(documents, end):
    page = "\n\n".join([*HEAD, *ABOVE, *LINKS, end, "© 2025 Suara Contoh"])
    told = clean(documents(page), CleaningSettings())
    assert told.filter(pl.col("paragraph").is_not_null())["text"].to_list() == ABOVE
