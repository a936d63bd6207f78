"""What is put below a text: who wrote it and answers for it, and whom to ask."""

import numpy as np
import polars as pl
import pytest

from kliping.cleaning.trailers import end_above_portraits, end_above_trailers

BYLINE = "By Helen Marsh"
TOLD = [
    "The mill on the river turns again after seven years of work, and flour is sold.",
    "The village paid for it, said Owen Pryce, who keeps the old stones with leather.",
    "Visitors may see it on Sundays, when bread is baked in the yard behind the mill.",
]


def left(below, byline=BYLINE):
    text = pl.Series([byline, *TOLD, *below])
    keep = np.ones(text.len(), np.bool_)
    keep[0] = False
    end_above_trailers(text, np.array([0, text.len()]), keep)
    return int(keep.sum()) - len(TOLD)


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        (["Penulis adalah dosen Universitas Contoh. Tulisan ini pendapat pribadi."], 0),
        (["The author is a lecturer in history."], 0),
        (["*Artikel ini ditulis oleh Sari Wulandari, peserta magang."], 0),
        (["*Helen Marsh is a lecturer in history at a college."], 0),
        (["El autor es profesor. Las opiniones expresadas son suyas.", "La autora es profesora."], 0),
        (["Tulisan ini merupakan pendapat pribadi dan tidak mewakili pandangan redaksi."], 0),
        (["The author is a lecturer.", "Bread costs three pounds."], 2),
        (["Owen Pryce is a miller as his father was."], 1),
        (["Ann Lee is a miller as her father was."], 1),
        (["The authority is a body of nine members."], 1),
        (["The author is " + "well known in the valley " * 30], 1),
        (["Kontak Media:", "Budi Hartono", "Kepala Humas", "+62 21 555 0123", "humas@example.org"], 0),
        (["Media contact", "press@example.org", "The author is a lecturer."], 0),
        (["Kontak Media:", "Budi Hartono", "Kepala Humas"], 3),
        (["Kontak Media:"], 1),
        (
            [
                "Kontak Media:",
                "+62 21 555 0123",
                "Bread is baked in the yard, and sold at noon to whoever stands in line for it there.",
            ],
            3,
        ),
    ],
)
def test_what_tells_of_the_author_or_whom_to_ask_is_no_end_of_a_text(below, stays):
    assert left(below) == stays


def test_whoever_a_text_speaks_of_or_no_byline_names_is_told_of_in_it():
    assert left(["Owen Pryce is a lecturer in history at a college."], "By Owen Pryce") == 1
    assert left(["Helen Marsh is a lecturer in history at a college."], "Politics") == 1


def test_a_page_of_nothing_else_stays_and_pages_stand_apart():
    text = pl.Series([TOLD[0], "Kontak", "humas@example.org", "The author is a lecturer."])
    keep = np.ones(4, np.bool_)
    end_above_trailers(text, np.array([0, 3, 4, 4]), keep)
    assert keep.tolist() == [True, True, True, True]
    end_above_trailers(text[:0], np.array([0]), keep[:0])


PORTRAIT = ["Helen Marsh", "Helen keeps bees and writes of the valley. Her last book was on bread."]


@pytest.mark.parametrize(
    ("below", "stays", "barred"),
    [
        (["About the author", *PORTRAIT], 0, 3),
        (["TENTANG PENULIS:", PORTRAIT[1]], 0, 2),
        (["Über die Autorin", *PORTRAIT, "Alle Beiträge"], 0, 4),
        (["About the author", *TOLD, *TOLD], 7, 0),
        (["About the author of the mill"], 1, 0),
    ],
)
def test_what_stands_below_the_heading_of_a_portrait_ends_the_text(below, stays, barred):
    text = pl.Series([BYLINE, *TOLD, *below])
    keep = np.ones(text.len(), np.bool_)
    keep[0] = False
    portrait = end_above_portraits(text, np.array([0, text.len()]), keep)
    assert (int(keep.sum()) - len(TOLD), int(portrait.sum())) == (stays, barred)
