"""What an extractor and a page's own data say of its article, and how far it is heeded."""

import polars as pl
import pytest

from kliping.cleaning.features import see
from kliping.cleaning.markup import headings
from kliping.cleaning.phrases import compile_lexicon
from kliping.cleaning.witnesses import UNDER_HEADING, heard, witness_odds
from kliping.settings.cleaning import CleaningSettings

HEADING = "Panen Padi Lebih Awal"
STANDFIRST = "Petani di dua desa memanen padi lebih awal setelah saluran irigasi baru dipakai."
BEGIN = "Saluran itu dibangun tahun lalu oleh warga dan mengairi empat ratus hektare sawah."
GOES_ON = "Ketua kelompok tani mengatakan hasilnya naik sepertiga dibandingkan dengan tahun lalu."
TEASER = "Warga desa sebelah menanam bakau di muara sungai sejak pagi hingga sore hari."
CREDIT = "Foto: Budi Contoh"
UP, DOWN, STATED = 3.5, -3.5, 4.0


def odds(lines, extracted=(), stated=(), h1=HEADING):
    """The log-odds of each line of a page, by what its witnesses take."""
    frame = pl.DataFrame(
        {"document_id": ["a"] * len(lines), "line": range(1, len(lines) + 1), "text": lines},
        schema_overrides={"line": pl.Int32},
    )
    said = {
        "extracted": "\n".join(extracted) or None,
        "stated": "\n".join(stated) or None,
        "headings": h1,
        "listed": None,
        "cards": None,
        "hidden": None,
    }
    pages = pl.DataFrame({"document_id": ["a"], **said}, schema_overrides=dict.fromkeys(said, pl.String))
    lexicon = compile_lexicon()
    return witness_odds(frame, see(frame, lexicon, None), lexicon, heard(pages), CleaningSettings()).tolist()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([HEADING, STANDFIRST, BEGIN, GOES_ON], [DOWN, 0, UP + 1, UP]),
        ([HEADING, "Oleh: Budi Contoh", STANDFIRST, BEGIN, TEASER], [DOWN, DOWN, 0, UP + 1, DOWN]),
        ([HEADING, STANDFIRST, CREDIT, BEGIN], [DOWN, DOWN, DOWN, UP + 1]),
        ([TEASER, HEADING, *["Menu"] * UNDER_HEADING, STANDFIRST, BEGIN], [DOWN] * (UNDER_HEADING + 3) + [UP]),
        ([TEASER, BEGIN, GOES_ON], [DOWN, UP, UP]),
        ([TEASER, BEGIN, HEADING, STANDFIRST], [DOWN, UP, DOWN, DOWN]),
    ],
)
def test_silence_about_a_standfirst_says_nothing(lines, expected):
    assert odds(lines, extracted=[BEGIN, GOES_ON]) == expected


def test_what_the_page_states_is_silent_about_its_standfirst_as_well():
    assert odds([HEADING, STANDFIRST, BEGIN, TEASER], stated=[BEGIN]) == [-STATED, 0, STATED, -STATED]


def test_both_witnesses_add_up():
    assert odds([HEADING, BEGIN, TEASER], [BEGIN], [BEGIN]) == [DOWN - STATED, UP + 1 + STATED, DOWN - STATED]


def test_a_page_without_witnesses_is_left_to_the_model():
    assert odds([HEADING, BEGIN]) == [0, 0]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (f"<h1>{HEADING}</h1><h2>Lain</h2>", HEADING),
        ("<h1 class=a> Harga  <b>cabai</b>\nnaik &amp; turun</h1>", "Harga cabai naik & turun"),
        (f"<h1>Warta Contoh</h1><h1>Ekonomi<br>{HEADING}</h1>", f"Warta Contoh\n{HEADING}"),
        ("<h1><img src=a></h1>", None),
        ("<h1>Tak ditutup", None),
        ("<h1>" * 50_000, None),
    ],
)
def test_main_headings_are_found(source, found):
    assert headings(source) == found
