"""Tables with a paragraph a row."""

from __future__ import annotations

import pytest

from kliping.reading.formats.profiles import profile
from kliping.reading.formats.scattered import Scattered, scattered, told

SAID = [
    f"Warga dusun nomor {number} memperbaiki jembatan gantung yang rusak diterjang banjir pekan lalu."
    for number in range(6)
]
LINKS = ["https://example.org/a"] * 3 + ["https://example.org/b"] * 3


def torn(**columns):
    return profile(columns, {}).torn


@pytest.mark.parametrize(
    "columns",
    [
        {"url": LINKS, "paragraf_ke": list("123123"), "isi": SAID},
        {"url": LINKS, "isi": SAID},
        {"judul": ["Jembatan"] * 3 + ["Sungai"] * 3, "no": list("012012"), "isi": SAID},
        {"doc": ["d1"] * 3 + ["d2"] * 3, "para_id": list("123123"), "paragraph": SAID},
        {"no": list("123123"), "teks": SAID},
    ],
)
def test_rows_that_are_paragraphs_are_told(columns):
    assert "are one text" in torn(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"no": list("123456"), "teks": SAID},
        {
            "url": [f"{link}{at}" for at, link in enumerate(LINKS)],
            "rank": list("123123"),
            "isi": SAID,
        },  # lists, page by page
        {
            "judul": [f"Jembatan {at}" for at in range(6)],
            "halaman": ["1"] * 3 + ["2"] * 3,
            "no": list("123123"),
            "isi": SAID,
        },
        {"url": LINKS, "isi": [SAID[0] + end for end in "abcdef"]},  # versions of two pages
        {"url": LINKS, "no": list("123123"), "isi": [one * 10 for one in SAID]},  # whole texts
        {"halaman": ["1"] * 3 + ["2"] * 3, "no": list("123123"), "sentimen": list("ababab"), "isi": SAID},
    ],
)
def test_rows_that_are_articles_are_not(columns):
    assert torn(**columns) == ""


def test_whoever_names_the_text_wants_its_rows():
    assert (
        scattered({"url": LINKS, "isi": SAID}, profile({"url": LINKS, "isi": SAID}, {}).mapping, {"text": "isi"})
        is None
    )


def test_the_query_that_joins_them_is_told():
    words = told(Scattered("url", "isi", "no"))
    assert 'string_agg("isi", chr(10) ORDER BY "no")' in words
    assert 'GROUP BY "url"' in words
