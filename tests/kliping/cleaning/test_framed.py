import numpy as np
import polars as pl
import pytest

from kliping.cleaning.features import see
from kliping.cleaning.framed import keep_framed
from kliping.cleaning.phrases import compile_lexicon

MENU = ["Beranda", "Nasional", "Olahraga"]
TITLE, DAY, BY = "Jadwal Perahu Desa Pekan Ini", "Senin, 5 Februari 2024", "Penulis: Sari Wulandari"
LIST = ["Perahu Melati", "Berangkat pukul tujuh pagi.", "Perahu Kenanga", "Berangkat pukul sepuluh pagi."]
VERSE = ["Perahu rebah", "seperti kerbau di lumpur", "dan menunggu"]
OVER = "Komentar (2)"
FOOT = ["Bagikan", "Facebook", "Berita Terkait", "Lomba Perahu Hias Ditunda"]
PAGE = [*MENU, TITLE, DAY, *LIST, *FOOT]


def kept(lines, gaps=(), barred=()):
    """The lines that stay; ``+`` before each that the model keeps, and a blank line above each of ``gaps``."""
    texts = [line.removeprefix("+") for line in lines]
    numbers = np.arange(1, len(lines) + 1) + np.cumsum([text in gaps for text in texts])
    frame = pl.DataFrame({"document_id": ["a"] * len(texts), "line": pl.Series(numbers, dtype=pl.Int32), "text": texts})
    lexicon = compile_lexicon()
    seen = see(frame, lexicon, None)
    keep = np.array([line.startswith("+") for line in lines])
    keep_framed(
        frame["text"],
        seen,
        lexicon.section_of(seen.entry),
        np.array([one in barred for one in texts]),
        np.array([one == OVER for one in texts]),
        keep,
    )
    return [text for text, one in zip(texts, keep, strict=True) if one]


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        (PAGE, LIST),
        ([*MENU, TITLE, DAY, "Image caption, The boat was built by hand", *LIST, *FOOT], LIST),
        ([*MENU, TITLE, "Sari Wulandari", DAY, *VERSE, *FOOT], VERSE),
        ([*MENU, TITLE, DAY, *VERSE, *FOOT], []),
        ([*MENU, TITLE, "Redaksi", DAY, *LIST, *FOOT], LIST),
        ([*MENU, "Jadwal Perahu Desa Hari Ini, 5 Februari 2024", *LIST, *FOOT], LIST),
        ([*MENU, TITLE, DAY, BY, *LIST, *FOOT], LIST),
        ([*MENU, TITLE, DAY, "Lereng", "-", *LIST, *FOOT], LIST),
        (["+Beranda", *MENU[1:], TITLE, DAY, *LIST, *FOOT], LIST),
        ([*MENU, TITLE, DAY, *LIST], []),
        ([*MENU, TITLE, *LIST, *FOOT], []),
        ([*MENU, DAY, *LIST, *FOOT], []),
        ([*MENU, TITLE, "1931-2019", *LIST, *FOOT], []),
        ([*MENU, TITLE, DAY, *LIST, "4 Februari 2024", *FOOT], []),
        ([*MENU, TITLE, DAY, *LIST, "Perahu Melati", "Perahu Kenanga", *FOOT], []),
        ([*MENU, TITLE, DAY, *LIST, *FOOT, *(f"Papan nama {one}" for one in "abcdefg"), "Redaksi", "Kontak"], LIST),
        ([*(f"Papan nama {one}" for one in "abcdefg"), TITLE, DAY, *LIST, *FOOT], []),
        ([*MENU, TITLE, DAY, *LIST, "+" + "Panitia menutup pameran lebih cepat karena hujan. " * 30, *FOOT], None),
        ([*MENU, TITLE, DAY, *(f"Baris nomor {at} dibaca." for at in range(70)), *FOOT], []),
    ],
    ids=[
        "a list",
        "a caption above it",
        "verse that somebody signed",
        "verse alone may be a menu",
        "the newsroom signed it",
        "the headline holds the date",
        "a credit below the date",
        "a dateline in pieces",
        "nothing stays above the headline",
        "no foot",
        "no date",
        "no headline",
        "years of a life",
        "a list of articles",
        "buttons",
        "links below a heading are known",
        "a page that is not understood",
        "enough was kept",
        "too much",
    ],
)
def test_what_stands_between_head_and_foot_is_the_article(lines, stays):
    if stays is None:
        stays = [line[1:] for line in lines if line.startswith("+")]
    assert kept(lines, gaps={LIST[0], VERSE[0]}) == stays


def test_a_heading_belongs_to_the_lines_below_it_and_a_name_stands_alone():
    assert kept(PAGE, gaps={LIST[0]}) == LIST
    assert kept(PAGE) == LIST[1:]
    assert kept(PAGE, gaps={LIST[0], LIST[1]}) == LIST[1:]


def test_what_is_barred_does_not_join():
    assert kept(PAGE, gaps={LIST[0]}, barred={LIST[3]}) == LIST[:3]
    assert kept([*MENU, TITLE, DAY, *LIST[:2], "Anzeige", *LIST[2:], *FOOT], gaps={LIST[0]}) == LIST
    assert kept([*MENU, TITLE, DAY, *LIST, OVER, "budi_99", "Mantap, semoga lancar.", *FOOT], gaps={LIST[0]}) == LIST
    assert kept([*MENU, TITLE, DAY, *LIST, "Editor: Joko Haryadi", *FOOT], gaps={LIST[0]}) == LIST


def test_tags_behind_a_label_are_the_foot_however_many_there_are():
    tags = "Tag: jembatan, desa, banjir bandang, swadaya, musim tanam"
    assert kept([*MENU, TITLE, DAY, *LIST, tags, *FOOT], gaps={LIST[0]}) == LIST
