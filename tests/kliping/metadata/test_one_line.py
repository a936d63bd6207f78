"""A page whose whole text stands on one line: its headline and its day."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kliping.frames import BODY_ROLES
from kliping.metadata import settle_roles
from kliping.metadata.survey import LONGEST_HEAD, ONLY
from kliping.metadata.titles.one_line import headline, signed, signed_head

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, TITLE, read

MENUS = "Langsung ke konten Kabar Contoh Beranda Daerah Ekonomi Olahraga Hiburan Indeks"
DAY = "Senin, 3 Juni 2024 07:12 WIB"
FOOT = "Tentang Kami Redaksi © 2024 Kabar Contoh"


def one_line(*parts):
    return read([("body", " ".join([*parts, *BODY, FOOT]))])


def test_headline_and_day_stand_between_menus_and_article():
    lines, evidence, chosen = one_line(MENUS, TITLE, DAY)
    assert (chosen["title"], str(chosen["published_on"])) == (TITLE, "2024-06-03")
    assert settle_roles(lines, evidence)["role"].to_list()[0] in BODY_ROLES, "the article stands on the line as well"
    assert evidence.filter(field="title", chosen=True)["evidence"].to_list() == [TITLE]


@pytest.mark.parametrize("day", ["3 Juni 2024", "pada Senin (3/6/2024)", "Senin, 3 Juni 2024,"])
def test_a_day_in_a_sentence_parts_nothing(day):
    assert one_line(MENUS, TITLE, day)[2].get("title") is None


HEADS = [
    (f"{MENUS} {TITLE}", TITLE),
    (f"{TITLE} |", TITLE),
    ("Warga pulang. Jembatan dibuka lagi. Sungai surut pada siang hari", ""),
    (f"{MENUS} Jembatan", ""),
    *[
        (" ".join(["Jembatan"] * words), " ".join(["Jembatan"] * words) * (4 <= words <= 25))
        for words in (3, 4, 25, 26)
    ],
]


@pytest.mark.parametrize(("head", "title"), HEADS)
def test_the_headline_follows_the_last_menus(head, title):
    assert headline(head) == title


@pytest.mark.parametrize("byline", ["Oleh Sari Dewi", "Oleh: Sari Dewi -", "| By Sari Dewi | Published"])
@pytest.mark.parametrize("day", [DAY, "June 3, 2024 10:15 AM"])
def test_whoever_is_named_behind_the_headline_wrote_it(byline, day):
    _, _, chosen = one_line(MENUS, TITLE, byline, day)
    assert (chosen["title"], chosen["authors"], str(chosen["published_on"])) == (TITLE, ["Sari Dewi"], "2024-06-03")


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Jembatan Dibuka Lagi Oleh Sari Dewi dan Budi Roy", ["Sari Dewi", "Budi Roy"]),
        ("Pencuri Motor Ditangkap oleh Warga Desa", []),
        ("Jembatan Dibuka Lagi Oleh Warga", []),
        ("Kabar oleh: Sari Dewi", ["Sari Dewi"]),
        ("Jembatan Dibuka Lagi Oleh Sari Dewi, Bir", ["Sari Dewi"]),
        ("Jembatan Dibuka Lagi Oleh Sari Dewi, Biro", []),
    ],
)
def test_a_byline_needs_a_capital_or_a_colon(title, names):
    assert signed(title)[1] == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("{} Oleh: Sari Dewi Jumat, 3 Mei 2024 ", ["Sari Dewi"]),
        ("{} Oleh Sari Dewi - ", ["Sari Dewi"]),
        ("{} By Jane Doe May 3, 2024 ", ["Jane Doe"]),
        ("{} Por Ana Arranz 3 de mayo de 2024 ", ["Ana Arranz"]),
        ("{}. Oleh: Sari Dewi. ", ["Sari Dewi"]),
        ("{} | Sari Dewi | ", None),
        ("{} Oleh: Sari. ", None),  # one name may be a word
        ("{} Oleh Sari Dewi ", None),  # nobody can tell where the name ends
        ("{} Oleh Sari Dewi. ", None),  # the end of a sentence
        ("Warga pulang. Jembatan dibuka Oleh: Sari Dewi. ", None),
    ],
)
def test_a_headline_and_its_byline_need_no_time_of_day(head, names):
    told = signed_head(head.format(TITLE) + " ".join(BODY))
    assert told == ((TITLE, names) if names else None)


def test_a_day_behind_such_a_byline_is_that_of_publication():
    _, evidence, chosen = read([("body", " ".join([TITLE, "Oleh: Sari Dewi - 3 Mei 2024 -", *BODY, FOOT]))])
    assert (chosen["title"], chosen["authors"], str(chosen["published_on"])) == (TITLE, ["Sari Dewi"], "2024-05-03")
    assert evidence.filter(field="title", chosen=True)["evidence"].to_list() == [TITLE]


def test_a_name_that_comes_again_below_is_told_where_it_signs():
    text = f"{TITLE} Oleh: Sari Dewi - {BODY[0]} "
    text += "Warga pulang. " * ((ONLY - len(text)) // 14 + 2) + "Foto itu milik Sari Dewi."
    assert ONLY <= len(text) <= LONGEST_HEAD
    _, evidence, _ = read([("body", text)])
    assert evidence.filter(field="authors", chosen=True)["start"].to_list() == [text.index("Sari Dewi")]
