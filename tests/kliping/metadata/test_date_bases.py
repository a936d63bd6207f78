"""On what basis a date is believed: a header, a dateline, a sentence, the page's clock, or none."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kliping.metadata.dates.bases import judged

SCHEMA = {
    "doc": pl.UInt32, "row": pl.UInt32, "index": pl.Int32, "opens": pl.Int32, "distance": pl.Int64, "below": pl.Int64,
    "date": pl.Date, "weekday": pl.Int8, "rest_before": pl.String, "rest_after": pl.String, "above": pl.String,
    "only": pl.Boolean, "start": pl.Int32, "end": pl.Int32, "chars": pl.Int32, "role": pl.String, "body": pl.Boolean,
    "labelled": pl.Boolean, "other_word": pl.Boolean, "paren": pl.Boolean, "verb": pl.Boolean,
    "first": pl.Int32, "expression": pl.String,
}  # fmt: skip
PLAIN = {
    "doc": 0, "row": 0, "index": 3, "opens": 6, "distance": 2, "below": -4, "date": date(2024, 6, 3), "weekday": None,
    "rest_before": "", "rest_after": "", "above": "", "only": False, "start": 0, "end": 11, "chars": 11,
    "role": "boilerplate", "body": False, "labelled": True, "other_word": True, "paren": True, "verb": True,
    "first": 3, "expression": "3 Juni 2024",
}  # fmt: skip
IN_BODY = {"body": True, "role": "body", "index": 6, "distance": 5, "below": -2, "chars": 300}


def judge(*rows):
    """Dates as ``judged`` takes them: what is not told is that of a day alone on its line below the title."""
    frame = pl.DataFrame([{**PLAIN, **row} for row in rows], schema=SCHEMA)
    return judged(frame).sort("row", "start")


def basis_of(told):
    return next(iter(judge(told)["basis"]), None)


FOUR, FIVE = "Kabar Desa Kota Baru ", "Kabar Desa Kota Baru Lama "
SMALL = "di desa kami "
LONG = {"start": 100, "rest_before": "Warga " * 5, "chars": 300}

HEADERS = [
    ({}, "header"),
    ({"chars": 200}, "header"),
    ({"chars": 201}, None),
    ({"distance": 0}, None),  # the title's own
    ({"distance": -1}, "header"),
    # beside other words it needs a sign, a weekday or a time
    ({"rest_before": "Kabar Desa Kota "}, "header"),
    ({"rest_before": FOUR}, None),
    ({"rest_before": FOUR, "weekday": 1}, "header"),
    ({"rest_before": FOUR, "rest_after": " 14:56"}, "header"),
    ({"rest_before": f"{FOUR}| "}, "header"),
    ({"rest_before": f"{FOUR}- "}, "header"),
    ({"rest_before": f"Oleh {FOUR}"}, "header"),
    ({"rest_before": FOUR, "role": "byline"}, "header"),
    ({"rest_before": FOUR, "role": "date"}, "header"),
    ({"rest_before": FOUR, "role": "date", "distance": 4}, "header"),
    ({"rest_before": FOUR, "role": "date", "distance": 5}, None),
    ({"rest_before": FOUR, "role": "reading_time", "distance": 1}, "header"),
    ({"rest_before": FOUR, "role": "contact", "distance": 1}, None),
    # fourteen words and no more, in the article four
    ({"rest_before": "Kabar " * 14 + "| "}, "header"),
    ({"rest_before": "Kabar " * 15 + "| "}, None),
    ({"rest_before": "Kabar " * 4 + "| ", "body": True}, "header"),
    ({"rest_before": "Kabar " * 5 + "| ", "body": True}, None),
    # of words in small letters two and no more
    ({"rest_before": "Kabar desa kami | "}, "header"),
    ({"rest_before": "Kabar desa kami ini | "}, None),
    # what ends like a sentence is one, but behind a label that opens the line
    ({"rest_before": "Kabar: ", "rest_after": " siang."}, "header"),
    ({"rest_before": "Kabar Desa | ", "rest_after": " siang."}, None),
    ({"rest_before": "Kabar Desa | ", "rest_after": " siang"}, "header"),
    ({"rest_before": "", "rest_after": " siang."}, "header"),
    ({"rest_before": "Kabar Desa Diterbitkan ", "rest_after": " siang.", "start": 24}, "published_label"),
    ({"rest_before": "Kabar Desa Diterbitkan ", "rest_after": " siang.", "start": 25}, None),
    ({"rest_before": "Diterbitkan Oleh Sari Wulandari ", "rest_after": " di kota.", "start": 32}, "published_label"),
    # a day in brackets behind its weekday, in the article, ends a sentence
    ({"rest_before": "Kabar, Senin (", "weekday": 1, "index": 7, "opens": 6}, None),
    ({"rest_before": "Kabar, Senin (", "weekday": 1, "index": 6, "opens": 6}, "header"),
    ({"rest_before": "Kabar, Senin ", "weekday": 1, "index": 7, "opens": 6}, "header"),
    ({"rest_before": "Kabar, (", "index": 7, "opens": 6}, "header"),
    ({"rest_before": "Kabar, Senin (", "weekday": 1, "index": 0, "opens": None}, None),
    # behind a label there may be more
    ({"rest_before": "Kabar " * 7 + "Diterbitkan: ", "distance": 0}, "published_label"),
    ({"rest_before": "Diterbitkan " + "Kabar " * 4, "start": 60}, "published_label"),
    ({"rest_before": "Diterbitkan " + "Kabar " * 4, "start": 61}, None),
    ({"rest_before": "Diterbitkan ", "rest_after": " Kabar" * 27, "start": 10}, "published_label"),
    ({"rest_before": "Diterbitkan ", "rest_after": " Kabar" * 28, "start": 10}, None),
    ({"rest_before": "Diterbitkan ", "rest_after": " desa" * 5}, "published_label"),
    ({"rest_before": "Diterbitkan ", "rest_after": " desa" * 6}, None),
    # a page on one line prints its day with its time, and with a weekday or the name of the month
    ({**LONG, "only": True, "first": None, "rest_before": "warga desa Kabar ", "rest_after": " 14:56 x"}, "header"),
    ({**LONG, "only": True, "first": None, "rest_before": "Kabar warga desa | ", "rest_after": " 14:56 x"}, "header"),
    ({**LONG, "only": True, "first": None, "rest_before": "Kabar warga desa ", "rest_after": " 14:56 x"}, None),
    ({**LONG, "only": True, "first": 3, "rest_before": "warga desa Kabar ", "rest_after": " 14:56 x"}, None),
    ({**LONG, "only": True, "weekday": 1, "rest_before": "Kabar Senin, ", "rest_after": " 14:56 x", "start": 600},
     "header"),
    ({**LONG, "only": True, "weekday": 1, "rest_before": "Kabar Senin, ", "rest_after": " 14:56 x", "start": 601},
     None),
    ({**LONG, "only": True, "weekday": None, "rest_before": "Kabar Senin, ", "rest_after": " 14:56 x"}, None),
    ({**LONG, "only": True, "weekday": 1, "rest_before": "Kabar 5 ", "rest_after": " 14:56 x"}, None),
    ({**LONG, "only": True, "weekday": 1, "rest_before": "Kabar Senin, ", "rest_after": " siang"}, None),
    ({**LONG, "only": False, "weekday": 1, "rest_before": "Kabar Senin, ", "rest_after": " 14:56 x"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("told", "basis"), HEADERS)
def test_what_makes_a_header(told, basis):
    assert basis_of({"start": len(told.get("rest_before", "")), **told}) == basis


LABELS = [
    ({"rest_before": "Diterbitkan: "}, "published_label"),
    ({"rest_before": "Diterbitkan: ", "labelled": False}, "header"),
    ({"rest_before": "Diperbarui: "}, "updated_label"),
    ({"rest_before": "Last published: "}, "updated_label"),
    ({"rest_before": "Published: "}, "published_label"),
    # alone on the line above a date and little else
    ({"above": "Diterbitkan"}, "published_label"),
    ({"above": "Diterbitkan Kabar Desa Kota"}, "header"),
    ({"above": "Diterbitkan Kabar Desa"}, "published_label"),
    ({"above": "Diterbitkan", "rest_before": f"{FOUR}| "}, "header"),
    ({"above": "Diterbitkan", "rest_before": "Kabar Desa Kota | "}, "published_label"),
]


@pytest.mark.parametrize(("told", "basis"), LABELS)
def test_a_label_says_of_what_the_day_is(told, basis):
    assert basis_of({"start": len(told.get("rest_before", "")), **told}) == basis


def test_beside_the_day_of_a_change_the_other_is_that_of_publication():
    line = [{"start": 0}, {"start": 20, "rest_before": "3 Juni 2024, diperbarui ", "date": date(2024, 6, 9)}]
    assert judge(*line)["basis"].to_list() == ["published_label", "updated_label"]
    apart = [line[0], {**line[1], "index": 4, "row": 1}]
    assert judge(*apart)["basis"].to_list() == ["header", "updated_label"]
    strange = [line[0], {**line[1], "doc": 1, "row": 1}]
    assert judge(*strange)["basis"].to_list() == ["header", "updated_label"]


OTHERS = [
    # another day's: of a picture, of rights, of an event
    ({"rest_before": "© "}, None),
    ({"rest_before": "© ", "other_word": False}, "header"),
    ({"rest_before": "Copyright "}, None),
    ({"rest_before": "(", "rest_after": ") (Foto: Sari)"}, None),
    ({"rest_before": "(", "rest_after": ") (Foto: Sari)", "paren": False}, "header"),
    ({"rest_before": "Kabar Desa Kota ", "role": "caption"}, "header"),
    ({"rest_before": f"{FOUR}| ", "role": "caption"}, None),
    ({"rest_before": f"{FOUR}| ", "role": "related"}, None),
    ({"rest_before": f"{FOUR}| ", "role": "contact"}, "header"),
    # far above the title, with a weekday or a time and nothing else: the page's clock
    ({"distance": -7, "weekday": 1}, "page_clock"),
    ({"distance": -6, "weekday": 1}, "header"),
    ({"distance": -7}, "header"),
    ({"distance": -7, "rest_after": " 14:56"}, "page_clock"),
    ({"distance": -7, "weekday": 1, "rest_before": "Kabar Desa "}, "page_clock"),
    ({"distance": -7, "weekday": 1, "rest_before": "Kabar Desa Kota "}, "header"),
    ({"distance": -7, "weekday": 1, "rest_before": "Diterbitkan "}, "published_label"),
    # sentences
    ({**IN_BODY, "rest_before": "Warga desa pulang, kata dia, Senin ", "weekday": 1}, "event"),
    ({**IN_BODY, "rest_before": "Warga desa pulang, kata dia, Senin "}, None),
    ({**IN_BODY, "body": False, "rest_before": "Warga pulang Senin ", "weekday": 1}, None),
    ({**IN_BODY, "rest_before": "Demikian dikutip dari Kabar pada "}, "attribution"),
    ({**IN_BODY, "rest_before": "Demikian dikutip dari Kabar pada ", "verb": False}, None),
    ({**IN_BODY, "body": False, "rest_before": "Demikian dikutip dari Kabar pada "}, None),
    ({**IN_BODY, "rest_before": "SUKAMAJU, ", "rest_after": " - Warga pulang"}, "dateline"),
    ({**IN_BODY, "rest_before": "SUKAMAJU, ", "rest_after": " Warga pulang"}, None),
    ({**IN_BODY, "rest_before": "SUKAMAJU, ", "rest_after": " - Warga pulang", "start": 60}, "dateline"),
    ({**IN_BODY, "rest_before": "SUKAMAJU, ", "rest_after": " - Warga pulang", "start": 61}, None),
    ({**IN_BODY, "rest_before": "SUKAMAJU, ", "rest_after": " - Warga pulang", "index": 8}, "dateline"),
    ({**IN_BODY, "rest_before": "SUKAMAJU, ", "rest_after": " - Warga pulang", "index": 9}, None),
    ({**IN_BODY, "rest_before": "SUKAMAJU, ", "rest_after": " - Warga pulang", "index": 5}, None),
    # a paragraph above the article's first
    *(
        ({"role": role, "chars": chars, "index": index, "weekday": 1, "start": 70,
          "rest_before": "Warga desa kami pulang ke rumah pada Senin ", "rest_after": " siang."}, basis)
        for role, chars, index, basis in [
            ("boilerplate", 80, 5, "event"), ("boilerplate", 79, 5, None), ("boilerplate", 80, 4, "event"),
            ("boilerplate", 80, 3, None), ("boilerplate", 80, 6, None), ("duplicate", 80, 5, None),
        ]
    ),
]  # fmt: skip


@pytest.mark.parametrize(("told", "basis"), OTHERS)
def test_what_is_no_header(told, basis):
    assert basis_of({"start": len(told.get("rest_before", "")), **told}) == basis


def test_only_days_in_sentences_have_odds_and_they_are_of_all_the_days_of_the_page():
    rows = [
        {},
        {**IN_BODY, "row": 1, "rest_before": "Warga pulang, Senin ", "weekday": 1},
        {**IN_BODY, "row": 2, "index": 7, "rest_before": "Warga pulang, Rabu ", "weekday": 3, "date": date(2024, 6, 5)},
    ]
    alone, both = judge(rows[0], rows[1]), judge(*rows)
    assert both["likely"].is_null().to_list() == [True, False, False]
    assert both["likely"][1] < alone["likely"][1], "another day of the article is later"
