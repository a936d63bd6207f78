"""The names of persons in the few words of a byline."""

import pytest

from kliping.metadata.people.names import names_in, words

STRICT = [
    ("Sari Wulandari, Wartawan Muda", ["Sari Wulandari"]),
    # months and joints that are first names as well
    ("April Fulton", ["April Fulton"]),
    ("June Harper | 3 May 2024", ["June Harper"]),
    ("April 2024", []),
    ("April", []),
    ("Dan Wulandari", ["Dan Wulandari"]),
    ("Sari Wulandari dan Bayu Pratama", ["Sari Wulandari", "Bayu Pratama"]),
    ("SARI WULANDARI DAN BAYU PRATAMA", ["SARI WULANDARI", "BAYU PRATAMA"]),
    # a joint of one letter, which is an initial in other languages, and is one before a point in all
    ("Sari Wulandari e Bayu Pratama", ["Sari Wulandari", "Bayu Pratama"]),
    ("Sari A. Wulandari", ["Sari A. Wulandari"]),
    ("Sari E Wulandari", ["Sari E Wulandari"]),
    # a surname of one letter with the month glued to it
    ("Sari ODec. 18, 2023", ["Sari O"]),
    # a surname that is a month somewhere
    ("Alyssa Maio on January 21, 2023", ["Alyssa Maio"]),
    ("Sari Wulandari Senin, 21 Januari 2023", ["Sari Wulandari"]),
    ("Sari Wulandari on Monday, January 21, 2023", ["Sari Wulandari"]),
    ("Sari Wulandari Kamis 21/1/2023", ["Sari Wulandari"]),
    ("Sari WulandariKamis 21/1/2023", ["Sari Wulandari"]),
    # three capitals behind a name are a degree, more of them only without a vowel
    ("Jane Doe CPA", ["Jane Doe"]),
    ("Jane Doe ABCA", ["Jane Doe ABCA"]),
    ("Jane Doe DVMDS", ["Jane Doe"]),
    ("Jane Doe III", ["Jane Doe III"]),
    # signs between the parts of a header
    ("Sari Wulandari ● December 23, 2025 ● 6 min read", ["Sari Wulandari"]),
    ("Sari Wulandari ■ Kabar Contoh", ["Sari Wulandari"]),
    ("Sari Wulandari ⋅ Kabar Contoh", ["Sari Wulandari"]),
    # outlets
    ("CBC Contoh", []),
    ("KabarContoh.com Sukamaju", []),
    ("見本新聞", []),
    ("見本太郎", ["見本太郎"]),
]

LOOSE = [
    ("Sari Wulandari, MD, FOMA, DABOM", ["Sari Wulandari"]),
    ("SARI, BAYU", ["SARI", "BAYU"]),
    ("KabarContoh.com Sari Wulandari", ["Sari Wulandari"]),
    ("Sari, Bayu", ["Sari", "Bayu"]),
    ("Dan Wulandari", ["Dan Wulandari"]),
    # scripts without capitals: a few words
    ("राम कुमार शर्मा वर्मा", ["राम कुमार शर्मा वर्मा"]),
    ("राम कुमार शर्मा वर्मा सिंह", []),
]


@pytest.mark.parametrize(("rest", "names"), STRICT)
def test_names_without_a_label(rest, names):
    assert names_in(rest, loose=False) == names


@pytest.mark.parametrize(("rest", "names"), LOOSE)
def test_names_behind_a_label(rest, names):
    assert names_in(rest, loose=True) == names


def test_single_words_end_a_name():
    """What is made once for all pages is made here anew."""
    stops = words.__wrapped__().stops
    assert {"wartawan", "reporter"} <= stops
    assert not any(" " in word for word in stops)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Jane Doe, Example Valley News", ["Jane Doe"]),
        ("Jane Doe and John Roe, Example Post", ["Jane Doe", "John Roe"]),
        ("Jane Doe, Mary News Roe", ["Jane Doe"]),
        ("Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
    ],
)
def test_a_part_of_a_list_that_ends_as_papers_names_do_is_one(byline, names):
    assert names_in(byline, loose=False, language="en") == names
