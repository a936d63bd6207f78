"""The searches of each field, one at a time: what they find on a line, and where on it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.metadata.dates.published import find_published, with_relative
from kliping.metadata.extras import find_extras
from kliping.metadata.line_facts import AUTHOR_LABEL
from kliping.metadata.outlets import datelines, publishers, sources
from kliping.metadata.outlets.found import located
from kliping.metadata.outlets.mastheads import find_mastheads, named_by_host
from kliping.metadata.outlets.outlets import find_outlets
from kliping.metadata.people.editors import find_editors, with_names
from kliping.metadata.people.zones import lone_labels, zone_of
from kliping.metadata.statements import BEHIND_LINES, find_statements
from kliping.settings.metadata import MetadataSettings

sys.path.insert(0, str(Path(__file__).parent))
from pages import BODY, HTML, MASTHEAD, TITLE, batch, seen

from kliping.metadata.survey import surveyed

ARRIVALS = pl.DataFrame({"doc": [0], "arrival": ["2025-06-30"]}).select(
    pl.col("doc").cast(pl.UInt32), pl.col("arrival").str.to_date()
)
NOTHING_SAID = pl.DataFrame(schema={"doc": pl.UInt32, "field": pl.String, "value": pl.String})


def at(rows):
    """Value and place on the line."""
    return located(rows).select("value", "start", "end").rows()


@pytest.mark.parametrize(
    ("line", "editors"),
    [
        ("Editor: Sari Wulandari", [("Sari Wulandari", 8, 22)]),
        ("Penulis: Budi Santoso | Editor: Sari Wulandari", [("Sari Wulandari", 32, 46)]),
        ("Redaktur & Reporter: Sari Wulandari", [("Sari Wulandari", 21, 35)]),
        ("Editor Sari Wulandari", [("Sari Wulandari", 7, 21)]),
        ("Editor Sari Wulandari memimpin rapat redaksi", []),
        ("Photo Editor: Sari Wulandari", []),
        ("Editor: Redaksi", []),
    ],
)
def test_editors_are_named_behind_their_label(line, editors):
    survey, away, _ = seen([TITLE, line, *BODY], title=0)
    found = find_editors(survey, away)
    assert found.select("value", "start", "end").rows() == editors
    assert found["chosen"].to_list() == [True] * len(editors)


def test_of_several_editors_the_first_is_chosen_and_a_lone_label_names_the_next_line():
    survey, away, _ = seen([TITLE, "Editor:", "Sari Wulandari", *BODY, "Editor: Budi Santoso"], title=0)
    assert find_editors(survey, away).select("value", "chosen").rows() == [
        ("Sari Wulandari", True),
        ("Budi Santoso", False),
    ]


def test_names_are_found_in_what_is_left_of_a_line_with_their_place():
    lines = pl.DataFrame(
        {
            "text": ["Oleh Sari Dewi, Budi Roy", "Oleh Sari Dewi"],
            "rest": ["Sari Dewi, Budi Roy", "Tono"],
            "chars": [24, 14],
            "language": "id",
        },
        schema_overrides={"chars": pl.Int32},
    )
    found = with_names([(lines, True)])
    assert found.select("value", "start", "end", "whole", "pieces").rows() == [
        ("Sari Dewi", 5, 14, False, 2), ("Budi Roy", 16, 24, False, 2),
    ], "a name that its line does not hold has no place"  # fmt: skip


def test_lone_labels_are_lines_of_their_own():
    survey, _, _ = seen(["Penulis", "Penulis :", "Penulis: Sari", "Menulis", "Oleh"])
    assert np.flatnonzero(lone_labels(survey, "byline", AUTHOR_LABEL)).tolist() == [0, 1, 4]


def test_bylines_stand_around_the_title_and_below_the_article():
    lines = ["Beranda", TITLE, "Sari Wulandari", "3 Juni 2024", *BODY, "Sari Wulandari", *["Baca juga kabar lain"] * 30]
    survey, away, _ = seen(lines, title=1)
    zone = zone_of(survey, away, survey.having())
    assert np.flatnonzero(zone.near).tolist()[:3] == [0, 2, 3]
    assert np.flatnonzero(zone.dated).tolist() == [3]
    assert {2, 3, 4, 5} <= set(np.flatnonzero(zone.by_date).tolist())
    assert np.flatnonzero(zone.closing).tolist() == [7, 8]
    assert [zone.lines[row] for row in (2, 7, 25)] == [True, True, False]


@pytest.mark.parametrize(
    ("search", "line", "found"),
    [
        (sources.source_lines, "Sumber : CNA/SL", [("CNA/SL", 9, 15)]),
        (sources.source_lines, "Sumber: https://example.org", []),
        (sources.source_lines, "Sumber Antara", [("Antara", 7, 13)]),
        (sources.source_lines, "Sumber daya alam", []),
        (publishers.followed, "Ikuti Kabar Contoh di Google News", [("Kabar Contoh", 6, 18)]),
        (publishers.followed, "WhatsApp Channel : Kabar Contoh", [("Kabar Contoh", 19, 31)]),
        (publishers.followed, "Ikuti kami di Google News", []),
        (publishers.copyrights, "© 2024 Kabar Contoh. All rights reserved", [("Kabar Contoh", 7, 19)]),
        (publishers.copyrights, "COPYRIGHT © KABAR CONTOH 2015", [("KABAR CONTOH", 12, 24)]),
        (publishers.copyrights, "© 2024 All rights reserved", []),
        (publishers.copyrights, "© Copyright 2024 Kabar Contoh", [("Kabar Contoh", 17, 29)]),
        (publishers.copyrights, "© Kabar Contoh Ltd 2012-2025", [("Kabar Contoh", 2, 14)]),
        (publishers.copyrights, "© Copyright 2024", []),
        (publishers.copyrights, "Copyright Notice", []),
        (publishers.copyrights, "© 2024 Contoh Holdings, Inc.", []),
        (publishers.copyrights, "© 2020 Contoh Media Ltd.", [("Contoh Media", 7, 19)]),
    ],
)
def test_outlets_named_by_a_label_or_a_sign(search, line, found):
    survey, _, _ = seen([TITLE, *BODY, ("boilerplate", line)], title=0)
    assert at(search(survey)) == found


@pytest.mark.parametrize(
    ("search", "tail", "found"),
    [
        (sources.attributions, ", dikutip dari laman Kabar Contoh pada Kamis.", ["Kabar Contoh"]),
        (sources.attributions, ", dilansir kantor berita Antara.", ["Antara"]),
        (sources.attributions, ", mengutip Presiden Contoh.", []),
        (sources.signatures, " katanya. (Antara)", ["Antara"]),
        (sources.signatures, " katanya. (Reuters/abc)", ["Reuters"]),
        (sources.signatures, " katanya. (Sari)", []),
        (publishers.signatures, " katanya. – KABAR CONTOH", ["KABAR CONTOH"]),
        (publishers.signatures, " katanya. – Kabar biasa", []),
        (publishers.reporting, " kepada kabarcontoh.com, Selasa.", ["kabarcontoh.com"]),
        (publishers.reporting, " kepada warga, Selasa.", []),
    ],
)
def test_outlets_named_in_sentences(search, tail, found):
    survey, _, _ = seen([TITLE, *BODY[:-1], BODY[-1][:-1] + tail], title=0)
    assert [value for value, _, _ in at(search(survey))] == found


def test_the_outlet_behind_the_title_and_beside_a_byline():
    survey, away, titles = seen([TITLE, f"{TITLE} - Kabar Contoh", "Muhaimin, Sindonews", *BODY], title=0)
    assert [value for value, _, _ in at(publishers.suffixes(survey, titles))] == ["Kabar Contoh"]
    assert [value for value, _, _ in at(datelines.with_bylines(survey, away))] == ["Sindonews"]
    survey, away, _ = seen([TITLE, "Sari Dewi - detikHealth", *BODY], title=0)
    assert [value for value, _, _ in at(publishers.with_bylines(survey, away))] == ["detikHealth"]
    survey, away, _ = seen([TITLE, *BODY, "Tempo", "3 Juni 2024", "Tempo", "Bagikan", "Tempo,", "3 Juni 2024"], title=0)
    assert [value for value, _, _ in at(publishers.with_bylines(survey, away))] == ["Tempo"]


def test_a_site_in_the_furniture_is_the_outlet_if_its_stem_stands_there_twice():
    lines = [TITLE, *BODY, ("boilerplate", "Program kabarcontoh.id Network"), ("boilerplate", "Redaksi Kabarcontoh")]
    assert [value for value, _, _ in at(publishers.furniture(seen(lines)[0]))] == ["kabarcontoh"]
    assert at(publishers.furniture(seen(lines[:-1])[0])) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Foto: Tempo/Sari", ["Tempo"]),
        ("Warga di jembatan (Tempo/Sari)", ["Tempo"]),
        ("Warga di jembatan. - Foto Tempo/Sari", ["Tempo"]),
        ("Warga di jembatan. - Foto Tempo oleh SARI", ["Tempo"]),
        ("Foto: Sari/Budi", []),
    ],
)
def test_a_known_outlet_in_a_credit(line, found):
    survey, _, _ = seen([TITLE, ("caption", line), *BODY])
    assert [value for value, _, _ in at(publishers.credited(survey))] == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("SUKAMAJU, KABARCONTOH.COM - ", {("publisher", "KABARCONTOH.COM"), ("place", "SUKAMAJU")}),
        ("Sukamaju (ANTARA) - ", {("source", "ANTARA"), ("place", "Sukamaju")}),
        ("SUKAMAJU -- ", {("place", "SUKAMAJU")}),
        ("Sukamaju | kabarcontoh.id – ", {("publisher", "kabarcontoh.id"), ("place", "Sukamaju")}),
        ("Menurut dia, jembatan itu - ", set()),
    ],
)
def test_place_outlet_and_agency_of_a_dateline(head, found):
    survey, _, _ = seen([TITLE, head + BODY[0], *BODY[1:]], title=0)
    none = pl.DataFrame(schema={"doc": pl.UInt32, "own": pl.String})
    rows = datelines.datelines(survey, none, none.rename({"own": "framed"}))
    assert set(located(rows).select("field", "value").rows()) == found


def test_a_masthead_is_proven_by_a_credit_or_a_motto():
    survey, _, _ = seen([*MASTHEAD, TITLE, *BODY, ("caption", "Warga di jembatan. (Foto: Kabar Contoh)")])
    assert find_mastheads(survey).select("key", "value").rows() == [("kabar contoh", "Kabar Contoh")]
    survey, _, _ = seen([*MASTHEAD, TITLE, *BODY, "Kabar Contoh - Suara dari Desa"])
    assert find_mastheads(survey)["value"].to_list() == ["Kabar Contoh"]
    assert find_mastheads(seen([*MASTHEAD, TITLE, *BODY])[0]).is_empty()


def test_the_name_in_a_host():
    hosts = ["news.kabar-contoh.co.id", "kabarcontoh.com", "contoh.blogspot.com", "10.0.0.1", "localhost", "2024.id"]
    named = pl.DataFrame({"host": hosts}).select(named_by_host(pl.col("host"))).to_series().to_list()
    assert named == ["Kabar Contoh", "kabarcontoh", "contoh", None, None, None]


def test_of_the_outlets_found_the_best_basis_wins_and_places_have_one_spelling():
    lines = [TITLE, "SUKAMAJU, KABARCONTOH.COM - " + BODY[0], *BODY[1:], "© 2024 Contoh Media Ltd."]
    survey, away, titles = seen(lines, title=0)
    found = find_outlets(survey, titles, away, NOTHING_SAID)
    chosen = found.filter("chosen").select("field", "value", "basis").rows()
    assert chosen == [("place", "Sukamaju", "dateline"), ("publisher", "KABARCONTOH.COM", "dateline")]
    assert found.filter(~pl.col("chosen"))["value"].to_list() == ["Contoh Media"]
    said = pl.DataFrame({"doc": [0], "field": ["publisher"], "value": ["Harian Lain"]}, schema=NOTHING_SAID.schema)
    signed = seen([TITLE, *BODY[:-1], BODY[-1] + " – KABAR CONTOH"], title=0)
    (taken,) = find_outlets(signed[0], signed[2], signed[1], said).filter(basis="signature").rows(named=True)
    assert taken["field"] == "source", "on another site's page the one that signs is the source"


def test_subtitles_tags_captions_and_related_links_are_rows():
    lines = [
        TITLE, "Jembatan itu menghubungkan dua dusun di desa", "Oleh Sari Wulandari", "3 Juni 2024", *BODY,
        "Tags: jembatan, Desa Sukamaju", ("caption", "Warga di jembatan"),
        ("related", "Baca juga: Banjir Surut di Muara"),
    ]  # fmt: skip
    survey, away, titles = seen(lines, title=0)
    found = find_extras(survey, titles, away)
    assert found.select("field", "value").rows() == [
        ("subtitle", "Jembatan itu menghubungkan dua dusun di desa"), ("tags", "jembatan"), ("tags", "Desa Sukamaju"),
        ("caption", "Warga di jembatan"), ("related", "Banjir Surut di Muara"),
    ]  # fmt: skip
    texts = [one if isinstance(one, str) else one[1] for one in lines]
    assert [texts[row][start:end] for row, start, end in found.select("row", "start", "end").iter_rows()] == found[
        "value"
    ].to_list()


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ([TITLE, "Senin, 3 Juni 2024 10:15 WIB", *BODY],
         {("published_on", "2024-06-03"), ("published_at", "2024-06-03T10:15+07:00")}),
        ([TITLE, "Terbit: 3 Juni 2024", "Diperbarui: 5 Juni 2024", *BODY],
         {("published_on", "2024-06-03"), ("updated_on", "2024-06-05")}),
        ([TITLE, "3 Juni 1924", *BODY], set()),
        ([TITLE, "3 Juli 2025", *BODY], set()),
        ([TITLE, *BODY[:-1], BODY[-1][:-1] + ", katanya, Senin (3/6/2024)."], {("published_on", "2024-06-03")}),
    ],
)  # fmt: skip
def test_days_are_believed_between_the_first_page_of_the_web_and_the_arrival(lines, days):
    survey, away, _ = seen(lines, title=0)
    found = find_published(survey, away, ARRIVALS, MetadataSettings()).filter("chosen")
    assert set(found.select("field", "value").iter_rows()) == days


def test_a_weekday_that_is_another_days_makes_a_day_less_sure():
    sure, unsure = (
        find_published(*seen([TITLE, line, *BODY], title=0)[:2], ARRIVALS, MetadataSettings())["confidence"].max()
        for line in ("Senin, 3 Juni 2024", "Selasa, 3 Juni 2024")
    )
    assert unsure == pytest.approx(0.7 * sure, abs=0.01)


def test_a_day_that_is_counted_back_wins_where_no_line_states_one():
    day = pl.DataFrame({"doc": [0, 1], "chosen": [True, False], "value": ["2024-06-03", "2024-06-04"]})
    counted = pl.DataFrame({"doc": [0, 1], "value": ["2024-06-01", "2024-06-02"]})
    both = with_relative(day, counted).filter("chosen").sort("doc")
    assert both["value"].to_list() == ["2024-06-03", "2024-06-02"]
    assert with_relative(day, counted.clear()).equals(day)


def stated(html=None, fields=()):
    documents, lines, languages = batch([[TITLE, *BODY]], html=html, fields=fields)
    survey = surveyed(documents, lines, languages)
    found = find_statements(documents, survey, ARRIVALS, MetadataSettings())
    return {(row["field"], row["value"], row["basis"]) for row in found.iter_rows(named=True)}


def test_what_markup_and_address_say_becomes_values():
    assert stated(html=HTML) >= {
        ("title", "Jembatan Baru", "markup"), ("authors", "Sari Wulandari", "markup"),
        ("publisher", "Kabar Contoh", "markup"),
        ("published_on", "2024-06-03", "markup"), ("published_at", "2024-06-03T08:00+07:00", "markup"),
        ("updated_on", "2024-06-05", "markup"), ("published_on", "2024-06-05", "updated_markup"),
        ("published_on", "2024-06-03", "url"), ("tags", "jembatan", "markup"), ("tags", "desa", "markup"),
    }  # fmt: skip


def test_the_day_in_the_address_that_a_source_gives_is_surer_than_one_in_markup():
    url = "https://example.org/2024/06/03/jembatan"
    link = f'<html><head><link rel="canonical" href="{url}"></head></html>'
    ranks = [
        find_statements(documents, surveyed(documents, lines, languages), ARRIVALS, MetadataSettings())
        .filter(field="published_on", basis="url")
        .select("value", "rank", "order")
        .rows()
        for documents, lines, languages in (
            batch([[TITLE, *BODY]], fields=[("url", url, "url")]),
            batch([[TITLE, *BODY]], html=link),
        )
    ]
    assert ranks == [[("2024-06-03", 0, 3)], [("2024-06-03", BEHIND_LINES, 3)]]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Sari Wulandari", {"Sari Wulandari"}),
        ("Oleh: Sari Wulandari", {"Sari Wulandari"}),
        ("Sari Wulandari and Budi Santoso", {"Sari Wulandari", "Budi Santoso"}),
        ("Sari Wulandari on 3 May 2024", {"Sari Wulandari"}),
        ("Sari Wulandari - Kabar Contoh", {"Sari Wulandari"}),
        ("Sari Wulandari | Kabar", {"Sari Wulandari"}),
        ("admin", set()),
        ("Foto Antara", set()),
        ("kabarcontoh.com", set()),
        ("Kabar Contoh", set()),
        ("2024", set()),
    ],
)
def test_a_byline_of_markup_is_a_person_without_what_stands_around_the_name(byline, authors):
    head = f'<meta name="article:author" content="{byline}"><meta property="og:site_name" content="Kabar Contoh">'
    told = stated(html=f"<html><head>{head}</head><body></body></html>")
    assert {value for field, value, _ in told if field == "authors"} == authors


def test_what_a_source_brings_is_said_as_its_column_and_nothing_is_said_of_nothing():
    told = stated(
        fields=[("title", TITLE, "judul"), ("published_on", "3 Juni 2024", "tanggal"), ("url", "kabar", "url")]
    )
    assert told == {("title", TITLE, "column"), ("published_on", "2024-06-03", "column")}
    assert stated() == set()
