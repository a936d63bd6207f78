import numpy as np
import polars as pl
import pytest

from kliping.cleaning.page_words import AGE, said_by
from kliping.words.sections import PAGE_SECTIONS


def said(*lines):
    text, every = pl.Series(lines), np.ones(len(lines), np.bool_)
    return said_by(text, every, every)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Sorry, page not found", "error"),
        ("Petugas menemukan tulisan “halaman tidak ditemukan” di sana.", None),
        ("The lift is under maintenance, the operator said.", None),
        ("Artikel ini telah dicabut dari laman kami.", "withdrawn"),
        ("“This article has been withdrawn,” it says there.", None),
        ("We said that this site is under maintenance, please try again.", "error"),
        ("Kami mengajak seluruh pelanggan untuk mencoba paket baru ini.", None),
        ("Langgan untuk terus membaca.", "paywall"),
        ("申し訳ありません。お探しのページは削除されました。", "error"),
    ],
)
def test_what_is_quoted_or_reported_names_no_kind(line, kind):
    assert said(line).kind[0] == (PAGE_SECTIONS.index(kind) if kind else -1)


def test_a_formal_you_is_told_from_they_by_its_capital_within_a_sentence():
    told = said("Nutzen Sie die Suche.", "Gestern kamen sie nach Hause.", "Sie kamen nach Hause.", "Silakan coba lagi.")
    assert told.reader.tolist() == [True, False, False, True]


def test_dates_grow_with_their_day_and_an_age_is_none():
    found = said(
        "12 Mei 2023", "May 3, 2023", "2023-05-02 | Karla", "Il y a 2 heures", "Gestern, 18:40 Uhr", "Mei itu hujan"
    )
    assert found.stamp[0] > found.stamp[1] > found.stamp[2] > 0
    assert found.stamp[3:].tolist() == [AGE, AGE, 0]
    ends = said("Neue Brücke wird teurer als geplant (12.05.2021)", "Neue Brücke wird teurer")
    assert [bool(day) for day in ends.entry] == [True, False]


def test_things_names_and_headings_are_counted():
    found = said("The page or the address is wrong.", "Lena met Piet at 9.", "Posts tagged harbour")
    assert found.things[0, PAGE_SECTIONS.index("error")] == 2
    assert found.named.tolist() == [0, 2, 0]
    assert found.heading.tolist() == [False, False, True]
