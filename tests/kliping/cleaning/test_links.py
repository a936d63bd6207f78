"""Labels of links, the headlines behind and below them."""

import polars as pl

from kliping.cleaning.features import see
from kliping.cleaning.links import link_lines
from kliping.cleaning.phrases import compile_lexicon

LINES = [
    "Baca juga: Harga Cabai Naik Lagi di Pasar Contoh",
    "Czytaj także",
    "Nowy most nad rzeką otwarto w piątek",
    "Read also – Can the old mill be saved?",
    "Siehe auch:",
    "Der neue Steg am See ist fertig.",
    "Read more",
    "The soul of the old town",
    "Baca juga: Warga menanam bakau sejak pagi. Bibit dibawa dengan perahu dari desa tetangga.",
    "Read also the letters that the miller wrote to his daughter",
    "Related: Why the old mill turns again",
    "TERKAIT | Pasar Contoh Ditata Ulang",
    "Related pages of the mill's diary were found in the loft",
    "Video: 6.2K at thirty frames",
]


def test_a_label_and_its_headline_are_a_link_and_what_is_a_sentence_is_not():
    frame = pl.DataFrame({"document_id": ["a"] * len(LINES), "line": range(1, len(LINES) + 1), "text": LINES})
    lexicon = compile_lexicon()
    seen = see(frame.cast({"line": pl.Int32}), lexicon, None)
    found = link_lines(frame["text"], seen, lexicon.section_of(seen.entry))
    assert found.tolist() == [True] * 5 + [False, True] + [False] * 3 + [True] * 2 + [False] * 2
