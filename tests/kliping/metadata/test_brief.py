"""Titles of one or two words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.cleaning import clean
from kliping.language import detect_languages
from kliping.metadata import chosen_values, extract_metadata
from kliping.metadata.survey import surveyed
from kliping.metadata.titles.brief import brief_titles
from kliping.metadata.titles.titles import find_titles
from kliping.settings import load_settings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, batch

DAY, BY = "Senin, 3 Juni 2024 14:56 WIB", "Penulis: Sari Wulandari"
FOOT = [("related", "Tim voli putri juara provinsi"), "Redaksi", "Kontak", "Pedoman", "Iklan", "Karier"]
BESIDE = "Kabar dari desa"
OTHER = "Petugas mengangkut 340 ton sampah dari tiga pasar selama sepekan terakhir, kata kepala dinas kota itu."
MENU = ["Beranda", "Nasional", "Olahraga"]
STORIES = {
    "Sampah": "Petugas mengangkut 340 ton sampah dari tiga pasar selama sepekan terakhir, kata kepala dinas kota itu.\n"
    "Warga mengeluhkan bau yang menyengat dan berharap pengangkutan kembali dilakukan setiap hari seperti dulu.",
    "Housing": "The city council voted on Tuesday to allow apartment buildings of up to six storeys on main roads.\n"
    "Housing has become the main issue of the coming election, in which all nine seats are to be filled again.",
    "Rob": "Banyu rob munggah nganti limalas meter saka pesisir lan ngrendhem dalan gedhe ing desa Karangsari wingi.\n"
    "Para nelayan ora padha miyang amarga ombak gedhe lan angin banter, ujare Pak Lurah marang para wartawan.",
}


@pytest.mark.parametrize("head", [[], [BY, DAY], [DAY]], ids=["alone", "signed", "dated"])
def test_one_word_that_the_article_speaks_of_is_its_title(documents, head):
    settings = load_settings()
    made = documents({f"{at}.txt": "\n".join([one, *head, text]) for at, (one, text) in enumerate(STORIES.items())})
    lines = clean(made, settings.cleaning)
    evidence = extract_metadata(made, lines, detect_languages(lines, settings.language), settings.metadata)
    told = chosen_values(evidence)
    assert told["title"].to_list() == list(STORIES)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (["Jembatan", *BODY], "Jembatan"),
        (["Jembatan Gantung", DAY, *BODY], "Jembatan Gantung"),
        (["Opini", "Jembatan", ("byline", BY), DAY, *BODY], "Jembatan"),
        (
            ["Jembatan", ("caption", "Warga berjalan di atas jembatan pada hari Minggu pagi yang cerah"), DAY, *BODY],
            "Jembatan",
        ),
        ([*MENU, "Jembatan", ("byline", BY), DAY, *BODY, *FOOT], "Jembatan"),
        ([*MENU, "Jembatan", *BODY, *FOOT], None),
        ([*MENU, "Jembatan", DAY, *BODY, "Jembatan", *FOOT], None),
        ([*MENU, "Sekolah", DAY, *BODY, *FOOT], None),
        (["Sampah", DAY, *BODY], None),
        (["Nasional", DAY, *BODY], None),
        (["Jembatan:", *BODY], None),
        (["Jembatan.", *BODY], None),
        (["Jembatan", "- " + BODY[0], *BODY], None),
        (["Jembatan", "Kepala desa bicara kepada para wartawan tentang rencana warganya", DAY, *BODY], None),
        (["Jembatan gantung lama", *BODY], None),
        ([("byline", "Desa"), *BODY], None),
        (["Jembatan"], None),
        (["Jembatan", DAY, *[BESIDE] * 4, *BODY], "Jembatan"),
        (["Jembatan", DAY, *[BESIDE] * 5, *BODY], None),
        (["Jembatan", BESIDE, DAY, *BODY], "Jembatan"),
        (["Jembatan", BESIDE, BESIDE, DAY, *BODY], None),
        ([*MENU, "Jembatan", BESIDE, DAY, *BODY, *FOOT], None),
        (["Jembatan", f"{BESIDE:-<60}", DAY, *BODY], "Jembatan"),
        (["Jembatan", f"{BESIDE:-<61}", DAY, *BODY], None),
        ([f"{'Jembatan Gantung':a<30}", DAY, *BODY], f"{'Jembatan Gantung':a<30}"),
        ([f"{'Jembatan Gantung':a<31}", DAY, *BODY], None),
        (["Dua", DAY, *BODY], "Dua"),
        (["Di", DAY, *BODY], None),
        (["Jembaran", DAY, *BODY], "Jembaran"),
        (["Jembatan", *BODY, *FOOT], "Jembatan"),
        (["Beranda", "Jembatan", *BODY, *FOOT], None),
        ([*MENU, "Jembatan", DAY, *BODY[:2], OTHER, *FOOT], "Jembatan"),
        ([*MENU, "Jembatan", DAY, BODY[0], OTHER, OTHER, *FOOT], None),
        ([*MENU, "Jembatan", DAY, OTHER, *BODY, *FOOT], None),
        (["jembatan", DAY, *BODY], None),
        *[([f"Jembatan{sign}", DAY, *BODY], None) for sign in (" 2", "/Desa", "|", ".com", " (1)", " Senin")],
        *[([f"{word} Jembatan", DAY, *BODY], None) for word in ("Wartawan", "Oleh", "Penulis", "Beranda")],
    ],
    ids=[
        "first line",
        "two words",
        "kicker",
        "caption beside",
        "below a menu",
        "below a menu, unsigned",
        "below a menu, again below",
        "a section that the article names once",
        "the article speaks of something else",
        "a section",
        "a label",
        "a sentence",
        "a dateline in pieces",
        "a longer line below",
        "three words",
        "a byline",
        "no article",
        "six lines above the article",
        "seven lines above it",
        "a date two lines below",
        "a date three lines below",
        "a date two lines below a menu's line",
        "the longest line beside it",
        "a longer one",
        "the longest",
        "one that is longer",
        "the shortest",
        "one that is shorter",
        "another form of the word",
        "first line within a frame",
        "second line within a frame",
        "a section that two paragraphs name, the first of them",
        "a section that the first paragraph names alone",
        "a section that the first paragraph names not",
        "small letters",
        *("a number", "a stroke", "a bar", "an address", "brackets", "a weekday", "a job", "by", "a label", "a menu"),
    ],
)
def test_which_lines_are_such_titles(page, found):
    documents, lines, languages = batch([page])
    survey = surveyed(documents, lines, languages)
    none = find_titles(survey).clear()
    told = brief_titles(survey, none)
    assert told.filter("chosen")["value"].to_list() == ([found] if found else [])
    if found:
        assert brief_titles(survey, told).equals(told)
